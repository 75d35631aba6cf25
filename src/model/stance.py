"""Stance: how the article takes its side toward a target.

Every sentence that mentions the target is read as seen from it (`bags.stance_bag`); a second,
small head weighs these readings into one answer for the article: what the title says, what the
first sentences say, what the author says and what only quoted people say.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.artifact import Artifact
from model.bags import STEMS, stance_bag
from model.features import U64, stems
from model.linear import LinearHead, softmax
from model.mention import Entity
from model.reading import Reading
from model.result import Stance
from model.taxonomy import STANCES

__all__ = ["SUMMARY", "StanceHead", "StanceReader", "name_stance", "summarize"]

F64 = NDArray[np.float64]

# At most so many sentences a target are read: the first ones, where a target is introduced.
_SENTENCES: Final = 40

# What the article's head sees of a target, in order.
SUMMARY: Final = (
    "mean_critical", "mean_supportive", "own_critical", "own_supportive",
    "most_critical", "most_supportive", "title_critical", "title_supportive",
    "lead_critical", "lead_supportive", "in_title", "spoken_share", "log_sentences",
    "opinion", "opinion_critical", "opinion_supportive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StanceReader:
    """Reads single sentences: sentence and target -> critical, neutral, supportive."""

    linear: LinearHead

    def __call__(self, article: Article, reading: Reading, entity: Entity) -> "TargetReading":
        """Read every sentence that mentions an entity, once each.

        Returns
        -------
        TargetReading
        """
        short: dict[str, list[U64]] = {}
        sentences: list[int] = []
        spoken: list[bool] = []
        rows: list[F64] = []
        for mention in entity.mentions:
            if sentences and mention.sentence == sentences[-1]:
                continue
            if len(sentences) == _SENTENCES:
                break
            tokens = reading.title if mention.field == "title" else reading.text
            if mention.field not in short:
                text = article.title if mention.field == "title" else article.text
                short[mention.field] = [stems(text, tokens, length) for length in STEMS]
            span = article.sentences[mention.sentence]
            bag = stance_bag(
                tokens, short[mention.field], (span.start, span.end), (mention.start, mention.end)
            )
            rows.append(softmax(self.linear(bag).scores))
            sentences.append(mention.sentence)
            first = int(np.searchsorted(tokens.starts, mention.start))
            spoken.append(mention.field == "text" and bool(reading.spoken[first : first + 1].any()))
        return TargetReading(
            np.array(sentences, dtype=np.int64),
            np.array([article.sentences[i].field == "title" for i in sentences], dtype=np.bool_),
            np.array(spoken, dtype=np.bool_),
            np.array(rows, dtype=np.float64).reshape(-1, len(STANCES)),
        )


@dataclass(frozen=True, slots=True)
class TargetReading:
    """What the sentences that mention one target say of it.

    Attributes
    ----------
    sentences : int64 array of shape (n,)
        Places in ``article.sentences``.
    title, spoken : bool arrays of shape (n,)
        Whether it is the title's sentence; whether the mention is inside quoted speech.
    probabilities : float64 array of shape (n, 3)
        In the order of ``taxonomy.STANCES``.
    """

    sentences: NDArray[np.int64]
    title: NDArray[np.bool_]
    spoken: NDArray[np.bool_]
    probabilities: F64


def summarize(target: TargetReading, opinion: float) -> F64:
    """Sum up a target's sentences for the article's head.

    Parameters
    ----------
    target : TargetReading
        With at least one sentence.
    opinion : float
        The probability that the article is opinion: whose voice it is.

    Returns
    -------
    float64 array of shape (len(SUMMARY),)
    """
    sides = target.probabilities[:, [0, 2]]
    none = np.zeros(2)
    own = sides[~target.spoken]
    title, body = sides[target.title], sides[~target.title]
    mean = sides.mean(axis=0)
    return np.concatenate(
        [
            mean,
            own.mean(axis=0) if len(own) else none,
            sides.max(axis=0),
            title.mean(axis=0) if len(title) else none,
            body[:3].mean(axis=0) if len(body) else none,
            [float(target.title.any()), float(target.spoken.mean()), np.log(len(sides)), opinion],
            opinion * mean,
        ]
    )


@dataclass(frozen=True, slots=True)
class StanceHead:
    """The stance heads of an artifact.

    Attributes
    ----------
    reader : StanceReader
    coef : float64 array of shape (len(SUMMARY), 3)
    intercept : float64 array of shape (3,)
    decided : float
    """

    reader: StanceReader
    coef: F64
    intercept: F64
    decided: float

    @classmethod
    def load(cls, artifact: Artifact) -> "StanceHead":
        """Take the heads out of an artifact."""
        return cls(
            StanceReader(LinearHead.load(artifact, "stance_sentence")),
            artifact.array("stance_article.coef"),
            artifact.array("stance_article.intercept"),
            float(artifact.manifest["thresholds"]["stance"]),
        )

    def weigh(self, target: TargetReading, opinion: float) -> F64:
        """Weigh a target's sentences into the article's stance.

        Returns
        -------
        float64 array of shape (3,), summing to one
        """
        return softmax(summarize(target, opinion) @ self.coef + self.intercept)


def name_stance(
    target: str, probabilities: F64, mentions: int, *, decided: float, sure: bool
) -> Stance:
    """Turn probabilities into an answer; nothing is decided unless `sure`."""
    best = int(probabilities.argmax())
    probability = float(probabilities[best])
    return Stance(
        target=target,
        name=STANCES[best],
        probability=probability,
        decided=sure and probability >= decided,
        probabilities=dict(zip(STANCES, map(float, probabilities), strict=True)),
        mentions=mentions,
    )
