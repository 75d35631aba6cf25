"""Whom and what an article is about: names, from capitals and from the text itself.

No model and no list of famous people: what is a name is read off the text (capitals inside
sentences, titles before it, how often it stands), and two names are one subject only where the
text ties them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from model.article import Article
from model.groups import Group, group, is_person
from model.masks import masked
from model.mention import Entity, Mention, Places, in_order
from model.names import COMMON, COMPANIES
from model.runs import Name, find_names
from model.salience import ranked
from model.targets import find_target
from model.ties import references

__all__ = ["Entity", "Mention", "find_target", "main_subjects"]

_LONGEST_NAME: Final = 7
_TITLE_READ: Final = 1000
_TITLE_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[&.’'-](?!s\b)\w+)*")
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
        The most salient first: named in the title, early, often and as who acts.
    """
    places = Places(article)
    names = find_names(masked(article.text), "text", places)
    groups = group(names)
    titled = _titled(article.title, groups, places)
    if not titled and _in_sentence_case(article.title):
        groups += group(find_names(article.title, "title", places))
        titled = _titled(article.title, groups, places)
    chosen = ranked(groups, titled, len(article.text), places)[:limit]
    return tuple(
        Entity(
            groups[at].name,
            tuple(
                in_order(
                    [
                        *titled.get(at, ()),
                        *map(_mention, groups[at].names),
                        *references(
                            article.text,
                            groups[at],
                            [g for g in groups if g is not groups[at]],
                            places,
                        ),
                    ]
                )
            ),
        )
        for at in chosen
    )


def _mention(name: Name) -> Mention:
    return Mention(name.field, name.start, name.end, name.sentence)


def _in_sentence_case(title: str) -> bool:
    """Whether only names have capitals in a title."""
    words = _BIG_WORD.findall(title)[1:]
    return bool(2 * sum(word[0].isupper() for word in words) <= len(words))


def _titled(title: str, groups: Sequence[Group], places: Places) -> dict[int, list[Mention]]:
    """Find the subjects that a title names, whatever its capitals."""
    forms: dict[str, int] = {}
    for take in (_as_written, _shortened):
        for at in sorted(range(len(groups)), key=lambda at: -len(groups[at].names)):
            for form in take(groups[at]):
                forms.setdefault(form.upper() if title.isupper() else form, at)
    titled: dict[int, list[Mention]] = {}
    words = list(_TITLE_WORD.finditer(title, 0, _TITLE_READ))
    done = 0
    for first in range(len(words)):
        for last in range(min(first + _LONGEST_NAME, len(words)) - 1, max(first, done) - 1, -1):
            start, end = words[first].start(), words[last].end()
            named = forms.get(title[start:end])
            if named is not None and first >= done:
                titled.setdefault(named, []).append(places.mention("title", start, end))
                done = last + 1
                break
    return titled


def _as_written(found: Group) -> Iterator[str]:
    for name in found.names:
        if len(name.words) > 1 or name.surface.lower() not in COMMON:
            yield name.surface
            yield " ".join(name.words)


def _shortened(found: Group) -> Iterator[str]:
    """A person's last name, and a company's without what it is."""
    for words in {name.words for name in found.names if len(name.words) > 1}:
        if is_person(words) and words[-1].lower() not in COMMON:
            yield words[-1]
        elif words[-1] in COMPANIES and words[0].lower() not in COMMON:
            yield words[0]
