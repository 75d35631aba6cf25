"""Examples as arrays: what a run learns from, without the corpora and their text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import torch
from numpy.typing import NDArray

from model.wordpieces import SLOTS

if TYPE_CHECKING:  # a machine that only trains has no need of what reads the corpora
    from model.excerpt import Row
    from training.encoder.examples import ArticleExample, SentenceExample

__all__ = ["Articles", "Examples", "Rows", "Sentences"]

_STANCES: Final = 3
_UNKNOWN: Final = (float("nan"),) * _STANCES


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of word pieces, padded to the longest.

    Attributes
    ----------
    ids : int16 tensor of shape (rows, longest)
    slots : int8 tensor of shape (rows, longest)
        Which target a piece stands for; -1 for none.
    lengths : int16 tensor of shape (rows,)
    """

    ids: torch.Tensor
    slots: torch.Tensor
    lengths: torch.Tensor

    def __len__(self) -> int:
        return len(self.lengths)

    def to(self, device: str) -> Self:
        """The same on another device."""
        return type(self)(**{one.name: getattr(self, one.name).to(device) for one in fields(self)})

    def take(self, chosen: torch.Tensor, longest: int) -> Self:
        """Some rows, cut to the longest of them (given: a GPU would be waited for)."""
        padded = self.ids.shape[1]
        found = {one.name: getattr(self, one.name)[chosen] for one in fields(self)}
        return type(self)(
            **{
                name: value[:, :longest] if value.dim() > 1 and value.shape[1] == padded else value
                for name, value in found.items()
            }
        )

    @property
    def input(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids, mask and slots as the encoder takes them, each of shape (rows, longest)."""
        pieces = torch.arange(self.ids.shape[1], device=self.ids.device)
        return self.ids.long(), (pieces < self.lengths[:, None]).long(), self.slots.long()


@dataclass(frozen=True, slots=True)
class Sentences(Rows):
    """Sentence rows.

    Attributes
    ----------
    stance, source : int8 tensors of shape (rows,)
        Places in ``STANCES`` and in ``SOURCES``.
    weight : float32 tensor of shape (rows,)
        Of the label; 0 where there is none.
    taught : float32 tensor of shape (rows, 3)
        What votes say; NaN where there are none.
    """

    stance: torch.Tensor
    source: torch.Tensor
    weight: torch.Tensor
    taught: torch.Tensor

    @classmethod
    def of(cls, examples: "Sequence[SentenceExample]") -> Self:
        """Pack them."""
        return cls(
            **_rows([one.row for one in examples]),
            stance=torch.tensor([one.stance for one in examples], dtype=torch.int8),
            source=torch.tensor([one.source for one in examples], dtype=torch.int8),
            weight=torch.tensor([one.weight for one in examples], dtype=torch.float32),
            taught=torch.tensor([one.taught or _UNKNOWN for one in examples]),
        )

    @property
    def known(self) -> torch.Tensor:
        """Whether there is a label or a vote, of shape (rows,)."""
        return (self.weight > 0) | ~self.taught[:, 0].isnan()


@dataclass(frozen=True, slots=True)
class Articles(Rows):
    """Article rows.

    Attributes
    ----------
    topic, second, genre : int8 tensors of shape (rows,)
        -1 where there is none.
    stances : float32 tensor of shape (rows, 3 slots, 3)
        Probabilities; NaN where nothing is known.
    watched : bool tensor of shape (rows, 3 slots)
        Of which slots a reader said what shows the stance.
    shown : uint8 tensor of shape (rows, longest)
        Which pieces do: bit ``2 * slot + side``.
    """

    topic: torch.Tensor
    second: torch.Tensor
    genre: torch.Tensor
    stances: torch.Tensor
    watched: torch.Tensor
    shown: torch.Tensor

    @classmethod
    def of(cls, examples: "Sequence[ArticleExample]") -> Self:
        """Pack them."""
        rows = _rows([one.row for one in examples])
        stances = torch.full((len(examples), len(SLOTS), _STANCES), torch.nan)
        watched = torch.zeros((len(examples), len(SLOTS)), dtype=torch.bool)
        shown = torch.zeros(rows["ids"].shape, dtype=torch.uint8)
        for i, one in enumerate(examples):
            for slot, shares in enumerate(one.stances):
                if shares is not None:
                    stances[i, slot] = torch.tensor(shares)
            watched[i, list(one.watched)] = True
            for piece, slot, side in one.shown:
                shown[i, piece] |= 1 << (2 * slot + side)
        return cls(
            **rows,
            topic=torch.tensor([one.topic for one in examples], dtype=torch.int8),
            second=torch.tensor([one.second for one in examples], dtype=torch.int8),
            genre=torch.tensor([one.genre for one in examples], dtype=torch.int8),
            stances=stances,
            watched=watched,
            shown=shown,
        )

    @property
    def known(self) -> torch.Tensor:
        """Whether there is a label, of shape (rows,)."""
        return self.topic >= 0

    @property
    def named(self) -> torch.Tensor:
        """Which targets the row names, bool of shape (rows, 3 slots)."""
        return torch.stack([(self.slots == slot).any(1) for slot in range(len(SLOTS))], 1)


@dataclass(frozen=True, slots=True)
class Examples:
    """All that is learned from."""

    sentences: Sentences
    articles: Articles

    def save(self, path: Path) -> None:
        """Write a compressed ``.npz``."""
        parts = {"sentences": self.sentences, "articles": self.articles}
        arrays = {
            f"{name}.{one.name}": getattr(part, one.name).numpy()
            for name, part in parts.items()
            for one in fields(part)
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: torch.from_numpy(kept[name]) for name in kept}
        return cls(Sentences(**_part(arrays, "sentences.")), Articles(**_part(arrays, "articles.")))

    def to(self, device: str) -> Self:
        """The same on another device."""
        return type(self)(self.sentences.to(device), self.articles.to(device))

    def digest(self) -> str:
        """Of the rows, by which answers to them are known."""
        found = hashlib.sha256()
        for part in (self.sentences, self.articles):
            found.update(part.ids.numpy().tobytes())
        return found.hexdigest()


def _part(arrays: dict[str, torch.Tensor], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in arrays.items()
        if name.startswith(prefix)
    }


def _rows(rows: "Sequence[Row]") -> dict[str, torch.Tensor]:
    lengths = np.array([len(row.ids) for row in rows], np.int16)
    shape = len(rows), int(lengths.max(initial=1))
    ids: NDArray[np.int16] = np.zeros(shape, np.int16)
    slots: NDArray[np.int8] = np.full(shape, -1, np.int8)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = row.ids
        slots[i, : len(row.ids)] = row.slots
    arrays: dict[str, NDArray[Any]] = {"ids": ids, "slots": slots, "lengths": lengths}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}
