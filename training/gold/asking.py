"""What the model answers to a row of labels."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.bags import STEMS, stance_bag
from model.classifier import Classifier
from model.features import stems, tokenize
from model.linear import softmax
from model.result import Classification, Effort, Task
from model.taxonomy import STANCES, TOPICS
from training.asking import Classifies
from training.gold.rows import GoldRow, SentenceRow

__all__ = ["Answer", "RowAnswer", "ask_article", "ask_sentence", "sentence_reader"]

F64 = NDArray[np.float64]
Read = Callable[[str, tuple[int, int]], F64]

_TOPICS = tuple(TOPICS)


@dataclass(frozen=True, slots=True)
class Answer:
    """Probabilities of shape (labels,), and whether the model is sure."""

    probabilities: F64
    decided: bool = False


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answers to one row; None where nothing was asked or nothing can be said.

    `also` has the places of topics that stand beside the main one.
    """

    topic: Answer | None = None
    also: frozenset[int] = frozenset()
    genre: Answer | None = None
    stance: Answer | None = None


def ask_article(classifier: Classifies, row: GoldRow, effort: Effort) -> RowAnswer:
    """Ask what the row has labels for."""
    target = row.entity if row.stance is not None else None
    tasks: list[Task] = []
    tasks += ["topic"] if row.topic is not None else []
    tasks += ["genre"] if row.opinion is not None else []
    tasks += ["stance"] if target is not None else []
    if not tasks:
        return RowAnswer()
    found = classifier.classify(
        Article.from_text(row.text, row.title),
        tasks=tasks,
        targets=None if target is None else [target],
        effort=effort,
        evidence=False,
    )
    return RowAnswer(
        topic=topic_answer(found),
        also=frozenset(_TOPICS.index(topic.id) for topic in found.topics if topic.role == "also"),
        genre=genre_answer(found),
        stance=stance_answer(found),
    )


def topic_answer(found: Classification) -> Answer | None:
    """Give the probabilities of the topics, in the order of ``TOPICS``."""
    if not found.topics:
        return None
    shares = {topic.id: topic.probability for topic in found.topics}
    return Answer(np.array([shares[topic] for topic in _TOPICS]), found.topics[0].decided)


def genre_answer(found: Classification) -> Answer | None:
    """Give the probabilities of reporting and opinion."""
    genre = found.genre
    if genre is None or genre.name is None or genre.probability is None:
        return None
    opinion = genre.probability if genre.name == "opinion" else 1.0 - genre.probability
    return Answer(np.array([1.0 - opinion, opinion]), genre.decided)


def stance_answer(found: Classification) -> Answer | None:
    """Give the probabilities of the stances toward the first target."""
    shares = found.stance[0].probabilities if found.stance else None
    if shares is None:
        return None
    return Answer(np.array([shares[name] for name in STANCES]), found.stance[0].decided)


def ask_sentence(classifier: Classifier, row: SentenceRow, effort: Effort) -> RowAnswer:
    """Ask for the stance toward what stands at a place of a sentence.

    A sentence alone has no published threshold: nothing is decided.
    """
    if row.span is None:
        return RowAnswer()
    return RowAnswer(stance=Answer(sentence_reader(classifier, effort)(row.text, row.span)))


def sentence_reader(classifier: Classifier, effort: Effort) -> Read:
    """Give what reads single sentences: the encoder if it is there, else the linear reader."""
    neural = classifier.neural
    if neural is not None and effort == "full":
        shift = classifier.stance.shift
        return lambda text, span: softmax(neural.of_sentence(text, span) + shift)
    linear = classifier.stance.reader.linear

    def read(text: str, span: tuple[int, int]) -> F64:
        tokens = tokenize(text)
        short = [stems(text, tokens, length) for length in STEMS]
        return softmax(linear(stance_bag(tokens, short, (0, len(text)), span)).scores)

    return read
