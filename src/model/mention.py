"""Subjects of an article and where it names them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from model.article import Article
from model.result import Field

__all__ = ["Entity", "Mention", "Places", "in_order", "same_subject"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a subject is named: code points of a field, and the sentence it stands in."""

    field: Field
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A subject and its mentions, in order; title first.

    Attributes
    ----------
    name : str
    mentions : tuple of Mention
    exact : bool
        False if the article speaks of it in other words only.
    """

    name: str
    mentions: tuple[Mention, ...]
    exact: bool = True


class Places:
    """Finds the sentence in which a place of an article lies."""

    def __init__(self, article: Article) -> None:
        self._spans = article.sentences
        of_title = [span.start for span in article.sentences if span.field == "title"]
        of_text = [span.start for span in article.sentences if span.field == "text"]
        self._starts: dict[Field, list[int]] = {"title": of_title, "text": of_text}
        self._first: dict[Field, int] = {"title": 0, "text": len(of_title)}

    @property
    def first_of_text(self) -> int:
        """The place of the text's first sentence."""
        return self._first["text"]

    def sentence(self, field: Field, at: int) -> int:
        """Index into ``article.sentences``."""
        return self._first[field] + max(bisect_right(self._starts[field], at) - 1, 0)

    def start(self, sentence: int) -> int:
        """Where a sentence starts."""
        return self._spans[sentence].start

    def mention(self, field: Field, start: int, end: int) -> Mention:
        """Make a mention, cut to the sentence it begins in."""
        sentence = self.sentence(field, start)
        return Mention(field, start, min(end, self._spans[sentence].end), sentence)


def in_order(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Sort mentions: title first, then reading order; of two that overlap the longer stays."""
    last: Mention | None = None
    for mention in sorted(mentions, key=lambda m: (m.field != "title", m.start, -m.end)):
        if last is None or mention.field != last.field or mention.start >= last.end:
            yield mention
            last = mention


def same_subject(target: Entity, subjects: Sequence[Entity]) -> int | None:
    """Find which of some subjects a target is: the one whose mentions are mostly its own.

    Returns
    -------
    int or None
        Place in `subjects`.
    """
    for place, subject in enumerate(subjects):
        shared = _shared(target.mentions, subject.mentions)
        if 2 * shared >= max(len(target.mentions), len(subject.mentions), 1):
            return place
    return None


def _shared(mentions: Sequence[Mention], others: Sequence[Mention]) -> int:
    """Count the mentions that overlap one of the others; both are in order."""
    starts = [_place(other) for other in others]
    count = 0
    for mention in mentions:
        last = bisect_left(starts, (mention.field == "text", mention.end)) - 1
        if last >= 0 and others[last].field == mention.field:
            count += others[last].end > mention.start
    return count


def _place(mention: Mention) -> tuple[bool, int]:
    return mention.field == "text", mention.start
