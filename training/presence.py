"""Second topics: rows for the model of which topics are clearly present beside the main one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.dataset import Dataset

__all__ = ["Beside", "choose_beside", "presence_rows"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

WANTED: Final = 0.6  # the share of topics named beside that must be annotated
_MOST: Final = 2  # topics named beside the main one
_LEAST: Final = 1e-6


def presence_rows(
    data: Dataset, places: Ints, probabilities: F64, encoder: F64 | None
) -> tuple[F64, Ints, Ints]:
    """Make one row for every topic of every article but its likeliest.

    Parameters
    ----------
    data : Dataset
    places : int array of shape (n,)
        Annotated articles.
    probabilities : float64 array of shape (n, 17)
        Of being the main topic, held out.
    encoder : float64 array of shape (n, 17) or None
        The encoder's logits of being present.

    Returns
    -------
    rows : float64 array of shape (16 * n, 1 or 2)
        Log probability, and the encoder's logit.
    present : int array of shape (16 * n,)
        1 where the topic is annotated, as main or as second.
    articles : int array of shape (16 * n,)
        Which of the `n` articles each row belongs to.
    """
    count, topics = probabilities.shape
    other = np.ones((count, topics), dtype=np.bool_)
    other[np.arange(count), probabilities.argmax(axis=1)] = False
    articles, columns = np.nonzero(other)
    named = (columns == data.topic[places][articles]) | (
        columns == data.second_topic[places][articles]
    )
    log = np.log(np.maximum(probabilities, _LEAST))[articles, columns]
    rows = [log] if encoder is None else [log, encoder[articles, columns]]
    return np.column_stack(rows), named.astype(np.int64), articles


@dataclass(frozen=True, slots=True)
class Beside:
    """How topics beside the main one are named.

    Attributes
    ----------
    threshold : float
        From this probability on; above 1 if nothing is right often enough.
    precision, recall : float
        Of the topics named so, held out. Recall is over every annotated topic that is not the
        answer's main one.
    """

    threshold: float
    precision: float
    recall: float


def choose_beside(present: F64, truth: Ints, articles: Ints, wanted: float = WANTED) -> Beside:
    """Choose the lowest probability from which enough of the topics named beside are annotated.

    Parameters
    ----------
    present : float64 array of shape (rows,)
        Held-out probabilities of being present.
    truth, articles
        From `presence_rows`.
    wanted : float
        The share that must be right.
    """
    best = np.flatnonzero(_ranks(present, articles) < _MOST)
    order = best[np.argsort(-present[best], kind="stable")]
    hits = np.cumsum(truth[order])
    right = hits / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= wanted)
    if not len(enough):
        return Beside(1.01, 0.0, 0.0)
    last = int(enough[-1])
    recall = float(hits[last] / max(int(truth.sum()), 1))
    return Beside(float(present[order[last]]), float(right[last]), recall)


def _ranks(present: F64, articles: Ints) -> Ints:
    """Each row's rank within its article."""
    order = np.lexsort((-present, articles))
    firsts = np.searchsorted(articles[order], articles[order], side="left")
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - firsts
    return ranks
