"""What the model answers to an article and to its changed copies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.result import Effort, Task
from training.asking import Classifies
from training.gold.asking import RowAnswer, genre_answer, stance_answer, topic_answer
from training.robustness.changes import CHANGES, NAMES_SWAPPED, PAGE, verdicts_on
from training.robustness.verdicts import PARTIES, about_parties
from training.sample import Piece

__all__ = ["PartyTrial", "Trial", "ask_parties", "try_article"]

F64 = NDArray[np.float64]

_TASKS: tuple[Task, ...] = ("topic", "genre", "stance")


@dataclass(frozen=True, slots=True)
class Trial:
    """The answers to one article.

    Attributes
    ----------
    group : str
    before : RowAnswer
        As it is.
    changed : mapping of name to (before, after)
        Of the changes that change something; `before` is that of the article unless the change
        takes something away.
    judged : mapping of name to RowAnswer
        With the author's verdicts (`verdicts_on`).
    renamed : bool
        Whether swapping names changed the target's.
    """

    group: str
    before: RowAnswer
    changed: Mapping[str, tuple[RowAnswer, RowAnswer]]
    judged: Mapping[str, RowAnswer]
    renamed: bool


@dataclass(frozen=True, slots=True)
class PartyTrial:
    """Stances of one short text, and of the same with the two names exchanged.

    Attributes
    ----------
    praised, blamed : float64 arrays of shape (2, 3)
        Probabilities toward who is praised, and who is blamed; then with the names exchanged.
    """

    praised: F64
    blamed: F64


def try_article(
    classifier: Classifies, numbered: tuple[int, Piece], effort: Effort, seed: int
) -> Trial:
    """Ask about an article, each changed copy of it, and each judged one.

    Chance depends on the seed, the article's number and the change only.
    """
    number, piece = numbered
    before = _ask(classifier, piece, effort)
    changed = {}
    renamed = False
    for name, change in CHANGES.items():
        copy = change(piece, Random(f"{seed}/{number}/{name}"))  # noqa: S311
        if copy is not None and copy != piece:
            changed[name] = (before, _ask(classifier, copy, effort))
            renamed = renamed or (name == NAMES_SWAPPED and copy.target != piece.target)
    if piece.page is not None:
        page = replace(piece, text=piece.page)
        changed[PAGE] = (_ask(classifier, page, effort), before)
    judged = {
        name: _ask(classifier, copy, effort)
        for name, copy in verdicts_on(piece, Random(f"{seed}/{number}/verdicts")).items()  # noqa: S311
    }
    return Trial(piece.group, before, changed, judged, renamed)


def ask_parties(classifier: Classifies, names: tuple[str, str], effort: Effort) -> list[PartyTrial]:
    """Ask about every text of two parties."""
    found = []
    for template in PARTIES:
        rows = []
        for praised, blamed in (names, names[::-1]):
            text = about_parties(template, praised, blamed)
            answer = classifier.classify(
                Article.from_text(text),
                tasks=["stance"],
                targets=[praised, blamed],
                effort=effort,
                evidence=False,
            )
            shares = [stance.probabilities or {} for stance in answer.stance]
            rows.append([list(one.values()) for one in shares])
        table = np.array(rows)
        found.append(PartyTrial(table[:, 0], table[:, 1]))
    return found


def _ask(classifier: Classifies, piece: Piece, effort: Effort) -> RowAnswer:
    found = classifier.classify(
        piece.article,
        tasks=_TASKS,
        targets=[] if piece.target is None else [piece.target],
        effort=effort,
        evidence=False,
    )
    return RowAnswer(
        topic=topic_answer(found), genre=genre_answer(found), stance=stance_answer(found)
    )
