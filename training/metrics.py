"""How good answers are: accuracy, macro-F1, AUC, calibration, each class and each confusion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support

from training.bootstrap import RESAMPLES, Interval, grouped_bootstrap
from training.calibration import calibration_floor, expected_calibration_error

__all__ = ["ClassScore", "Metrics", "evaluate", "majority_baseline"]


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 of one class; `support` true examples of it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """All figures of one task on one set of examples.

    Attributes
    ----------
    n : int
    accuracy, macro_f1 : Interval
    auc : Interval or None
        Of the second class against the first; None unless there are two classes.
    ece : float
        Expected calibration error, 15 bins, confidence of the top label.
    ece_floor : float
        What a perfect calibration would show of so many examples.
    majority_accuracy, majority_macro_f1 : float
        What always answering the most frequent class would reach.
    classes : tuple of ClassScore
    confusion : int array of shape (classes, classes)
        Rows true, columns predicted.
    """

    n: int
    accuracy: Interval
    macro_f1: Interval
    auc: Interval | None
    ece: float
    ece_floor: float
    majority_accuracy: float
    majority_macro_f1: float
    classes: tuple[ClassScore, ...]
    confusion: NDArray[np.int64]


def evaluate(
    truth: ArrayLike,
    probabilities: ArrayLike,
    labels: Sequence[str],
    groups: Sequence[str],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Metrics:
    """Measure one task.

    Parameters
    ----------
    truth : int array of shape (n,)
        Places in `labels`.
    probabilities : float array of shape (n, len(labels))
    labels : sequence of str
        In the order of the columns. Those without a true example count as F1 0 only if predicted.
    groups : sequence of str
        Resampled as wholes for the confidence intervals.
    seed, resamples : int
        Of the bootstrap.
    """
    y = np.asarray(truth, dtype=np.int64)
    p = np.asarray(probabilities, dtype=np.float64)
    predicted = p.argmax(axis=1)
    everything = range(len(labels))
    precision, recall, f1, support = precision_recall_fscore_support(
        y, predicted, labels=everything, zero_division=0.0
    )
    accuracy, macro_f1, auc = grouped_bootstrap(
        y, p, groups, seed=seed, resamples=resamples, classes=len(labels)
    )
    majority = majority_baseline(y)
    return Metrics(
        n=len(y),
        accuracy=accuracy,
        macro_f1=macro_f1,
        auc=auc,
        ece=expected_calibration_error(y, p),
        ece_floor=calibration_floor(p, seed=seed),
        majority_accuracy=majority[0],
        majority_macro_f1=majority[1],
        classes=tuple(
            ClassScore(label, float(precision[i]), float(recall[i]), float(f1[i]), int(support[i]))
            for i, label in enumerate(labels)
        ),
        confusion=confusion_matrix(y, predicted, labels=everything).astype(np.int64),
    )


def majority_baseline(truth: ArrayLike) -> tuple[float, float]:
    """Measure always answering the most frequent class."""
    y = np.asarray(truth, dtype=np.int64)
    always = np.full_like(y, np.bincount(y).argmax())
    return float((y == always).mean()), float(f1_score(y, always, average="macro", zero_division=0))
