"""What the pieces of an article say together that show a stance toward one of its targets.

Fine-tuned on passages that readers pointed out (``training/annotations/PASSAGES.md``): of each
piece a head tells how likely it is to show criticism of a target, or support. The pieces that do
are weighed into the answer, and the sentences they stand in are its evidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.artifact import Artifact
from model.encoder import RowVectors
from model.errors import ArtifactError
from model.head import Head
from model.reading import sentences_of
from model.wordpieces import SEP

__all__ = ["Evident", "by_sentence"]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evident:
    """Tells which pieces show a stance, and what they say of it.

    Attributes
    ----------
    shown : Head
        To two scores, criticism and support, for each target's slot.
    coef : float32 array of shape (width + 2, 3)
    """

    shown: Head
    coef: F32

    @classmethod
    def load(cls, artifact: Artifact) -> "Evident":
        """Take its arrays out of an artifact.

        Raises
        ------
        ArtifactError
            If they do not fit each other.
        """
        shown, coef = Head.load(artifact, "shown"), artifact.array("encoder_evident.coef")
        if len(coef) != len(shown.coef) + 2:
            raise ArtifactError("manifest.json", "the arrays of 'evident' do not fit each other")
        return cls(shown, np.asarray(coef, np.float32))

    def weights(self, vectors: RowVectors, slot: int) -> F32:
        """How far each piece shows criticism and support: shape (pieces, 2), each in [0, 1]."""
        sides = slice(2 * slot, 2 * slot + 2)
        scores = vectors.pieces @ self.shown.coef[:, sides] + self.shown.intercept[sides]
        found: F32 = 1.0 / (1.0 + np.exp(-scores))
        return found

    def __call__(self, vectors: RowVectors, weights: F32) -> F64:
        """Scores of shape (3,): to be added to what the article's head says."""
        total = weights.sum(axis=1)
        together = total @ vectors.pieces / (total.sum() + 1.0)
        strength = np.log1p(weights.sum(axis=0))
        return (np.concatenate([together, strength]) @ self.coef).astype(np.float64)


def by_sentence(article: Article, vectors: RowVectors, weights: F32) -> F64:
    """Sum up the weights of the pieces of each sentence.

    Returns
    -------
    float64 array of shape (len(article.sentences), 2)
    """
    row = vectors.row
    starts = np.asarray(row.starts, dtype=np.int64)
    titled = np.arange(len(starts)) < list(row.ids).index(SEP)
    places: Ints = np.where(
        titled, sentences_of(article, "title", starts), sentences_of(article, "text", starts)
    )
    inside = (starts >= 0) & (places >= 0)
    found = np.zeros((len(article.sentences), 2))
    np.add.at(found, places[inside], weights[inside])
    return found
