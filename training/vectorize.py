"""scikit-learn's way into ``model.bags``: training sees what serving sees."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from model.bags import Bag
from model.linear import columns_of

__all__ = ["BagVectorizer", "Columns", "counted"]

# One bag, counted: the columns that occur (ascending) and how often each does.
Columns = tuple[NDArray[np.uint32], NDArray[np.float32]]


def counted(bag: Bag) -> Columns:
    """Count a bag's columns.

    Returns
    -------
    columns : uint32 array, ascending, without repeats
    counts : float32 array of the same shape
    """
    columns, counts = np.unique(columns_of(bag), return_counts=True)
    return columns, counts.astype(np.float32)


class BagVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counted bags -> a sparse matrix over the columns that occur often enough.

    Parameters
    ----------
    min_df : int
        Columns in fewer documents than this are left out.

    Attributes
    ----------
    keys_ : uint32 array of shape (n_features,), ascending
        The columns kept; `model.linear.LinearHead.keys`.
    """

    def __init__(self, min_df: int = 2) -> None:
        self.min_df = min_df

    def fit(self, bags: Sequence[Columns], y: Any = None) -> Self:
        """Choose the columns."""
        del y
        keys, documents = np.unique(
            np.concatenate([columns for columns, _ in bags]), return_counts=True
        )
        self.keys_ = keys[documents >= self.min_df]
        return self

    def transform(self, bags: Iterable[Columns]) -> sp.csr_matrix:
        """Return the counts of the kept columns.

        Returns
        -------
        float32 CSR matrix of shape (len(bags), n_features)
        """
        indices, counts, lengths = [], [], [0]
        for columns, values in bags:
            at = np.searchsorted(self.keys_, columns)
            at[at == len(self.keys_)] = 0
            known = self.keys_[at] == columns
            indices.append(at[known].astype(np.int32))
            counts.append(values[known])
            lengths.append(lengths[-1] + int(known.sum()))
        return sp.csr_matrix(
            (np.concatenate(counts), np.concatenate(indices), np.array(lengths)),
            shape=(len(lengths) - 1, len(self.keys_)),
        )
