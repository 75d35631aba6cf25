"""Runs of capitals -> the names in them.

"Mr. Putin", "U.S. Secretary of State Mike Pompeo", "the European Central Bank (ECB)": a run of
capitalised words is cut into names at titles, offices and weekdays; what has its capital only
because a sentence begins with it is dropped. What is a name is read off the text: a word that
keeps its capital inside sentences is one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from model.masks import CAPITALS
from model.mention import Places
from model.names import (
    AGENCIES,
    BODIES,
    COMMON,
    DEMONYMS,
    HONORIFICS,
    MONARCHS,
    NEVER,
    OF_HEADS,
    OFFICE_OF,
    OFFICE_PARTS,
    OFFICES,
)
from model.result import Field

__all__ = ["LINKS", "Name", "find_names"]

# Small words inside names.
LINKS: Final = frozenset(
    "of for the & de la del der den van von bin ibn al el da dos du di le".split()
)

# "U.S.-led" and "Hangzhou-based" name the United States and Hangzhou.
_ADJECTIVES: Final = (
    "based|led|backed|born|style|majority|minority|era|occupied|administered|controlled|held|made|"
    "owned|run|funded|friendly|linked|affiliated|aligned|only|like|wide|bound|trained|dominated|"
    "sponsored|supported|inspired|appointed|elected|approved|brokered|related|registered|listed|"
    "educated|area|sized|speaking|free|type|heavy|leaning|obsessed"
)
_TAIL: Final = (
    rf"(?:[’'](?!(?:s|t|d|m|ll|re|ve)\b)\w++|&\w++|-(?!(?:{_ADJECTIVES})\b)\w++"
    r"|\.[a-z]{2,4}\b)*+"
)
_SHORT_TITLE: Final = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Maj|Capt|Lt|Sgt|Adm|Rev|Hon|St)\."
_WORD: Final = (
    rf"(?:(?:[{CAPITALS}]\.){{2,}}+|{_SHORT_TITLE}(?=\s)|[{CAPITALS}]\.(?=\s?[{CAPITALS}])"
    rf"|[{CAPITALS}]\w*+{_TAIL})"
)
_JOINER: Final = (
    r"(?:(?:of|for)(?:[ ]the)?|&|de(?:[ ]la)?|del|der|den|van(?:[ ]de[rn])?|von(?:[ ]der)?|bin|ibn"
    r"|al|el|da|dos|du|di|la|le)[ ]"
)
_RUN: Final = re.compile(rf"(?<![\w&]){_WORD}(?:[ \xa0](?:{_JOINER})?{_WORD})*")
_TOKEN: Final = re.compile(r"[^ \xa0]+")
_LOWER: Final = re.compile(r"(?<![\w’'.-])[a-z]{2,}")
_IN_BRACKETS: Final = re.compile(rf" \(([{CAPITALS}][\w.&-]{{1,9}})\)")
_OPENING: Final = " “\"‘'([•*–—-"
_OPENERS: Final = frozenset("“\"‘'([•*–—>|")
_OPENER_ENDINGS: Final = ("ly", "ing", "ed")  # "Speaking", "Finally", but no name
_LOCATIVES: Final = frozenset("in at from near across outside around throughout within".split())
_OF_A_MONTH: Final = frozenset(
    "in on at since until by of from last next this early late mid".split()
)
_STOPPED: Final = frozenset("Jr Sr Inc Corp Ltd Co".split())
_IN_PASSING: Final = 0.4  # "Portland Mayor Ted Wheeler" says little of Portland
_AS_A_PLACE: Final = 0.5  # and "in Portland" not much more
_LONGEST: Final = 7
_SHOUTED: Final = 6  # letters; a longer word in capitals is no acronym

_Token = tuple[str, int]


@dataclass(slots=True)
class Name:
    """A name as it stands somewhere.

    Attributes
    ----------
    words : tuple of str
        Without title, office and possessive; "U.S." is "US".
    field, start, end, sentence
        Where; as in `Mention`.
    surface : str
        As it is written.
    office : str
        What stands before a person: "Russian President", "Mr."; else empty.
    short : str
        The abbreviation that follows in brackets; else empty.
    weight : float
        1, or less where it is but a place or an adjective to something else.
    doubtful : bool
        Whether its first word may have a capital only because a sentence begins with it.
    """

    words: tuple[str, ...]
    field: Field
    start: int
    end: int
    sentence: int
    surface: str
    office: str = ""
    short: str = ""
    weight: float = 1.0
    doubtful: bool = False


def find_names(text: str, field: Field, places: Places) -> list[Name]:
    """Find the names in a text (`masked`), or in a headline in sentence case.

    Returns
    -------
    list of Name
        In reading order.
    """
    found = [name for run in _RUN.finditer(text) for name in _names(run, text, field, places)]
    inside = Counter(word for name in found for word in name.words[name.doubtful :])
    openers = Counter(name.words[0] for name in found if name.doubtful)
    lower = set(_LOWER.findall(text))
    names = []
    for name in found:
        first = name.words[0]
        low = first.lower()
        common = low in lower or low.endswith(_OPENER_ENDINGS)
        if name.doubtful and first not in inside:
            if len(name.words) == 1:
                again = openers[first] > 1 or (first.isupper() and len(first) < _SHOUTED)
                if common or not again:
                    continue
            elif common:
                cut = name.surface.index(" ") + 1
                name.words, name.surface = name.words[1:], name.surface[cut:]
                name.start += cut
        if name.words[0] not in LINKS:
            names.append(name)
    return names


def _names(run: re.Match[str], text: str, field: Field, places: Places) -> Iterator[Name]:
    start = run.start()
    sentence = places.sentence(field, start)
    begin = places.start(sentence)
    opens = (
        not text[begin:start].strip(_OPENING)
        or text[start - 1] in _OPENERS
        or text[start - 2 : start] == ": "
    )
    tokens = [(token.group(), start + token.start()) for token in _TOKEN.finditer(run.group())]
    if opens:
        at = 0
        while at < len(tokens) and (
            tokens[at][0].lower() in COMMON or (not opens and tokens[at][0] in LINKS)
        ):
            opens = False
            at += 1
        tokens = tokens[at:]
    first = tokens[0][1] if tokens else -1
    for part in _parts(tokens):
        doubtful = opens and part[0][1] == first
        yield from _person_or_thing(part, text, (field, sentence), doubtful=doubtful)


def _parts(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Cut at weekdays, behind "U.S.", and at an "of" that no name has."""
    part: list[_Token] = []
    for place, (word, at) in enumerate(tokens):
        may = word == "May" and (part or len(tokens) == 1)
        if (word.lower().rstrip(".") in NEVER and not may) or (
            word in {"of", "for"} and not _joins(part, word)
        ):
            yield from _trimmed(part)
            part = []
        elif part or word not in LINKS:
            part.append((word, at))
            dotted = word.endswith(".") and len(word) > 2 and word.rstrip(".") not in HONORIFICS
            if dotted and not _ends_in_body(tokens, place):
                yield from _trimmed(part)
                part = []
    yield from _trimmed(part)


def _ends_in_body(tokens: Sequence[_Token], place: int) -> bool:
    """Whether "U.S." begins "U.S. Supreme Court"."""
    return 0 < len(tokens) - 1 - place < 4 and tokens[-1][0] in BODIES


def _joins(part: Sequence[_Token], word: str) -> bool:
    if not part:
        return False
    head = part[-1][0]
    if word == "for":
        return head in {"Center", "Centre", "Centers", "Committee", "Council", "Institute"}
    return head in OF_HEADS or head in OFFICES or (head in OFFICE_PARTS and head != "Police")


def _trimmed(part: list[_Token]) -> Iterator[list[_Token]]:
    while part and part[-1][0] in LINKS:
        part.pop()
    if part:
        yield part


def _person_or_thing(
    part: list[_Token], text: str, place: tuple[Field, int], *, doubtful: bool
) -> Iterator[Name]:
    """Cut "Russian President Vladimir Putin" before the office and behind it."""
    words = [word for word, _ in part]
    if words[-1] in BODIES and len(words) > 1:
        yield from _name(part, text, place, doubtful=doubtful)
        return
    if all(word in DEMONYMS for word in words):
        return
    first, last = _office(words)
    if not last:
        yield from _name(part, text, place, doubtful=doubtful)
        return
    before, person = part[:first], part[last:]
    if before and not (len(before) == 1 and before[0][0] in DEMONYMS):
        for name in _name(before, text, place, doubtful=doubtful):
            name.weight = _IN_PASSING
            yield name
    if person:
        office = text[part[0][1] : person[0][1]].strip()
        if part[last - 1][0] in MONARCHS and len(person) < 4:
            person = part[last - 1 :]
        for name in _name(person, text, place, doubtful=False):
            name.office = office
            yield name


def _office(words: Sequence[str]) -> tuple[int, int]:
    """Where the last office or title in a run begins and ends; 0, 0 if there is none."""
    first = last = at = 0
    while at < len(words):
        stop, head = at, False
        while stop < len(words) and _is_office_word(words[stop]):
            head = head or words[stop].rstrip(".") in HONORIFICS or words[stop] in OFFICES
            stop += 1
        if head:
            first, last = at, _behind_of(words, stop)
            stop = last
        at = max(stop, at + 1)
    return first, last


def _behind_of(words: Sequence[str], at: int) -> int:
    """Where an office ends that goes on: "Secretary of State", "Minister of Foreign Affairs"."""
    if words[at : at + 1] != ["of"] or at + 1 >= len(words):
        return at
    stop = at + (3 if words[at + 1] == "the" else 2)
    while stop < len(words) - 1 and words[stop] in BODIES:
        stop += 1
    known = stop <= len(words) and words[stop - 1] in OFFICE_OF
    return stop if known or stop < len(words) else at


def _is_office_word(word: str) -> bool:
    return word in OFFICES or word in OFFICE_PARTS or word.rstrip(".") in HONORIFICS


def _name(
    part: list[_Token], text: str, place: tuple[Field, int], *, doubtful: bool
) -> Iterator[Name]:
    """Make a name of what is left; nothing of adjectives, agencies and common words."""
    if len(part) > 2 and part[0][0] in DEMONYMS and part[-1][0] not in BODIES:
        part = part[1:]  # "American Jane Doe"
    at = 0
    while at < len(part) and (part[at][0] in LINKS or part[at][0] in {"The", "A", "An"}):
        at += 1
    part = part[at:]
    words = tuple(_plain(word) for word, _ in part if word != "the")
    if not words or len(words) > _LONGEST or words[0] in AGENCIES or " ".join(words) in AGENCIES:
        return
    start = part[0][1]
    if len(words) == 1:
        (word,) = words
        low = word.lower()
        if word in DEMONYMS or _is_office_word(word) or len(word) < 2:
            return
        if (low in NEVER and not _is_person_may(text, start)) or (
            word.isupper() and len(word) > _SHOUTED
        ):
            return
        doubtful = doubtful or low in COMMON or word == "May"
    last, at = part[-1]
    end = at + len(last)
    if last.endswith(".") and last.count(".") == 1 and last.rstrip(".") not in _STOPPED:
        end -= 1
    short = _IN_BRACKETS.match(text, end)
    before = text[max(start - 12, 0) : start].split()
    yield Name(
        words,
        *place[:1],
        start,
        end,
        place[1],
        text[start:end].replace("\xa0", " "),
        short=short.group(1) if short else "",
        weight=_AS_A_PLACE if before and before[-1] in _LOCATIVES else 1.0,
        doubtful=doubtful,
    )


def _is_person_may(text: str, at: int) -> bool:
    """Whether "May" is somebody rather than the month (and no other month is anybody)."""
    before = text[max(at - 12, 0) : at].split()
    return (
        text[at : at + 3] == "May"
        and not text[at + 4 : at + 5].isdigit()
        and not (before and before[-1].lower() in _OF_A_MONTH)
    )


def _plain(word: str) -> str:
    return word.replace(".", "") if word[1:2] == "." else word.rstrip(".")
