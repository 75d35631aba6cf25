"""The small transformer: rows of word pieces -> vectors. Loaded only where a head needs it.

gte-small's first layers, fine-tuned by ``python -m training.encoder`` and quantised to int8, run by
onnxruntime on one thread: a Lambda of 1,769 MB has one processor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.errors import ArtifactError
from model.excerpt import Row
from model.wordpieces import WordPieces

__all__ = ["Encoder", "RowVectors"]

F32 = NDArray[np.float32]

_BATCH: Final = 16  # rows


@dataclass(frozen=True)
class RowVectors:
    """What the encoder makes of one row.

    Attributes
    ----------
    pieces : float32 array of shape (pieces, width)
    row : Row
    """

    pieces: F32
    row: Row

    @cached_property
    def whole(self) -> F32:
        """The first piece's vector and the mean of all, of shape (2 * width,)."""
        return np.concatenate([self.pieces[0], self.pieces.mean(axis=0)])

    def of_target(self, slot: int) -> F32:
        """Vector of a target in its row, of shape (3 * width,); zeros where it is not in it."""
        named = self.pieces[np.asarray(self.row.slots) == slot]
        target = named.mean(axis=0) if len(named) else np.zeros_like(self.pieces[0])
        return np.concatenate([self.whole, target])


class Encoder:
    """An opened encoder. Safe to share between threads.

    Parameters
    ----------
    session : onnxruntime.InferenceSession
        ``ids``, ``mask`` (int64 of shape (rows, pieces)) -> float32 of shape (rows, pieces, width).
    wordpieces : WordPieces
    """

    def __init__(self, session: Any, wordpieces: WordPieces) -> None:
        self._session = session
        self.wordpieces = wordpieces

    @classmethod
    def open(cls, model: Path, tokenizer: Path) -> "Encoder":
        """Open the encoder's two files.

        Raises
        ------
        ArtifactError
        ImportError
            Where onnxruntime or tokenizers is not installed.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has a class of its own for every fault
            raise ArtifactError(model.name, f"cannot be opened by onnxruntime: {error}") from error
        return cls(session, WordPieces.open(tokenizer))

    def __call__(self, rows: Sequence[Row]) -> list[RowVectors]:
        """Encode rows, those of like length together.

        Returns
        -------
        list of RowVectors
            In the order of `rows`.
        """
        found: dict[int, RowVectors] = {}
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            ids, mask = _padded([rows[i].ids for i in batch])
            (hidden,) = self._session.run(None, {"ids": ids, "mask": mask})
            for i, vectors in zip(batch, hidden, strict=True):
                found[i] = RowVectors(vectors[: len(rows[i].ids)], rows[i])
        return [found[i] for i in range(len(rows))]


def _padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    shape = len(rows), max(len(row) for row in rows)
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    return ids, mask
