"""The topic head: a linear SVM on words, and what an encoder's reading adds to it.

Two parts are added up. A support vector machine learns the topics from the words of the
annotated articles. A small encoder places articles where their meaning is, beyond their
words: a classifier on these places, and a ridge regression from words to what it says (fitted
on thousands of articles without labels), bring that into the same table of words. Serving
needs no encoder for it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import LinearSVC

from training.dataset import SEED, Dataset
from training.linear import LinearPipeline, bags_to_tfidf
from training.places import Places

__all__ = ["fit_topic"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_SECOND_WEIGHT: Final = 0.1  # a second topic is a weak example of itself
_ENCODER_WEIGHT: Final = 0.2
_MIN_DF: Final = 4


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of linear classifiers, itself one."""

    coef_: F64
    intercept_: F64

    def decision_function(self, rows: sp.csr_matrix) -> F64:
        return np.asarray(rows @ self.coef_.T + self.intercept_)


def fit_topic(data: Dataset, places: Places, train: Ints, others: Ints) -> LinearPipeline:
    """Fit the topic head.

    Parameters
    ----------
    data : Dataset
    places : Places
        The encoder's, of the annotated and of some others.
    train : int array
        Places in `data` of annotated articles.
    others : int array
        Of articles without annotation: their words and the encoder's reading are used.

    Returns
    -------
    LinearPipeline
        Not yet calibrated.
    """
    everyone = np.concatenate([train, others[places.known[others]]])
    features = bags_to_tfidf(_MIN_DF)
    rows = features.fit_transform([data.counted.topic[i] for i in everyone])

    second = np.flatnonzero(data.second_topic[train] >= 0)
    which = np.concatenate([np.arange(len(train)), second])
    topics = np.concatenate([data.topic[train], data.second_topic[train][second]])
    weights = np.concatenate([np.ones(len(train)), np.full(len(second), _SECOND_WEIGHT)])

    svm = LinearSVC(C=1.0, class_weight="balanced", tol=1e-3, random_state=SEED)
    svm.fit(rows[which], topics, sample_weight=weights)
    reader = LogisticRegression(C=0.015, class_weight="balanced", max_iter=300)
    reader.fit(places.of(train)[which], topics, sample_weight=weights)
    ridge = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-2, random_state=SEED)
    ridge.fit(rows, places.of(everyone) @ reader.coef_.T)
    total = _Sum(
        svm.coef_ + _ENCODER_WEIGHT * ridge.coef_,
        svm.intercept_ + _ENCODER_WEIGHT * (ridge.intercept_ + reader.intercept_),
    )
    return LinearPipeline(features, total)
