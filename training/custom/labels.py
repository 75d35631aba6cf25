"""A publisher's own labels, checked line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.article import Article
from training.duplicates import clusters
from training.gold.rows import GENRE_NAMES, STANCE_NAMES, TOPIC_NAMES
from training.jsonlines import Row, RowError, read_rows, string

__all__ = ["LabelRow", "groups_of", "label_rows"]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """An article and its labels; None where a label is missing.

    Attributes
    ----------
    title, text : str
    topic : int or None
        Place in ``TOPICS``.
    opinion : int or None
        1 opinion, 0 reporting.
    targets : tuple of (str, int)
        Names, and places in ``STANCES``.
    group : str or None
        What must not stand on both sides of a fold, where the file says so.
    """

    title: str
    text: str
    topic: int | None
    opinion: int | None
    targets: tuple[tuple[str, int], ...]
    group: str | None

    @property
    def article(self) -> Article:
        """The article as the model is given it."""
        return Article.from_text(self.text, self.title)


def label_rows(path: Path) -> list[LabelRow]:
    """Read {id, title, text, topic, genre, targets: [{name, stance}], group}.

    Any label may be missing; ``entity`` and ``stance`` may stand for one target, as in the files
    of ``evaluate --gold``.

    Raises
    ------
    RowError
    """
    found = [_label(row) for row in read_rows(path)]
    if not any(row.topic is not None or row.opinion is not None or row.targets for row in found):
        raise RowError(path, "no row has a label: topic, genre or targets")
    return found


def groups_of(rows: Sequence[LabelRow]) -> list[str]:
    """Give each article its group: near-duplicates, and what the file says, are kept together."""
    numbers = clusters([f"{row.title}\n{row.text}" for row in rows]).tolist()
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    for row, number in zip(rows, numbers, strict=True):
        if row.group is not None:
            copies, group = top(f"copies {number}"), top(f"group {row.group}")
            if copies != group:
                above[copies] = group
    return [top(f"copies {number}") for number in numbers]


def _label(row: Row) -> LabelRow:
    text = row.text("text")
    if text is None:
        raise row.fault("text", "is missing")
    group = row.get("group")
    return LabelRow(
        title=row.text("title") or "",
        text=text,
        topic=row.choice("topic", TOPIC_NAMES),
        opinion=row.choice("genre", GENRE_NAMES),
        targets=tuple(_targets(row)),
        group=None if group is None else str(group),
    )


def _targets(row: Row) -> Iterator[tuple[str, int]]:
    targets = row.get("targets")
    if targets is None:
        name, stance = row.text("entity"), row.choice("stance", STANCE_NAMES)
        if name is not None and stance is not None:
            yield name, stance
        return
    if not isinstance(targets, list):
        raise row.fault("targets", f"must be a list of {{name, stance}}, not {string(targets)}")
    for place, target in enumerate(targets):
        field = f"targets[{place}]"
        if not isinstance(target, dict):
            raise row.fault(field, f"must be {{name, stance}}, not {string(target)}")
        inner = Row(row.path, row.line, target)
        name = inner.get("name")
        if not isinstance(name, str):
            raise row.fault(f"{field}.name", "is missing or no string")
        stance = inner.choice("stance", STANCE_NAMES)
        if stance is None:
            raise row.fault(f"{field}.stance", "is missing")
        yield name, stance
