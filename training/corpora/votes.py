"""How ten editors would vote on the stance toward an article's subjects, as a reader sees it."""

import csv
from dataclasses import dataclass
from pathlib import Path

from training.corpora.annotations import FOLDER

__all__ = ["Probabilities", "Vote", "load_votes"]

Probabilities = tuple[float, float, float]  # of ``STANCES``


@dataclass(frozen=True, slots=True)
class Vote:
    """The votes on one subject.

    Attributes
    ----------
    target : str
        As it is named in the article.
    shares : Probabilities
        They sum to one.
    """

    target: str
    shares: Probabilities


def load_votes(path: Path = FOLDER / "votes.tsv") -> dict[str, list[Vote]]:
    """Read them, by the article's uid, in the order of its subjects."""
    found: dict[str, list[Vote]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            critical, neutral, supportive = (
                int(row[name]) / 10 for name in ("critical", "neutral", "supportive")
            )
            vote = Vote(row["target"], (critical, neutral, supportive))
            found.setdefault(row["uid"], []).append(vote)
    return found
