"""What the encoder makes of an article and of its targets: what the heads are given."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ArticleScores", "TargetScores"]

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArticleScores:
    """What the encoder makes of a whole article.

    Attributes
    ----------
    vector : float32 array of shape (2 * width,)
        What the scores are read from.
    topic : float64 array of shape (17,)
    present : float64 array of shape (17,)
        Logits of each topic's being clearly present.
    opinion : float
        Logit.
    """

    vector: NDArray[np.float32]
    topic: F64
    present: F64
    opinion: float


@dataclass(frozen=True, slots=True)
class TargetScores:
    """What the encoder makes of one target.

    Attributes
    ----------
    article : float64 array of shape (3,)
        Scores of the article's row, in the order of ``taxonomy.STANCES``.
    shown : float64 array of shape (len(article.sentences), 2)
        How much of each sentence shows criticism of the target, and support.
    """

    article: F64
    shown: F64
