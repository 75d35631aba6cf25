"""Trials -> figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from model.taxonomy import STANCES
from training.bootstrap import Interval, grouped_ratio
from training.gold.asking import Answer, RowAnswer
from training.robustness.changes import CHANGES, NAMES_SWAPPED, PAGE
from training.robustness.trials import PartyTrial, Trial
from training.robustness.verdicts import NEGATIONS

__all__ = ["TASKS", "Kept", "Must", "kept", "musts", "name_swap_invariance", "party_musts"]

TASKS = ("topic", "genre", "stance")


@dataclass(frozen=True, slots=True)
class Kept:
    """How well one task's answers outlive one change.

    Attributes
    ----------
    change, task : str
    n : int
        Articles that the change changes and that had an answer.
    decided : int
        Of them, with a decided answer.
    flipped : Interval or None
        Share of the decided answers that are another afterwards, or none.
    lost : Interval or None
        Share of the decided answers that are not decided afterwards.
    moved : Interval or None
        Mean absolute change of the answer's probability, decided or not.
    """

    change: str
    task: str
    n: int
    decided: int
    flipped: Interval | None
    lost: Interval | None
    moved: Interval | None


@dataclass(frozen=True, slots=True)
class Must:
    """Whether a change that must move an answer does.

    Attributes
    ----------
    change, wanted : str
    n : int
    share : Interval or None
        Of the trials in which the answer does what is wanted.
    mean : float or None
        Mean change of the probability in question, upward wanted.
    """

    change: str
    wanted: str
    n: int
    share: Interval | None
    mean: float | None = None


def kept(trials: Sequence[Trial]) -> list[Kept]:
    """Measure every change that must not change a decided answer, for each task."""
    return [_kept(trials, change, task) for change in (*CHANGES, PAGE) for task in TASKS]


def _kept(trials: Sequence[Trial], change: str, task: str) -> Kept:
    rows = [
        (trial.group, before, after)
        for trial in trials
        if change in trial.changed
        for before, after in [_of(trial.changed[change], task)]
        if before is not None
    ]
    groups = [group for group, _, _ in rows]
    decided = [float(before.decided) for _, before, _ in rows]
    flipped = [before.decided and not _same(before, after) for _, before, after in rows]
    lost = [before.decided and not (after and after.decided) for _, before, after in rows]
    moved = [abs(_shift(before, after)) for _, before, after in rows]
    ones = np.ones(len(rows))
    return Kept(
        change,
        task,
        len(rows),
        int(sum(decided)),
        grouped_ratio(flipped, decided, groups),
        grouped_ratio(lost, decided, groups),
        grouped_ratio(moved, ones, groups),
    )


def name_swap_invariance(trials: Sequence[Trial]) -> Must:
    """Measure how often the stance's label stays when its target gets another name."""
    rows = [
        (trial.group, before, after)
        for trial in trials
        if trial.renamed
        for before, after in [_of(trial.changed[NAMES_SWAPPED], "stance")]
        if before is not None
    ]
    same = [_same(before, after) for _, before, after in rows]
    share = grouped_ratio(same, np.ones(len(rows)), [group for group, _, _ in rows])
    return Must(NAMES_SWAPPED, "the stance's label stays", len(rows), share)


def musts(trials: Sequence[Trial]) -> Iterator[Must]:
    """Measure what the author's verdicts, and their negations, do."""
    for stance in ("critical", "supportive"):
        place = STANCES.index(stance)
        change = f"{stance} verdict"
        rows = [(t, t.judged[stance]) for t in trials if stance in t.judged]
        answers = [(t.group, t.before.stance, after.stance) for t, after in rows]
        named = [(g, before, after) for g, before, after in answers if before and after]
        groups = [group for group, _, _ in named]
        yield _share(
            change, f"stance is {stance}", [_label(after) == place for _, _, after in named], groups
        )
        yield _rise(
            change,
            f"P({stance}) rises",
            [
                after.probabilities[place] - before.probabilities[place]
                for _, before, after in named
            ],
            groups,
        )
        genres = [
            (t.group, after.genre.probabilities[1] - t.before.genre.probabilities[1])
            for t, after in rows
            if t.before.genre and after.genre
        ]
        yield _rise(
            change, "P(opinion) rises", [rise for _, rise in genres], [group for group, _ in genres]
        )
    yield _negation(trials)


def _negation(trials: Sequence[Trial]) -> Must:
    falls, groups = [], []
    for trial in trials:
        for number, negation in enumerate(NEGATIONS):
            said, denied = (trial.judged.get(f"{how} {number}") for how in ("said", "denied"))
            if said and denied and said.stance and denied.stance:
                place = STANCES.index(negation.said.stance)
                falls.append(said.stance.probabilities[place] - denied.stance.probabilities[place])
                groups.append(trial.group)
    return _rise("verdict denied", "P(what was said) falls", falls, groups)


def party_musts(trials: Sequence[PartyTrial]) -> Iterator[Must]:
    """Measure whether who is praised and who is blamed are told apart, whatever their names."""
    praised = np.concatenate([trial.praised for trial in trials])
    blamed = np.concatenate([trial.blamed for trial in trials])
    groups = [f"text {number}" for number in range(len(trials)) for _ in range(2)]
    change = "two parties"
    ordered = (blamed[:, 0] > praised[:, 0]) & (praised[:, 2] > blamed[:, 2])
    yield _share(change, "the blamed is seen as worse", ordered, groups)
    yield _share(change, "the blamed: critical", blamed.argmax(axis=1) == 0, groups)
    yield _share(change, "the praised: supportive", praised.argmax(axis=1) == 2, groups)
    same = [
        bool((rows.argmax(axis=1) == rows[0].argmax()).all())
        for trial in trials
        for rows in (trial.praised, trial.blamed)
    ]
    yield _share(change, "names exchanged: labels follow the role", same, groups)


def _share(change: str, wanted: str, hits: ArrayLike, groups: Sequence[str]) -> Must:
    found = np.asarray(hits, dtype=np.float64)
    return Must(change, wanted, len(found), grouped_ratio(found, np.ones(len(found)), groups))


def _rise(change: str, wanted: str, rises: Sequence[float], groups: Sequence[str]) -> Must:
    found = np.asarray(rises, dtype=np.float64)
    share = grouped_ratio(found > 0, np.ones(len(found)), groups)
    return Must(change, wanted, len(found), share, float(found.mean()) if len(found) else None)


def _of(pair: tuple[RowAnswer, RowAnswer], task: str) -> tuple[Answer | None, Answer | None]:
    before, after = pair
    return getattr(before, task), getattr(after, task)


def _label(answer: Answer) -> int:
    return int(answer.probabilities.argmax())


def _same(before: Answer, after: Answer | None) -> bool:
    return after is not None and _label(before) == _label(after)


def _shift(before: Answer, after: Answer | None) -> float:
    """Change of the answer's probability; no answer is as likely as any."""
    label = _label(before)
    now = 1 / len(before.probabilities) if after is None else float(after.probabilities[label])
    return now - float(before.probabilities[label])
