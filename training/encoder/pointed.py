"""Which pieces of an article's row show a stance: the passages that a reader pointed out."""

from collections.abc import Sequence

from model.excerpt import Row
from model.taxonomy import STANCES
from model.wordpieces import SEP
from training.corpora.passages import Passage

__all__ = ["Pointed", "pieces_of", "pointed_out"]

# A piece of the row, the slot of a target, and the side: 0 critical, 1 supportive.
Pointed = tuple[int, int, int]

_SIDES = {STANCES.index("critical"): 0, STANCES.index("supportive"): 1}


def pointed_out(
    row: Row, slots: Sequence[tuple[int, int]], passages: Sequence[Passage]
) -> tuple[tuple[int, ...], tuple[Pointed, ...]]:
    """Find the pieces that show the stance toward each target.

    Parameters
    ----------
    row : Row
    slots : sequence of (subject, stance)
        What stands in each slot: the annotation's subject, and a place in ``STANCES``; -1 for
        both where nothing does.
    passages : sequence of Passage
        Of this article.

    Returns
    -------
    watched : tuple of int
        Slots of which all is known: neutral ones, which nothing shows, and those with a passage
        in the row.
    shown : tuple of Pointed
    """
    watched: list[int] = []
    shown: list[Pointed] = []
    for slot, (subject, stance) in enumerate(slots):
        if stance < 0:
            continue
        side = _SIDES.get(stance)
        if side is None:
            watched.append(slot)
            continue
        pieces = pieces_of(row, [passage for passage in passages if passage.subject == subject])
        if pieces:
            watched.append(slot)
            shown += [(piece, slot, side) for piece in pieces]
    return tuple(watched), tuple(shown)


def pieces_of(row: Row, passages: Sequence[Passage]) -> list[int]:
    """Pieces of a row that start within passages."""
    titles = list(row.ids).index(SEP)
    return [
        piece
        for piece, start in enumerate(row.starts)
        if start >= 0
        and any(p.start <= start < p.end for p in passages if p.title == (piece < titles))
    ]
