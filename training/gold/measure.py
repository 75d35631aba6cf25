"""Answers beside labels -> figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.bootstrap import Interval, grouped_ratio
from training.gold.asking import Answer, RowAnswer
from training.gold.rows import GoldRow, SentenceRow
from training.metrics import Metrics, evaluate

__all__ = ["Beside", "Figures", "Pair", "beside", "figures", "of_articles", "of_sentences"]

# What an unanswered row counts as in the second line: the commonest answer of each task.
FALLBACKS: Final = {"topic": "POL", "genre": "reporting", "stance": "neutral"}
LABELS: Final[dict[str, tuple[str, ...]]] = {
    "topic": tuple(TOPIC_CODES),
    "genre": GENRES,
    "stance": STANCES,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A true label, the answer if there is one, and what the row is drawn with."""

    truth: int
    answer: Answer | None
    group: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one line of the table.

    Attributes
    ----------
    name : str
    metrics : Metrics
    calibrated : bool
        Whether the probabilities are all the model's own, so that ECE means something.
    decided : Interval or None
        The share of rows with a decided answer; None where nothing is ever decided.
    right : Interval or None
        The share of decided answers that are right; None where there are none.
    """

    name: str
    metrics: Metrics
    calibrated: bool
    decided: Interval | None
    right: Interval | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Second topics.

    Attributes
    ----------
    n : int
        Articles with a main topic in the labels.
    labelled : int
        Of them, with a second one.
    named : int
        Topics that the model names as ``also``.
    precision : Interval or None
        Share of these that are the labelled second topic.
    either : Interval or None
        Share of these that are the labelled main or second topic.
    recall : Interval or None
        Share of the labelled second topics that are named ``also``.
    main_or_also : Interval or None
        Share of the labelled second topics that are named at all.
    """

    n: int
    labelled: int
    named: int
    precision: Interval | None
    either: Interval | None
    recall: Interval | None
    main_or_also: Interval | None


def of_articles(
    rows: Sequence[GoldRow], answers: Sequence[RowAnswer]
) -> Iterator[tuple[str, list[Pair]]]:
    """Pair labels and answers, task by task; tasks without any label are left out."""
    both = list(zip(rows, answers, strict=True))
    tasks = {
        "topic": [Pair(r.topic, a.topic, r.group) for r, a in both if r.topic is not None],
        "genre": [Pair(r.opinion, a.genre, r.group) for r, a in both if r.opinion is not None],
        "stance": [
            Pair(r.stance, a.stance, r.group) for r, a in both if r.stance is not None and r.entity
        ],
    }
    return ((task, pairs) for task, pairs in tasks.items() if pairs)


def of_sentences(
    rows: Sequence[SentenceRow], answers: Sequence[RowAnswer]
) -> Iterator[tuple[str, list[Pair]]]:
    """Pair labels and answers of each part of a file."""
    for part in dict.fromkeys(row.part for row in rows):
        yield (
            part,
            [
                Pair(row.stance, answer.stance, row.group)
                for row, answer in zip(rows, answers, strict=True)
                if row.part == part
            ],
        )


def figures(task: str, name: str, pairs: Sequence[Pair], unanswered: str) -> list[Figures]:
    """Measure the answers; with a second line over all rows where some have none.

    Parameters
    ----------
    task : {"topic", "genre", "stance"}
    name : str
        Of the first line.
    pairs : sequence of Pair
    unanswered : str
        What a row without an answer is, for the second line: "unnamed", "unanswered".

    Returns
    -------
    list of Figures
        Empty if nothing was answered.
    """
    labels = LABELS[task]
    answered = [(pair, pair.answer) for pair in pairs if pair.answer is not None]
    found = [_figures(name, answered, labels, calibrated=True)] if answered else []
    if len(answered) < len(pairs):
        fallback = FALLBACKS[task]
        instead = Answer(np.eye(len(labels))[labels.index(fallback)])
        whole = [(pair, pair.answer or instead) for pair in pairs]
        second = f"  all rows, {unanswered} answered {fallback}"
        found.append(_figures(second, whole, labels, calibrated=False))
    return found


def _figures(
    name: str, rows: Sequence[tuple[Pair, Answer]], labels: Sequence[str], *, calibrated: bool
) -> Figures:
    truth = np.array([pair.truth for pair, _ in rows])
    probabilities = np.array([answer.probabilities for _, answer in rows])
    groups = [pair.group for pair, _ in rows]
    decided = np.array([answer.decided for _, answer in rows])
    right = decided & (probabilities.argmax(axis=1) == truth)
    return Figures(
        name,
        evaluate(truth, probabilities, labels, groups),
        calibrated,
        grouped_ratio(decided, np.ones(len(rows)), groups) if decided.any() else None,
        grouped_ratio(right, decided, groups),
    )


def beside(rows: Sequence[GoldRow], answers: Sequence[RowAnswer]) -> Beside | None:
    """Measure second topics; None where none are labelled."""
    both = [
        (row, answer)
        for row, answer in zip(rows, answers, strict=True)
        if row.topic is not None and row.topic2 is not None
    ]
    if not any(row.topic2 != -1 for row, _ in both):
        return None
    groups = [row.group for row, _ in both]
    named = _counts([len(answer.also) for _, answer in both])
    labelled = _counts([row.topic2 != -1 for row, _ in both])
    hits = _counts([row.topic2 in answer.also for row, answer in both])
    either = _counts([len(answer.also & {row.topic, row.topic2}) for row, answer in both])
    main = _counts(
        [
            answer.topic is not None and int(answer.topic.probabilities.argmax()) == row.topic2
            for row, answer in both
        ]
    )
    return Beside(
        n=len(both),
        labelled=int(labelled.sum()),
        named=int(named.sum()),
        precision=grouped_ratio(hits, named, groups),
        either=grouped_ratio(either, named, groups),
        recall=grouped_ratio(hits, labelled, groups),
        main_or_also=grouped_ratio(hits + main, labelled, groups),
    )


def _counts(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
