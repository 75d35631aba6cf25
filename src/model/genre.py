"""Genre: does the author report or argue?"""

from dataclasses import dataclass

from model.artifact import Artifact
from model.bags import genre_bag
from model.linear import LinearHead, Scored, softmax
from model.reading import Reading
from model.result import Genre
from model.taxonomy import GENRES

__all__ = ["GenreHead", "name_genre"]


@dataclass(frozen=True, slots=True)
class GenreHead:
    """The genre head of an artifact; `decided` is the probability from which it is sure."""

    linear: LinearHead
    decided: float

    @classmethod
    def load(cls, artifact: Artifact) -> "GenreHead":
        """Take the head out of an artifact."""
        linear = LinearHead.load(artifact, "genre")
        return cls(linear, float(artifact.manifest["thresholds"]["genre"]))

    def __call__(self, reading: Reading) -> tuple[float, Scored]:
        """Return the probability of opinion, and what it was made from."""
        scored = self.linear(genre_bag(reading))
        return float(softmax(scored.scores)[1]), scored


def name_genre(opinion: float, *, decided: float, sure: bool) -> Genre:
    """Turn a probability of opinion into an answer; nothing is decided unless `sure`."""
    probability = max(opinion, 1.0 - opinion)
    return Genre(GENRES[int(opinion >= 0.5)], probability, sure and probability >= decided)
