"""Finds hashes among many ascending ones, in a step or two."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["KeyTable"]

U32 = NDArray[np.uint32]


class KeyTable:
    """Where keys stand.

    The keys are hashes and spread evenly, so that a table of their first bits leads to a key or
    to its neighbour; a binary search takes nineteen steps, and most of them miss the cache.

    Parameters
    ----------
    keys : uint32 array of shape (n,), ascending
    """

    def __init__(self, keys: U32) -> None:
        bits = max(len(keys).bit_length(), 1)
        self._keys = keys
        self._shift = np.uint32(32 - bits)
        # Where each run of first bits ends; the last one written of a run is its end.
        ends = np.zeros((1 << bits) + 1, dtype=np.int32)
        ends[(keys >> self._shift) + np.uint32(1)] = np.arange(1, len(keys) + 1, dtype=np.int32)
        self._starts = np.maximum.accumulate(ends)

    def __call__(self, columns: U32) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Look columns up.

        Returns
        -------
        at : int32 array of shape (len(columns),)
            Where they stand, if they do.
        known : bool array of shape (len(columns),)
            Whether they do.
        """
        at = self._starts.take(columns >> self._shift)
        if not len(self._keys):
            return at, np.zeros(len(columns), dtype=np.bool_)
        found = self._keys.take(at, mode="clip")
        behind = np.flatnonzero(found < columns)
        while len(behind):
            at[behind] += 1
            found[behind] = self._keys.take(at[behind], mode="clip")
            behind = behind[(found[behind] < columns[behind]) & (at[behind] < len(self._keys))]
        return at, found == columns
