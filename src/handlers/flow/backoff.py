"""How long to wait before trying again."""

import random
from typing import Final

__all__ = ["MAX_ATTEMPTS", "PermanentError", "RetryableError", "delay_after"]

# With the delays below: given up after three to five hours.
MAX_ATTEMPTS: Final = 30
_FIRST: Final = 2.0
_MOST: Final = 900.0  # seconds; SQS allows 12 hours


class RetryableError(Exception):
    """It may work later.

    Parameters
    ----------
    reason : str
        Quotes nothing of a payload.
    after : float, optional
        Seconds that the other side asked to wait.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class PermanentError(Exception):
    """It will not work, however often it is tried.

    Parameters
    ----------
    reason : str
        Quotes nothing of a payload.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def delay_after(
    attempts: int, after: float | None = None, random_: random.Random | None = None
) -> float:
    """Seconds to wait after so many attempts: doubling, between half and all of it, capped.

    Parameters
    ----------
    attempts : int
        From 1.
    after : float, optional
        What the other side asked for: at least that, as long as it is within the cap.
    random_ : random.Random, optional
    """
    full = min(_MOST, _FIRST * 2.0 ** min(attempts - 1, 20))
    share = (random_ or random).uniform(0.5, 1.0)
    return min(_MOST, max(after or 0.0, full * share))
