"""Functions that go wrong on purpose."""

import time
from typing import Any


def slow(_event: Any, _context: Any) -> None:
    """Outlast the time limit."""
    time.sleep(5)


def failing(_event: Any, _context: Any) -> None:
    """Raise."""
    raise RuntimeError("on purpose")


def hungry(_event: Any, _context: Any) -> int:
    """Take more memory than there is."""
    return sum(len(block) for block in [bytearray(b"x" * 50_000_000) for _ in range(20)])
