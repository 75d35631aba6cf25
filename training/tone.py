"""The tone head: how favourably an article's small words speak, as seen from a target.

It knows no name. By itself it says nearly as much about the stance toward an article's main subject
as the encoder does (docs/experiments.md), and other things.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.svm import LinearSVC
from tqdm import tqdm

from model.article import Article
from model.entities import find_target
from model.reading import read
from model.tone import tone_bag
from training.corpora import Annotation, RawArticle
from training.dataset import SEED, Dataset
from training.linear import LinearPipeline, bags_to_tfidf
from training.vectorize import Columns, counted

__all__ = ["ToneData", "fit_tone", "load_tones"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_MIN_DF: Final = 30


@dataclass(frozen=True, slots=True)
class ToneData:
    """Annotated articles as seen from each of their subjects that they name, counted.

    Attributes
    ----------
    bags : list of Columns
    stance : int array of shape (n,)
        Places in ``STANCES``.
    article : int array of shape (n,)
        Places in the dataset, ascending.
    main : bool array of shape (n,)
        Whether it is the article's main subject.
    """

    bags: list[Columns]
    stance: Ints
    article: Ints
    main: NDArray[np.bool_]

    def scores(self, head: LinearPipeline, rows: Ints) -> F64:
        """What a head makes of some rows: shape (len(rows), 3)."""
        return head.decision_function([self.bags[i] for i in rows.tolist()])


def load_tones(data: Dataset) -> ToneData:
    """Read every annotated article as seen from its subjects."""
    pairs = list(zip(data.articles[: data.n], data.annotations, strict=True))
    chunks = [pairs[start : start + 500] for start in range(0, len(pairs), 500)]
    work = tqdm(chunks, desc="tone: counting words", unit="x500")
    parts = Parallel(n_jobs=-1)(delayed(_count)(chunk) for chunk in work)
    of_articles = [of for part in parts for of in part]
    found = [(place, *one) for place, of in enumerate(of_articles) for one in of]
    return ToneData(
        bags=[bag for *_, bag in found],
        stance=np.array([stance + 1 for _, _, stance, _ in found]),
        article=np.array([place for place, *_ in found]),
        main=np.array([rank == 0 for _, rank, *_ in found]),
    )


def fit_tone(tones: ToneData, train: Ints) -> LinearPipeline:
    """Fit on the stance toward every subject.

    Parameters
    ----------
    tones : ToneData
    train : int array
        Places of annotated articles.

    Returns
    -------
    LinearPipeline
        Not yet calibrated.
    """
    rows = np.flatnonzero(np.isin(tones.article, train))
    features = bags_to_tfidf(_MIN_DF)
    words = features.fit_transform([tones.bags[i] for i in rows.tolist()])
    svm = LinearSVC(C=0.2, class_weight="balanced", tol=1e-3, random_state=SEED)
    return LinearPipeline(features, svm.fit(words, tones.stance[rows]))


def _count(
    pairs: Sequence[tuple[RawArticle, Annotation]],
) -> list[list[tuple[int, int, Columns]]]:
    """Of each article the rank of each subject that it names, the stance, and the bag."""
    found = []
    for raw, note in pairs:
        article = Article(raw.title_clean, raw.text)
        reading = read(article)
        targets = [(rank, find_target(article, name), stance)
                   for rank, (name, stance) in enumerate(note.stances)]  # fmt: skip
        found.append(
            [
                (rank, stance, counted(tone_bag(reading, article, target)))
                for rank, target, stance in targets
                if target.mentions
            ]
        )
    return found
