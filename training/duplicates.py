"""Near-duplicates by shared word shingles: wire copy, updates, articles in two corpora.

Each text is reduced to the 64 smallest hashes of its runs of 5 words (Broder's bottom-k sketch).
Two texts are near-duplicates if half of the smaller sketch stands in the other.
"""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

__all__ = ["clusters", "sketches"]

WORDS: Final = 5
KEPT: Final = 64
LEAST_SHARED: Final = 0.5
LEAST_SHINGLES: Final = 4  # a text with fewer says too little to be called a copy
_COMMONEST: Final = 200  # a shingle in more texts is a formula and makes no pairs

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


class _WordHashes(dict[str, int]):
    """Word -> hash of its letters and digits; 0 if it has none."""

    def __missing__(self, word: str) -> int:
        bare = "".join(filter(str.isalnum, word))
        value = crc32(bare.encode("utf-8", "surrogatepass")) or 1 if bare else 0
        self[word] = value
        return value


def sketches(texts: Sequence[str]) -> list[NDArray[np.uint64]]:
    """Find the `KEPT` smallest shingle hashes of each text, ascending, without repeats."""
    words = _WordHashes()
    made = []
    for text in texts:
        ids = np.fromiter(map(words.__getitem__, text.casefold().split()), np.uint64)
        made.append(_sketch(ids[ids > 0]))
    return made


def clusters(texts: Sequence[str]) -> NDArray[np.int64]:
    """Give numbers to the clusters of near-duplicates.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    int64 array of shape (len(texts),)
        Equal where texts are tied by a chain of near-duplicates; a text alone has a number
        of its own.
    """
    made = sketches(texts)
    sizes = np.array([len(sketch) for sketch in made])
    owners = np.repeat(np.arange(len(texts)), sizes)
    _, columns, counts = np.unique(np.concatenate(made), return_inverse=True, return_counts=True)
    telling = (counts[columns] > 1) & (counts[columns] <= _COMMONEST)
    shape = (len(texts), len(counts))
    ones = np.ones(int(telling.sum()), dtype=np.int32)
    table = csr_array((ones, (owners[telling], columns[telling])), shape=shape)
    pairs = (table @ table.T).tocoo()
    smaller = np.minimum(sizes[pairs.row], sizes[pairs.col])
    alike = (pairs.data >= LEAST_SHARED * smaller) & (smaller >= LEAST_SHINGLES)
    ties = csr_array(
        (pairs.data[alike], (pairs.row[alike], pairs.col[alike])), shape=(len(texts), len(texts))
    )
    _, numbers = connected_components(ties, directed=False)
    return np.asarray(numbers, dtype=np.int64)


def _sketch(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(words) < WORDS:
        return words[:0]
    shingles = words[: len(words) - WORDS + 1].copy()
    for place in range(1, WORDS):
        shingles = shingles * _MIX + words[place : len(words) - WORDS + 1 + place]
    shingles ^= shingles >> np.uint64(29)
    shingles *= _MIX
    shingles ^= shingles >> np.uint64(32)
    if len(shingles) > 4 * KEPT:  # the smallest few, and some more in case of repeats
        shingles = np.partition(shingles, 2 * KEPT)[: 2 * KEPT]
    return np.unique(shingles)[:KEPT]
