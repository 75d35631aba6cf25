"""What each head sees of an article: bags of hashed n-grams.

A bag is a list of hashes with repeats; beside each stands the word it came from, so that what
a head makes of it can be led back to a passage. Words of another field or position are other
features: they are salted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from model.features import (
    I64,
    U64,
    Tokens,
    hash_words,
    ngrams,
    salted,
    salted_parts,
)
from model.reading import Reading

__all__ = ["STEMS", "Bag", "genre_bag", "stance_bag", "topic_bag"]

# Salts. A new meaning takes a new number; a number is never used again for another (`tone` has
# 8 to 13).
TITLE: Final = 1
LEAD: Final = 2
MARK: Final = 3
TITLE_MARK: Final = 4
OPENING: Final = 5
CLOSING: Final = 6
SPOKEN: Final = 7
_SIDES: Final = 32  # and up, by form of the word and side of the target
_WINDOW: Final = 64  # and up, by form of the word and distance from the target

STEMS: Final = (6, 4)  # letters
_WINDOWS: Final = ((-2, -1), (1, 2), (-5, -1), (1, 5), (-10, -1), (1, 10))

SCARE_QUOTE, _TARGET = hash_words(["\x01", "\x02"])  # no text has these as words

LEAD_WORDS: Final = 200
OPENING_WORDS: Final = 60
_CLAUSE_MARKS: Final = np.frombuffer(',;:()"-'.encode("utf-32-le"), dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Bag:
    """Hashed n-grams with repeats.

    Attributes
    ----------
    hashes : uint64 array of shape (n,)
    owners : int64 array of shape (n,)
        The word each speaks for: words of the title count from 0, those of the text go on
        from there. -1: none in particular.
    """

    hashes: U64
    owners: I64


class _Parts:
    """Collects the parts of a bag."""

    def __init__(self) -> None:
        self._hashes: list[U64] = []
        self._owners: list[I64] = []

    def add(self, hashes: U64, owners: I64 | int) -> None:
        self._hashes.append(hashes)
        if isinstance(owners, int):
            owners = np.full(len(hashes), owners, dtype=np.int64)
        self._owners.append(owners[: len(hashes)])

    def bag(self) -> Bag:
        return Bag(np.concatenate(self._hashes), np.concatenate(self._owners))


def topic_bag(reading: Reading) -> Bag:
    """Words of title and text; the title's twice more as such, the lead's once.

    Pairs of words were tried: they bring nothing out of outlet (docs/experiments.md).
    """
    title, text = reading.title.hashes, reading.text.hashes
    lead = text[:LEAD_WORDS]
    of_all = np.arange(len(title) + len(text))
    of_title = of_all[: len(title)]
    of_lead = of_all[len(title) : len(title) + len(lead)]
    other = salted_parts([(title, TITLE), (lead, LEAD)])
    return Bag(
        np.concatenate((title, text, other[: len(title)], other)),
        np.concatenate((of_all, of_title, of_title, of_lead)),
    )


def genre_bag(reading: Reading) -> Bag:
    """The author's words apart from those of the quoted; marks; how it opens and closes."""
    title, text = reading.title.hashes, reading.text.hashes
    of_all = np.arange(len(title) + len(text))
    of_title, of_text = of_all[: len(title)], of_all[len(title) :]
    spoken = np.flatnonzero(reading.spoken)
    voiced = text
    if len(spoken):
        voiced = text.copy()
        voiced[spoken] = salted(text[spoken], SPOKEN)
    pairs, title_pairs = ngrams(voiced, 2), ngrams(title, 2)
    of_own = np.flatnonzero(~reading.spoken)
    opening, closing = of_own[:OPENING_WORDS], of_own[-OPENING_WORDS:]
    opens = of_text[reading.scare & ~np.concatenate(([False], reading.scare[:-1]))]
    marks, title_marks = reading.text.marks, reading.title.marks
    other = salted_parts(
        [
            (title, TITLE),
            (title_pairs, TITLE),
            (text[opening], OPENING),
            (text[closing], CLOSING),
            (marks.astype(np.uint64), MARK),
            (title_marks.astype(np.uint64), TITLE_MARK),
        ]
    )
    marks_at = len(other) - len(marks) - len(title_marks)
    scare = np.full(len(opens), SCARE_QUOTE, dtype=np.uint64)
    return Bag(
        np.concatenate((voiced, pairs, title, other[:marks_at], scare, other[marks_at:])),
        np.concatenate(
            (
                of_text,
                of_text[: len(pairs)],
                of_title,
                of_title,
                of_title[: len(title_pairs)],
                of_text[opening],
                of_text[closing],
                opens,
                _words_before(reading.text, len(title)),
                _words_before(reading.title, 0),
            )
        ),
    )


def _words_before(tokens: Tokens, first: int) -> I64:
    """Which word each mark follows, counted from `first`; -1 where there are no words."""
    if not len(tokens):
        return np.full(len(tokens.marks), -1, dtype=np.int64)
    return np.maximum(np.searchsorted(tokens.starts, tokens.mark_starts) - 1, 0) + first


def stance_bag(
    tokens: Tokens, stems: Sequence[U64], sentence: tuple[int, int], target: tuple[int, int]
) -> Bag:
    """One sentence as seen from the target it mentions.

    The target's own words are masked (whom people hate must not matter). The others count by
    themselves, by side, by distance, and by whether they share the target's clause; whole and
    by their first letters.

    Parameters
    ----------
    tokens : Tokens
        Of the whole text.
    stems : sequence of uint64 arrays of shape (len(tokens),)
        From `features.stems` of the same text, a length of `STEMS` each.
    sentence, target : (start, end)
        Code points of the text, ends exclusive.

    Returns
    -------
    Bag
        Owners count the words of the text from 0.
    """
    first, last = np.searchsorted(tokens.starts, sentence)
    begin = max(int(np.searchsorted(tokens.ends, target[0], side="right")), int(first))
    end = max(int(np.searchsorted(tokens.starts, target[1])), begin)
    mask = np.array([_TARGET], dtype=np.uint64)

    def masked(hashes: U64) -> U64:
        return np.concatenate((hashes[first:begin], mask, hashes[end:last]))

    owners = np.concatenate((np.arange(first, begin), [begin], np.arange(end, last)))
    place = np.arange(len(owners)) - (begin - int(first))
    starts = np.concatenate((tokens.starts[first:begin], [target[0]], tokens.starts[end:last]))
    clause = np.searchsorted(tokens.mark_starts[np.isin(tokens.marks, _CLAUSE_MARKS)], starts)
    shares = clause == clause[begin - int(first)]
    sides = (place != 0, place < 0, place > 0, shares & (place != 0))

    parts = _Parts()
    for form, hashes in enumerate((tokens.hashes, *stems)):
        words = masked(hashes)
        for side, where in enumerate(sides):
            parts.add(salted(words[where], _SIDES + 8 * form + side), owners[where])
        parts.add(salted(ngrams(words, 2), _SIDES + 8 * form + 4), owners)
        parts.add(salted(ngrams(words[shares], 2), _SIDES + 8 * form + 5), owners[shares])
        for window, (low, high) in enumerate(_WINDOWS):
            where = (place >= low) & (place <= high)
            parts.add(salted(words[where], _WINDOW + 8 * form + window), owners[where])
    return parts.bag()
