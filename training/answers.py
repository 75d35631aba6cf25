"""Answers of heads to articles they have not seen, beside the truth: what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics import Metrics, evaluate

__all__ = ["Answers"]

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """Held-out probabilities of one task.

    Attributes
    ----------
    labels : tuple of str
    truth : int array of shape (n,)
    probabilities : float64 array of shape (n, len(labels))
    groups : list of str
        What is drawn as a whole for the intervals.
    """

    labels: tuple[str, ...]
    truth: Ints
    probabilities: F64
    groups: list[str]

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        truth: Ints,
        probabilities: F64,
        groups: Sequence[str],
        chosen: NDArray[np.bool_] | None = None,
    ) -> "Answers":
        """Take those that were answered: rows of NaN are articles that never name their target.

        Only those that are `chosen`, if that is given.
        """
        answered = ~np.isnan(probabilities[:, 0])
        named = np.flatnonzero(answered if chosen is None else answered & chosen)
        return cls(
            tuple(labels), truth[named], probabilities[named], [groups[i] for i in named.tolist()]
        )

    def some(self, chosen: NDArray[np.bool_]) -> "Answers":
        """Some of them."""
        places = np.flatnonzero(chosen)
        groups = [self.groups[i] for i in places.tolist()]
        return Answers(self.labels, self.truth[places], self.probabilities[places], groups)

    def metrics(self) -> Metrics:
        """Measure them."""
        return evaluate(self.truth, self.probabilities, list(self.labels), self.groups)
