"""A last name by itself: whose it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from model.mention import Places
from model.names import BODIES, COMMON, DEMONYMS, HONORIFICS, NEVER, OFFICE_PARTS, OFFICES, PLACES

__all__ = ["NEAR", "bare_surnames", "has_surname"]

# So many sentences a relative keeps the name for whom he or she was named in full.
NEAR: Final = 2

_PARTICLES: Final = frozenset("de del der den van von bin ibn al el da dos du di la le ter".split())
_ENDINGS: Final = ("ing", "ed", "ly")
_LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class _Bare:
    start: int
    end: int
    sentence: int
    before: str  # the first name before it, or nothing


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
    """Find where a person is named by the last name only.

    The name is theirs if the text has nobody else of that name; or else where they were the
    first of that name, but for the sentences around a full mention of another; and nowhere
    where one sentence names two of them.

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
    others = [bare for bare in found if bare.before and not _is_own(bare.before, words)]
    own = [(places.sentence("text", start), start) for start, _ in full]
    held = sorted([*own, *((bare.sentence, bare.start) for bare in others)])
    mine = set(own)
    for bare in found:
        if bare.before and not _is_own(bare.before, words):
            continue
        if not others or _holder(held, bare, mine):
            yield bare.start, bare.end


def _holder(held: Sequence[tuple[int, int]], bare: _Bare, mine: set[tuple[int, int]]) -> bool:
    """Whether a last name that several have is meant for the one that is looked for."""
    near = [one for one in held if one[1] < bare.start and bare.sentence - one[0] <= NEAR]
    if near:
        sentence = near[-1][0]
        return all(one in mine for one in near if one[0] == sentence)
    return held[0] in mine


def _surnames(
    text: str, last: str, full: Sequence[tuple[int, int]], places: Places
) -> Iterator[_Bare]:
    ends = {end for _, end in full}
    for match in re.finditer(rf"(?<![\w@/-])(?:[\w.'-]+ )?({re.escape(last)})(?!\w|\.[a-z]{{2}})", text):
        start, end = match.span(1)
        following = text[end : end + 2]
        if end in ends or (following[:1] == " " and following[1:].isupper()):
            continue  # part of the full name; "Trump Tower"
        sentence = places.sentence("text", start)
        before = text[match.start() : start].strip()
        first = match.start() - places.start(sentence) < 2
        yield _Bare(start, end, sentence, before if _is_first_name(before, opens=first) else "")


def _is_first_name(word: str, *, opens: bool) -> bool:
    bare = word.rstrip(".")
    low = bare.lower()
    return (
        bare[:1].isupper()
        and not word.endswith("'s")
        and not (word.endswith(".") and len(bare) > 1)
        and bare not in HONORIFICS | OFFICES | OFFICE_PARTS | DEMONYMS | PLACES
        and low not in NEVER | COMMON
        and not (bare.isupper() and len(bare) > 2)
        and not (opens and low.endswith(_ENDINGS))
    )


def _is_own(before: str, words: Sequence[str]) -> bool:
    """Whether a first name or an initial is one of the person's own."""
    bare = before.rstrip(".")
    return bare in words or (len(bare) == 1 and any(word[0] == bare for word in words[:-1]))
