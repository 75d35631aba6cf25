"""The passages in which a reader saw an article's stance toward a subject."""

import csv
from dataclasses import dataclass
from pathlib import Path

from training.corpora.annotations import FOLDER

__all__ = ["Passage", "load_passages"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, by place.

    Attributes
    ----------
    subject : int
        Which of ``Annotation.stances`` it shows, from 0.
    title : bool
        Whether it stands in the title.
    start, end : int
        Code points of the cleaned title or text, end exclusive.
    """

    subject: int
    title: bool
    start: int
    end: int


def load_passages(path: Path = FOLDER / "passages.tsv") -> dict[str, list[Passage]]:
    """Read them, by the article's uid."""
    found: dict[str, list[Passage]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            of_article = found.setdefault(row["uid"], [])
            if row["field"] != "-":
                subject, start, end = int(row["subject"]) - 1, int(row["start"]), int(row["end"])
                of_article.append(Passage(subject, row["field"] == "title", start, end))
    return found
