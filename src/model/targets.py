"""Where an article names what a caller asks about."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import combining, normalize

from model.article import Article
from model.mention import Entity, Places, in_order
from model.names import COMMON, DEMONYMS, HONORIFICS, NEVER, OFFICES
from model.result import Field

__all__ = ["find_target"]


def find_target(article: Article, name: str) -> Entity:
    """Find where an article names a target that the caller gives.

    Parameters
    ----------
    article : Article
    name : str
        As the caller writes it: "Vladimir Putin", "the ECB", "immigration".

    Returns
    -------
    Entity
        Without mentions if the article never names it.

    Notes
    -----
    Case counts for words in capitals ("US" is not "us"); accents and the shape of apostrophes
    do not. A person's last word counts by itself if the text has nobody else of that name, and
    an abbreviation if the text itself introduces it in brackets.
    """
    words = _fold(name[:_LONGEST_TARGET]).split()
    if words and words[0].lower() in {"the", "a", "an"} and len(words) > 1:
        words = words[1:]
    if not words or not any(map(str.isalnum, "".join(words))):
        return Entity(name, ())
    fields: tuple[Field, ...] = ("title", "text")
    folded = {of: _fold(article.title if of == "title" else article.text) for of in fields}
    found = [span for of in fields for span in _find(folded[of], of, words)]
    for short in _short_forms(words, folded["text"]):
        found += [span for of in fields for span in _find(folded[of], of, [short])]
    places = Places(article)
    return Entity(name, tuple(in_order(places.mention(*span) for span in found)))


_LONGEST_TARGET: Final = 200
_SHORT: Final = 3  # "us" is not "US"


def _fold(text: str) -> str:
    """Fold accents and apostrophes without moving an offset."""
    if text.isascii():
        return text
    return "".join(_FOLDED.get(char) or _bare(char) for char in text)


_FOLDED: Final = dict.fromkeys("‘’‛ʼ`´", "'") | dict.fromkeys("‐‑–—", "-")


def _bare(char: str) -> str:
    if char.isascii():
        return char
    base = normalize("NFD", char)[0]
    return base if not combining(base) else char


def _find(text: str, of: Field, words: Sequence[str]) -> Iterator[tuple[Field, int, int]]:
    short = len(words) == 1 and len(words[0]) <= _SHORT and words[0].islower()
    exact = (len(words) == 1 and words[0].isupper()) or short
    body = r"[\s-]+".join(re.escape(word) for word in words)
    pattern = re.compile(rf"(?<![\w]){body}(?![\w])", 0 if exact else re.IGNORECASE)
    capital = len(words) == 1 and words[0][:1].isupper() and not exact
    for match in pattern.finditer(text):
        # "Bush" is not a bush: one capitalised word must have its capital in the text.
        if not capital or match.group()[:1].isupper():
            yield of, *match.span()


def _short_forms(words: Sequence[str], text: str) -> Iterator[str]:
    body = r"\s+".join(re.escape(word) for word in words)
    introduced = re.search(rf"(?<!\w){body}\s+\(([A-Z][A-Za-z&.]{{1,9}})\)", text, re.IGNORECASE)
    if introduced:
        yield introduced.group(1)
    last = words[-1]
    person = len(words) in {2, 3} and all(word[:1].isupper() for word in words)
    if person and last.lower() not in COMMON and len(last) > 2 and not last.isupper():
        others = re.findall(rf"([A-Z][\w'-]+)\s+{re.escape(last)}(?!\w)", text)
        first = words[-2]
        if all(other == first or _no_first_name(other) for other in others):
            yield last


def _no_first_name(word: str) -> bool:
    """Whether a capital before a last name is not another person's: "On Tuesday Putin"."""
    return word in HONORIFICS | OFFICES | DEMONYMS or word.lower() in NEVER | COMMON
