"""How sure a figure is: bootstrap over groups, all resamples at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import roc_auc_score

__all__ = ["RESAMPLES", "Interval", "grouped_bootstrap", "grouped_ratio"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RESAMPLES: Final = 1000
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds that 95 % of the resamples lie in."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def grouped_bootstrap(
    truth: ArrayLike,
    probabilities: ArrayLike,
    groups: Sequence[str],
    *,
    classes: int,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[Interval, Interval, Interval | None]:
    """Measure accuracy, macro-F1 and (for two classes) AUC with percentile intervals.

    Whole groups are drawn with replacement, since articles of one outlet are not independent
    examples. Each resample is a count for every group, so that all are computed at once: from
    the groups' confusion matrices, and for the AUC from weighted ranks.

    Parameters
    ----------
    truth : int array of shape (n,)
    probabilities : float array of shape (n, classes)
    groups : sequence of str
    classes : int
    seed, resamples : int

    Notes
    -----
    Macro-F1 is over the classes that are true or predicted in the resample, as scikit-learn's.
    """
    y = np.asarray(truth, dtype=np.int64)
    p = np.asarray(probabilities, dtype=np.float64)
    predicted = p.argmax(axis=1)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    draws = _draws(len(names), resamples, seed)
    cells = (group * classes + y) * classes + predicted
    by_group = np.bincount(cells, minlength=len(names) * classes**2).astype(np.float64)
    tables = by_group.reshape(len(names), -1)
    whole = tables.sum(axis=0).reshape(1, classes, classes)
    drawn = (draws @ tables).reshape(resamples, classes, classes)
    accuracy = _interval(_accuracy(whole)[0], _accuracy(drawn))
    macro_f1 = _interval(_macro_f1(whole)[0], _macro_f1(drawn))
    if classes != 2 or len(np.unique(y)) < 2:
        return accuracy, macro_f1, None
    scores = _weighted_auc(y, p[:, 1], draws[:, group])
    return accuracy, macro_f1, _interval(float(roc_auc_score(y, p[:, 1])), scores)


def grouped_ratio(
    above: ArrayLike,
    below: ArrayLike,
    groups: Sequence[str],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Interval | None:
    """Measure a ratio of sums, such as a share or a mean, with a percentile interval.

    Parameters
    ----------
    above, below : float arrays of shape (n,)
        What is summed above and below the line. A mean has ones below.
    groups : sequence of str
        Drawn as wholes, with replacement.
    seed, resamples : int

    Returns
    -------
    Interval or None
        None where nothing stands below the line.
    """
    upper, lower = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    if not lower.sum():
        return None
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    draws = _draws(len(names), resamples, seed)
    sums = [np.bincount(group, weights=one, minlength=len(names)) for one in (upper, lower)]
    with np.errstate(invalid="ignore"):  # a resample may hold nothing that counts
        drawn = (draws @ sums[0]) / (draws @ sums[1])
    return _interval(float(upper.sum() / lower.sum()), drawn)


def _draws(groups: int, resamples: int, seed: int) -> Floats:
    """How often each group is in each resample, shape (resamples, groups)."""
    drawn = np.random.default_rng(seed).integers(groups, size=(resamples, groups))
    rows = np.arange(resamples)[:, np.newaxis]
    cells = (rows * groups + drawn).ravel()
    counts = np.bincount(cells, minlength=resamples * groups)
    return counts.reshape(resamples, groups).astype(np.float64)


def _accuracy(tables: Floats) -> Floats:
    result: Floats = np.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2))
    return result


def _macro_f1(tables: Floats) -> Floats:
    right = np.diagonal(tables, axis1=1, axis2=2)
    either = tables.sum(axis=1) + tables.sum(axis=2)
    with np.errstate(invalid="ignore"):  # neither true nor predicted: no part of the mean
        f1 = 2 * right / either
    result: Floats = np.nanmean(f1, axis=1)
    return result


def _weighted_auc(truth: Ints, score: Floats, weights: Floats, block: int = 100) -> Floats:
    """AUC of every row of weights; NaN where one class is missing.

    The weight of the pairs in the right order, ties counted half, over that of all pairs.
    """
    _, place = np.unique(score, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    positive = truth[order] == 1
    found = []
    for rows in range(0, len(weights), block):  # blocks: a thousand rows at once is much memory
        sorted_weights = weights[rows : rows + block][:, order]
        ups = np.add.reduceat(sorted_weights * positive, starts, axis=1)
        downs = np.add.reduceat(sorted_weights * ~positive, starts, axis=1)
        below = np.cumsum(downs, axis=1) - downs / 2
        pairs = ups.sum(axis=1) * downs.sum(axis=1)
        with np.errstate(invalid="ignore"):
            found.append((ups * below).sum(axis=1) / pairs)
    return np.concatenate(found)


def _interval(value: float, resampled: Floats) -> Interval:
    tail = (1 - CONFIDENCE) / 2
    kept = resampled[~np.isnan(resampled)]
    low, high = np.quantile(kept, [tail, 1 - tail]) if len(kept) else (np.nan, np.nan)
    return Interval(float(value), float(low), float(high))
