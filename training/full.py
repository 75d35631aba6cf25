"""The answers with the encoder: fitted and measured on outlets that it was not fine-tuned on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model.stance import summarize_scores
from model.taxonomy import GENRES, STANCES, TOPIC_CODES
from training.answers import Answers
from training.dataset import SEED, Dataset
from training.encodings import Exported, read_articles, read_sentences
from training.groups import folds
from training.heads import LinearHeads
from training.linear import calibrated
from training.mix import (
    TopicMixer,
    cross_fitted,
    genre_mixer,
    presence_model,
    stance_mixer,
    with_line,
)
from training.presence import Beside, choose_beside, presence_rows
from training.scaling import ScoreScaling
from training.stance import by_subset

__all__ = ["Full", "fit_full"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Full:
    """What joins the encoder's answers to the linear heads'.

    Attributes
    ----------
    exported : Exported
    topic : TopicMixer
    genre, present : LogisticRegression
    stance : Pipeline
    beside : Beside
    line : ScoreScaling
        Of the scores of single sentences: NewsMTSC's line of neutral, from its development set.
    """

    exported: Exported
    topic: TopicMixer
    genre: LogisticRegression
    present: LogisticRegression
    stance: Pipeline
    beside: Beside
    line: ScoreScaling


def fit_full(
    data: Dataset, exported: Exported, heads: LinearHeads
) -> tuple[Full, dict[str, Answers]]:
    """Fit on the annotated articles of the held-out outlets; answers by cross-validation there.

    What is reported, and what thresholds are chosen on, are the articles that were drawn broadly
    (`Dataset.first_file`); those that a head doubted are harder than what comes in.
    """
    linear = heads.unseen
    places = np.flatnonzero(data.held_out[: data.n])
    broad = data.first_file[places]
    groups = [data.groups[i] for i in places.tolist()]
    notes = [data.annotations[i] for i in places.tolist()]
    found = read_articles(
        exported,
        [data.articles[i] for i in places.tolist()],
        [[name for name, _ in note.stances] for note in notes],
    )
    topic_rows = np.hstack([linear.topic, np.array([one.article.topic for one in found])])
    topics = cross_fitted(TopicMixer, topic_rows, data.topic[places], groups, len(TOPIC_CODES))
    genre_rows = np.column_stack([linear.genre, [one.article.opinion for one in found]])
    genres = cross_fitted(genre_mixer, genre_rows, data.opinion[places], groups, 2)
    present = np.array([one.article.present for one in found])
    rows, named, of = presence_rows(data, places, topics, present)
    beside = cross_fitted(presence_model, rows, named, [groups[i] for i in of.tolist()], 2)[:, 1]

    named_targets = [
        (number, rank == 0, stance + 1, scores)
        for number, (note, one) in enumerate(zip(notes, found, strict=True))
        for rank, ((_, stance), scores) in enumerate(zip(note.stances, one.targets, strict=True))
        if scores is not None
    ]
    owners = np.array([number for number, _, _, _ in named_targets])
    first = np.array([main for _, main, _, _ in named_targets])
    stances = np.array([stance for _, _, stance, _ in named_targets])
    summaries = np.array(
        [
            summarize_scores(reading, float(genres[number, 1]), tone, scores.article)
            for (number, _, _, scores), reading, tone in zip(
                named_targets, linear.readings, linear.tone, strict=True
            )
        ]
    )
    summaries = with_line(summaries, broad[owners])
    of_target = [groups[i] for i in owners.tolist()]
    answered = cross_fitted(stance_mixer, summaries, stances, of_target, len(STANCES))

    development = heads.development
    scores = read_sentences(exported, development.sentences)
    parts = list(folds(development.documents, development.polarity, n=10, seed=SEED))

    seen = broad[of]
    full = Full(
        exported=exported,
        topic=TopicMixer().fit(topic_rows, data.topic[places]),
        genre=genre_mixer().fit(genre_rows, data.opinion[places]),
        present=presence_model().fit(rows, named),
        stance=stance_mixer().fit(summaries, stances),
        beside=choose_beside(beside[seen], named[seen], of[seen]),
        line=ScoreScaling().fit(scores, development.polarity),
    )
    whole = {
        "topic": Answers.of(list(TOPIC_CODES), data.topic[places], topics, groups).some(broad),
        "genre": Answers.of(GENRES, data.opinion[places], genres, groups).some(broad),
        "stance": Answers.of(STANCES, stances, answered, of_target).some(first & broad[owners]),
        "stance_all_targets": Answers.of(STANCES, stances, answered, of_target),
        **by_subset(development, calibrated(scores, development.polarity, parts)),
    }
    return full, whole
