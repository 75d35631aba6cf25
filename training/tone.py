"""The tone head: how favourable or unfavourable an article's small words are, of whomever.

It knows neither the target nor any name. By itself it says as much about the stance toward an
article's main subject as the encoder does (docs/experiments.md), and other things.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.svm import LinearSVC
from tqdm import tqdm

from model.article import Article
from model.bags import tone_bag
from model.reading import read
from training.corpora import RawArticle
from training.dataset import SEED, Dataset
from training.linear import LinearPipeline, bags_to_tfidf
from training.vectorize import Columns, counted

__all__ = ["fit_tone", "tone_bags"]

Ints = NDArray[np.int64]

_MIN_DF: Final = 12


def tone_bags(data: Dataset) -> list[Columns]:
    """The annotated articles' bags, counted."""
    articles = data.articles[: data.n]
    chunks = [articles[start : start + 500] for start in range(0, len(articles), 500)]
    work = tqdm(chunks, desc="tone: counting words", unit="x500")
    parts = Parallel(n_jobs=-1)(delayed(_count)(chunk) for chunk in work)
    return [columns for part in parts for columns in part]


def fit_tone(data: Dataset, bags: Sequence[Columns], train: Ints) -> LinearPipeline:
    """Fit on the stance toward the main subject.

    Parameters
    ----------
    data : Dataset
    bags : sequence of Columns
        From `tone_bags`.
    train : int array
        Places in `data` of annotated articles.

    Returns
    -------
    LinearPipeline
        Not yet calibrated.
    """
    features = bags_to_tfidf(_MIN_DF)
    rows = features.fit_transform([bags[i] for i in train])
    svm = LinearSVC(C=0.2, class_weight="balanced", tol=1e-3, random_state=SEED)
    return LinearPipeline(features, svm.fit(rows, data.stance[train]))


def _count(articles: Sequence[RawArticle]) -> list[Columns]:
    return [
        counted(tone_bag(read(Article(article.title_clean, article.text)), article.text))
        for article in articles
    ]
