"""Lines that repeat within one outlet: found by counting, so that no list of them is needed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["LEAST", "repeated_lines", "without_repeated"]

# In so many articles of one outlet a line is furniture. Stories that are printed twice or
# thrice (updates, syndication) stay.
LEAST: Final = 5

# Digits are folded ("Image 3 of 12") only in lines that are no longer.
_LONG: Final = 600

_DIGITS: Final = re.compile(r"\d+")


def repeated_lines(
    articles: Iterable[tuple[str, Sequence[str]]], least: int = LEAST
) -> dict[str, frozenset[str]]:
    """Find each outlet's lines (digits folded) that stand in `least` or more of its articles.

    Parameters
    ----------
    articles : iterable of (outlet, lines)
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outlet, lines in articles:
        counts[outlet].update({_folded(line) for line in lines})
    return {
        outlet: frozenset(line for line, count in found.items() if count >= least)
        for outlet, found in counts.items()
    }


def without_repeated(lines: Iterable[str], repeated: frozenset[str]) -> list[str]:
    """Keep the lines that are not among the repeated. A page of nothing else comes back empty."""
    return [line for line in lines if _folded(line) not in repeated]


def _folded(line: str) -> str:
    return line if len(line) > _LONG else _DIGITS.sub("0", line)
