"""Asking an opened model about many articles: in this process or in several, with progress."""

import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from joblib import Parallel, delayed
from tqdm import tqdm

from model.article import Article
from model.classifier import Classifier
from model.result import Classification, Effort, EncoderUse, ModelInfo, Task

__all__ = ["Classifies", "ModelAt", "Opens", "each"]

_CHUNK: Final = 8  # articles a worker is given at once

M = TypeVar("M")
M_co = TypeVar("M_co", covariant=True)
T = TypeVar("T")
R = TypeVar("R")


class Classifies(Protocol):
    """What answers: `model.classifier.Classifier`, or a stand-in."""

    @property
    def info(self) -> ModelInfo:
        """Which model it is."""

    def classify(
        self,
        article: Article,
        *,
        tasks: Collection[Task] = ...,
        targets: Sequence[str] | None = ...,
        effort: Effort = ...,
        evidence: bool = ...,
    ) -> Classification:
        """Answer for one article."""


class Opens(Protocol[M_co]):
    """What opens a model, in whichever process it is needed."""

    def open(self) -> M_co:
        """Open it."""


@dataclass(frozen=True, slots=True)
class ModelAt:
    """A model on disk.

    Attributes
    ----------
    path : Path or None
        Its folder; None for the shipped one.
    encoder : {"auto", "on", "off"}
    """

    path: Path | None = None
    encoder: EncoderUse = "auto"

    def open(self) -> Classifier:
        """Open it, once a process.

        Raises
        ------
        ArtifactError
        """
        return _opened(self)


@functools.cache
def _opened(model: ModelAt) -> Classifier:
    return Classifier.open(model.path, encoder=model.encoder)


def each(
    model: Opens[M],
    ask: Callable[[M, T], R],
    items: Sequence[T],
    *,
    workers: int = 1,
    name: str = "reading",
    unit: str = "article",
) -> list[R]:
    """Ask a model about each of some items.

    Parameters
    ----------
    model : Opens
        Must be picklable for more than one worker.
    ask : callable
        Of the opened model and an item; likewise.
    items : sequence
    workers : int
        Processes.
    name, unit : str
        Of the progress bar.

    Returns
    -------
    list
        What `ask` gave, in the order of `items`.
    """
    found: list[R] = []
    opened = model.open()  # here first: a model that cannot be opened is said before all work
    with tqdm(total=len(items), desc=name, unit=f" {unit}s", disable=None) as bar:
        if workers == 1:
            for item in items:
                found.append(ask(opened, item))
                bar.update()
            return found
        chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
        run = Parallel(n_jobs=workers, return_as="generator")
        for part in run(delayed(_some)(model, ask, chunk) for chunk in chunks):
            found += part
            bar.update(len(part))
    return found


def _some(model: Opens[M], ask: Callable[[M, T], R], items: Sequence[T]) -> list[R]:
    opened = model.open()
    return [ask(opened, item) for item in items]
