"""The fitted heads together, and what was measured of them on the way."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from model.linear import LinearHead
from model.stance import summarize
from training.dataset import Dataset
from training.genre import fit_genre
from training.linear import LinearPipeline, calibrated, held_out_scores
from training.places import load_places
from training.scaling import ScoreScaling
from training.stance import (
    SentenceData,
    article_head,
    fit_sentences,
    load_sentences,
    read_targets,
)
from training.topic import fit_topic

__all__ = ["FITTED", "Fitted", "HeldOut", "fit_all", "head_of"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_TOPIC_PENALTY: Final = 0.01  # seventeen shifts from outlets of very different mixes
FITTED: Final = Path(".copydesk-cache") / "model.joblib"


@dataclass(frozen=True)
class HeldOut:
    """Calibrated probabilities of articles whose group the head has not seen.

    Attributes
    ----------
    topic : float64 array of shape (annotated, 17)
    genre : float64 array of shape (annotated, 2)
        Reporting, opinion.
    stance : float64 array of shape (annotated, 3)
        Rows of articles that never name their annotated entity are NaN.
    sentences : float64 array of shape (NewsMTSC development, 3)
    """

    topic: F64
    genre: F64
    stance: F64
    sentences: F64


@dataclass(frozen=True)
class Fitted:
    """All heads: scikit-learn's, as kept in ``model.joblib``.

    Attributes
    ----------
    topic, genre, sentences : LinearPipeline
    article : Pipeline
        Summary of a target's sentences -> stance.
    held_out : HeldOut
    """

    topic: LinearPipeline
    genre: LinearPipeline
    sentences: LinearPipeline
    article: Pipeline
    held_out: HeldOut

    def save(self, path: Path = FITTED) -> None:
        """Keep as joblib: for research and for the parity test, never for serving."""
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path = FITTED) -> "Fitted":
        """Read what `save` kept. Only load files that you made: joblib files are pickles."""
        found: Fitted = joblib.load(path)
        return found


def head_of(pipeline: LinearPipeline) -> LinearHead:
    """The head that serving would open."""
    arrays = pipeline.arrays()
    return LinearHead(arrays["keys"], arrays["idf"], arrays["coef"], arrays["intercept"])


def fit_all(data: Dataset) -> Fitted:
    """Fit every head on everything, with held-out probabilities from grouped folds beside it."""
    folds = data.folds()
    counted = data.counted
    everyone, others = np.arange(data.n), np.arange(data.n, len(data.articles))

    topic_fit = partial(fit_topic, data, load_places(data))
    topic_scores = held_out_scores(topic_fit, counted.topic, folds, data.outside, "topic")
    genre_fit = partial(fit_genre, data)
    genre_scores = held_out_scores(genre_fit, counted.genre, folds, data.outside, "genre")
    opinion = calibrated(genre_scores, data.opinion, folds)

    topic, genre = topic_fit(everyone, others), genre_fit(everyone, others)
    topic.scaling = ScoreScaling(_TOPIC_PENALTY).fit(topic_scores, data.topic)
    genre.scaling = ScoreScaling().fit(genre_scores, data.opinion)

    training, development = load_sentences(data.articles)
    sentences = fit_sentences(training)
    summaries = summaries_of(data, sentences, opinion[:, 1])
    return Fitted(
        topic=topic,
        genre=genre,
        sentences=sentences,
        article=_fit_article(summaries, data.stance, everyone),
        held_out=HeldOut(
            topic=calibrated(topic_scores, data.topic, folds, _TOPIC_PENALTY),
            genre=opinion,
            stance=_hold_out_stance(summaries, data.stance, folds),
            sentences=sentences.predict_proba(development.bags),
        ),
    )


def summaries_of(data: Dataset, sentences: LinearPipeline, opinion: F64) -> F64:
    """Summaries for the article's stance head; NaN where the entity is never named.

    Parameters
    ----------
    opinion : float64 array of shape (annotated,)
        Held-out probabilities of opinion: in serving, too, the genre head has not seen them.
    """
    targets = [note.entity for note in data.annotations]
    readings = read_targets(head_of(sentences), data.articles[: data.n], targets)
    width = next(len(summarize(reading, 0.0)) for reading in readings if reading is not None)
    return np.array(
        [
            np.full(width, np.nan) if reading is None else summarize(reading, float(share))
            for reading, share in zip(readings, opinion, strict=True)
        ]
    )


def development_sentences() -> SentenceData:
    """NewsMTSC's development set."""
    return load_sentences(())[1]


def _fit_article(summaries: F64, stance: Ints, train: Ints) -> Pipeline:
    named = train[~np.isnan(summaries[train, 0])]
    head: Pipeline = article_head().fit(summaries[named], stance[named])
    return head


def _hold_out_stance(summaries: F64, stance: Ints, folds: list[tuple[Ints, Ints]]) -> F64:
    held_out = np.full((len(stance), 3), np.nan)
    for train, test in folds:
        named = test[~np.isnan(summaries[test, 0])]
        head = _fit_article(summaries, stance, train)
        held_out[named] = head.predict_proba(summaries[named])
    return held_out
