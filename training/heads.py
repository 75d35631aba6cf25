"""The heads over words: fitted once, with their answers to articles that they have not seen.

They do not depend on the encoder, so what was fitted is kept until the labels, the corpora or the
code behind it are others: joining a new encoder to them takes minutes.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from tqdm import tqdm

from model.linear import LinearHead
from model.stance import SUMMARY, TargetReading, summarize
from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.answers import Answers
from training.corpora.locate import cache
from training.dataset import Dataset
from training.genre import fit_genre
from training.kept import digest_of_inputs
from training.linear import Fit, LinearPipeline, calibrated, held_out_scores
from training.mix import cross_fitted, presence_model, with_line
from training.places import load_places
from training.presence import Beside, choose_beside, presence_rows
from training.scaling import ScoreScaling
from training.stance import (
    SentenceData,
    article_head,
    by_subset,
    fit_sentences,
    load_sentences,
    read_targets,
)
from training.tone import ToneData, fit_tone, load_tones
from training.topic import fit_topic

__all__ = ["Linear", "LinearHeads", "fit_linear_heads", "head_of", "unseen_readings"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]

_TOPIC_PENALTY: Final = 0.01  # seventeen shifts from outlets of very different mixes


@dataclass(frozen=True)
class Linear:
    """What linear heads make of the outlets held out that have not seen them.

    Attributes
    ----------
    topic : float64 array of shape (held out, 17)
    genre : float64 array of shape (held out,)
    tone : float64 array of shape (their named subjects, 3)
        In the order of the articles, the main subject first.
    readings : list of TargetReading
        Of the same subjects' sentences.
    """

    topic: F64
    genre: F64
    tone: F64
    readings: list[TargetReading]


@dataclass(frozen=True)
class LinearHeads:
    """The heads over words.

    Attributes
    ----------
    topic, genre, sentences, tone : LinearPipeline
    article : Pipeline
        Summary of a target's sentences -> stance.
    present : LogisticRegression
        Log probability of being the main topic -> present beside another.
    beside : Beside
    unseen : Linear
        The outlets held out from the encoder, by heads that have not seen them either.
    development : SentenceData
        NewsMTSC's development set, counted.
    answers : mapping of task to Answers
    """

    topic: LinearPipeline
    genre: LinearPipeline
    sentences: LinearPipeline
    tone: LinearPipeline
    article: Pipeline
    present: LogisticRegression
    beside: Beside
    unseen: Linear
    development: SentenceData
    answers: dict[str, Answers]


def head_of(pipeline: LinearPipeline) -> LinearHead:
    """The head that serving would open."""
    arrays = pipeline.arrays()
    return LinearHead(arrays["keys"], arrays["idf"], arrays["coef"], arrays["intercept"])


def fit_linear_heads(data: Dataset) -> LinearHeads:
    """Fit every head on everything, or take what was fitted on the same before."""
    kept = cache().cache(_fit_linear_heads, ignore=["data"])
    found: LinearHeads = kept(data, digest_of_inputs(__name__))
    return found


def _fit_linear_heads(data: Dataset, key: object) -> LinearHeads:
    del key
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
    tones = load_tones(data)
    tone_scores = np.zeros((len(tones.bags), len(STANCES)))
    for train, test in tqdm(folds, desc="tone: held-out folds", unit="fold"):
        inside = np.flatnonzero(np.isin(tones.article, test))
        tone_scores[inside] = tones.scores(fit_tone(tones, train), inside)
    tone = fit_tone(tones, everyone)
    tone.scaling = ScoreScaling().leave(len(STANCES))
    of_main = np.full((data.n, len(STANCES)), np.nan)
    of_main[tones.article[tones.main]] = tone_scores[tones.main]
    summaries = summaries_of(data, sentences, genres[:, 1], of_main)
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
    scalings = topic.scaling, genre.scaling
    return LinearHeads(
        topic=topic,
        genre=genre,
        sentences=sentences,
        tone=tone,
        article=_fit_article(summaries, data.stance, everyone),
        present=presence_model().fit(rows, named),
        beside=choose_beside(beside[counted_in], named[counted_in], of[counted_in]),
        unseen=unseen_scores(data, topic_fit, genre_fit, tones, scalings),
        development=development,
        answers=answers,
    )


def unseen_scores(
    data: Dataset,
    topic_fit: Fit,
    genre_fit: Fit,
    tones: ToneData,
    scalings: tuple[ScoreScaling, ScoreScaling],
) -> Linear:
    """What linear heads without the outlets held out from the encoder make of these.

    Scores are scaled as the shipped heads' are, since it is their scores that serving mixes.
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
        tones.scores(fit_tone(tones, train), np.flatnonzero(np.isin(tones.article, test))),
        unseen_readings(data),
    )


def unseen_readings(data: Dataset) -> list[TargetReading]:
    """Read the sentences about the held-out outlets' subjects by a head without these outlets.

    The shipped head has learned from labelled sentences of theirs: what joins its answers to the
    encoder's would trust it too much.
    """
    sentences, _ = load_sentences(data.read_by_encoder)
    pairs = [
        (data.articles[i], name)
        for i in np.flatnonzero(data.held_out[: data.n]).tolist()
        for name, _ in data.annotations[i].stances
    ]
    head = head_of(fit_sentences(sentences))
    found = read_targets(head, [article for article, _ in pairs], [name for _, name in pairs])
    return [reading for reading in found if reading is not None]


def summaries_of(data: Dataset, sentences: LinearPipeline, opinion: F64, tones: F64) -> F64:
    """Summaries for the article's stance head; NaN where the entity is never named.

    Parameters
    ----------
    opinion : float64 array of shape (annotated,)
        Held-out probabilities of opinion: in serving, too, the genre head has not seen them.
    tones : float64 array of shape (annotated, 3)
        Held-out scores of the tone head, as seen from the main subject.
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
