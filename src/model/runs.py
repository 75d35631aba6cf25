"""Runs of capitals -> the names in them.

"Mr. Putin", "U.S. Secretary of State Mike Pompeo", "the European Central Bank (ECB)": a run of
capitalised words is cut into names at titles, offices and weekdays; what has its capital only
because a sentence or a headline begins with it is dropped. What is a name is read off the text:
a word that keeps its capital inside sentences is one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

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

__all__ = ["CAPITALS", "LINKS", "Name", "find_names", "masked"]

# Upper-case letters of Latin scripts, and of Greek and Cyrillic ones.
CAPITALS: Final = (
    "A-ZÀ-ÖØ-ÞĀ-ĂĄ-ĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƠƯΑ-ΩЁЄІЇА-Я"
)

_ADJECTIVES: Final = (
    "based|led|backed|born|style|majority|minority|era|occupied|administered|controlled|held|made|"
    "owned|run|funded|friendly|linked|affiliated|aligned|only|like|wide|bound|trained|dominated|"
    "sponsored|supported|inspired|appointed|elected|approved|brokered|related|registered|listed|"
    "educated|area|sized|speaking|free|type|heavy|leaning|appeasing|obsessed|hating|loving"
)
_TAIL: Final = (
    r"(?:[’'](?!(?:s|t|d|m|ll|re|ve)\b)\w+|&(?=\w)\w+"
    rf"|-(?!(?:{_ADJECTIVES})\b)\w+|\.[a-z]{{2,4}}\b)*+"
)
_SHORT_TITLE: Final = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Maj|Capt|Lt|Sgt|Adm|Rev|Hon|St)\."
_WORD: Final = (
    rf"(?:(?:[{CAPITALS}]\.){{2,}}|{_SHORT_TITLE}(?=\s)|[{CAPITALS}]\.(?=\s?[{CAPITALS}])"
    rf"|[{CAPITALS}]\w*{_TAIL})"
)
_JOINER: Final = (
    r"(?:(?:of|for)(?:[ ]the)?|&|de(?:[ ]la)?|del|der|den|van(?:[ ]de[rn])?|von(?:[ ]der)?|bin|ibn|"
    r"al|el|da|dos|du|di|la|le)[ ]"
)
_RUN: Final = re.compile(rf"(?<![\w&]){_WORD}(?:[ \xa0](?:{_JOINER})?{_WORD})*")
_TOKEN: Final = re.compile(r"[^ \xa0]+")
_LOWER: Final = re.compile(r"(?<![\w’'.-])[a-z]{2,}")
_IN_BRACKETS: Final = re.compile(rf" \(([{CAPITALS}][\w.&-]{{1,9}})\)")
_QUOTES: Final = frozenset("“\"‘'([:•*–—>|")
_OPENER_ENDINGS: Final = ("ly", "ing", "ed")
_LOCATIVES: Final = frozenset(
    "in at from near across outside around through throughout within".split()
)

# What stands in the text but not in the article's voice: its dateline, its byline, its makers,
# and lines that are headlines.
_MASK: Final = re.compile(
    rf"""^[ \t]*(?:
      (?:[{CAPITALS}][\w.’'-]*[ ,/]{{1,2}}(?:and[ ])?){{1,8}}(?:\d{{1,2}},?[ ](?:\d{{4}},?[ ])?)?
        (?:\([\w .,/&-]{{2,40}}\)[ ]?(?:[-–—]{{1,3}}|:)?|[-–—]{{1,3}})[ ]
    | (?:[{CAPITALS}]{{2,}}[ ,.]{{1,2}}){{1,4}}[^\n]{{0,30}}?(?:[-–—]{{1,2}}[ ])
    | (?:\([\w .,/&-]{{2,40}}\)|AP|AFP|Reuters|{_SHORT_TITLE})[ ]?[-–—]{{1,2}}[ ]
    | (?:By|BY)[ ](?:[{CAPITALS}][^\n]{{0,80}})$
    | \(?(?:Additional[ ]r|R)eporting[ ]by[^\n]{{0,300}}$
    | (?:[^\n]{{0,60}}[ ]contributed[ ]to[ ]this[ ](?:report|story|article)[^\n]{{0,40}})$
    )|\(?(?:Additional[ ]r|R)eporting[ ]by[^\n]{{0,200}}[;)][^\n]{{0,100}}$
     |\b(?:Getty|Getty\ Images|AP\ Photo|AFP|REUTERS)/[^\n]{{0,40}}""",
    re.VERBOSE | re.MULTILINE,
)
_HEADLINE: Final = re.compile(r"^[^\n.!?;]{8,120}$", re.MULTILINE)
_BIG_WORD: Final = re.compile(r"[^\W\d_][\w’'-]{3,}")


@dataclass(slots=True)
class Name:
    """A name as it stands somewhere.

    Attributes
    ----------
    words : tuple of str
        Without title, office and possessive; full stops of "U.S." dropped.
    office : str
        What stands before a person: "Russian President", "Mr."; else empty.
    short : str
        The abbreviation that follows in brackets; else empty.
    weight : float
        1, or less where it is but a place or an adjective to something else.
    """

    words: tuple[str, ...]
    field: Field
    start: int
    end: int
    sentence: int
    office: str = ""
    short: str = ""
    weight: float = 1.0
    doubtful: bool = False  # has a capital only where anything has
    surface: str = ""


def masked(text: str) -> str:
    """Blank out, by as many spaces, what is no sentence of the article."""
    text = _MASK.sub(_blank, text)
    return _HEADLINE.sub(
        lambda line: _blank(line) if _is_headline(line.group()) else line.group(), text
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _is_headline(line: str) -> bool:
    words = _BIG_WORD.findall(line)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def find_names(text: str, field: Field, places: Places) -> list[Name]:
    """Find the names in a text (`masked`, or a headline in sentence case).

    Returns
    -------
    list of Name
        In reading order.
    """
    found = [name for run in _RUN.finditer(text) for name in _names(run, text, field, places)]
    inside = Counter(word for name in found for word in name.words[name.doubtful :])
    openers = Counter(name.words[0] for name in found if name.doubtful)
    lower = set(_LOWER.findall(text))

    def is_name(word: str) -> bool:
        """Whether a word at the beginning of a sentence is a name all the same."""
        low = word.lower()
        return word in inside or not (low in lower or low.endswith(_OPENER_ENDINGS))

    names = []
    for name in found:
        if name.doubtful and len(name.words) > 1:
            if not is_name(name.words[0]):
                cut = name.surface.index(" ") + 1
                name.words, name.surface = name.words[1:], name.surface[cut:]
                name.start += cut
        elif name.doubtful:
            (word,) = name.words
            again = openers[word] > 1 or (word.isupper() and len(word) < 6)
            if word not in inside and not (again and is_name(word)):
                continue
        if name.words[0] not in LINKS:
            names.append(name)
    return names


def _names(run: re.Match[str], text: str, field: Field, places: Places) -> Iterator[Name]:
    sentence = places.sentence(field, run.start())
    begin = places.start(sentence)
    opens = run.start() - begin < 3 or not text[begin : run.start()].strip(" “\"‘'([•*–—-")
    opens = opens or text[run.start() - 1 : run.start()] in _QUOTES
    opens = opens or text[max(run.start() - 2, 0) : run.start()] == ": "
    tokens = [(t.group(), run.start() + t.start()) for t in _TOKEN.finditer(run.group())]
    if opens:
        while tokens and tokens[0][0].lower() in COMMON:
            opens = False
            tokens.pop(0)
        while tokens and tokens[0][0] in LINKS:
            tokens.pop(0)
    first = tokens[0][1] if tokens else -1
    for part in _parts(tokens):
        yield from _person_or_thing(
            part, text, (field, sentence), doubtful=opens and part[0][1] == first
        )


LINKS: Final = frozenset(
    "of for the & de la del der den van von bin ibn al el da dos du di le".split()
)
_Token = tuple[str, int]


def _parts(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Cut at weekdays, at ends of sentences, and at an "of" that no name has."""
    part: list[_Token] = []
    for place, (word, at) in enumerate(tokens):
        low = word.lower().rstrip(".")
        if (low in NEVER and not (word == "May" and (part or len(tokens) == 1))) or (
            word in {"of", "for"} and not _joins(part, word)
        ):
            yield from _trimmed(part)
            part = []
        elif part or word not in LINKS:
            part.append((word, at))
            dotted = word.endswith(".") and len(word) > 2 and word.rstrip(".") not in HONORIFICS
            if dotted and not _is_body(tokens[place + 1 :]):
                yield from _trimmed(part)
                part = []
    yield from _trimmed(part)


def _is_body(tokens: Sequence[_Token]) -> bool:
    return bool(tokens) and tokens[-1][0] in BODIES and len(tokens) < 4


def _joins(part: Sequence[_Token], word: str) -> bool:
    if not part:
        return False
    head = part[-1][0]
    if word == "for":
        return head in {
            "Center",
            "Centre",
            "Centers",
            "Committee",
            "Council",
            "Campaign",
            "Institute",
        }
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
        yield from _name(part, text, place, doubtful=False)
        return
    first, last = _office(words)
    if last == 0:
        if len(words) == 1 or not all(word in DEMONYMS for word in words):
            yield from _name(part, text, place, doubtful=doubtful)
        return
    before, person = part[:first], part[last:]
    if before and not (len(before) == 1 and before[0][0] in DEMONYMS):
        for name in _name(before, text, place, doubtful=doubtful):
            name.weight = 0.4
            yield name
    if person:
        office = text[part[0][1] : person[0][1]].strip()
        if part[last - 1][0] in MONARCHS and len(person) < 4:
            person = part[last - 1 :]
        for name in _name(person, text, place, doubtful=False):
            name.office = office
            yield name


def _office(words: Sequence[str]) -> tuple[int, int]:
    """Where the (last) office or title in a run begins and where it ends; 0, 0 if there is none."""
    first = last = 0
    at = 0
    while at < len(words):
        stop, head = at, False
        while stop < len(words) and _is_office_word(words[stop]):
            head = head or words[stop].rstrip(".") in HONORIFICS or words[stop] in OFFICES
            stop += 1
        if head and words[stop : stop + 1] == ["of"] and stop + 1 < len(words):
            skip = stop + (3 if words[stop + 1] == "the" else 2)
            while skip < len(words) - 1 and words[skip] in BODIES:
                skip += 1  # "Minister of Foreign Affairs"
            if words[skip - 1 : skip] and (words[skip - 1] in OFFICE_OF or skip < len(words)):
                stop = skip
        if head:
            first, last = at, stop
        at = max(stop, at + 1)
    return (first, last) if last else (0, 0)


def _is_office_word(word: str) -> bool:
    return word in OFFICES or word in OFFICE_PARTS or word.rstrip(".") in HONORIFICS


def _name(
    part: list[_Token], text: str, place: tuple[Field, int], *, doubtful: bool
) -> Iterator[Name]:
    """Make a name of what is left; nothing of adjectives, agencies and common words."""
    words = [word for word, _ in part]
    if len(words) > 2 and words[0] in DEMONYMS and words[-1] not in BODIES:
        part, words = part[1:], words[1:]  # "American Jane Doe"
    while words and (words[0] in LINKS or words[0] in {"The", "A", "An"}):
        part, words = part[1:], words[1:]
    plain = tuple(_plain(word) for word in words if word != "the")
    if not plain or len(plain) > 7 or " ".join(plain) in AGENCIES or plain[0] in AGENCIES:
        return
    if len(plain) == 1:
        (word,) = plain
        low = word.lower()
        if word in DEMONYMS or _is_office_word(word) or len(word) < 2:
            return
        if low in NEVER and not (word == "May" and _is_surname(text, part[0][1])):
            return
        if word.isupper() and len(word) > 6:
            return
        doubtful = doubtful or low in COMMON or word == "May"
    start = part[0][1]
    end = part[-1][1] + len(part[-1][0])
    if not words[-1].endswith("."):
        pass
    elif not (words[-1].count(".") > 1 or words[-1].rstrip(".") in {"Jr", "Sr", "Inc", "Corp"}):
        end -= 1
    short = _IN_BRACKETS.match(text, end)
    before = text[max(start - 12, 0) : start].split()
    weight = 0.5 if before and before[-1] in _LOCATIVES else 1.0
    yield Name(
        plain,
        *place[:1],
        start,
        end,
        place[1],
        "",
        short.group(1) if short else "",
        weight,
        doubtful,
        text[start:end].replace("\xa0", " "),
    )


def _is_surname(text: str, at: int) -> bool:
    """Whether "May" is somebody rather than the month."""
    before = text[max(at - 12, 0) : at].split()
    after = text[at + 4 : at + 5]
    return not after.isdigit() and not (before and before[-1].lower() in _BEFORE_MONTHS)


_BEFORE_MONTHS: Final = frozenset(
    "in on at since until by of from last next this early late mid".split()
)


def _plain(word: str) -> str:
    return word.replace(".", "") if "." in word and word[1:2] == "." else word.rstrip(".")
