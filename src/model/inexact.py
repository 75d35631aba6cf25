"""Where an article speaks of a target without naming it in the caller's words.

"Bristol picnic attack", "UK government", "the Netherlands": a text says "the attack at the
picnic", "the government", "Dutch". The words that carry the target are looked for by their
stems, first several of them close together, then the one that says what the target is.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from model.folding import fold
from model.names import COMMON

__all__ = ["inexact_spans", "without_remark"]

_REMARK: Final = re.compile(r"\s*\([^()]*\)")
_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_](?=\.))*(?:'(?!s\b)[^\W_]+)?")
_EMPTY: Final = frozenset(
    "a an the of and or in on at for to from by with about over against as its his her their our "
    "s new mr mrs ms dr".split()
)
_STEM: Final = 5  # letters: "Russia" and "Russian", "hijacking" and "hijacked" share them
_SHORT: Final = 4  # a shorter word alone says too little
_MOST_OF_A_NAME: Final = 2 / 3
_NEAR: Final = 40  # code points between two words of one mention
_READ: Final = 200_000  # code points of a text
_LONGEST: Final = 60  # code points of a mention
_STOP: Final = re.compile(r"[.!?…]\W|\n")
_ENOUGH: Final = 2  # times that one word of several must stand in a text whose title lacks it

Hit = tuple[int, int, str]  # start, end, pattern

# Stems that letters do not tell to be the same.
_SAME: Final = tuple(
    tuple(line.split())
    for line in """
        us u.s usa america american americans
        uk u.k britain british briton britons
        netherlands dutch
        france french
        spain spanish
        germany german germans
        poland polish poles
        denmark danish danes
        sweden swedish swedes
        switzerland swiss
        greece greek greeks
        wales welsh
        ireland irish
        scotland scottish scots
        england english
        turkey turkish turks
        philippines filipino filipinos
        thailand thai thais
        iran iranian iranians
        iraq iraqi iraqis
        cuba cuban cubans
        gaza gazan gazans
        mali malian malians
        gop republican republicans
        police policeman policemen officer officers cop cops
        islam islamic islamist islamists muslim muslims
        jews jewish jew
        doctor doctors physician physicians
        murder murders murdered killing killings killed
        death deaths died dead
    """.strip().splitlines()
)


def without_remark(name: str) -> str:
    """Drop what stands in parentheses: "Emergency (Italian NGO)" is "Emergency"."""
    return _REMARK.sub("", name).strip() or name


def inexact_spans(name: str, title: str, text: str) -> Iterator[tuple[bool, int, int]]:
    """Find words that speak of a target.

    Parameters
    ----------
    name : str
    title, text : str
        Folded.

    Yields
    ------
    of_title, start, end : bool, int, int
        Code points of the title or the text.
    """
    words = [word for word in _words(name) if word.lower() not in _EMPTY]
    if not words:
        return
    stems = list(dict.fromkeys(map(_stem, words)))
    # A name is a name: "European banks" are not the European Central Bank.
    named = all(word[0].isupper() or word[0].isdigit() for word in words)
    fields = tuple(
        (of_title, field, _hits(field, stems, named=named and not field.isupper()))
        for of_title, field in ((True, title), (False, text))
    )
    least = max(2, math.ceil(_MOST_OF_A_NAME * len(stems))) if named else 2
    found = [
        (of_title, *span)
        for of_title, field, hits in fields
        for span in _together(field, hits, least)
    ]
    if not found and (alone := _alone(words, fields)) is not None:
        found = [
            (of_title, start, end)
            for of_title, _, hits in fields
            for start, end, stem in hits
            if stem == alone
        ]
    yield from found


def _words(name: str) -> list[str]:
    return _WORD.findall(without_remark(fold(name)).replace("-", " "))


def _stem(word: str) -> str:
    """A pattern of a word's kin, or of the words that share its first letters."""
    lower = word.lower()
    for same in _SAME:
        if lower in same:
            return "|".join(map(re.escape, same))
    if len(lower) >= _STEM:
        return re.escape(lower[:_STEM]) + r"[^\W_]*"
    return re.escape(lower[:-1] if lower.endswith("s") and len(lower) >= _SHORT else lower) + "s?"


def _hits(text: str, stems: Sequence[str], *, named: bool) -> list[Hit]:
    pattern = re.compile(
        rf"(?<![^\W_])(?:{'|'.join(f'({stem})' for stem in stems)})(?![^\W_])",
        re.IGNORECASE,
    )
    hits = []
    for match in pattern.finditer(text, 0, _READ):
        word = match.group()
        if word != "us" and not (named and word[0].islower()):
            hits.append((*match.span(), stems[(match.lastindex or 1) - 1]))
    return hits


def _together(text: str, hits: Sequence[Hit], least: int) -> Iterator[tuple[int, int]]:
    """Join neighbours in one sentence that are different words of the target."""
    at = 0
    while at < len(hits):
        start, end, stem = hits[at]
        seen, last = {stem}, at
        for following in range(at + 1, len(hits)):
            begin, stop, other = hits[following]
            far = begin - end > _NEAR or stop - start > _LONGEST
            if far or other in seen or _STOP.search(text, end, begin):
                break
            seen.add(other)
            end, last = stop, following
        if len(seen) >= least:
            yield start, end
        at = last + 1


def _alone(words: Sequence[str], fields: Sequence[tuple[bool, str, Sequence[Hit]]]) -> str | None:
    """Choose the one word that may stand for the target: what it is, rather than whose."""
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return None  # somebody else may share a part of a name
    often = Counter(stem for _, _, hits in fields for _, _, stem in hits)
    in_title = {stem for of_title, _, hits in fields if of_title for _, _, stem in hits}
    for word in reversed(words):
        stem = _stem(word)
        if (len(word) < _SHORT and word not in {"US", "UK"}) or word in COMMON:
            continue
        if stem in in_title or often[stem] >= (_ENOUGH if len(words) > 1 else 1):
            return stem
    return None
