"""A file or standard input -> an article's text, or a problem that says what to do."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from handlers.contract import MAX_CHARACTERS
from handlers.problems import BadRequest, TooLarge

__all__ = ["looks_like_html", "name_of", "open_input", "read_text", "split_title"]

STDIN: Final = "-"
_LONGEST_TITLE: Final = 150
_MOST_BYTES: Final = 4 * MAX_CHARACTERS + 3  # UTF-8 at its longest, and a mark before it


def name_of(file: str) -> str:
    """Name an input for a person."""
    return "standard input" if file == STDIN else file


@contextlib.contextmanager
def open_input(file: str) -> Iterator[BinaryIO]:
    """Open a file, or take standard input for ``-``.

    Raises
    ------
    BadRequest
        If it cannot be opened.
    """
    if file == STDIN:
        if sys.stdin is None:
            raise BadRequest("there is no standard input; name a file.")
        if sys.stdin.isatty():
            print("Reading from the keyboard; end with Ctrl-D.", file=sys.stderr)
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below; only opening it is tried
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadRequest(f"{file}: {why}.") from error
    with stream:
        yield stream


def read_text(file: str) -> str:
    """Read a whole article.

    Raises
    ------
    BadRequest
        If it is empty, not text, or not UTF-8.
    TooLarge
    """
    name = name_of(file)
    with open_input(file) as stream:
        raw = stream.read(_MOST_BYTES + 1)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadRequest(f"{name} is UTF-16. {_convert(file, 'UTF-16')}")
    if b"\x00" in raw:
        raise BadRequest(f"{name} is not text: it holds zero bytes.")
    if len(raw) > _MOST_BYTES:
        raise TooLarge(f"{name} has over {MAX_CHARACTERS:,} characters, the most an article has.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = _convert(file, "WINDOWS-1252")
        raise BadRequest(f"{name} is not UTF-8 text (see byte {error.start:,}). {hint}") from error
    if not text.strip():
        raise BadRequest(f"{name} is empty.")
    return text


def looks_like_html(file: str, text: str) -> bool:
    """Tell by the file's name or the text's start."""
    start = text[:1000].lstrip().lower()
    return file.lower().endswith((".html", ".htm", ".xhtml")) or start.startswith(
        ("<!doctype html", "<html")
    )


def split_title(text: str, *, wanted: bool | None) -> tuple[str | None, str]:
    """Take the first line as the title.

    Parameters
    ----------
    wanted : bool or None
        None: if it looks like a headline, that is, has at most 150 characters and no full stop
        at its end, and a blank line and more text follow.

    Returns
    -------
    title : str or None
    text : str
        What is left.
    """
    first, _, rest = text.lstrip().partition("\n")
    title = first.strip()
    if wanted is None:
        second, _, more = rest.partition("\n")
        wanted = (
            len(title) <= _LONGEST_TITLE
            and not title.endswith(".")
            and not second.strip()
            and bool(more.strip())
        )
    return (title, rest.lstrip()) if wanted else (None, text)


def _convert(file: str, encoding: str) -> str:
    shown = "" if file == STDIN else f" {file}"
    return f"Convert it: iconv -f {encoding} -t UTF-8{shown}"
