"""JSON Lines: an article a line in, an answer a line out, in order, whatever a line holds."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

import msgspec

from handlers.body import parse_json
from handlers.contract import MAX_BODY_BYTES
from handlers.problems import Problem, TooLarge
from handlers.service import ClassifierPort, answer_or_problem

__all__ = ["answer_line", "lines"]

_CHUNK: Final = 65_536


def lines(stream: BinaryIO, limit: int = MAX_BODY_BYTES) -> Iterator[bytes | None]:
    """Read lines in bounded memory.

    Yields
    ------
    bytes or None
        None for a line over the limit. Blank lines are left out.
    """
    while line := stream.readline(limit + 2):
        if len(line) > limit + 1:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield None
        elif line.strip():
            yield line


def answer_line(
    open_classifier: Callable[[], ClassifierPort], line: bytes | None
) -> tuple[bytes, bool]:
    """Answer one line.

    Returns
    -------
    answer : bytes
        JSON without a line break.
    ok : bool
        False for a problem.
    """
    result: Any
    try:
        if line is None:
            raise TooLarge(f"The line has more than {MAX_BODY_BYTES:,} bytes.")
        result = answer_or_problem(open_classifier(), parse_json(line))
    except Problem as problem:
        result = {"id": None, "problem": problem.body()}
    return msgspec.json.encode(result), not (isinstance(result, dict) and "problem" in result)
