"""Genre: does the author report or argue?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.bags import genre_bag
from model.linear import LinearHead, Scored, softmax
from model.reading import Reading
from model.result import Genre
from model.scores import ArticleScores
from model.taxonomy import GENRES

__all__ = ["GenreHead", "name_genre"]


@dataclass(frozen=True, slots=True)
class GenreHead:
    """The genre head of an artifact.

    Attributes
    ----------
    linear : LinearHead
    decided : float
        From this probability on the linear head by itself is sure.
    mix : float64 array of shape (3,) or None
        Weights of one, the linear score and the encoder's; None in an artifact without encoder.
    decided_mix : float
    """

    linear: LinearHead
    decided: float
    mix: NDArray[np.float64] | None
    decided_mix: float

    @classmethod
    def load(cls, artifact: Artifact, *, neural: bool) -> "GenreHead":
        """Take the head out of an artifact."""
        linear = LinearHead.load(artifact, "genre")
        thresholds = artifact.manifest["thresholds"]
        if not neural:
            return cls(linear, float(thresholds["genre"]), None, 1.0)
        fast, full = float(thresholds["genre_fast"]), float(thresholds["genre"])
        return cls(linear, fast, artifact.array("genre_mix.coef"), full)

    def __call__(self, reading: Reading) -> Scored:
        """Score an article's words."""
        return self.linear(genre_bag(reading))

    def opinion(self, scored: Scored, scores: ArticleScores | None) -> float:
        """Give the probability of opinion, with the encoder's second opinion if there is one."""
        if scores is None or self.mix is None:
            return float(softmax(scored.scores)[1])
        one, own, other = self.mix
        logit = one + own * scored.scores[0] + other * scores.opinion
        return float(softmax(np.array([logit]))[1])

    def answer(self, opinion: float, scores: ArticleScores | None, *, sure: bool) -> Genre:
        """Turn a probability of opinion into an answer; nothing is decided unless `sure`."""
        alone = scores is None or self.mix is None
        return name_genre(opinion, decided=self.decided if alone else self.decided_mix, sure=sure)


def name_genre(opinion: float, *, decided: float, sure: bool) -> Genre:
    """Turn a probability of opinion into an answer; nothing is decided unless `sure`."""
    probability = max(opinion, 1.0 - opinion)
    return Genre(GENRES[int(opinion >= 0.5)], probability, sure and probability >= decided)
