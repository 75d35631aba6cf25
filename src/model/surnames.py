"""A last name by itself: whose it is."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from model.mention import Places
from model.names import BODIES, COMMON, DEMONYMS, HONORIFICS, NEVER, OFFICE_PARTS, OFFICES, PLACES

__all__ = ["NEAR", "STRANGER", "bare_surnames", "has_surname"]

# So many sentences a relative keeps the name for whom he or she was named in full.
NEAR: Final = 2
# A last name that stands so often before anybody is named so in full is somebody else's.
STRANGER: Final = 4

_PARTICLES: Final = frozenset("de del der den van von bin ibn al el da dos du di la le ter".split())
_ENDINGS: Final = ("ing", "ed", "ly")
_LEAST_LETTERS: Final = 3
_LOWER: Final = re.compile(r"(?<![\w'.-])[a-z]{2,}")
_CAPITALS_BEFORE: Final = re.compile(r"(?:[^\W\d_a-z][\w.'-]* ){1,3}\Z")


@dataclass(frozen=True, slots=True)
class _Bare:
    start: int
    end: int
    sentence: int
    firsts: tuple[str, ...]  # the first names before it


def has_surname(words: Sequence[str]) -> bool:
    """Whether a name looks like a person's first and last one."""
    last = words[-1]
    return (
        2 <= len(words) <= 5
        and all(word[:1].isupper() or word in _PARTICLES for word in words)
        and len(last) >= _LEAST_LETTERS
        and not last.isupper()
        and last not in BODIES | PLACES | DEMONYMS
        and last.lower() not in COMMON | NEVER
        and words[0] not in DEMONYMS
    )


def bare_surnames(
    text: str, words: Sequence[str], full: Sequence[tuple[int, int]], places: Places
) -> Iterator[tuple[int, int]]:
    """Find where a person is named by the last name, alone or behind other first names.

    The name is theirs if the text has nobody else of that name. Of several, it is the one's who
    was named first, but for the sentences around a full mention of another; and nobody's where
    one sentence names two of them.

    Parameters
    ----------
    text : str
        Folded.
    words : sequence of str
        First and last name.
    full : sequence of (start, end)
        Where the text names the person in full, in order.
    """
    found = list(_surnames(text, words[-1], full, places))
    others = {bare for bare in found if bare.firsts and not _is_own(bare.firsts, words)}
    theirs = [bare for bare in found if bare not in others]
    held = [_Held(start, places.sentence("text", start), mine=True) for start, _ in full]
    held += [_Held(bare.start, bare.sentence, mine=True) for bare in theirs if bare.firsts]
    named = bool(held)
    held += [_Held(bare.start, bare.sentence, mine=False) for bare in others]
    held.sort(key=_START)
    if others and not named:
        early = sum(bare.start < held[0].start for bare in theirs)
        held.insert(0, _Held(-1, -1 - NEAR, mine=early >= STRANGER))
    for bare in theirs:
        if not others or _is_held(held, bare):
            yield bare.start - sum(len(first) + 1 for first in bare.firsts), bare.end


@dataclass(frozen=True, slots=True)
class _Held:
    """A full mention of somebody who has the name."""

    start: int
    sentence: int
    mine: bool


_START: Final = attrgetter("start")


def _is_held(held: Sequence[_Held], bare: _Bare) -> bool:
    """Whether a last name that several have is meant for the one that is looked for."""
    at = bisect_right(held, bare.start, key=_START) - 1
    if at < 0 or bare.sentence - held[at].sentence > NEAR:
        return held[0].mine
    near = held[at]
    mine = near.mine
    while at >= 0 and held[at].sentence == near.sentence:
        mine = mine and held[at].mine
        at -= 1
    return mine


def _surnames(
    text: str, last: str, full: Sequence[tuple[int, int]], places: Places
) -> Iterator[_Bare]:
    ends = {end for _, end in full}
    lower = set(_LOWER.findall(text)) if last in text else set()
    for match in re.finditer(rf"(?<![\w@/-]){re.escape(last)}(?!\w|\.[a-z]{{2}})", text):
        start, end = match.span()
        following = text[end : end + 2]
        if end in ends or (following[:1] == " " and following[1:].isupper()):
            continue  # part of the full name; "Trump Tower"
        sentence = places.sentence("text", start)
        begin = places.start(sentence)
        before = _CAPITALS_BEFORE.search(text, max(begin, start - 60), start)
        firsts = before.group().split() if before else []
        while firsts and not _is_first_name(firsts[0], lower, opens=start - begin < 60):
            firsts.pop(0)
        yield _Bare(start, end, sentence, tuple(firsts))


def _is_first_name(word: str, lower: Container[str], *, opens: bool) -> bool:
    bare = word.rstrip(".")
    low = bare.lower()
    return (
        not word.endswith("'s")
        and not (word.endswith(".") and len(bare) > 1)
        and bare not in HONORIFICS | OFFICES | OFFICE_PARTS | DEMONYMS | PLACES
        and low not in NEVER | COMMON
        and not (bare.isupper() and len(bare) > 2)
        and not (opens and low.endswith(_ENDINGS))
        and low not in lower
    )


def _is_own(firsts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one of the first names, or an initial, is the person's own."""
    return any(
        first in words or (len(first.rstrip(".")) == 1 and first[0] == words[0][0])
        for first in firsts
    )
