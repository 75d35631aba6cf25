"""What a file of labels holds, checked line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.taxonomy import TOPIC_CODES, TOPICS
from training.corpora.lines import plain_lines, with_commas
from training.corpora.sentences import locate
from training.jsonlines import Row, RowError, read_rows, string

__all__ = ["GoldRow", "SentenceRow", "gold_rows", "newsmtsc_rows", "persent_rows"]

TOPIC_NAMES: Final[Mapping[str, int]] = {
    **{code: place for place, code in enumerate(TOPIC_CODES)},
    **{topic: place for place, topic in enumerate(TOPICS)},
}
GENRE_NAMES: Final[Mapping[str, int]] = {
    "0": 0, "1": 0, "2": 1, "3": 1, "reporting": 0, "opinion": 1,
}  # fmt: skip
STANCE_NAMES: Final[Mapping[str, int]] = {
    "-1": 0, "0": 1, "1": 2, "critical": 0, "neutral": 1, "supportive": 2,
    "negative": 0, "positive": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldRow:
    """An article and its labels; None where a label is missing.

    Attributes
    ----------
    title, text : str
    group : str
        What is drawn as a whole for the intervals.
    topic : int or None
        Place in ``TOPICS``.
    topic2 : int or None
        The same; -1 where the article is said to have no second topic.
    opinion : int or None
        1 opinion (genre 2 or 3), 0 reporting.
    entity : str or None
    stance : int or None
        Toward the entity; place in ``STANCES``.
    uid : str or None
    """

    title: str
    text: str
    group: str
    topic: int | None = None
    topic2: int | None = None
    opinion: int | None = None
    entity: str | None = None
    stance: int | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence and the stance toward a target in it.

    Attributes
    ----------
    text : str
    span : (start, end) or None
        Code points of the target, end exclusive; None where the sentence does not name it.
    stance : int
        Place in ``STANCES``.
    part : str
        Split and subset, such as ``dev rw``.
    group : str
        Its article, where the id names one.
    """

    text: str
    span: tuple[int, int] | None
    stance: int
    part: str
    group: str


def gold_rows(path: Path) -> list[GoldRow]:
    """Read {uid, title, text, topic, topic2, genre, entity, stance}; any field may be missing.

    Notes
    -----
    A missing ``topic2`` means that the article has no second topic, if any row of the file has
    the field; else that second topics were not labelled.

    Raises
    ------
    RowError
    """
    rows = list(read_rows(path))
    second = any("topic2" in row for row in rows)
    found = [_gold(row, second=second) for row in rows]
    if not any(row.text for row in found):
        raise RowError(path, "no row has a text", field="text")
    return found


def persent_rows(path: Path) -> list[GoldRow]:
    """Read {text, target, stance}, and ``title`` and ``paragraphs`` if they are there.

    Commas that the corpus lost are put back.

    Raises
    ------
    RowError
    """
    return [_persent(row) for row in read_rows(path)]


def newsmtsc_rows(path: Path, split: str | None = None) -> list[SentenceRow]:
    """Read {sentence, target, from, to, polarity}, and ``split`` and ``subset`` if there.

    Parameters
    ----------
    path : Path
    split : str, optional
        Only these.

    Raises
    ------
    RowError
    """
    found = list(_sentences(path, split))
    if not found:
        raise RowError(path, f"no row has the split {string(split)}", field="split")
    return found


def _gold(row: Row, *, second: bool) -> GoldRow:
    topic2 = row.choice("topic2", TOPIC_NAMES)
    return GoldRow(
        title=row.text("title") or "",
        text=row.text("text") or "",
        group=_group(row),
        topic=row.choice("topic", TOPIC_NAMES),
        topic2=-1 if second and topic2 is None else topic2,
        opinion=row.choice("genre", GENRE_NAMES),
        entity=row.text("entity"),
        stance=row.choice("stance", STANCE_NAMES),
        uid=_uid(row),
    )


def _persent(row: Row) -> GoldRow:
    paragraphs = row.get("paragraphs")
    text = _needed(row, "text")
    if isinstance(paragraphs, list) and all(isinstance(part, str) for part in paragraphs):
        text = "\n".join(paragraphs) or text
    return GoldRow(
        title=row.text("title") or "",
        text="\n".join(plain_lines(with_commas(text))),
        group=_group(row),
        entity=_needed(row, "target"),
        stance=row.choice("stance", STANCE_NAMES),
        uid=_uid(row),
    )


def _sentences(path: Path, split: str | None) -> Iterator[SentenceRow]:
    for row in read_rows(path):
        own = row.text("split") or ""
        if split is not None and own != split:
            continue
        subset = row.text("subset") or ""
        stance = row.choice("polarity", STANCE_NAMES)
        if stance is None:
            raise row.fault("polarity", "is missing")
        text = _needed(row, "sentence")
        parts = [own] if subset in {"", own} else [own, subset]
        yield SentenceRow(
            text, _span(row, text), stance, " ".join(filter(None, parts)), _group(row)
        )


def _span(row: Row, text: str) -> tuple[int, int] | None:
    start, end = row.get("from"), row.get("to")
    if start is None and end is None:
        return locate(text, _needed(row, "target"))
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise row.fault("from, to", f"{string([start, end])} is no span of the sentence")
    return start, end


def _needed(row: Row, field: str) -> str:
    value = row.text(field)
    if value is None:
        raise row.fault(field, "is missing")
    return value


def _uid(row: Row) -> str | None:
    value = row.get("uid")
    return None if value is None else str(value)


def _group(row: Row) -> str:
    """What is drawn as a whole: ``group``, ``source``, a NewsMTSC id's article, else the row."""
    for field in ("group", "source"):
        value = row.get(field)
        if value is not None:
            return str(value)
    name = row.get("id")
    if "sentence" in row and isinstance(name, str) and name.count("_") >= _IDS_PARTS:
        return "_".join(name.split("_")[:_IDS_PARTS])
    return f"line {row.line}"


_IDS_PARTS: Final = 3  # allsides_1000_401_25_Name_0_6
