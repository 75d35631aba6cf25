"""The changes of an article, put together from changes of text; each by its name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Final

from training.robustness.furniture import with_boilerplate, without_bylines
from training.robustness.order import shuffled_tail
from training.robustness.people import swap_of
from training.robustness.spelling import american, british
from training.robustness.surface import (
    curly,
    hard_wrapped,
    noisy_spaces,
    on_one_line,
    shouted,
    straight,
)
from training.robustness.verdicts import NEGATIONS, VERDICTS, Verdict, with_verdict
from training.sample import Piece

__all__ = ["CHANGES", "NAMES_SWAPPED", "PAGE", "Change", "verdicts_on"]

# Makes another article that ought to be answered alike; None (or the same) where nothing changes.
Change = Callable[[Piece, Random], Piece | None]

NAMES_SWAPPED: Final = "names swapped"
PAGE: Final = "boilerplate removed"


def _everywhere(change: Callable[[str], str]) -> Change:
    """Change title, text and target alike."""

    def changed(piece: Piece, rng: Random) -> Piece:
        del rng
        target = None if piece.target is None else change(piece.target)
        return replace(piece, title=change(piece.title), text=change(piece.text), target=target)

    return changed


def _in_text(change: Callable[[str], str]) -> Change:
    def changed(piece: Piece, rng: Random) -> Piece:
        del rng
        return replace(piece, text=change(piece.text))

    return changed


def _in_text_by_chance(change: Callable[[str, Random], str]) -> Change:
    return lambda piece, rng: replace(piece, text=change(piece.text, rng))


def _shouted_title(piece: Piece, rng: Random) -> Piece:
    del rng
    return replace(piece, title=shouted(piece.title))


def _names_swapped(piece: Piece, rng: Random) -> Piece | None:
    swap = swap_of(piece.article, piece.target, rng)
    return None if swap is None else _everywhere(swap)(piece, rng)


CHANGES: Final[Mapping[str, Change]] = {
    "boilerplate added": _in_text_by_chance(with_boilerplate),
    "bylines removed": _in_text(without_bylines),
    "curly quotes": _everywhere(curly),
    "straight quotes": _everywhere(straight),
    "British spelling": _everywhere(british),
    "American spelling": _everywhere(american),
    "upper-case title": _shouted_title,
    "tail shuffled": _in_text_by_chance(shuffled_tail),
    NAMES_SWAPPED: _names_swapped,
    "noisy white space": _in_text_by_chance(noisy_spaces),
    "hard line breaks": _in_text(hard_wrapped),
    "one line": _in_text(on_one_line),
}


def verdicts_on(piece: Piece, rng: Random) -> dict[str, Piece]:
    """Make the articles whose answers must differ: with verdicts, and with them denied.

    Returns
    -------
    dict
        ``critical``, ``supportive``; ``said 0``, ``denied 0`` and so on. Empty where there is
        nobody to judge.
    """
    target = piece.target
    if target is None:
        return {}

    def judged(verdict: Verdict) -> Piece:
        title, text = with_verdict(piece.title, piece.text, target, verdict)
        return replace(piece, title=title, text=text)

    by_stance = {
        stance: judged(rng.choice([v for v in VERDICTS if v.stance == stance]))
        for stance in ("critical", "supportive")
    }
    number = rng.randrange(len(NEGATIONS))
    return {
        **by_stance,
        f"said {number}": judged(NEGATIONS[number].said),
        f"denied {number}": judged(NEGATIONS[number].denied),
    }
