"""Labels that come with the corpora, and how far they agree with the annotations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from training.corpora.annotations import Annotation
from training.corpora.articles import RawArticle
from training.corpora.topics import section_topic

__all__ = ["Agreement", "agreement_table", "genre_agreement", "topic_agreement"]

Strength = Literal["clear", "likely"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one source of weak labels fares.

    Attributes
    ----------
    source : str
        Corpus and section, or corpus and outlet.
    label : str
        What the source says.
    strength : {"clear", "likely"}
        Which of an article's weak labels it is.
    articles : int
        So many articles have the label from there.
    annotated, agreeing : int
        So many of them are annotated, and with the same label.
    agreeing_second : int
        The same, counting an annotation's second topic too (genre: as `agreeing`).
    """

    source: str
    label: str
    strength: Strength
    articles: int
    annotated: int
    agreeing: int
    agreeing_second: int

    @property
    def precision(self) -> float:
        """Share of the annotated articles that agree; NaN if none is annotated."""
        return self.agreeing / self.annotated if self.annotated else float("nan")


def topic_agreement(
    articles: Iterable[RawArticle], annotations: Iterable[Annotation]
) -> list[Agreement]:
    """Compare every source of topic labels with the annotations, the largest source first."""
    return _compare(_topics(articles), annotations)


def genre_agreement(
    articles: Iterable[RawArticle], annotations: Iterable[Annotation]
) -> list[Agreement]:
    """Compare every source of genre labels with the annotations, the largest source first."""
    return _compare(_genres(articles), annotations)


def agreement_table(rows: Iterable[Agreement]) -> str:
    """Write a table for a terminal."""
    head = (
        f"{'source':44} {'label':9} {'':6} {'articles':>8} {'annot.':>6} {'agree':>6} {'or 2nd':>6}"
    )
    lines = [head]
    for row in rows:
        counts = f"{row.articles:8,} {row.annotated:6}"
        shares = ""
        if row.annotated:
            second = row.agreeing_second / row.annotated
            shares = f" {row.precision:6.2f} {second:6.2f}"
        lines.append(f"{row.source:44} {row.label:9} {row.strength:6} {counts}{shares}")
    return "\n".join(lines)


def _topics(articles: Iterable[RawArticle]) -> Iterator[tuple[str, str, Strength, str]]:
    for article in articles:
        if article.likely_topic:
            strength: Strength = "clear" if article.weak_topic else "likely"
            likely = strength == "likely"
            by_section = section_topic(article.dataset, article.section, likely=likely)
            where = article.section if by_section else "(address)"
            if article.dataset == "reuters21578":
                where = "(categories)"
            yield f"{article.dataset} {where}", article.likely_topic, strength, article.uid


def _genres(articles: Iterable[RawArticle]) -> Iterator[tuple[str, str, Strength, str]]:
    for article in articles:
        if article.weak_genre:
            yield article.dataset, article.weak_genre, "clear", article.uid
        elif article.likely_genre:
            source = f"{article.dataset} {article.source}"
            yield source, article.likely_genre, "likely", article.uid


def _compare(
    labelled: Iterable[tuple[str, str, Strength, str]], annotations: Iterable[Annotation]
) -> list[Agreement]:
    notes = {note.uid: note for note in annotations}
    found: defaultdict[tuple[str, str, Strength], Counter[str]] = defaultdict(Counter)
    for source, label, strength, uid in labelled:
        counts = found[source, label, strength]
        counts["articles"] += 1
        if note := notes.get(uid):
            genre = "opinion" if note.opinion else "reporting"
            counts["annotated"] += 1
            counts["agreeing"] += label in {note.topic, genre}
            counts["agreeing_second"] += label in {note.topic, note.topic2, genre}
    rows = [
        Agreement(
            source=source,
            label=label,
            strength=strength,
            articles=counts["articles"],
            annotated=counts["annotated"],
            agreeing=counts["agreeing"],
            agreeing_second=counts["agreeing_second"],
        )
        for (source, label, strength), counts in found.items()
    ]
    return sorted(rows, key=lambda row: (row.strength, -row.articles, row.source, row.label))
