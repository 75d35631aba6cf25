"""A small model over a frozen one: its logits made flatter or steeper, shifted, and tilted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin

__all__ = ["Correction", "Rotated", "rotated"]

F64 = NDArray[np.float64]

# How far from the shipped head, as spreads of a normal prior: of the log temperature, and of a
# label's shift in logits.
_TEMPERATURE: Final = 0.5
_SHIFT: Final = 1.0
_MOST_DIRECTIONS: Final = 1000


class Correction(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Shipped logits and features -> probabilities: ``exp(a) * logits + b + features @ W``.

    With few labels it stays where the shipped head is: all of it is drawn to ``a = b = W = 0``.

    Parameters
    ----------
    labels : int
    spread : float
        How far the features may tilt a logit: of the normal prior on ``W``, for features of
        length about one. 0: not at all.

    Attributes
    ----------
    scale_ : float
    shift_ : float64 array of shape (labels,)
    coef_ : float64 array of shape (features, labels)
    """

    def __init__(self, labels: int, spread: float = 0.0) -> None:
        self.labels = labels
        self.spread = spread

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit by maximum a posteriori.

        Parameters
        ----------
        X : float64 array of shape (n, labels + features)
            Logits, then features.
        y : int array of shape (n,)
        """
        logits, features = self._split(X)
        k = self.labels
        truth = np.eye(k)[np.asarray(y)]
        if not self.spread:
            features = features[:, :0]
        weight = 1.0 / self.spread**2 if self.spread else 0.0

        def loss(v: F64) -> tuple[float, F64]:
            a, b, w = v[0], v[1 : 1 + k], v[1 + k :].reshape(-1, k)
            log_p = _log_softmax(np.exp(a) * logits + b + features @ w)
            gap = np.exp(log_p) - truth
            prior = (a / _TEMPERATURE) ** 2 + (b**2).sum() / _SHIFT**2 + weight * (w**2).sum()
            slope_a = np.exp(a) * (gap * logits).sum() + a / _TEMPERATURE**2
            slope_b = gap.sum(axis=0) + b / _SHIFT**2
            slope_w = features.T @ gap + weight * w
            slope = np.concatenate([[slope_a], slope_b, slope_w.ravel()])
            return float(-(log_p * truth).sum() + prior / 2), slope

        start = np.zeros(1 + k + k * features.shape[1])
        found = minimize(loss, start, jac=True, method="L-BFGS-B").x
        self.scale_ = float(np.exp(found[0]))
        self.shift_ = found[1 : 1 + k]
        self.coef_ = found[1 + k :].reshape(-1, k)
        self.classes_ = np.arange(k)
        return self

    def predict_proba(self, X: ArrayLike) -> F64:
        """Probabilities of shape (n, labels)."""
        logits, features = self._split(X)
        features = features[:, : len(self.coef_)]
        return np.exp(_log_softmax(self.scale_ * logits + self.shift_ + features @ self.coef_))

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: None = None) -> float:
        """Mean log-likelihood: what the spread is chosen by."""
        del sample_weight
        found = self.predict_proba(X)[np.arange(len(np.asarray(y))), np.asarray(y)]
        return float(np.log(np.maximum(found, 1e-12)).mean())

    def _split(self, X: ArrayLike) -> tuple[F64, F64]:
        x = np.asarray(X, dtype=np.float64)
        return x[:, : self.labels], x[:, self.labels :]


@dataclass(frozen=True, slots=True)
class Rotated:
    """Features along the directions in which some articles differ.

    Attributes
    ----------
    rows : float64 array of shape (n, directions)
    back : callable
        Weights of the directions -> weights of the features, shape (features, labels).
    """

    rows: F64
    back: Callable[[F64], F64]


def rotated(features: F64 | sp.csr_matrix) -> Rotated:
    """Turn features so that no more than `n` of them are left.

    A penalty on squared weights does not mind being turned, and leaves no weight outside of what
    the articles span: what is fitted is the same, up to the thousand widest directions.

    Parameters
    ----------
    features : float64 array or CSR matrix of shape (n, features)
    """
    products: Any = features @ features.T
    table = np.asarray(products.toarray() if sp.issparse(products) else products)
    values, vectors = eigh(table)
    order = np.argsort(-values)[:_MOST_DIRECTIONS]
    order = order[values[order] > 1e-10 * max(values.max(), 1e-300)]
    lengths = np.sqrt(values[order])
    turn = vectors[:, order] / lengths

    def back(weights: F64) -> F64:
        return np.asarray(features.T @ (turn[:, : len(weights)] @ weights))

    return Rotated(vectors[:, order] * lengths, back)


def _log_softmax(z: F64) -> F64:
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))
