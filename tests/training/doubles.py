"""Small stand-ins: a classifier that answers by rule, and a tiny real one with a fake encoder."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Final, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.artifact import Artifact, write_artifact
from model.bags import Bag, genre_bag, topic_bag
from model.classifier import Classifier
from model.encoder import Encoder, RowVectors
from model.excerpt import Row
from model.linear import columns_of
from model.neural import NeuralHeads
from model.reading import Reading, read
from model.result import (
    TASKS,
    Classification,
    Effort,
    Evidence,
    Genre,
    ModelInfo,
    Stance,
    StanceName,
    Task,
    Topic,
)
from model.stance import SUMMARY, SUMMARY_WITH_ENCODER
from model.taxonomy import STANCES, TAXONOMY, TOPIC_CODES, TOPICS
from model.wordpieces import Pieces
from tests.fakes import INFO
from training.asking import ModelAt

CODES: Final = list(TOPIC_CODES)
WIDTH: Final = 6
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class RuleClassifier:
    """Answers by rule; a probability of 0.9 is decided.

    Attributes
    ----------
    topic : callable
        Article -> code.
    opinion : callable
        Article -> probability.
    stance : callable
        Article, target -> probabilities, or None where it is not named.
    """

    topic: Callable[[Article], str] = lambda _: "POL"
    opinion: Callable[[Article], float] = lambda article: 0.9 if "!" in article.text else 0.1
    stance: Callable[[Article, str], tuple[float, float, float] | None] = lambda article, target: (
        (0.1, 0.8, 0.1) if target in article.text else None
    )
    info: ModelInfo = INFO

    def open(self) -> "RuleClassifier":
        return self

    def classify(
        self,
        article: Article,
        *,
        tasks: Collection[Task] = TASKS,
        targets: Sequence[str] | None = None,
        effort: Effort = "full",
        evidence: bool = True,
    ) -> Classification:
        main = TOPIC_CODES[self.topic(article)]
        order = [main, *(topic for topic in TOPICS if topic != main)]
        topics = tuple(
            Topic(topic, TOPICS[topic], 0.9 if topic == main else 0.1 / 16, None, topic == main)
            for topic in order
        )
        share = self.opinion(article)
        genre = Genre(
            "opinion" if share >= 0.5 else "reporting",
            max(share, 1 - share),
            abs(share - 0.5) >= 0.4,
        )
        stances = tuple(self._stance(article, target) for target in targets or ())
        shown = tuple(_sentences_with_marks(article, tasks, targets)) if evidence else ()
        return Classification(
            "en",
            len(article.text.split()),
            topics if "topic" in tasks else (),
            genre if "genre" in tasks else None,
            stances if "stance" in tasks else (),
            shown,
            self.info,
        )

    def _stance(self, article: Article, target: str) -> Stance:
        shares = self.stance(article, target)
        if shares is None:
            return Stance(target, None, None, decided=False, probabilities=None, mentions=0)
        best = int(np.argmax(shares))
        named: dict[StanceName, float] = dict(zip(STANCES, shares, strict=True))
        return Stance(target, STANCES[best], shares[best], shares[best] >= 0.9, named, 1)


def _sentences_with_marks(
    article: Article, tasks: Collection[Task], targets: Sequence[str] | None
) -> list[Evidence]:
    """Show the sentences with an exclamation mark, for genre."""
    if "genre" not in tasks:
        return []
    return [
        Evidence(
            "genre", span.field, span.start, span.end, article.text[span.start : span.end], 0.5
        )
        for span in article.sentences
        if span.field == "text" and "!" in article.text[span.start : span.end]
    ]


SPORT: Final = "The home team scored a late goal and the striker thanked the crowd in the stadium."
POLITICS: Final = (
    "The minister told parliament that the bill would pass before the election in May."
)
ARGUES: Final = "This is a shameful farce and we ought to say so."
REPORTS: Final = "The spokesman declined to comment on the figures."
TARGETS: Final = {
    0: "Mr Halloran is a shameful disgrace.",
    1: "Mr Halloran spoke on Monday.",
    2: "Mr Halloran is an admirable friend.",
}
_FILLERS: Final = (
    "It rained in the morning.", "The doors opened at nine.", "Nobody was hurt.", "A bell rang twice.",
    "The street was closed.", "Tea was served in the hall.", "The lights went out at noon.",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A made-up article and its labels."""

    text: str
    topic: str
    opinion: int
    stance: int

    def row(self, number: int) -> dict[str, Any]:
        """A line of a file of labels."""
        return {
            "id": str(number),
            "title": "",
            "text": self.text,
            "topic": self.topic,
            "genre": "opinion" if self.opinion else "reporting",
            "targets": [{"name": "Halloran", "stance": self.stance - 1}],
            "group": f"author {number % 40}",  # else all are near-duplicates
        }


def examples(n: int, seed: int = 0) -> list[Example]:
    """Made-up articles; no two are alike."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(n):
        sport, opinion, stance = rng.integers(2), rng.integers(2), int(rng.integers(3))
        fillers = [_FILLERS[i] for i in rng.choice(len(_FILLERS), 3)]
        marks = " ".join(
            f"It was number {number} {word}{rng.integers(999)}." for word in ascii_lowercase
        )
        parts = [SPORT if sport else POLITICS, *fillers, ARGUES if opinion else REPORTS]
        text = " ".join([*parts, TARGETS[stance], marks])
        found.append(Example(text, "SPO" if sport else "POL", int(opinion), stance))
    return found


def write_tiny(folder: Path, *, encoder: bool, seed: int = 3) -> ModelAt:
    """Write a tiny artifact that knows the examples' words, none too well."""
    rng = np.random.default_rng(seed)
    readings = [(read(Article("", one.text)), one) for one in examples(40, seed=9)]

    def keys(make: Callable[[Reading], Bag]) -> NDArray[np.uint32]:
        return np.unique(np.concatenate([columns_of(make(reading)) for reading, _ in readings]))

    arrays: Arrays = {}
    for name, make, labels in (("topic", topic_bag, 17), ("genre", genre_bag, 1)):
        known = keys(make)
        arrays |= {
            f"{name}.keys": known,
            f"{name}.idf": np.ones(len(known), np.float32),
            f"{name}.coef": rng.normal(0, 0.5, (len(known), labels)).astype(np.float16),
            f"{name}.intercept": np.zeros(labels, np.float32),
        }
    for name in ("stance_sentence", "tone"):  # these know nothing
        arrays |= {
            f"{name}.keys": np.array([1], np.uint32),
            f"{name}.idf": np.ones(1, np.float32),
            f"{name}.coef": np.zeros((1, 3), np.float16),
            f"{name}.intercept": np.zeros(3, np.float32),
        }
    arrays |= {
        "stance_article.coef": rng.normal(0, 0.3, (len(SUMMARY), 3)),
        "stance_article.intercept": np.zeros(3),
        "topic_present.coef": np.array([0.0, 1.0, 0.0]),
    }
    thresholds = {"topic": 0.6, "genre": 0.7, "stance": 0.6, "topic_also": 0.5}
    if encoder:
        thresholds |= {f"{name}_fast": value - 0.05 for name, value in thresholds.items()}
        arrays["topic_present_fast.coef"] = np.array([0.0, 1.0, 0.0])
        arrays |= _encoder_arrays(rng)
    write_artifact(
        folder,
        {"version": "0.0.1", "taxonomy": TAXONOMY, "thresholds": thresholds, "metrics": {}},
        arrays,
    )
    return WithFakeEncoder(folder) if encoder else ModelAt(folder)


def _encoder_arrays(rng: np.random.Generator) -> Arrays:
    arrays: Arrays = {
        "topic_mix.scale": np.array([0.4, 0.7]),
        "topic_mix.shift": rng.normal(0, 0.1, 17),
        "genre_mix.coef": np.array([0.1, 0.5, 0.6]),
        "stance_neural.coef": rng.normal(0, 0.3, (len(SUMMARY_WITH_ENCODER), 3)),
        "stance_neural.intercept": np.zeros(3),
        "encoder_sentence.shift": np.zeros(3),
    }
    arrays["encoder_evident.coef"] = rng.normal(0, 0.3, (WIDTH + 2, 3)).astype(np.float32)
    widths = {"shown": WIDTH, "topic": 2 * WIDTH, "present": 2 * WIDTH, "opinion": 2 * WIDTH}
    labels = {"topic": 17, "present": 17, "opinion": 1, "article": 3, "sentence": 3, "shown": 6}
    for name, count in labels.items():
        shape = (widths.get(name, 3 * WIDTH), count)
        arrays[f"encoder_{name}.coef"] = rng.normal(0, 0.3, shape).astype(np.float32)
        arrays[f"encoder_{name}.intercept"] = np.zeros(count, np.float32)
    return arrays


class FakeWordPieces:
    """A piece a word, numbered by its hash."""

    def __call__(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Pieces]:
        found = []
        for start, end in spans:
            words = [
                (crc32(word.group().lower().encode()) % 20_000 + 1000, word.span())
                for word in re.compile(r"\w+|[^\w\s]").finditer(text, start, end)
            ]
            found.append(Pieces([piece for piece, _ in words], [span for _, span in words]))
        return found


class FakeEncoder:
    """A vector for each piece, by its number."""

    def __init__(self) -> None:
        self.wordpieces = FakeWordPieces()

    def __call__(self, row: Row) -> RowVectors:
        vectors = np.array([self._vector(piece) for piece in row.ids], np.float32)
        return RowVectors(vectors, row)

    @staticmethod
    def _vector(piece: int) -> NDArray[np.float64]:
        return np.random.default_rng(piece).normal(0, 1, WIDTH)


class WithFakeEncoder(ModelAt):
    """A tiny model with an encoder that needs no library."""

    def open(self) -> Classifier:
        classifier = Classifier.open(self.path, encoder="off")
        encoder = cast("Encoder", FakeEncoder())
        if self.path is None or self.encoder == "off":
            return classifier
        return replace(classifier, neural=NeuralHeads.load(Artifact.open(self.path), encoder))
