"""A linear head: a bag -> a score a label, from memory-mapped arrays.

What scikit-learn fits as counts -> sublinear tf-idf -> L2 norm -> linear classifier ->
calibration is, once fitted, one table: gather the rows of the n-grams that occur, weigh,
add. The calibration's scale and shift are folded into the table by the export.
"""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.artifact import Artifact
from model.bags import Bag
from model.errors import ArtifactError
from model.keytable import KeyTable

__all__ = ["LinearHead", "Scored", "columns_of", "softmax"]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """What a head makes of a bag.

    Attributes
    ----------
    scores : float64 array of shape (labels,)
        Calibrated logits.
    """

    scores: F64
    _bag: Bag
    _known: NDArray[np.bool_]
    _values: F32
    _counts: NDArray[np.int64]
    _rows: F32

    def by_owner(self, label: int, owners: int) -> F64:
        """How much every word adds to a label's score, against the other labels' mean.

        Returns
        -------
        float64 array of shape (owners,)
        """
        coef, mean = self._coef
        against = coef[:, label] - mean if coef.shape[1] > 1 else coef[:, label]
        share = against * self._values / np.maximum(self._counts, 1)
        at, row = self._words
        summed: F64 = np.bincount(at, weights=share[row], minlength=owners).astype(np.float64)
        return summed

    @functools.cached_property
    def _coef(self) -> tuple[F64, F64]:
        """The rows in double precision, and each row's mean."""
        coef = self._rows.astype(np.float64)
        return coef, coef.mean(axis=1)

    @functools.cached_property
    def _words(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of the n-grams that the head knows: the word each speaks for, and its row."""
        columns = columns_of(self._bag)
        order = columns.argsort()
        rows = np.where(self._known, self._known.cumsum() - 1, -1)
        row = np.empty(len(order), dtype=np.int64)
        row[order] = rows[_first(columns[order])[:-1].cumsum() - 1]
        told = np.flatnonzero((row >= 0) & (self._bag.owners >= 0))
        return self._bag.owners[told], row[told]


@dataclass(frozen=True)
class LinearHead:
    """The arrays of one head.

    Attributes
    ----------
    keys : uint32 array of shape (n,), ascending
        The n-grams it knows, by the upper half of their hash.
    idf : float16 array of shape (n,)
    coef : float16 array of shape (n, labels)
    intercept : float32 array of shape (labels,)
    """

    keys: NDArray[np.uint32]
    idf: NDArray[np.float16]
    coef: NDArray[np.float16]
    intercept: F32

    @classmethod
    def load(cls, artifact: Artifact, name: str) -> "LinearHead":
        """Take the arrays ``<name>.keys`` and so on out of an artifact."""
        keys, idf, coef, intercept = (
            artifact.array(f"{name}.{part}") for part in ("keys", "idf", "coef", "intercept")
        )
        if not len(keys) == len(idf) == len(coef) or coef.shape[1:] != intercept.shape:
            raise ArtifactError("manifest.json", f"the arrays of {name!r} do not fit each other")
        return cls(keys, idf, coef, intercept)

    @functools.cached_property
    def table(self) -> KeyTable:
        """Finds n-grams; made when first asked for."""
        return KeyTable(self.keys)

    def __call__(self, bag: Bag) -> Scored:
        """Score a bag.

        Parameters
        ----------
        bag : Bag

        Returns
        -------
        Scored
        """
        columns = np.sort(columns_of(bag))
        bounds = _first(columns).nonzero()[0]
        unique, counts = columns[bounds[:-1]], bounds[1:] - bounds[:-1]
        at, known = self.table(unique)
        at, tf = at[known], counts[known]
        values = ((1.0 + np.log(tf)) * self.idf[at]).astype(np.float32)
        norm = float(np.sqrt(np.sum(values.astype(np.float64) ** 2)))
        if norm:
            values /= np.float32(norm)
        rows = self.coef.take(at, axis=0).astype(np.float32)
        scores = values @ rows + self.intercept
        return Scored(scores.astype(np.float64), bag, known, values, tf, rows)


def columns_of(bag: Bag) -> NDArray[np.uint32]:
    """The upper half of every hash: the column by which a fitted head knows it."""
    return (bag.hashes >> np.uint64(32)).astype(np.uint32)


def _first(ordered: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Where in an ascending array another value begins, and, at last, where it ends.

    With it, one sort tells what `np.unique` would in two.
    """
    first = np.ones(len(ordered) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:-1])
    return first


def softmax(scores: F64) -> F64:
    """Logits -> probabilities; one logit is the second label's against the first's.

    Parameters
    ----------
    scores : float64 array of shape (labels,) or (articles, labels)

    Returns
    -------
    float64 array of the same shape, with at least two labels
    """
    if scores.shape[-1] == 1:
        scores = np.concatenate((np.zeros_like(scores), scores), axis=-1)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float64)
