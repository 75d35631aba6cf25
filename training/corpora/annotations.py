"""The project's own labels, made by a language model reading as an editor."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.corpora.articles import RawArticle

__all__ = ["FILES", "FOLDER", "Annotation", "join", "load_annotations", "read_annotations"]

FOLDER: Final = Path(__file__).parents[1] / "annotations"
# In the order in which they were made; training/annotations/README.md says how.
FILES: Final = ("articles", "doubtful", "more", "wider", "broad", "subjects")


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
    others : tuple of (str, int)
        Up to two other subjects and the stance toward each, where they were asked for.
    file : str
        Which of `FILES` it stands in.
    """

    uid: str
    dataset: str
    topic: str
    topic2: str | None
    genre: int
    entity: str
    stance: int
    others: tuple[tuple[str, int], ...] = ()
    file: str = "articles"

    @property
    def stances(self) -> tuple[tuple[str, int], ...]:
        """The annotated subjects and the stance toward each."""
        return (self.entity, self.stance), *self.others

    @property
    def opinion(self) -> bool:
        """Whether the genre counts as opinion."""
        return self.genre >= 2


def load_annotations(files: Iterable[str] = FILES, folder: Path = FOLDER) -> list[Annotation]:
    """Read annotations, in the order of the files.

    Parameters
    ----------
    files : iterable of str
        Of `FILES`.
    folder : Path
    """
    return [note for name in files for note in read_annotations(folder / f"{name}.tsv", name)]


def read_annotations(path: Path, name: str = "articles") -> list[Annotation]:
    """Read one file of annotations."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Annotation(
                uid=row["uid"],
                dataset=row["dataset"],
                topic=row["topic"],
                topic2=_known(row["topic2"]),
                genre=int(row["genre"]),
                entity=row["entity"],
                stance=int(row["stance"]),
                others=tuple(
                    (row[f"entity{place}"], int(row[f"stance{place}"]))
                    for place in (2, 3)
                    if _known(row.get(f"entity{place}", "-"))
                ),
                file=name,
            )
            for row in rows
        ]


def _known(value: str) -> str | None:
    return None if value == "-" else value


def join(
    annotations: Iterable[Annotation], articles: Iterable[RawArticle]
) -> list[tuple[RawArticle, Annotation]]:
    """Pair each annotation with its article, in the order of the annotations.

    An annotation whose article is not among `articles` is left out.
    """
    by_uid = {article.uid: article for article in articles}
    return [(by_uid[note.uid], note) for note in annotations if note.uid in by_uid]
