"""Where an article names what a caller asks about."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from model.article import Article
from model.folding import Folded, fold
from model.inexact import inexact_spans, without_remark
from model.mention import Entity, Places, in_order
from model.names import COMMON
from model.result import Field
from model.surnames import bare_surnames, has_surname

__all__ = ["find_target"]

_LONGEST: Final = 100  # code points of a target that are looked at
_MOST_WORDS: Final = 12
_ACRONYM: Final = re.compile(r"(?:[A-Z][.&]?){2,6}")
_SEPARATOR: Final = re.compile(r"[\s-]+")
_BEFORE: Final = r"(?<![\w@/])"
_AFTER: Final = r"(?!\w|\.[a-z]{2})"  # "Node" is not in "Node.js"
_ARTICLES: Final = frozenset({"the", "a", "an"})
_LEGAL: Final = frozenset("Inc Corp Corporation Ltd Limited Plc PLC LLC Co AG SA NV".split())
# So common that no text introduces them.
_ALIASES: Final = {
    "United States": "US",
    "United Kingdom": "UK",
    "European Union": "EU",
    "United Nations": "UN",
}


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
        Without mentions if the article never speaks of it; not `exact` if it does so in other
        words than the caller's (see `model.inexact`).

    Notes
    -----
    Case counts for words in capitals ("US" is not "us") and for the first letter of one
    capitalised word ("Bush" is not "bush"); accents and the shape of apostrophes do not. A
    person's last name counts by itself where it is theirs (see `model.surnames`), an
    abbreviation if the text itself introduces it.
    """
    words = _words(without_remark(name))
    if not words:
        return Entity(name, ())
    places = Places(article)
    title, text = Folded(article.title), Folded(article.text)
    spans: dict[Field, list[tuple[int, int]]] = {
        "title": list(_find(title.text, words)),
        "text": list(_find(text.text, words)),
    }
    for short in _abbreviations(words, text.text, named=bool(spans["text"])):
        spans["title"] += _find(title.text, [short])
        spans["text"] += _find(text.text, [short])
    if has_surname(words):
        bare = list(bare_surnames(text.text, words, spans["text"], places))
        if bare or spans["text"] or not text.text.strip():
            spans["title"] += _last_names(title.text, words, text.text)
        spans["text"] += bare
    exact = bool(spans["title"] or spans["text"])
    if not exact:
        for of_title, *span in inexact_spans(name, title.text, text.text):
            spans["title" if of_title else "text"].append((span[0], span[1]))
    fields: tuple[tuple[Field, Folded], ...] = (("title", title), ("text", text))
    mentions = [
        places.mention(field, *folded.span(*span))
        for field, folded in fields
        for span in spans[field]
    ]
    return Entity(name, tuple(in_order(mentions)), exact)


def _last_names(title: str, words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Find a person's last name in the title, but not behind another's first name."""
    for start, end in _find(title, words[-1:]):
        before = title[max(0, start - _LONGEST) : start].split()[-1:]
        if not before or before[0] in words or f"{before[0]} {words[-1]}" not in text:
            yield start, end


def _words(name: str) -> list[str]:
    words = [word for word in _SEPARATOR.split(fold(name[:_LONGEST])) if word][:_MOST_WORDS]
    if len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[-1].rstrip(".") in _LEGAL:
        words = words[:-1]
    return [word.strip(",;:") or word for word in words] if any(map(str.isalnum, name)) else []


def _find(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find words in their order, whatever stands between them that is no letter's business."""
    lower = text.lower()
    if not all(
        word.lower() in lower for word in words if word.isalnum()
    ) and not _ACRONYM.fullmatch(words[0]):
        return  # most articles do not name most targets: no need to search
    body = r"(?:[^\S\r\n]|-){1,3}".join(map(_pattern, words))
    (first, *more) = words
    for match in re.finditer(rf"{_BEFORE}{body}{_AFTER}", text, re.IGNORECASE):
        found = match.group()
        if not more and first[0].isupper() and not found[0].isupper():
            continue  # "Bush" is not a bush
        if not more and first in COMMON and found.isupper() and not text.isupper():
            continue  # "us" is not the US
        yield match.span()


def _pattern(word: str) -> str:
    if not _ACRONYM.fullmatch(word):
        return re.escape(word)
    letters = word.replace(".", "")
    dotted = r"\.?".join(map(re.escape, letters)) + (
        r"(?:(?<=\.\w)\.)?" if len(letters) > 1 else ""
    )
    # "Nato", as some newspapers have it
    again = f"|{re.escape(letters.capitalize())}" if len(letters) > 3 else ""
    return rf"(?-i:{dotted}{again})"


def _abbreviations(words: Sequence[str], text: str, *, named: bool) -> Iterator[str]:
    name = " ".join(words)
    for full, short in _ALIASES.items():
        if name == full:
            yield short
        elif name.replace(".", "") == short:
            yield full
    if not named or len(words) < 2:
        return
    body = r"[\s-]+".join(map(re.escape, words))
    introduced = re.search(rf"{_BEFORE}{body} \(([A-Z][A-Za-z&.]{{1,9}})\)", text, re.IGNORECASE)
    if introduced:
        yield introduced.group(1)
    letters = "".join(word[0] for word in words if word[0].isupper())
    if len(letters) > 2 and letters == letters.upper():
        yield letters
