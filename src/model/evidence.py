"""Which passages speak for an answer: whole sentences, ranked by what they add to it."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.linear import Scored
from model.reading import Reading, sentences_of
from model.result import Evidence
from model.stance import TargetReading
from model.taxonomy import STANCES

__all__ = ["evidence_of_stance", "evidence_of_words"]

F64 = NDArray[np.float64]

_PASSAGES: Final = 3  # an answer
_SIDES: Final = {"critical": 0, "supportive": 1}
_OWN: Final = 3.0  # what a sentence's own answer weighs, in pieces that show the stance
_LEAST: Final = 0.02  # of all that speaks for the answer; less is noise


def evidence_of_words(
    for_: str, article: Article, reading: Reading, scored: Scored, label: int, sign: float = 1.0
) -> tuple[Evidence, ...]:
    """Sentences whose words speak for a label of a linear head.

    Parameters
    ----------
    for_ : str
        The answer: ``topic:medtop:…`` or ``genre``.
    article, reading
        What was scored.
    scored : Scored
        What the head made of it.
    label : int
        The column of the head.
    sign : float
        -1 for the label that the column speaks against.

    Returns
    -------
    tuple of Evidence
        Best first.
    """
    words = sign * scored.by_owner(label, reading.words)
    place = np.concatenate(
        (
            sentences_of(article, "title", reading.title.starts),
            sentences_of(article, "text", reading.text.starts),
        )
    )
    inside = place >= 0
    count = len(article.sentences)
    sums: F64 = np.bincount(place[inside], weights=words[inside], minlength=count).astype(float)
    return tuple(_ranked(for_, article, np.arange(len(sums)), sums))


def evidence_of_stance(
    for_: str, article: Article, target: TargetReading, label: int, shown: F64 | None = None
) -> tuple[Evidence, ...]:
    """Sentences that take the article's side toward a target.

    Parameters
    ----------
    label : int
        Place in ``taxonomy.STANCES``.
    shown : float64 array of shape (len(article.sentences), 2), optional
        How much of each sentence shows criticism and support, by the encoder: by how much one
        outweighs the other is added to what the linear reader makes of the sentences about the
        target. Of these what stands in quoted speech counts half: it is first of all the speaker's.
    """
    weights = target.probabilities[:, label] * np.where(target.spoken, 0.5, 1.0)
    side = _SIDES.get(STANCES[label])
    if shown is None or side is None:
        return tuple(_ranked(for_, article, target.sentences, weights))
    total = np.maximum(shown[:, side] - shown[:, 1 - side], 0.0)
    np.add.at(total, target.sentences, _OWN * weights)
    return tuple(_ranked(for_, article, np.arange(len(total), dtype=np.int64), total))


def _ranked(
    for_: str, article: Article, sentences: NDArray[np.int64], weights: F64
) -> Iterator[Evidence]:
    positive = np.maximum(weights, 0.0)
    total = float(positive.sum())
    for index in np.argsort(-positive, kind="stable")[:_PASSAGES].tolist():
        if total and positive[index] / total >= _LEAST:
            span = article.sentences[sentences[index]]
            text = article.title if span.field == "title" else article.text
            weight = float(positive[index]) / total
            quote = text[span.start : span.end]
            yield Evidence(for_, span.field, span.start, span.end, quote, weight)
