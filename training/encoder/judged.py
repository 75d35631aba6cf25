"""The stances that an article is said to take: the first reader's label and another's votes."""

from collections.abc import Sequence
from typing import Final

from model.taxonomy import STANCES
from training.corpora import Annotation
from training.corpora.votes import Probabilities, Vote

__all__ = ["judged"]

_LABEL: Final = 0.5  # what a label weighs where votes stand beside it


def judged(note: Annotation, votes: Sequence[Vote]) -> list[tuple[str, int, Probabilities]]:
    """Join labels and votes.

    Returns
    -------
    list of (name, subject, shares)
        `subject` is a place in ``note.stances``, or -1 where there are votes alone; `shares` are
        of ``STANCES`` and sum to one.
    """
    voted = {vote.target: vote.shares for vote in votes}
    found = []
    for subject, (name, stance) in enumerate(note.stances):
        label = [float(stance + 1 == place) for place in range(len(STANCES))]
        other = voted.pop(name, label)
        critical, neutral, supportive = (
            _LABEL * one + (1 - _LABEL) * share for one, share in zip(label, other, strict=True)
        )
        found.append((name, subject, (critical, neutral, supportive)))
    return [*found, *((name, -1, shares) for name, shares in voted.items())]
