"""Topic: which of the 17 IPTC Media Topics an article is mainly about."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.bags import topic_bag
from model.linear import LinearHead, Scored, softmax
from model.reading import Reading
from model.result import Topic
from model.scores import ArticleScores
from model.taxonomy import TOPICS

__all__ = ["TopicHead", "TopicMix", "TopicRule", "name_topics", "presence"]

F64 = NDArray[np.float64]

_NAMES: Final = tuple(TOPICS.items())
_MOST_BESIDE: Final = 2


@dataclass(frozen=True, slots=True)
class TopicRule:
    """From when on an answer counts.

    Attributes
    ----------
    decided : float
        From this probability on the main topic is decided.
    also : float
        From this probability of being present on, a topic stands beside the main one.
    present : float64 array of shape (3,)
        Weights of `presence`.
    """

    decided: float
    also: float
    present: F64


@dataclass(frozen=True, slots=True)
class TopicMix:
    """How the encoder's scores join the linear head's.

    Attributes
    ----------
    scale : float64 array of shape (2,)
        Of the linear scores and of the encoder's.
    shift : float64 array of shape (17,)
    rule : TopicRule
    """

    scale: F64
    shift: F64
    rule: TopicRule

    def __call__(self, linear: F64, encoder: F64) -> F64:
        """Probabilities of shape (17,)."""
        return softmax(self.scale[0] * linear + self.scale[1] * encoder + self.shift)


@dataclass(frozen=True, slots=True)
class TopicHead:
    """The topic head of an artifact.

    Attributes
    ----------
    linear : LinearHead
    rule : TopicRule
        For the linear head by itself.
    mix : TopicMix or None
        None in an artifact without encoder.
    """

    linear: LinearHead
    rule: TopicRule
    mix: TopicMix | None

    @classmethod
    def load(cls, artifact: Artifact, *, neural: bool) -> "TopicHead":
        """Take the head out of an artifact."""
        linear = LinearHead.load(artifact, "topic")
        if not neural:
            return cls(linear, _rule(artifact, ""), None)
        mix = TopicMix(
            artifact.array("topic_mix.scale"),
            artifact.array("topic_mix.shift"),
            _rule(artifact, ""),
        )
        return cls(linear, _rule(artifact, "_fast"), mix)

    def __call__(self, reading: Reading) -> Scored:
        """Score an article's words."""
        return self.linear(topic_bag(reading))

    def answer(
        self, scored: Scored, scores: ArticleScores | None, *, sure: bool
    ) -> tuple[Topic, ...]:
        """Turn scores into all 17 topics, best first.

        Parameters
        ----------
        scored : Scored
            The linear head's.
        scores : ArticleScores or None
            The encoder's second opinion.
        sure : bool
            False where nothing may be decided, whatever the probability.
        """
        if scores is None or self.mix is None:
            found = softmax(scored.scores)
            return name_topics(found, presence(found, None, self.rule), self.rule, sure=sure)
        found = self.mix(scored.scores, scores.topic)
        beside = presence(found, scores.present, self.mix.rule)
        return name_topics(found, beside, self.mix.rule, sure=sure)


def presence(probabilities: F64, encoder: F64 | None, rule: TopicRule) -> F64:
    """How likely each topic is clearly present beside another main one.

    Parameters
    ----------
    probabilities : float64 array of shape (17,) or (articles, 17)
        Of being the main topic.
    encoder : float64 array of shape (17,) or None
        The encoder's logits of being present.
    rule : TopicRule
        ``present`` weighs one, the log of the probability, and the encoder's logit.
    """
    one, own, other = rule.present
    logits = one + own * np.log(np.maximum(probabilities, 1e-6))
    if encoder is not None:
        logits = logits + other * encoder
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


def name_topics(
    probabilities: F64, present: F64, rule: TopicRule, *, sure: bool
) -> tuple[Topic, ...]:
    """Probabilities -> all 17 topics, best first.

    Parameters
    ----------
    probabilities, present : float64 arrays of shape (17,)
        Of being the main topic; of being there beside it.
    rule : TopicRule
    sure : bool
        False where nothing may be decided, whatever the probability.
    """
    likely, there = probabilities.tolist(), present.tolist()
    order = sorted(range(len(likely)), key=likely.__getitem__, reverse=True)  # keeps ties' order
    main, *others = order
    nearest = sorted(others, key=there.__getitem__, reverse=True)[:_MOST_BESIDE]
    also = {index for index in nearest if sure and there[index] >= rule.also}
    decided = sure and likely[main] >= rule.decided
    return (
        Topic(*_NAMES[main], likely[main], "main", decided),
        *(
            Topic(*_NAMES[index], likely[index], "also" if index in also else None, index in also)
            for index in others
        ),
    )


def _rule(artifact: Artifact, suffix: str) -> TopicRule:
    thresholds = artifact.manifest["thresholds"]
    return TopicRule(
        float(thresholds[f"topic{suffix}"]),
        float(thresholds[f"topic_also{suffix}"]),
        artifact.array(f"topic_present{suffix}.coef"),
    )
