"""The project's own labels, made by a language model reading as an editor."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.corpora.articles import RawArticle

__all__ = ["ANNOTATIONS", "Annotation", "join", "load_annotations"]

ANNOTATIONS: Final = Path(__file__).parents[1] / "annotations" / "articles.tsv"


@dataclass(frozen=True, slots=True)
class Annotation:
    """The labels of one article; ``training/annotations/GUIDE.md`` says what they mean.

    Attributes
    ----------
    uid, dataset : str
    topic : str
        The main one, three letters (`model.taxonomy.TOPIC_CODES`).
    topic2 : str or None
        A second topic that is clearly present.
    genre : int
        0 pure reporting, 1 coloured reporting, 2 mostly commentary, 3 pure opinion.
    entity : str
        What the article is most about.
    stance : int
        Of the article toward it: -1 critical, 0 neutral, 1 supportive.
    """

    uid: str
    dataset: str
    topic: str
    topic2: str | None
    genre: int
    entity: str
    stance: int

    @property
    def opinion(self) -> bool:
        """Whether the genre counts as opinion."""
        return self.genre >= 2


def load_annotations(path: Path = ANNOTATIONS) -> list[Annotation]:
    """Read all annotations, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Annotation(
                uid=row["uid"],
                dataset=row["dataset"],
                topic=row["topic"],
                topic2=None if row["topic2"] == "-" else row["topic2"],
                genre=int(row["genre"]),
                entity=row["entity"],
                stance=int(row["stance"]),
            )
            for row in rows
        ]


def join(
    annotations: Iterable[Annotation], articles: Iterable[RawArticle]
) -> list[tuple[RawArticle, Annotation]]:
    """Pair each annotation with its article, in the order of the annotations.

    An annotation whose article is not among `articles` is left out.
    """
    by_uid = {article.uid: article for article in articles}
    return [(by_uid[note.uid], note) for note in annotations if note.uid in by_uid]
