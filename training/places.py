"""Where a small encoder places the articles: ``training/places/articles.npz``.

Made by ``python -m training.encoder places`` (all-MiniLM-L6-v2, Apache-2.0) from title and lead;
reduced to 128 principal components in int8. The file holds no text. It is kept in the
repository so that the linear heads can be refitted without PyTorch.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.dataset import Dataset

__all__ = ["PLACES", "Places", "load_places", "write_places"]

PLACES: Final = Path(__file__).parent / "places" / "articles.npz"
DIMENSIONS: Final = 128


@dataclass(frozen=True, slots=True)
class Places:
    """Vectors of a dataset's articles.

    Attributes
    ----------
    rows : int64 array of shape (articles,)
        The row of `vectors` for each article of the dataset, -1 where there is none.
    vectors : int8 array of shape (n, 128)
    scale : float32 array of shape (128,)
    """

    rows: NDArray[np.int64]
    vectors: NDArray[np.int8]
    scale: NDArray[np.float32]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which articles of the dataset have a place."""
        return self.rows >= 0

    def of(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Vectors of some articles, float64 of shape (len(places), 128), of unit spread.

        An article without a place stands at the origin: in the middle of all.
        """
        found = self.vectors[self.rows[places]] * self.scale.astype(np.float64)
        found[self.rows[places] < 0] = 0.0
        return np.asarray(found, dtype=np.float64)


def load_places(data: Dataset, path: Path = PLACES) -> Places:
    """Read the vectors and match them to a dataset by uid."""
    with np.load(path, allow_pickle=False) as kept:
        uids, vectors, scale = kept["uids"], kept["vectors"], kept["scale"]
    row_of = {uid: row for row, uid in enumerate(uids.astype(str).tolist())}
    rows = np.array([row_of.get(article.uid, -1) for article in data.articles], dtype=np.int64)
    return Places(rows, vectors, scale)


def write_places(uids: list[str], vectors: NDArray[np.float32], path: Path = PLACES) -> None:
    """Reduce vectors of shape (n, d) to 128 components of int8 and keep them by uid."""
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[:20_000], full_matrices=False)
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, np.newaxis]
    reduced = centred @ axes[:DIMENSIONS].T
    step = np.abs(reduced).max(axis=0) / 127
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        uids=np.array(uids, dtype="S10"),
        vectors=np.round(reduced / step).astype(np.int8),
        scale=(step / reduced.std()).astype(np.float32),
    )
