"""The small transformer: rows of word pieces -> vectors. Loaded only where a head needs it.

gte-small's first layers, fine-tuned by ``python -m training.encoder`` and quantised to int8, run by
onnxruntime on one thread: a Lambda of 1,769 MB has one processor.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.errors import ArtifactError
from model.excerpt import Row
from model.wordpieces import WordPieces

__all__ = ["Encoder", "RowVectors"]

F32 = NDArray[np.float32]


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

    def __call__(self, row: Row) -> RowVectors:
        """Encode a row."""
        ids = np.array([row.ids], dtype=np.int64)
        (hidden,) = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        return RowVectors(hidden[0], row)
