"""Functions that go wrong on purpose."""

import time
from typing import Any


def slow(_event: Any, _context: Any) -> None:
    """Outlast the time limit."""
    time.sleep(5)


def failing(_event: Any, _context: Any) -> None:
    """Raise."""
    raise RuntimeError("on purpose")
