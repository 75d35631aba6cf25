"""JSON Lines that others wrote: plain or gzipped, every fault named by its line and field."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from training.errors import TrainingError

__all__ = ["Row", "RowError", "read_rows", "string"]

_GZIP: Final = b"\x1f\x8b"
_LONGEST_SHOWN: Final = 40
_LONGEST_CHOICE: Final = 10  # longer ones go without saying in an error


class RowError(TrainingError):
    """A file, or a line of it, is not what was expected.

    Parameters
    ----------
    path : Path
    problem : str
        What to change.
    line : int, optional
        From 1.
    field : str, optional
    """

    def __init__(
        self, path: Path, problem: str, line: int | None = None, field: str | None = None
    ) -> None:
        places = [str(path), f"line {line}" if line else "", field or ""]
        super().__init__(f"{': '.join(filter(None, places))}: {problem}")
        self.path, self.line, self.field, self.problem = path, line, field, problem


class Row:
    """One line: a JSON object and where it stands.

    Parameters
    ----------
    path : Path
    line : int
        From 1.
    values : mapping
    """

    def __init__(self, path: Path, line: int, values: Mapping[str, Any]) -> None:
        self.path, self.line, self.values = path, line, values

    def __contains__(self, field: str) -> bool:
        return field in self.values

    def get(self, field: str) -> Any:
        """Give a field; None where it is missing, null, empty or ``-``."""
        value = self.values.get(field)
        return None if value in ("", "-") else value

    def fault(self, field: str, problem: str) -> RowError:
        """Make the error that names this line and a field of it."""
        return RowError(self.path, problem, self.line, field)

    def text(self, field: str) -> str | None:
        """Give a field that must be a string, if it is there.

        Raises
        ------
        RowError
        """
        value = self.get(field)
        if value is not None and not isinstance(value, str):
            raise self.fault(field, f"must be a string, not {string(value)}")
        return value

    def choice(self, field: str, choices: Mapping[str, int]) -> int | None:
        """Give what a field's value stands for, if it is there.

        Parameters
        ----------
        field : str
        choices : mapping of str to int
            Values as people write them, in any case; numbers as their digits.

        Raises
        ------
        RowError
            Naming the values that can stand there.
        """
        value = self.get(field)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        word = str(value).strip().casefold()
        for name, meaning in choices.items():
            if name.casefold() == word and not isinstance(value, bool):
                return meaning
        shown = ", ".join(name for name in choices if len(name) <= _LONGEST_CHOICE)
        raise self.fault(field, f"{string(value)} is none of {shown}")


def read_rows(path: Path) -> Iterator[Row]:
    """Read the objects of a JSON Lines file; blank lines are left out.

    Raises
    ------
    RowError
        If there is no such file, it is damaged or empty, or a line is not a JSON object.
    """
    number = 0
    found = False
    try:
        for raw in _lines(path):
            number += 1
            if raw.strip():
                found = True
                yield Row(path, number, _object(path, number, raw))
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or f"is not whole ({error})"
        raise RowError(path, f"cannot be read: {problem}") from error
    if not found:
        raise RowError(path, "has no rows; one JSON object a line is expected")


def string(value: Any) -> str:
    """Show a value in an error: short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
    with gzip.open(path) if zipped else path.open("rb") as lines:
        yield from lines


def _object(path: Path, number: int, raw: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RowError(path, "is not UTF-8", number) from error
    except (ValueError, RecursionError) as error:
        whole = number == 1 and raw.lstrip()[:1] in (b"[", b"{")
        hint = "; a file of one object a line is expected (jq -c '.[]' makes one of an array)"
        raise RowError(path, f"is not JSON{hint if whole else ''}", number) from error
    if not isinstance(value, dict):
        raise RowError(path, f"must be a JSON object, not {string(value)}", number)
    return value
