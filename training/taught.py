"""Sentences that a fine-tuned encoder judged: ``training/places/targets.npz``.

Made by ``python -m training.encoder targets``: all-MiniLM-L6-v2, fine-tuned on the sentence
corpora (never on NewsMTSC's development part), reads sentences of articles without annotation
that mention a main subject; what it is sure of teaches the linear head. The file holds places
and answers, no text. They are a model's answers, not annotations.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.corpora import RawArticle, TargetedSentence

__all__ = ["TAUGHT", "load_taught", "write_taught"]

TAUGHT: Final = Path(__file__).parent / "places" / "targets.npz"


def load_taught(articles: Iterable[RawArticle], path: Path = TAUGHT) -> list[TargetedSentence]:
    """Read the sentences out of the articles they stand in."""
    texts = {article.uid: article.text for article in articles}
    with np.load(path, allow_pickle=False) as kept:
        uids, spans, stances = kept["uids"].astype(str), kept["spans"], kept["stances"]
    found = []
    for number, (uid, span, stance) in enumerate(zip(uids, spans.tolist(), stances, strict=True)):
        start, end, begin, stop = span
        sentence = texts.get(str(uid), "")[start:end]
        if stop - start <= len(sentence):
            target = sentence[begin - start : stop - start]
            found.append(
                TargetedSentence(
                    f"taught-{number}",
                    sentence,
                    target,
                    begin - start,
                    stop - start,
                    int(stance) - 1,
                    "taught",
                    "train",
                    "train",
                )
            )
    return found


def write_taught(
    uids: list[str], spans: NDArray[np.int64], stances: NDArray[np.int64], path: Path = TAUGHT
) -> None:
    """Keep sentences by place.

    Parameters
    ----------
    uids : list of str
    spans : int array of shape (n, 4)
        Start and end of the sentence, start and end of the target: code points of the text.
    stances : int array of shape (n,)
        Places in ``STANCES``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        uids=np.array(uids, dtype="S10"),
        spans=spans.astype(np.int32),
        stances=stances.astype(np.int8),
    )
