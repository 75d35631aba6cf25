"""How the encoder's answers join the linear heads': small scikit-learn models on held-out outlets.

They are fitted where neither side has seen the outlet (`Dataset.held_out`), and measured by
cross-validation within it, grouped again.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from training.dataset import SEED
from training.groups import folds

__all__ = [
    "TopicMixer",
    "cross_fitted",
    "genre_mixer",
    "presence_model",
    "stance_mixer",
    "with_line",
]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_FOLDS: Final = 10


class TopicMixer(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Two sets of scores -> probabilities: one temperature for each, one shift for each label.

    Parameters
    ----------
    penalty : float
        On the squared shifts.

    Attributes
    ----------
    scale_ : float64 array of shape (2,)
    shift_ : float64 array of shape (labels,)
    """

    def __init__(self, penalty: float = 0.01) -> None:
        self.penalty = penalty

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit by maximum likelihood.

        Parameters
        ----------
        X : float64 array of shape (n, 2 * labels)
            Linear scores beside the encoder's.
        y : int array of shape (n,)
        """
        linear, encoder = np.split(np.asarray(X, dtype=np.float64), 2, axis=1)
        truth = np.eye(linear.shape[1])[np.asarray(y)] / len(linear)

        def loss(v: F64) -> tuple[float, F64]:
            log_p = _log_softmax(v[0] * linear + v[1] * encoder + v[2:])
            gap = np.exp(log_p) / len(linear) - truth
            value = -(log_p * truth).sum() + self.penalty * (v[2:] ** 2).sum()
            slope = [(gap * linear).sum(), (gap * encoder).sum()]
            return value, np.concatenate([slope, gap.sum(axis=0) + 2 * self.penalty * v[2:]])

        start = np.concatenate([[0.5, 0.5], np.zeros(linear.shape[1])])
        found = minimize(loss, start, jac=True, method="L-BFGS-B").x
        self.scale_, self.shift_ = found[:2], found[2:]
        self.classes_ = np.arange(linear.shape[1])
        return self

    def predict_proba(self, X: ArrayLike) -> F64:
        """Probabilities of shape (n, labels)."""
        linear, encoder = np.split(np.asarray(X, dtype=np.float64), 2, axis=1)
        scores = self.scale_[0] * linear + self.scale_[1] * encoder + self.shift_
        return np.exp(_log_softmax(scores))


def genre_mixer() -> LogisticRegression:
    """Linear score and encoder's logit -> opinion."""
    return LogisticRegression(C=10.0, random_state=SEED)


def presence_model() -> LogisticRegression:
    """Log probability of being the main topic, and the encoder's logit -> present beside it."""
    return LogisticRegression(C=10.0, random_state=SEED)


def stance_mixer() -> Pipeline:
    """Summary of a target -> stance."""
    return make_pipeline(
        StandardScaler(), LogisticRegression(C=0.05, max_iter=1000, random_state=SEED)
    )


def with_line(summaries: F64, first_file: NDArray[np.bool_]) -> F64:
    """Tell a stance head by whose line of neutral each target was labelled.

    Later readers called more articles critical. One more column lets the head learn from them
    without taking over their line: serving reads it as 0, the line of the first file.

    Parameters
    ----------
    summaries : float64 array of shape (n, features)
    first_file : bool array of shape (n,)

    Returns
    -------
    float64 array of shape (n, features + 1)
    """
    return np.column_stack([summaries, ~first_file])


def cross_fitted(
    make: Callable[[], Any], X: F64, y: Ints, groups: Sequence[str], classes: int
) -> F64:
    """Probabilities of each row by a model fitted on the other groups.

    Returns
    -------
    float64 array of shape (len(X), classes)
    """
    found = np.zeros((len(X), classes))
    for train, test in folds(groups, y, n=min(_FOLDS, len(set(groups))), seed=SEED):
        model = make().fit(X[train], y[train])
        found[np.ix_(test, model.classes_)] = model.predict_proba(X[test])
    return found


def _log_softmax(z: F64) -> F64:
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))
