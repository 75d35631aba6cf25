"""What a user would write without us, on the same folds: TfidfVectorizer + LogisticRegression."""

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from model.taxonomy import GENRES, TOPIC_CODES
from training.dataset import SEED, Dataset
from training.metrics import Metrics, evaluate

__all__ = ["measure_peer", "peer"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


def peer() -> Pipeline:
    """Build the pipeline of most tutorials: words and pairs, logistic regression."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10.0, max_iter=300, random_state=SEED),
    )


def measure_peer(data: Dataset) -> dict[str, Metrics]:
    """Measure the peer on topic and genre, on the folds of the heads.

    Fitted and measured on the articles that were drawn broadly, which the heads are measured on.
    """
    places = np.flatnonzero(data.first_file).tolist()
    texts = [f"{data.articles[i].title_clean}\n{data.articles[i].text}" for i in places]
    groups = [data.groups[i] for i in places]
    rows = {place: row for row, place in enumerate(places)}
    folds = [
        tuple(np.array([rows[i] for i in part.tolist() if i in rows]) for part in fold)
        for fold in data.folds()
    ]
    found = {}
    for task, truth, labels in (
        ("topic", data.topic[places], list(TOPIC_CODES)),
        ("genre", data.opinion[places], list(GENRES)),
    ):
        probabilities = np.zeros((len(places), len(labels)))
        work = (delayed(_held_out)(texts, truth, train, test) for train, test in folds)
        for (_, test), rows in zip(folds, Parallel(n_jobs=-1)(work), strict=True):
            probabilities[test] = rows
        found[task] = evaluate(truth, probabilities, labels, groups)
    return found


def _held_out(texts: list[str], truth: Ints, train: Ints, test: Ints) -> F64:
    pipeline = peer().fit([texts[i] for i in train], truth[train])
    return np.asarray(pipeline.predict_proba([texts[i] for i in test]))
