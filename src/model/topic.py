"""Topic: which of the 17 IPTC Media Topics an article is mainly about."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.bags import topic_bag
from model.linear import LinearHead, Scored, softmax
from model.reading import Reading
from model.result import Topic, TopicRole
from model.taxonomy import TOPICS

__all__ = ["TopicHead", "name_topics"]

_IDS: Final = tuple(TOPICS)
_MOST_BESIDE: Final = 2


@dataclass(frozen=True, slots=True)
class TopicHead:
    """The topic head of an artifact.

    Attributes
    ----------
    linear : LinearHead
    decided : float
        From this probability on the main topic is decided.
    also : float
        From this probability on a topic is clearly present beside the main one.
    """

    linear: LinearHead
    decided: float
    also: float

    @classmethod
    def load(cls, artifact: Artifact) -> "TopicHead":
        """Take the head out of an artifact."""
        thresholds = artifact.manifest["thresholds"]
        linear = LinearHead.load(artifact, "topic")
        return cls(linear, float(thresholds["topic"]), float(thresholds["topic_also"]))

    def __call__(self, reading: Reading) -> tuple[NDArray[np.float64], Scored]:
        """Probabilities in the order of ``taxonomy.TOPICS``, and what they were made from."""
        scored = self.linear(topic_bag(reading))
        return softmax(scored.scores), scored


def name_topics(
    probabilities: NDArray[np.float64], *, decided: float, also: float, sure: bool
) -> tuple[Topic, ...]:
    """Probabilities -> all 17 topics, best first.

    Parameters
    ----------
    probabilities : float64 array of shape (17,)
    decided, also : float
        The thresholds.
    sure : bool
        False where nothing may be decided, whatever the probability.
    """
    order = np.argsort(-probabilities, kind="stable").tolist()
    topics = []
    for rank, index in enumerate(order):
        probability = float(probabilities[index])
        present = sure and rank <= _MOST_BESIDE and probability >= also
        beside: TopicRole | None = "also" if present else None
        role: TopicRole | None = "main" if rank == 0 else beside
        name = TOPICS[_IDS[index]]
        reached = sure and role is not None and (rank > 0 or probability >= decided)
        topics.append(Topic(_IDS[index], name, probability, role, reached))
    return tuple(topics)
