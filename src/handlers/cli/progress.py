"""A progress line on a terminal."""

import time
from collections.abc import Callable
from typing import Final, TextIO

__all__ = ["Progress"]

_EVERY: Final = 0.1  # seconds
_BAR: Final = 20


class Progress:
    """How far a run is.

    Parameters
    ----------
    stream : text file or None
        A terminal; None draws nothing.
    total : int or None
        Bytes of the input, where that is known.
    clock : callable
        Seconds, ever growing.
    """

    def __init__(
        self,
        stream: TextIO | None,
        total: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._total = total
        self._clock = clock
        self._began = self._drawn = clock()
        self._read = 0
        self.done = 0
        self.failed = 0

    def add(self, size: int, *, ok: bool) -> None:
        """Count a line of so many bytes."""
        self._read += size
        self.done += 1
        self.failed += not ok
        if self._stream is not None and self._clock() - self._drawn >= _EVERY:
            self._draw(self._stream)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self, stream: TextIO) -> None:
        self._drawn = self._clock()
        spent = self._drawn - self._began
        parts = [f"{self.done:,} done", f"{self.done / spent:,.0f} a second" if spent else ""]
        if self.failed:
            parts.append(f"{self.failed:,} problem{'s' * (self.failed != 1)}")
        if self._total:
            share = min(self._read / self._total, 1.0)
            full = int(share * _BAR)
            left = int(spent / share - spent)
            parts.insert(0, f"[{'#' * full}{'.' * (_BAR - full)}] {share:4.0%}")
            parts.append(f"{left // 60}:{left % 60:02d} left")
        stream.write(f"\r{'  '.join(filter(None, parts))}\x1b[K")
        stream.flush()
