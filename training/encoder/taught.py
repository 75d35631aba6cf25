"""What a teacher says of every example: probabilities as bytes, of which 255 is one."""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final, Self

import numpy as np
import torch
from tqdm import tqdm

from model.wordpieces import SLOTS
from training.encoder.packed import Articles, Examples, Sentences
from training.encoder.reader import SERVED, Reader
from training.errors import TrainingError

__all__ = ["Taught", "TaughtArticles", "TaughtSentences", "answers_of", "shares"]

_BATCH: Final = 64  # articles


@dataclass(frozen=True, slots=True)
class TaughtSentences:
    """Of sentences.

    Attributes
    ----------
    stances : uint8 tensor of shape (sentences, 3)
        In the sense of NewsMTSC.
    """

    stances: torch.Tensor

    def take(self, chosen: torch.Tensor) -> Self:
        """Of some."""
        return type(self)(self.stances[chosen])


@dataclass(frozen=True, slots=True)
class TaughtArticles:
    """Of articles.

    Attributes
    ----------
    topic : uint8 tensor of shape (articles, 17)
        Being the main topic.
    opinion : uint8 tensor of shape (articles,)
    stances : uint8 tensor of shape (articles, 3 slots, 3)
    present : uint8 tensor of shape (articles, 17), optional
        Being clearly present.
    shown : uint8 tensor of shape (articles, longest, 3 slots * 2), optional
        That a piece shows criticism and support.
    """

    topic: torch.Tensor
    opinion: torch.Tensor
    stances: torch.Tensor
    present: torch.Tensor | None = None
    shown: torch.Tensor | None = None

    def take(self, chosen: torch.Tensor, longest: int) -> Self:
        """Of some, their pieces cut to the longest."""
        return type(self)(
            topic=self.topic[chosen],
            opinion=self.opinion[chosen],
            stances=self.stances[chosen],
            present=None if self.present is None else self.present[chosen],
            shown=None if self.shown is None else self.shown[chosen, :longest],
        )


@dataclass(frozen=True, slots=True)
class Taught:
    """Of all examples, in their order."""

    sentences: TaughtSentences
    articles: TaughtArticles

    def to(self, device: str) -> Self:
        """The same on another device."""
        known = {
            one.name: value.to(device)
            for one in fields(self.articles)
            if (value := getattr(self.articles, one.name)) is not None
        }
        return type(self)(
            TaughtSentences(self.sentences.stances.to(device)), replace(self.articles, **known)
        )

    def save(self, path: Path, examples: Examples) -> None:
        """Write a compressed ``.npz`` that knows which examples it answers."""
        known = {
            one.name: value.numpy()
            for one in fields(self.articles)
            if (value := getattr(self.articles, one.name)) is not None
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                digest=np.array(examples.digest()),
                sentences=self.sentences.stances.numpy(),
                **known,
            )

    @classmethod
    def load(cls, path: Path, examples: Examples) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        TrainingError
            If the answers are to other examples.
        """
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept}
        if str(arrays.pop("digest")) != examples.digest():
            raise TrainingError(
                f"{path} answers other examples: other corpora, labels or code made them. "
                "`python -m training.encoder teach` answers yours"
            )
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        return cls(TaughtSentences(tensors.pop("sentences")), TaughtArticles(**tensors))


def shares(answers: torch.Tensor) -> torch.Tensor:
    """Bytes -> probabilities."""
    return answers.float() / 255


def answers_of(reader: Reader, examples: Examples, device: str) -> Taught:
    """Answer every example (a minute on a GPU, hours on two cores).

    Parameters
    ----------
    reader : Reader
    examples : Examples
    device : str
    """
    reader = reader.to(device).eval()
    with torch.inference_mode(), torch.autocast(device, torch.bfloat16):
        sentences = _of_sentences(reader, examples.sentences, device)
        articles = _of_articles(reader, examples.articles, device)
    return Taught(sentences, articles)


def _of_sentences(reader: Reader, table: Sentences, device: str) -> TaughtSentences:
    found = torch.zeros((len(table), 3), dtype=torch.uint8)
    for chosen in _by_length(table.lengths, 4 * _BATCH, "teacher: sentences"):
        longest = int(table.lengths[chosen].max())
        _, targets = reader(*table.take(chosen, longest).to(device).input)
        scores = reader.sentence(targets[:, 0]).float() + reader.sources.weight[SERVED]
        found[chosen] = _bytes(scores.softmax(-1))
    return TaughtSentences(found)


def _of_articles(reader: Reader, table: Articles, device: str) -> TaughtArticles:
    n, topics = len(table), reader.topic.out_features
    topic, present = (torch.zeros((n, topics), dtype=torch.uint8) for _ in range(2))
    opinion = torch.zeros(n, dtype=torch.uint8)
    stances = torch.zeros((n, len(SLOTS), 3), dtype=torch.uint8)
    shown = torch.zeros((n, table.ids.shape[1], 2 * len(SLOTS)), dtype=torch.uint8)
    for chosen in _by_length(table.lengths, _BATCH, "teacher: articles"):
        longest = int(table.lengths[chosen].max())
        rows = table.take(chosen, longest).to(device)
        whole, scores, pieces = reader.article_scores(*rows.input)
        topic[chosen] = _bytes(reader.topic(whole).float().softmax(-1))
        present[chosen] = _bytes(reader.present(whole).float().sigmoid())
        opinion[chosen] = _bytes(reader.opinion(whole)[:, 0].float().sigmoid())
        stances[chosen] = _bytes(scores.float().softmax(-1))
        shown[chosen, :longest] = _bytes(pieces.float().sigmoid().flatten(2))
    return TaughtArticles(topic, opinion, stances, present, shown)


def _bytes(probabilities: torch.Tensor) -> torch.Tensor:
    return (255 * probabilities).round().to(torch.uint8).cpu()


def _by_length(lengths: torch.Tensor, size: int, name: str) -> "tqdm[torch.Tensor]":
    order = lengths.argsort(stable=True)
    return tqdm(order.split(size), desc=name, unit="batch", mininterval=2)
