"""What the shipped model makes of labelled articles: its logits, and what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from model.bags import genre_bag, topic_bag
from model.classifier import Classifier
from model.entities import find_target, main_subjects
from model.language import identify
from model.linear import LinearHead
from model.reading import read
from model.stance import TargetReading, summarize, summarize_scores
from model.tone import tone_bag
from training.custom.labels import LabelRow
from training.vectorize import BagVectorizer, Columns, counted

__all__ = ["TargetView", "View", "view_of", "word_rows"]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TargetView:
    """What was read of one target.

    Attributes
    ----------
    reading : TargetReading
        The linear reader's, of its sentences.
    tone : float64 array of shape (3,)
        How the article's small words speak, as seen from it.
    article : float64 array of shape (3,) or None
        The encoder's scores of the article's row.
    """

    reading: TargetReading
    tone: F64
    article: F64 | None

    def summary(self, opinion: float) -> F64:
        """Sum it up as serving does, given the probability of opinion."""
        if self.article is None:
            return summarize(self.reading, opinion, self.tone)
        return summarize_scores(self.reading, opinion, self.tone, self.article)


@dataclass(frozen=True, slots=True)
class View:
    """What the shipped model makes of one article.

    Attributes
    ----------
    english : bool
        Else it is answered by nothing and learned from by nothing.
    topic : float64 array of shape (17,)
        Logits.
    genre : float
        Logit of opinion.
    vector : float32 array or None
        The encoder's; None without one.
    topic_words, genre_words : Columns or None
        What the linear heads count; None with the encoder.
    targets : tuple of TargetView or None
        For each labelled target; None where the article never names it.
    """

    english: bool
    topic: F64
    genre: float
    vector: F32 | None
    topic_words: Columns | None
    genre_words: Columns | None
    targets: tuple[TargetView | None, ...]


def view_of(classifier: Classifier, row: LabelRow) -> View:
    """Read one labelled article as serving does."""
    article = row.article
    reading = read(article)
    topic, genre = classifier.topic(reading).scores, float(classifier.genre(reading).scores[0])
    neural, vector = classifier.neural, None
    entities = [find_target(article, name) for name, _ in row.targets]
    named = [entity for entity in entities if entity.mentions]
    mix, weights = classifier.topic.mix, classifier.genre.mix
    tones = [classifier.stance.tone(tone_bag(reading, article, one)).scores for one in named]
    sentences = [classifier.stance.reader(article, reading, one) for one in named]
    scores: list[F64 | None] = [None] * len(named)
    if neural is not None and mix is not None and weights is not None:
        whole, found = neural.read(article, main_subjects(article), named)
        scores = [one.article for one in found]
        vector = whole.vector
        topic = mix.scale[0] * topic + mix.scale[1] * whole.topic + mix.shift
        genre = float(weights @ np.array([1.0, genre, whole.opinion]))
    seen = iter([TargetView(*one) for one in zip(sentences, tones, scores, strict=True)])
    targets = [next(seen) if entity.mentions else None for entity in entities]
    return View(
        english=identify(f"{article.title}\n{article.text}") in {"en", None} and reading.words > 0,
        topic=topic,
        genre=genre,
        vector=vector,
        topic_words=counted(topic_bag(reading)) if neural is None else None,
        genre_words=counted(genre_bag(reading)) if neural is None else None,
        targets=tuple(targets),
    )


def word_rows(head: LinearHead, words: Sequence[Columns]) -> sp.csr_matrix:
    """Weigh counted words as a linear head does: sublinear tf-idf rows of length one.

    Returns
    -------
    float64 CSR matrix of shape (len(words), len(head.keys))
    """
    vectorizer = BagVectorizer()
    vectorizer.keys_ = np.asarray(head.keys)
    rows = vectorizer.transform(words).astype(np.float64)
    rows.data = 1.0 + np.log(rows.data)
    return normalize(rows @ sp.diags(np.asarray(head.idf, dtype=np.float64))).tocsr()
