"""What the encoder reads of an article: rows of word pieces within a budget.

Two kinds of row. An *article row* is the title, the beginning, the end, and some sentences between
them that name a target. A *sentence row* is a text of one sentence around a target. In both the
targets' names are masked: whom people like must not matter. Of targets that are no names ("the
minimum wage") an article row keeps the words: what is argued for must be known.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from model.article import Article
from model.mention import Entity
from model.result import Field
from model.wordpieces import CLS, GAP, SEP, SLOTS, Pieces, WordPieces, masked_pieces

__all__ = ["MOST_TARGETS", "Row", "article_row", "sentence_row"]

MOST_TARGETS: Final = len(SLOTS)  # an article row

# Word pieces.
_SENTENCE: Final = 56
_PART: Final = 64  # of one sentence in an article row
_TITLE: Final = 32
_LEAD: Final = 160
_TAIL: Final = 62
_BETWEEN: Final = 40

# Pieces, slots, starts.
_Masked: TypeAlias = tuple[list[int], list[int], list[int]]

_BEFORE: Final = 500  # code points before a target
_FIRST, _LAST = 16, 8  # sentences that can be needed at either end


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the encoder's input.

    Attributes
    ----------
    ids : list of int
    slots : list of int
        Which target each piece stands for; -1 for none.
    starts : list of int
        Code point at which each piece starts: in the title as far as the first ``[SEP]``, in the
        text behind it. -1 for what stands in neither.
    """

    ids: Sequence[int]
    slots: Sequence[int]
    starts: Sequence[int] = field(compare=False)


def sentence_row(wordpieces: WordPieces, text: str, target: tuple[int, int]) -> Row:
    """Make the row of a text of one sentence.

    Parameters
    ----------
    wordpieces : WordPieces
    text : str
        Of a very long one the part around the target is read.
    target : (start, end)
        Code points of the text, end exclusive.
    """
    (pieces,) = wordpieces(text, [(max(0, target[0] - _BEFORE), len(text))])
    ids, slots, starts = _around(*masked_pieces(pieces, {target: 0}))
    return Row([CLS, *ids, SEP], [-1, *slots, -1], [-1, *starts, -1])


def article_row(wordpieces: WordPieces, article: Article, targets: Sequence[Entity] = ()) -> Row:
    """Make the row of an article.

    Parameters
    ----------
    wordpieces : WordPieces
    article : Article
    targets : sequence of Entity
        At most three; their names are masked.
    """
    kept = {slot for slot, target in enumerate(targets) if _is_common(article, target)}
    marks: dict[Field, dict[tuple[int, int], int]] = {"title": {}, "text": {}}
    for slot, target in enumerate(targets):
        for mention in target.mentions:
            marks[mention.field].setdefault((mention.start, mention.end), slot)
    title = _title(wordpieces, article, marks["title"], kept)
    places = [i for i, span in enumerate(article.sentences) if span.field == "text"]
    named = sorted({m.sentence for t in targets for m in t.mentions if m.field == "text"})
    needed = sorted({*places[:_FIRST], *places[-_LAST:], *named[:_FIRST], *named[-2:]})
    spans = [(article.sentences[i].start, article.sentences[i].end) for i in needed]
    cut = dict(zip(needed, wordpieces(article.text, spans), strict=True))
    parts = {i: _masked(cut[i], marks["text"], kept, _PART) for i in needed}
    chosen = _chosen(places, named, {i: len(part[0]) for i, part in parts.items()})
    ids, slots, starts = [CLS, *title[0], SEP], [-1, *title[1], -1], [-1, *title[2], -1]
    before = places[0] - 1 if places else 0
    for i in chosen:
        if i != before + 1:
            ids.append(GAP)
            slots.append(-1)
            starts.append(-1)
        ids += parts[i][0]
        slots += parts[i][1]
        starts += parts[i][2]
        before = i
    return Row([*ids, SEP], [*slots, -1], [*starts, -1])


def _chosen(places: Sequence[int], named: Sequence[int], lengths: Mapping[int, int]) -> list[int]:
    """Choose sentences: the lead, the tail, and between them some that name a target."""
    chosen: set[int] = set()
    tail = _fill(chosen, [i for i in reversed(places) if i in lengths], lengths, _TAIL)
    between = [i for i in named if i in lengths]
    lead_room = _LEAD + (_TAIL - tail) + (0 if between else _BETWEEN)
    lead = _fill(chosen, [i for i in places if i in lengths], lengths, lead_room)
    _fill(chosen, between, lengths, _BETWEEN + max(0, lead_room - lead))
    return sorted(chosen)


def _fill(
    chosen: set[int], candidates: Sequence[int], lengths: Mapping[int, int], room: int
) -> int:
    """Take candidates in order while they fit; return how many pieces they have."""
    used = 0
    for i in candidates:
        if i in chosen:
            continue
        if used and used + lengths[i] > room:
            break
        chosen.add(i)
        used += lengths[i]
    return used


def _is_common(article: Article, target: Entity) -> bool:
    """Whether the text speaks of a target with common nouns: no capital but a sentence's first."""
    if article.text.islower():
        return False
    inside = [
        article.text[mention.start : mention.end]
        for mention in target.mentions
        if mention.field == "text" and mention.start != article.sentences[mention.sentence].start
    ]
    return bool(inside) and all(name.islower() for name in inside)


def _title(
    wordpieces: WordPieces,
    article: Article,
    marks: Mapping[tuple[int, int], int],
    kept: Container[int],
) -> _Masked:
    if not article.title.strip():
        return [], [], []
    (pieces,) = wordpieces(article.title, [(0, len(article.title))])
    return _masked(pieces, marks, kept, _TITLE)


def _masked(
    pieces: Pieces, marks: Mapping[tuple[int, int], int], kept: Container[int], most: int
) -> _Masked:
    if not pieces.spans:
        return [], [], []
    start, end = pieces.spans[0][0], pieces.spans[-1][1]
    here = {span: slot for span, slot in marks.items() if span[0] < end and span[1] > start}
    ids, slots, starts = masked_pieces(pieces, here, kept)
    return ids[:most], slots[:most], starts[:most]


def _around(ids: list[int], slots: list[int], starts: list[int]) -> _Masked:
    """Cut a long sentence to a window around its target."""
    if len(ids) <= _SENTENCE:
        return ids, slots, starts
    at = slots.index(0) if 0 in slots else 0
    first = max(0, min(at - _SENTENCE // 2, len(ids) - _SENTENCE))
    last = first + _SENTENCE
    return ids[first:last], slots[first:last], starts[first:last]
