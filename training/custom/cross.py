"""Before and after, on articles that the correction has not seen."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GridSearchCV, GroupKFold
from tqdm import tqdm

from training.bootstrap import Interval, grouped_ratio
from training.custom.correction import Correction
from training.custom.heads import HeadData, Tilt
from training.metrics import Metrics, evaluate

__all__ = ["FEWEST", "Result", "refit"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST: Final = 50  # labels of a head
_FOLDS: Final = 5
_INNER: Final = 3
_SPREADS: Final = (0.0, 0.3, 1.0, 3.0)
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Result:
    """One head, before and after.

    Attributes
    ----------
    task : str
    before, after : Metrics
        After: every article by a correction that has not seen its group.
    gain : Interval
        Mean change of the log loss, article by article; below zero is better.
    spread : float
        How far features may tilt a logit in the final fit; 0: temperature and shifts only.
    tilt : Tilt
        Fitted on everything.
    probabilities : float64 array of shape (n, labels)
        Those of `after`.
    """

    task: str
    before: Metrics
    after: Metrics
    gain: Interval
    spread: float
    tilt: Tilt
    probabilities: F64

    @property
    def better(self) -> bool:
        """Whether the log loss is surely lower, and macro-F1 not."""
        surely = self.gain.high < 0
        return surely and self.after.macro_f1.value >= self.before.macro_f1.value


def refit(data: HeadData) -> Result:
    """Cross-validate a correction, grouped, and fit it on everything.

    How far features may tilt is chosen by a second cross-validation within each training part,
    so that the figures are not chosen on what they are measured on.
    """
    turned = data.rotated()
    rows = np.hstack([data.logits, turned[0].rows])
    groups = np.asarray(data.groups)
    before = Correction(len(data.labels))
    before.scale_, before.shift_ = 1.0, np.zeros(len(data.labels))
    before.coef_ = np.zeros((0, len(data.labels)))
    shipped = before.predict_proba(rows if data.before is None else data.before)
    found = np.zeros_like(shipped)
    splitter = GroupKFold(_most(groups, _FOLDS), shuffle=True, random_state=_SEED)
    splits = list(splitter.split(rows, groups=groups))
    for train, test in tqdm(splits, desc=f"{data.task}: held-out folds", unit="fold", disable=None):
        fitted = _search(rows[train], data.truth[train], groups[train], len(data.labels))
        found[test] = fitted.predict_proba(rows[test])
    whole = _search(rows, data.truth, groups, len(data.labels))
    gain = grouped_ratio(
        _losses(found, data.truth) - _losses(shipped, data.truth),
        np.ones(len(rows)),
        data.groups,
    )
    if gain is None:
        raise ValueError("no rows")
    return Result(
        task=data.task,
        before=evaluate(data.truth, shipped, data.labels, data.groups),
        after=evaluate(data.truth, found, data.labels, data.groups),
        gain=gain,
        spread=float(whole.spread),
        tilt=data.tilt(whole, turned),
        probabilities=found,
    )


def _search(rows: F64, truth: Ints, groups: NDArray[np.str_], labels: int) -> Correction:
    """Choose the spread by grouped cross-validation, and fit with it."""
    inner = GroupKFold(_most(groups, _INNER), shuffle=True, random_state=_SEED)
    search = GridSearchCV(Correction(labels), {"spread": _SPREADS}, cv=inner)
    search.fit(rows, truth, groups=groups)
    best: Correction = search.best_estimator_
    return best


def _most(groups: NDArray[np.str_], folds: int) -> int:
    return min(folds, len(np.unique(groups)))


def _losses(probabilities: F64, truth: Ints) -> F64:
    return np.asarray(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12)))
