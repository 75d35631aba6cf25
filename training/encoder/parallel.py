"""Work on many things, by all processors, with a bar."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from joblib import Parallel, delayed
from tqdm import tqdm

__all__ = ["in_chunks"]

_CHUNK: Final = 200
_T = TypeVar("_T")
_R = TypeVar("_R")


def in_chunks(work: Callable[[Iterable[_T]], list[_R]], jobs: Sequence[_T], name: str) -> list[_R]:
    """Do `work` to chunks of jobs; results come in the order of the jobs."""
    chunks = [jobs[start : start + _CHUNK] for start in range(0, len(jobs), _CHUNK)]
    parts = Parallel(n_jobs=-1)(delayed(work)(chunk) for chunk in tqdm(chunks, desc=name))
    return [one for part in parts for one in part]
