"""The genre head: logistic regression on whose words they are.

Besides the annotated articles it learns from those whose address, source tag or title says
what they are (`weak_genre`), at a small weight.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.dataset import SEED, Dataset
from training.linear import LinearPipeline, bags_to_tfidf

__all__ = ["fit_genre"]

Ints = NDArray[np.int64]

_WEAK_WEIGHT: Final = 0.2
_WEAK_REPORTS: Final = 3000  # as many as there is opinion; more drown it
# Elsewhere the corpus is the label: that teaches the corpus.
_WEAK_CORPORA: Final = ("abp", "intl5")
_MIN_DF: Final = 13


def fit_genre(data: Dataset, train: Ints, others: Ints) -> LinearPipeline:
    """Fit the genre head.

    Parameters
    ----------
    data : Dataset
    train : int array
        Places in `data` of annotated articles.
    others : int array
        Of articles without annotation.

    Returns
    -------
    LinearPipeline
        Not yet calibrated.
    """
    weak = np.array(
        [
            i
            for i in others
            if data.weak_genre[i] >= 0 and data.articles[i].dataset in _WEAK_CORPORA
        ],
        dtype=np.int64,
    )
    opinions, reports = (weak[data.weak_genre[weak] == label] for label in (1, 0))
    some = np.random.default_rng(SEED).permutation(reports)[:_WEAK_REPORTS]
    everyone = np.concatenate([train, opinions, some])
    labels = np.concatenate([data.opinion[train], data.weak_genre[everyone[len(train) :]]])
    weights = np.where(np.arange(len(everyone)) < len(train), 1.0, _WEAK_WEIGHT)
    features = bags_to_tfidf(_MIN_DF)
    rows = features.fit_transform([data.counted.genre[i] for i in everyone])
    classifier = LogisticRegression(
        C=30.0, solver="liblinear", class_weight="balanced", tol=1e-3, random_state=SEED
    )
    return LinearPipeline(features, classifier.fit(rows, labels, sample_weight=weights))
