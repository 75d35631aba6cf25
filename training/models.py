"""The fitted heads together, and their answers to articles that they have not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from tqdm import tqdm

from model.linear import LinearHead
from model.stance import SUMMARY, summarize
from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.answers import Answers
from training.dataset import Dataset
from training.encodings import Exported
from training.full import Full, Linear, by_subset, fit_full
from training.genre import fit_genre
from training.linear import Fit, LinearPipeline, calibrated, held_out_scores
from training.mix import cross_fitted, presence_model, with_line
from training.places import load_places
from training.presence import Beside, choose_beside, presence_rows
from training.scaling import ScoreScaling
from training.stance import (
    article_head,
    fit_sentences,
    load_sentences,
    read_targets,
)
from training.tone import fit_tone, tone_bags
from training.topic import fit_topic
from training.vectorize import Columns

__all__ = ["FITTED", "Fitted", "fit_all", "head_of"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_TOPIC_PENALTY: Final = 0.01  # seventeen shifts from outlets of very different mixes
FITTED: Final = Path(".copydesk-cache") / "model.joblib"


@dataclass(frozen=True)
class Fitted:
    """All heads: scikit-learn's, as kept in ``model.joblib``.

    Attributes
    ----------
    topic, genre, sentences, tone : LinearPipeline
    article : Pipeline
        Summary of a target's sentences -> stance.
    present : LogisticRegression
        Log probability of being the main topic -> present beside another.
    beside : Beside
    full : Full or None
        What joins the encoder's answers; None where no encoder was exported.
    answers : mapping of task to Answers
        ``topic_fast`` and so on by the linear heads; ``topic`` and so on with the encoder.
    """

    topic: LinearPipeline
    genre: LinearPipeline
    sentences: LinearPipeline
    tone: LinearPipeline
    article: Pipeline
    present: LogisticRegression
    beside: Beside
    full: Full | None
    answers: dict[str, Answers]

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


def fit_all(data: Dataset, exported: Exported | None = None) -> Fitted:
    """Fit every head on everything, with answers to unseen outlets beside it.

    Parameters
    ----------
    data : Dataset
    exported : Exported, optional
        An encoder to join to the linear heads.
    """
    folds, counted = data.folds(), data.counted
    everyone, others = np.arange(data.n), np.arange(data.n, len(data.articles))
    topic_fit, genre_fit = partial(fit_topic, data, load_places(data)), partial(fit_genre, data)

    topic_scores = held_out_scores(topic_fit, counted.topic, folds, data.outside, "topic")
    genre_scores = held_out_scores(genre_fit, counted.genre, folds, data.outside, "genre")
    topic, genre = topic_fit(everyone, others), genre_fit(everyone, others)
    # Calibrated on what comes in: articles that a head doubted are harder.
    usual = data.first_file.astype(np.float64)
    topic.scaling = ScoreScaling(_TOPIC_PENALTY).fit(topic_scores, data.topic, usual)
    genre.scaling = ScoreScaling().fit(genre_scores, data.opinion, usual)
    topics = calibrated(topic_scores, data.topic, folds, _TOPIC_PENALTY, usual)
    genres = calibrated(genre_scores, data.opinion, folds, weights=usual)

    training, development = load_sentences(data.articles)
    sentences = fit_sentences(training)
    bags = tone_bags(data)
    tone_fit = partial(fit_tone, data, bags)
    tones = np.zeros((data.n, len(STANCES)))
    for train, test in tqdm(folds, desc="tone: held-out folds", unit="fold"):
        tones[test] = tone_fit(train).decision_function([bags[i] for i in test.tolist()])
    tone = tone_fit(everyone)
    tone.scaling = ScoreScaling().leave(len(STANCES))
    summaries = summaries_of(data, sentences, genres[:, 1], tones)
    stances = _hold_out_stance(summaries, data.stance, folds)
    rows, named, of = presence_rows(data, everyone, topics, None)
    owners = [data.groups[i] for i in of.tolist()]
    beside = cross_fitted(presence_model, rows, named, owners, 2)[:, 1]

    groups, broad = data.groups[: data.n], data.first_file
    answers = {
        "topic_fast": Answers.of(list(TOPIC_CODES), data.topic, topics, groups, broad),
        "genre_fast": Answers.of(GENRES, data.opinion, genres, groups, broad),
        "stance_fast": Answers.of(STANCES, data.stance, stances, groups, broad),
        **by_subset(development, sentences.predict_proba(development.bags), "_fast"),
    }
    counted_in = broad[of]
    full = None
    if exported is not None:
        scalings = topic.scaling, genre.scaling
        unseen = unseen_scores(data, topic_fit, genre_fit, tone_fit, bags, scalings)
        full, found = fit_full(data, exported, unseen, development)
        answers |= found
    return Fitted(
        topic=topic,
        genre=genre,
        sentences=sentences,
        tone=tone,
        article=_fit_article(summaries, data.stance, everyone),
        present=presence_model().fit(rows, named),
        beside=choose_beside(beside[counted_in], named[counted_in], of[counted_in]),
        full=full,
        answers=answers,
    )


def unseen_scores(
    data: Dataset,
    topic_fit: Fit,
    genre_fit: Fit,
    tone_fit: Callable[[Ints], LinearPipeline],
    bags: Sequence[Columns],
    scalings: tuple[ScoreScaling, ScoreScaling],
) -> Linear:
    """Scores of the outlets held out from the encoder, by linear heads without them.

    Scaled as the shipped heads' are, since it is their scores that serving mixes.
    """
    counted = data.counted
    train = np.flatnonzero(~data.held_out[: data.n])
    test = np.flatnonzero(data.held_out[: data.n])
    others = data.outside(test)
    topic, genre = topic_fit(train, others), genre_fit(train, others)
    topic_scaling, genre_scaling = scalings
    topic_scores = topic.decision_function([counted.topic[i] for i in test])
    genre_scores = genre.decision_function([counted.genre[i] for i in test])
    return Linear(
        topic_scores * topic_scaling.scale_ + topic_scaling.shift_,
        genre_scores * genre_scaling.scale_ + genre_scaling.shift_[1] - genre_scaling.shift_[0],
        tone_fit(train).decision_function([bags[i] for i in test.tolist()]),
    )


def summaries_of(data: Dataset, sentences: LinearPipeline, opinion: F64, tones: F64) -> F64:
    """Summaries for the article's stance head; NaN where the entity is never named.

    Parameters
    ----------
    opinion : float64 array of shape (annotated,)
        Held-out probabilities of opinion: in serving, too, the genre head has not seen them.
    tones : float64 array of shape (annotated, 3)
        Held-out scores of the tone head.
    """
    targets = [note.entity for note in data.annotations]
    readings = read_targets(head_of(sentences), data.articles[: data.n], targets)
    found = np.array(
        [
            np.full(len(SUMMARY), np.nan)
            if reading is None
            else summarize(reading, float(share), tone)
            for reading, share, tone in zip(readings, opinion, tones, strict=True)
        ]
    )
    return with_line(found, data.first_file)


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
