"""Whom and what an article is about: names, from capitals and from the text itself.

No model and no list of famous people: what is a name is read off the text (capitals inside
sentences, titles before it, how often it stands), and two names are one subject only where the
text ties them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from model.article import Article
from model.groups import Group, group
from model.mention import Entity, Mention, Places, in_order
from model.names import COMMON, MEDIA
from model.runs import find_names, masked
from model.targets import find_target
from model.ties import references

__all__ = ["Entity", "Mention", "find_target", "main_subjects"]

_READ: Final = 60_000  # code points of the text; who is first named later is no main subject
_BIG_WORD: Final = re.compile(r"[^\W\d_][\w’'-]{3,}")


def main_subjects(article: Article, limit: int = 3) -> tuple[Entity, ...]:
    """Find the people, organisations and places that an article is mostly about.

    Parameters
    ----------
    article : Article
    limit : int
        At most so many.

    Returns
    -------
    tuple of Entity
        The most salient first: named in the title, early, often and throughout.
    """
    places = Places(article)
    text = article.text[:_READ]
    names = find_names(masked(text), "text", places)
    if _in_sentence_case(article.title):
        names += [name for name in find_names(article.title, "title", places) if not name.doubtful]
    groups = group(names)
    titled = _in_title(article.title, groups, places)
    ranked = sorted(
        ((_salience(found, titled.get(found.key, []), article), found) for found in groups),
        key=lambda pair: (-pair[0], pair[1].key),
    )
    chosen = [found for score, found in ranked if score >= _LEAST_SALIENCE][:limit]
    return tuple(
        Entity(
            found.name,
            tuple(in_order([*_mentions(found), *titled.get(found.key, []), *references(text, found, places)])),
        )
        for found in chosen
    )


_LEAST_SALIENCE: Final = 1.5


def _mentions(found: Group) -> Iterator[Mention]:
    for name in found.names:
        yield Mention(name.field, name.start, name.end, name.sentence)


def _in_sentence_case(title: str) -> bool:
    """Whether only names have capitals in a title."""
    words = _BIG_WORD.findall(title)[1:]
    return sum(word[0].isupper() for word in words) <= 0.5 * len(words)


def _in_title(title: str, groups: Sequence[Group], places: Places) -> dict[tuple[str, ...], list[Mention]]:
    """Find the subjects that the title names, whatever its capitals."""
    forms: dict[str, Group] = {}
    for found in groups:
        for name in found.names:
            forms.setdefault(" ".join(name.words), found)
    shout = title.isupper()
    by_form = {(form.upper() if shout else form): found for form, found in forms.items() if form.lower() not in COMMON}
    titled: dict[tuple[str, ...], list[Mention]] = {}
    if not title or not by_form:
        return titled
    plain = title.replace("U.S.", "US  ").replace("U.K.", "UK  ").replace("U.N.", "UN  ")
    options = "|".join(map(re.escape, sorted(by_form, key=len, reverse=True)))
    for match in re.finditer(rf"(?<![\w-])(?:{options})(?!\w)", plain):
        mention = places.mention("title", *match.span())
        titled.setdefault(by_form[match.group()].key, []).append(mention)
    return titled


def _salience(found: Group, titled: Iterable[Mention], article: Article) -> float:
    """Rank by how often, how early, and whether the title names it."""
    weights: dict[int, float] = {}
    for name in found.names:
        if name.field == "text":
            weights[name.sentence] = max(weights.get(name.sentence, 0.0), name.weight)
    count = sum(weights.values())
    in_title = bool(list(titled)) or any(name.field == "title" for name in found.names)
    if not in_title and found.name in MEDIA:
        return 0.0
    length = max(len(article.text), 1)
    starts = [name.start for name in found.names if name.field == "text"]
    early = 1.0 - min(starts, default=length) / length
    spread = len({10 * start // length for start in starts})
    return 0.7 * count**0.7 + 1.2 * in_title + 0.8 * early + 0.1 * spread
