"""Where sentences begin and end, in code points of the caller's own string."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category

__all__ = ["sentence_spans"]

# A longer one is furniture or a list; it is cut, since nobody can quote it.
_LONGEST: Final = 1000

_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_OPENING: Final = r"\"'“‘«(\["
_CLOSING: Final = r"\"'”’»)\]}"
# Looked for first: a set of characters is found fast, the whole pattern is not.
_MARK: Final = re.compile("[.!?…。！？]")
# Marks that may end a sentence (". . ." is one), what closes behind them, a footnote's number;
# then space, the end of the line, or a capital that a lost line break glued on. Possessive and
# with a look behind: a million dots are read once.
_END: Final = re.compile(
    rf"(?<![.!?…])(?<![.!?…][ \xa0])[.!?…](?:[ \xa0]?[.!?…])*+[{_CLOSING}]*+(?:\[\d{{1,3}}\])*+"
    r"(?=\s|$|[“\"‘(]?[A-Z][a-z’'])"
    r"|(?<![。！？])[。！？]++[”’」』）]*+(?![\u0300-\u036f\u200d\ufe0f])"
)
_NEXT: Final = re.compile(rf"\s*[{_OPENING}]*(\w\w?)")
_NEXT_WORD: Final = re.compile(rf"\s*[{_OPENING}]*(\w+)(?!\.)")
_BEFORE: Final = re.compile(r"[^\s(\[“”\"‘]+\Z")
_LETTERS: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_ADDRESS: Final = re.compile(r"[/@]|\Awww\.", re.IGNORECASE)
_DOTTED: Final = re.compile(r"[A-Z]\w*\.[a-z0-9]")
_CUT: Final = re.compile(r"[;:,—–]?\s")
_JOINING: Final = frozenset("\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")

# Never the end, whatever follows.
_TITLES: Final = frozenset(
    "Mr Mrs Ms Dr Prof Rev Hon Sen Sens Rep Reps Gov Govs Gen Col Maj Capt Lt Sgt Cpl Adm Cmdr Det "
    "Insp Supt Pres Messrs Mme Mlle Ste Mt Ft vs v pp al approx ca cf viz".split()
)
# Never the end before a number.
_NUMBERED: Final = frozenset("no nos fig figs art vol ch sec para p pp".split())
# The end only if a new sentence seems to follow.
_SHORTENED: Final = frozenset(
    "inc corp co cos ltd llc plc bros jr sr etc jan feb mar apr jun jul aug sept sep oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun ave blvd rd st est dept assn ph.d "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb "
    "nev okla ore pa tenn tex va vt wash wis wyo".split()
)
_DOUBTFUL: Final = _TITLES | _SHORTENED
_STARTERS: Final = frozenset(
    "The A An He She It They We I You This That These Those There But And In On At For With As If "
    "When While After Before His Her Their Its Our My What Who How Why No Not So Yet Now Then Mr "
    "Mrs Ms Many Some Most One Both".split()
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of a text.

    Spans are trimmed, ordered and do not overlap; every code point that is not white space is
    in one. A line break always ends a sentence. Time grows with the length of the text only.

    Parameters
    ----------
    text : str

    Yields
    ------
    (start, end) : tuple of int
        Code points, end exclusive.
    """
    for line in _LINE.finditer(text):
        start, line_end = line.span()
        stop = start  # of the marks looked at
        for found in _MARK.finditer(text, start, line_end):
            at = found.start()
            if at < stop:
                continue
            if _is_plain(text, start, at, line_end):
                stop = at + 1
            elif mark := _END.match(text, at, line_end):
                stop = mark.end()
                if not _ends(text, start, mark, line_end):
                    continue
            else:
                continue
            yield from _pieces(text, start, stop)
            start = stop
        yield from _pieces(text, start, line_end)


def _is_plain(text: str, start: int, at: int, line_end: int) -> bool:
    """Whether a full stop is one that nobody doubts, between a word and a capital: most are."""
    if text[at] != "." or at + 2 >= line_end or text[at + 1] != " " or not text[at + 2].isupper():
        return False
    word = _word(text, start, at)
    return word.isalpha() and word.islower() and word not in _DOUBTFUL


def _ends(text: str, start: int, mark: re.Match[str], line_end: int) -> bool:
    """Whether a sentence that begins at `start` ends with `mark`."""
    end = mark.end()
    if end == line_end or text[mark.start()] in "。！？":
        return True
    word = _word(text, start, mark.start())
    if not text[end].isspace():
        return _glued(text, word, end)
    following = _NEXT.match(text, end, line_end)
    first = following.group(1) if following else ""
    if first[:1].islower() and first.islower():  # "…?” he asked"; but "iPhone sales"
        return False
    if text[mark.start()] != "." or mark.group()[1:2] in {".", " ", "…"}:
        return True
    return not _shortens(text, word, first, (start, end, line_end))


def _glued(text: str, word: str, end: int) -> bool:
    """Whether "Gaza.With" is two sentences: not in a name with a dot in it, nor an address."""
    return (
        len(word) > 1
        and word[-2:].islower()
        and word not in _TITLES
        and not _ADDRESS.search(word)
        and not _DOTTED.match(text, end)
    )


def _shortens(text: str, word: str, first: str, place: tuple[int, int, int]) -> bool:
    """Whether the full stop behind `word` only shortens it."""
    start, end, line_end = place
    low = word.lower()
    if first[:1].isdigit() and low in _NUMBERED:
        return True
    if word in _TITLES or (word.isupper() and word.capitalize() in _TITLES):
        return True
    if word.isdecimal() and len(word) <= 3:  # "1. First", at the head of a line
        return not text[start : end - 1 - len(word)].strip()
    initial = len(word) == 1 and word.isalpha() and word.isupper() and word != "I"
    if initial or low in _SHORTENED or _LETTERS.fullmatch(word):
        following = _NEXT_WORD.match(text, end, line_end)
        return following is None or following.group(1) not in _STARTERS
    return False


def _word(text: str, start: int, end: int) -> str:
    """What stands before `end` without white space, an opening bracket or a quotation mark."""
    near = text[max(start, end - 40) : end]
    if not near or near[-1].isspace():
        return ""
    word = near.rsplit(None, 1)[-1]
    if word.isalnum():  # most are
        return word
    found = _BEFORE.search(word)
    return found.group() if found else ""


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim, and cut what is too long: behind a comma, at a space, between two characters."""
    start, end = _trim(text, start, end)
    while end - start > _LONGEST:
        cuts = list(_CUT.finditer(text, start + _LONGEST // 2, start + _LONGEST))
        best = [cut for cut in cuts if len(cut.group()) > 1] or cuts
        stop = best[-1].end() if best else _between_characters(text, start + _LONGEST, end)
        yield start, _trim(text, start, stop)[1]
        start = _trim(text, stop, end)[0]
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _between_characters(text: str, at: int, end: int) -> int:
    """Move on until no combining mark or joined emoji is torn off."""
    while at < end and (
        text[at] in _JOINING or text[at - 1] == "\u200d" or category(text[at])[0] == "M"
    ):
        at += 1
    return at
