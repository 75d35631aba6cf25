"""Stance: how the article takes its side toward a target.

Sentences that mention the target are read as seen from it, by a linear head over words
(`bags.stance_bag`). A small head weighs these readings into one answer for the article: what the
title says, what the first sentences say, what the author says and what only quoted people say; with
the encoder, what the article as a whole says too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.artifact import Artifact
from model.bags import STEMS, stance_bag
from model.features import U64, stems
from model.linear import LinearHead, softmax
from model.mention import Entity, Mention
from model.reading import Reading
from model.result import Stance
from model.scores import TargetScores
from model.taxonomy import STANCES

__all__ = [
    "SUMMARY",
    "SUMMARY_WITH_ENCODER",
    "ArticleStance",
    "StanceHead",
    "StanceReader",
    "TargetAnswer",
    "TargetReading",
    "name_stance",
    "summarize",
    "summarize_scores",
    "target_reading",
]

F64 = NDArray[np.float64]

# At most so many sentences a target are read: the first ones, where a target is introduced.
_SENTENCES: Final = 40

# What the article's head sees of a target, in order.
SUMMARY: Final = (
    "mean_critical", "mean_supportive", "own_critical", "own_supportive",
    "most_critical", "most_supportive", "title_critical", "title_supportive",
    "lead_critical", "lead_supportive", "in_title", "spoken_share", "log_sentences",
    "opinion", "opinion_critical", "opinion_supportive",
    "tone_critical", "tone_neutral", "tone_supportive",
    "opinion_tone_critical", "opinion_tone_neutral", "opinion_tone_supportive",
)  # fmt: skip
SUMMARY_WITH_ENCODER: Final = (
    *SUMMARY,
    "article_critical", "article_neutral", "article_supportive",
    "opinion_article_critical", "opinion_article_supportive",
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
        mentions: list[Mention] = []
        rows: list[F64] = []
        for mention in entity.mentions:
            if mentions and mention.sentence == mentions[-1].sentence:
                continue
            if len(mentions) == _SENTENCES:
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
            mentions.append(mention)
        return target_reading(reading, mentions, np.array(rows, dtype=np.float64))


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


def target_reading(
    reading: Reading, mentions: Sequence[Mention], probabilities: F64
) -> TargetReading:
    """Put beside each sentence's answer where it stands and whose words it is.

    Parameters
    ----------
    reading : Reading
    mentions : sequence of Mention
        One a sentence.
    probabilities : float64 array of shape (len(mentions), 3)
    """
    firsts = np.searchsorted(reading.text.starts, [mention.start for mention in mentions])
    title = np.array([mention.field == "title" for mention in mentions], dtype=np.bool_)
    spoken = [bool(reading.spoken[first : first + 1].any()) for first in firsts.tolist()]
    return TargetReading(
        np.array([mention.sentence for mention in mentions], dtype=np.int64),
        title,
        np.array(spoken, dtype=np.bool_) & ~title,
        probabilities.reshape(-1, len(STANCES)),
    )


def summarize(target: TargetReading, opinion: float, tone: F64) -> F64:
    """Sum up a target's sentences for the article's head.

    Parameters
    ----------
    target : TargetReading
        With at least one sentence.
    opinion : float
        The probability that the article is opinion: whose voice it is.
    tone : float64 array of shape (3,)
        How the article's small words speak, as seen from the target (`tone.tone_bag`).

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
            tone,
            opinion * tone,
        ]
    )


def summarize_scores(target: TargetReading, opinion: float, tone: F64, article: F64) -> F64:
    """Sum up a target's sentences and what the article as a whole says of it.

    Parameters
    ----------
    target, opinion, tone
        As for `summarize`.
    article : float64 array of shape (3,)
        The encoder's scores of the article's row.

    Returns
    -------
    float64 array of shape (len(SUMMARY_WITH_ENCODER),)
    """
    centred = article - article.mean()
    return np.concatenate(
        [summarize(target, opinion, tone), centred, opinion * (centred[[0, 2]] - centred[1])]
    )


@dataclass(frozen=True, slots=True)
class ArticleStance:
    """The head that weighs a summary into the article's stance.

    Attributes
    ----------
    coef : float64 array of shape (features, 3)
    intercept : float64 array of shape (3,)
    decided : float
    """

    coef: F64
    intercept: F64
    decided: float

    @classmethod
    def load(cls, artifact: Artifact, name: str, threshold: str) -> "ArticleStance":
        """Take the arrays ``<name>.coef`` and ``<name>.intercept`` out of an artifact."""
        return cls(
            artifact.array(f"{name}.coef"),
            artifact.array(f"{name}.intercept"),
            float(artifact.manifest["thresholds"][threshold]),
        )

    def __call__(self, summary: F64) -> F64:
        """Probabilities of shape (3,), summing to one."""
        return softmax(summary @ self.coef + self.intercept)


@dataclass(frozen=True, slots=True)
class StanceHead:
    """The stance heads of an artifact.

    Attributes
    ----------
    reader : StanceReader
        Reads sentences by their words.
    tone : LinearHead
        How the article's small words speak, as seen from a target.
    linear : ArticleStance
        Weighs `summarize` of what it read.
    neural : ArticleStance or None
        Weighs `summarize_scores` of it and of the encoder's; None in an artifact without one.
    shift : float64 array of shape (3,)
        Added to the encoder's scores of a text of one sentence: whose line of neutral they follow.
    """

    reader: StanceReader
    tone: LinearHead
    linear: ArticleStance
    neural: ArticleStance | None
    shift: F64

    @classmethod
    def load(cls, artifact: Artifact, *, neural: bool) -> "StanceHead":
        """Take the heads out of an artifact."""
        return cls(
            StanceReader(LinearHead.load(artifact, "stance_sentence")),
            LinearHead.load(artifact, "tone"),
            ArticleStance.load(artifact, "stance_article", "stance_fast" if neural else "stance"),
            ArticleStance.load(artifact, "stance_neural", "stance") if neural else None,
            artifact.array("encoder_sentence.shift") if neural else np.zeros(len(STANCES)),
        )

    def without_encoder(self, target: TargetReading, opinion: float, tone: F64) -> "TargetAnswer":
        """Weigh what the linear reader made of a target's sentences."""
        found = self.linear(summarize(target, opinion, tone))
        return TargetAnswer(found, target, None, self.linear.decided)

    def with_encoder(
        self, target: TargetReading, scores: TargetScores, opinion: float, tone: F64
    ) -> "TargetAnswer":
        """Weigh what the linear reader made of a target's sentences, and the encoder of the whole.

        Raises
        ------
        ValueError
            If the artifact has no head for it.
        """
        if self.neural is None:
            raise ValueError("this artifact was trained without an encoder")
        found = self.neural(summarize_scores(target, opinion, tone, scores.article))
        return TargetAnswer(found, target, scores.shown, self.neural.decided)


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """An article's stance toward one target, and the sentences it rests on.

    Attributes
    ----------
    probabilities : float64 array of shape (3,)
    reading : TargetReading
    shown : float64 array of shape (len(article.sentences), 2) or None
        How much of each sentence shows criticism and support; None without an encoder.
    decided : float
        From this probability on the answer is sure.
    """

    probabilities: F64
    reading: TargetReading
    shown: F64 | None
    decided: float


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
