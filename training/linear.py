"""Linear heads as scikit-learn fits them: bags -> tf-idf -> classifier -> calibration."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import Pipeline
from tqdm import tqdm

from training.scaling import ScoreScaling
from training.vectorize import BagVectorizer, Columns

__all__ = ["Fit", "Folds", "LinearPipeline", "bags_to_tfidf", "calibrated", "held_out_scores"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
Folds = Sequence[tuple[Ints, Ints]]


class LinearPipeline(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A fitted head: what is kept in ``model.joblib`` and exported as arrays.

    Parameters
    ----------
    features : Pipeline
        Fitted, from `bags_to_tfidf`.
    classifier : estimator
        Fitted, with ``coef_``, ``intercept_`` and ``decision_function``.
    scaling : ScoreScaling, optional
        Fitted on scores of held-out folds.
    """

    def __init__(
        self, features: Pipeline, classifier: Any, scaling: ScoreScaling | None = None
    ) -> None:
        self.features = features
        self.classifier = classifier
        self.scaling = scaling

    def fit(self, X: Any, y: Any) -> Self:
        """Do nothing: the parts come fitted."""
        del X, y
        return self

    def decision_function(self, bags: Sequence[Columns]) -> F64:
        """Scores of shape (len(bags), labels), or (len(bags),) for two labels."""
        rows = self.features.transform(bags).astype(np.float64)
        return np.asarray(self.classifier.decision_function(rows), dtype=np.float64)

    def predict_proba(self, bags: Sequence[Columns]) -> F64:
        """Calibrated probabilities of shape (len(bags), labels), in float64 throughout."""
        if self.scaling is None:
            raise ValueError("not calibrated yet")
        return self.scaling.predict_proba(self.decision_function(bags))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of `model.linear.LinearHead`, with the calibration folded in."""
        if self.scaling is None:
            raise ValueError("not calibrated yet")
        shift = self.scaling.shift_
        coef = np.asarray(self.classifier.coef_).T * self.scaling.scale_
        if coef.shape[1] == 1:  # one score: the second label's against the first's
            shift = shift[1:] - shift[:1]
        return {
            "keys": self.features["bags"].keys_,
            "idf": self.features["tfidf"].idf_.astype(np.float16),
            "coef": coef.astype(np.float16),
            "intercept": (
                np.asarray(self.classifier.intercept_) * self.scaling.scale_ + shift
            ).astype(np.float32),
        }


# Fits a head on some annotated articles and whatever stands outside the test groups.
Fit = Callable[[Ints, Ints], LinearPipeline]


def bags_to_tfidf(min_df: int) -> Pipeline:
    """Counted bags -> sublinear tf-idf rows of length one."""
    return Pipeline(
        [("bags", BagVectorizer(min_df)), ("tfidf", TfidfTransformer(sublinear_tf=True))]
    )


def held_out_scores(
    fit: Fit, bags: Sequence[Columns], folds: Folds, outside: Callable[[Ints], Ints], name: str
) -> F64:
    """Scores of every annotated article by a head fitted without its group.

    Parameters
    ----------
    fit : callable
        Of the training places and of those outside the test groups.
    bags : sequence of Columns
        Of the annotated articles.
    folds : sequence of (train, test)
    outside : callable
        Test places -> places of articles without annotation whose group is not among them.
    name : str
        For the progress bar.
    """
    found: dict[int, Any] = {}
    for train, test in tqdm(folds, desc=f"{name}: held-out folds", unit="fold"):
        head = fit(train, outside(test))
        scores = head.decision_function([bags[i] for i in test])
        found |= dict(zip(test.tolist(), scores, strict=True))
    return np.array([found[i] for i in range(len(found))])


def calibrated(
    scores: F64, y: Ints, folds: Folds, penalty: float = 1e-3, weights: F64 | None = None
) -> F64:
    """Probabilities of held-out scores, each fold's calibration fitted on the others."""
    weights = np.ones(len(y)) if weights is None else weights
    probabilities = np.zeros((len(y), scores.shape[1] if scores.ndim == 2 else 2))
    for train, test in folds:
        scaling = ScoreScaling(penalty).fit(scores[train], y[train], weights[train])
        probabilities[test] = scaling.predict_proba(scores[test])
    return probabilities
