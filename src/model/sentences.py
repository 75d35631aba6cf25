"""Where sentences begin and end, in code points of the caller's own string."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["sentence_spans"]

# A longer one is furniture or a list; it is cut, since nobody can quote it.
_LONGEST: Final = 1000

_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CLOSING: Final = "\"'”’»)\\]}"
# Marks that may end a sentence, what closes behind them, then space, the end, or a glued start.
_END: Final = re.compile(rf"[.!?…]+[{_CLOSING}]*(?=\s|$|[“\"‘(]?[A-Z][a-z’'])")
_BEFORE: Final = re.compile(r"[^\s(\[“”\"‘]+\Z")
_NEXT: Final = re.compile(r"\s*[“\"‘'(\[]*(\w)")
_FIRST_WORD: Final = re.compile(r"\s*[“\"‘'(\[]*(\w+)")
_LETTERS: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_CUT: Final = re.compile(r"[;:,—–]?\s")

_TITLES: Final = frozenset(
    "mr mrs ms dr prof rev hon sen rep gov gen col maj capt lt sgt cpl adm cmdr det insp supt pres "
    "messrs mme mlle st ste mt ft vs no nos fig art ch pp vol al approx dept est".split()
)  # never the end, whatever follows
_SHORTENED: Final = frozenset(
    "inc corp co ltd llc plc bros jr sr etc jan feb mar apr jun jul aug sept sep oct nov dec "
    "mon tue wed thu fri sat sun ave blvd rd u.s u.k u.n e.u d.c a.m p.m i.e e.g ph.d m.d b.a "
    "calif mass conn fla ariz colo pa va wis minn tenn tex wash ill ind mich".split()
)  # the end only if a new sentence seems to follow


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of a text.

    Spans are trimmed, ordered and do not overlap; every code point that is not white space is
    in one. A line break always ends a sentence.

    Parameters
    ----------
    text : str

    Yields
    ------
    (start, end) : tuple of int
        Code points, end exclusive.
    """
    for line in _LINE.finditer(text):
        start = line.start()
        for mark in _END.finditer(text, *line.span()):
            if _ends(text, start, mark, line.end()):
                yield from _pieces(text, start, mark.end())
                start = mark.end()
        yield from _pieces(text, start, line.end())


def _ends(text: str, start: int, mark: re.Match[str], line_end: int) -> bool:
    if mark.end() == line_end:
        return True
    glued = not text[mark.end()].isspace()
    following = _NEXT.match(text, mark.end(), line_end)
    first = following.group(1) if following else ""
    if glued:  # "…in Gaza.With less": but not a name with a dot in it, nor an address
        before = text[max(start, mark.start() - 2) : mark.start()]
        return before.islower() and len(before) == 2 and "/" not in _word(text, start, mark.start())
    if first.islower():
        return False
    if mark.group()[0] != "." or mark.group().startswith(".."):
        return True
    word = _word(text, start, mark.start())
    bare = word.lower()
    if bare in _TITLES or (len(word) == 1 and word.isupper() and word != "I"):
        return False  # "Mr." and initials
    if bare in _SHORTENED or _LETTERS.fullmatch(word):
        return _starts_anew(text, mark.end(), line_end)
    return True


_STARTERS: Final = frozenset(
    "the a an he she it they we i you this that these those but and in on at for with as if when "
    "while after before there his her their its our my what who how why no not mr mrs ms".split()
)


def _starts_anew(text: str, at: int, end: int) -> bool:
    """Whether what follows a shortened word looks like a new sentence rather than a name."""
    word = _FIRST_WORD.match(text, at, end)
    return word is not None and word.group(1).lower() in _STARTERS and word.group(1)[0].isupper()


def _word(text: str, start: int, end: int) -> str:
    found = _BEFORE.search(text, max(start, end - 40), end)
    return found.group() if found else ""


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim, and cut what is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cuts = list(_CUT.finditer(text, start + _LONGEST // 2, start + _LONGEST))
        at = next((c for c in reversed(cuts) if len(c.group()) > 1), cuts[-1] if cuts else None)
        stop = at.end() if at else _not_inside_grapheme(text, start + _LONGEST, end)
        yield start, start + len(text[start:stop].rstrip())
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _not_inside_grapheme(text: str, at: int, end: int) -> int:
    from unicodedata import category

    while at < end and (category(text[at])[0] == "M" or text[at] == "\u200d"):
        at += 1
    return at
