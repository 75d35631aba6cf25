"""A parsed page -> the paragraphs of its article, in one walk without recursion."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from model.furniture import DROPPED, DROPPED_ROLES, doubtful_names, sure_names

__all__ = ["LINK", "paragraphs"]

LINK: Final = "x-a"  # what `model.html` makes of <a>

_BLOCKS: Final = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figure footer form h1 h2 "
    "h3 h4 h5 h6 header hgroup hr html legend li main ol optgroup option p pre search section "
    "summary table tbody tfoot thead tr ul".split()
)
_BREAK: Final = "\x00"  # between blocks; no parsed text has it
_BLANK_LINE: Final = re.compile(r"\n\s*\n")
_BODIES: Final = frozenset({"article", "main"})

_LONG_BLOCK: Final = 40  # words outside links: a paragraph, whatever it stands in
_LONG_LINE: Final = 20  # the same of a <p> that has a doubtful class of its own
_LONG_LINK: Final = 40  # a link never closed, or one around a whole story
_ENOUGH: Final = 30  # words: less than that, and the doubtful are let in


@dataclass(slots=True)
class _Part:
    """An element that may be the article, or furniture: its place among the pieces."""

    tag: str
    start: int
    words: int
    linked: int
    doubt: int = 0  # 0: none, 1: doubtful, 2: surely furniture
    body: bool = False
    block: bool = False
    stop: int = 0

    @property
    def prose(self) -> int:
        """Words outside links (once the element is closed)."""
        return self.words - self.linked


@dataclass(slots=True)
class _Reader:
    pieces: list[str] = field(default_factory=list)
    words: int = 0
    linked: int = 0
    long_blocks: list[int] = field(default_factory=list)  # pieces in which a paragraph ends
    parts: list[_Part] = field(default_factory=list)
    bodies: int = 0  # open <article> and <main>
    _block: tuple[int, int] = (0, 0)

    def boundary(self) -> None:
        """End the block at hand."""
        words, linked = self._block
        if (self.words - words) - (self.linked - linked) >= _LONG_BLOCK:
            self.long_blocks.append(len(self.pieces))
        self._block = self.words, self.linked
        self.pieces.append(_BREAK)

    def text(self, text: str) -> None:
        self.pieces.append(text)
        self.words += len(text.split())

    def open(self, node: LexborNode, tag: str) -> _Part | None:
        """Enter an element; None if nothing in it is prose."""
        attributes = node.attributes
        doubt = (
            _doubt(tag, attributes, inside=self.bodies > 0) if attributes or tag in _EDGES else 0
        )
        if doubt > 2:
            return None
        body = tag in _BODIES or attributes.get("itemprop") == "articleBody"
        self.bodies += body
        block = tag in _BLOCKS
        if block:
            self.boundary()
        elif tag in {"td", "th"}:
            self.pieces.append(" ")
        return _Part(tag, len(self.pieces), self.words, self.linked, doubt, body, block)

    def close(self, part: _Part) -> None:
        words, linked = self.words - part.words, self.linked - part.linked
        if part.tag == LINK and words <= _LONG_LINK:
            self.linked = part.linked + words
        if part.block:
            self.boundary()
        if part.tag in {"ul", "ol"} and words and linked >= 0.8 * words:
            part.doubt = max(part.doubt, 1)
        self.bodies -= part.body
        part.words, part.linked, part.stop = words, linked, len(self.pieces)
        if part.doubt or part.body:
            self.parts.append(part)


_EDGES: Final = frozenset({"header", "footer", "form"})


def paragraphs(root: LexborNode) -> list[str]:
    """Read the article's paragraphs under a node.

    Returns
    -------
    list of str
        White space as it stands in the source, but a newline where there is a ``<br>``.
    """
    blank_lines = not root.css("p, br")  # WordPress's editor of old: a blank line, no <p>
    reader = _walk(root, _BREAK if blank_lines else " ")
    kept = _kept(reader)
    return "".join(kept).split(_BREAK)


def _walk(root: LexborNode, blank_line: str) -> _Reader:
    reader = _Reader()
    stack: list[LexborNode | _Part] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, _Part):
            reader.close(item)
            continue
        following = item.next
        if following is not None and stack:
            stack.append(following)
        tag = item.tag
        if tag == "-text":
            text = (item.text_content or "").replace("\x00", "")
            reader.text(_BLANK_LINE.sub(blank_line, text).replace("\n", " "))
        elif tag == "br":
            reader.pieces.append("\n")
        elif tag and tag[0] != "-" and tag not in DROPPED:
            part = reader.open(item, tag)
            if part is not None:
                stack.append(part)
                if (child := item.first_child) is not None:
                    stack.append(child)
    return reader


def _doubt(tag: str, attributes: "dict[str, str | None]", *, inside: bool) -> int:
    """0: prose; 1: furniture if no paragraph is in it; 2: furniture; 3: not to be read at all."""
    if tag in {"html", "body"}:
        return 0
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or (attributes.get("role") or "").lower() in DROPPED_ROLES
        or "display:none" in style
        or "visibility:hidden" in style
    ):
        return 3
    if tag in _BODIES or tag == "h1":
        return 0
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:500]
    if sure_names(names) or tag == "footer":
        return 2
    return int(doubtful_names(names) or tag == "form" or (tag == "header" and not inside))


def _kept(reader: _Reader) -> Sequence[str]:
    """Pieces of the article's element, without furniture (all there is, if that is all)."""
    start, stop = _article(reader)
    inside = [part for part in reader.parts if part.doubt and start <= part.start < stop]
    sure = [part for part in inside if part.doubt == 2]
    doubtful = [part for part in inside if part.doubt == 1 and not _has_paragraph(reader, part)]
    pieces = reader.pieces[start:stop]
    bare = _without(pieces, sure, start)
    least = _count(bare)
    if not least:
        bare, least, sure = pieces, _count(pieces), []
    barer = _without(pieces, [*sure, *doubtful], start)
    left = _count(barer)
    return barer if left >= _ENOUGH or 2 * left >= least else bare


def _article(reader: _Reader) -> tuple[int, int]:
    """Where the article is: the element of most prose, if it has a third of all."""
    bodies = [part for part in reader.parts if part.body]
    best = max(bodies, key=lambda part: part.prose, default=None)
    if best is None or 3 * best.prose < reader.words - reader.linked or not best.words:
        return 0, len(reader.pieces)
    return best.start, best.stop


def _has_paragraph(reader: _Reader, part: _Part) -> bool:
    if part.tag == "p":
        return part.prose >= _LONG_LINE
    at = bisect_left(reader.long_blocks, part.start)
    return at < len(reader.long_blocks) and reader.long_blocks[at] < part.stop


def _without(pieces: Sequence[str], parts: Sequence[_Part], offset: int) -> list[str]:
    kept: list[str] = []
    at = 0
    for part in sorted(parts, key=lambda part: part.start):
        if part.stop - offset > at:
            kept += pieces[at : max(part.start - offset, at)]
            at = part.stop - offset
    return kept + list(pieces[at:])


def _count(pieces: Sequence[str]) -> int:
    return sum(len(piece.split()) for piece in pieces)
