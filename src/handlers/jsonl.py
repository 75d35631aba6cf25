"""JSON Lines: an article a line in, an answer a line out, in order, whatever a line holds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import msgspec

from handlers.body import parse_json
from handlers.contract import MAX_BODY_BYTES
from handlers.problems import Problem, TooLarge
from handlers.service import ClassifierPort, answer_or_problem

__all__ = ["Answer", "Line", "answer_line", "lines"]

_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input.

    Attributes
    ----------
    number : int
        From 1.
    size : int
        Bytes, with the line break.
    raw : bytes or None
        None where the line is over the limit.
    """

    number: int
    size: int
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Answer:
    """JSON without a line break, and whether it is an answer or a problem."""

    raw: bytes
    ok: bool


def lines(stream: BinaryIO, limit: int = MAX_BODY_BYTES) -> Iterator[Line]:
    """Read lines in bounded memory; blank ones are left out.

    Parameters
    ----------
    stream : binary file
    limit : int
        Most bytes of a line, its break not counted.
    """
    number = 0
    while raw := stream.readline(limit + 2):
        number += 1
        size = len(raw)
        if len(raw.rstrip(b"\r\n")) > limit:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(_CHUNK)
                size += len(raw)
            yield Line(number, size, None)
        elif raw.strip():
            yield Line(number, size, raw)


def answer_line(
    classifier: ClassifierPort,
    line: Line,
    defaults: Mapping[str, Any],
    report: Callable[[Exception], None] | None = None,
) -> Answer:
    """Answer one line.

    Parameters
    ----------
    classifier : ClassifierPort
    line : Line
    defaults : mapping
        Fields of a request, for lines that do not give them.
    report : callable, optional
        Told of errors that are ours.

    Returns
    -------
    Answer
        What fails says so, and names its line as the problem's instance.
    """
    found: Any
    try:
        if line.raw is None:
            raise TooLarge(f"The line has more than {MAX_BODY_BYTES:,} bytes.")
        value = parse_json(line.raw)
        if isinstance(value, dict):
            value = {**defaults, **value}
        found = answer_or_problem(classifier, value, report=report)
    except Problem as problem:
        found = {"id": None, "problem": problem.body()}
    ok = not isinstance(found, dict)
    if isinstance(found, dict):
        found["problem"]["instance"] = f"urn:copydesk:line:{line.number}"
    return Answer(msgspec.json.encode(found), ok)
