"""How much of a Lambda's time is left for the articles of a batch."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

__all__ = ["Deadline"]

_RESERVE: Final = 1.0  # seconds, to encode the answer and hand it over


class Deadline:
    """The end of an invocation.

    Parameters
    ----------
    context : LambdaContext or None
        Whose ``get_remaining_time_in_millis`` is asked; None: there is no end.
    """

    def __init__(self, context: Any) -> None:
        self._context = context
        self._longest = 0.0

    @contextmanager
    def step(self) -> Iterator[bool]:
        """Time a step; True if it may be taken: if one twice as long as the longest fits in."""
        started = time.perf_counter()
        yield self._left() > _RESERVE + 2 * self._longest
        self._longest = max(self._longest, time.perf_counter() - started)

    def _left(self) -> float:
        """Seconds."""
        if self._context is None:
            return float("inf")
        left: float = self._context.get_remaining_time_in_millis() / 1000
        return left
