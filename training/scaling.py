"""Calibration: raw scores -> logits whose probabilities can be believed."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator

__all__ = ["ScoreScaling"]

F64 = NDArray[np.float64]


class ScoreScaling(BaseEstimator):  # type: ignore[misc]
    """One temperature for all labels and one shift for each.

    Temperature scaling (Guo et al., ICML 2017) with a bias, fitted on scores of articles that
    the classifier has not seen. So few parameters cannot learn the held-out folds by heart, and
    both can be folded into a linear head's table.

    Parameters
    ----------
    penalty : float
        On the squared shifts.

    Attributes
    ----------
    scale_ : float
    shift_ : float64 array of shape (labels,)
    """

    def __init__(self, penalty: float = 1e-3) -> None:
        self.penalty = penalty

    def fit(self, scores: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit by maximum likelihood.

        Parameters
        ----------
        scores : array of shape (n, labels), or (n,) for two labels
        y : int array of shape (n,)
        sample_weight : array of shape (n,), optional
        """
        s = _columns(scores)
        truth = np.eye(s.shape[1])[np.asarray(y)]
        weights = np.ones(len(s)) if sample_weight is None else np.asarray(sample_weight)
        weights = (weights / weights.sum())[:, np.newaxis]

        def loss(v: F64) -> tuple[float, F64]:
            log_p = _log_softmax(s * np.exp(v[0]) + v[1:])
            gap = (np.exp(log_p) - truth) * weights
            value = -(log_p * truth * weights).sum() + self.penalty * (v[1:] ** 2).sum()
            slope_scale = (gap * s * np.exp(v[0])).sum()
            return value, np.append(slope_scale, gap.sum(axis=0) + 2 * self.penalty * v[1:])

        found = minimize(loss, np.zeros(s.shape[1] + 1), jac=True, method="L-BFGS-B")
        self.scale_ = float(np.exp(found.x[0]))
        self.shift_ = found.x[1:]
        return self

    def leave(self, labels: int) -> Self:
        """Leave scores as they are: another head weighs them."""
        self.scale_, self.shift_ = 1.0, np.zeros(labels)
        return self

    def predict_proba(self, scores: ArrayLike) -> F64:
        """Probabilities of shape (n, labels)."""
        return np.exp(_log_softmax(_columns(scores) * self.scale_ + self.shift_))


def _columns(scores: ArrayLike) -> F64:
    s = np.asarray(scores, dtype=np.float64)
    return np.column_stack([np.zeros(len(s)), s]) if s.ndim == 1 else s


def _log_softmax(z: F64) -> F64:
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))
