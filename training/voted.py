"""Sentences on which ten readers' votes were asked: ``training/annotations/sentence_votes.tsv``.

Places and votes, no text. A language model that read each sentence said how a crowd would vote; of
NewsMTSC's training part too (``newsmtsc_votes.tsv``): by now its labels are learned by heart.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.corpora import RawArticle, TargetedSentence
from training.corpora.annotations import FOLDER
from training.corpora.votes import Probabilities
from training.labelled import placed

__all__ = [
    "NEWSMTSC_VOTES",
    "SENTENCE_VOTES",
    "agreed",
    "answers_to",
    "halved",
    "load_newsmtsc_votes",
    "load_voted",
    "without_label",
]

SENTENCE_VOTES: Final = FOLDER / "sentence_votes.tsv"
NEWSMTSC_VOTES: Final = FOLDER / "newsmtsc_votes.tsv"

# From votes to NewsMTSC's line: a scale, and what is added for negative and positive.
# Maximum likelihood on 600 sentences of its training part.
_SCALE: Final = 1.91
_SHIFT: Final = (1.75, 0.0, 1.24)
_FLOOR: Final = 0.05  # of a share: nobody's vote is not impossible
# A temperature: a teacher agrees less with votes on these sentences than on the development set.
_SOFTENED: Final = 1.5

F64 = NDArray[np.float64]


def load_voted(
    articles: Iterable[RawArticle], path: Path = SENTENCE_VOTES
) -> tuple[list[TargetedSentence], F64]:
    """Read the sentences out of the articles they stand in, and the shares of the votes.

    Returns
    -------
    sentences : list of TargetedSentence
        Those of articles that are not given are left out.
    shares : float64 array of shape (n, 3)
        Negative, neutral, positive.
    """
    found = list(placed(path, articles))
    shares = [_shares(row) for row, _ in found]
    return [one for _, one in found], np.array(shares, dtype=np.float64).reshape(-1, 3)


def without_label(
    voted: Iterable[TargetedSentence], labelled: Iterable[TargetedSentence]
) -> list[TargetedSentence]:
    """Leave out those that have a label too."""
    known = {one.id for one in labelled}
    return [one for one in voted if one.id not in known]


def agreed(shares: F64) -> F64:
    """What the votes say in the sense of NewsMTSC.

    Parameters
    ----------
    shares : float64 array of shape (n, 3)

    Returns
    -------
    float64 array of shape (n, 3)
        Probabilities.
    """
    scores = _SCALE * np.log((shares + _FLOOR) / (1 + 3 * _FLOOR)) + np.array(_SHIFT)
    found = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: F64 = found / found.sum(axis=1, keepdims=True)
    return probabilities


def answers_to(ids: Sequence[str], shares: F64) -> dict[str, Probabilities]:
    """Probabilities by the sentence's id, made less sure (`_SOFTENED`)."""
    softened = agreed(shares) ** (1 / _SOFTENED)
    return _by_id(ids, softened / softened.sum(axis=1, keepdims=True))


def load_newsmtsc_votes(path: Path = NEWSMTSC_VOTES) -> dict[str, list[float]]:
    """Shares of negative, neutral and positive votes, by the digest of NewsMTSC's id."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["uid"]: _shares(row) for row in csv.DictReader(lines, delimiter="\t")}


def halved(
    sentences: Iterable[TargetedSentence], votes: Mapping[str, Sequence[float]]
) -> dict[str, Probabilities]:
    """What to learn of labelled sentences, by id: half their label, half what the votes say."""
    known = [(one, votes[uid]) for one in sentences if (uid := _uid(one.id)) in votes]
    shares = np.array([share for _, share in known], dtype=np.float64).reshape(-1, 3)
    labels = np.eye(3)[[one.polarity + 1 for one, _ in known]].reshape(-1, 3)
    return _by_id([one.id for one, _ in known], (agreed(shares) + labels) / 2)


def _shares(row: Mapping[str, str]) -> list[float]:
    return [int(row[key]) / 10 for key in ("negative", "neutral", "positive")]


def _uid(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest()[:10]  # noqa: S324 - a name, no secret


def _by_id(ids: Sequence[str], rows: F64) -> dict[str, Probabilities]:
    return dict(zip(ids, ((row[0], row[1], row[2]) for row in rows.tolist()), strict=True))
