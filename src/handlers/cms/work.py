"""What is written back: the wanted terms, and what to do about those that are there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from handlers.contract import ClassifyResponse
from handlers.sites.config import WriteBack
from handlers.stores.ports import Terms

__all__ = ["Plan", "Remembered", "Wanted", "Work", "Written", "plan", "wanted_terms"]

Remembered = Terms


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term that the answer asks for.

    Attributes
    ----------
    name : str
        The site's own.
    source : str
        ``medtop:…`` or ``genre:…``.
    probability : float
    """

    name: str
    source: str
    probability: float


@dataclass(frozen=True, slots=True)
class Work:
    """One result that is to be written back.

    Attributes
    ----------
    job, document, type : str
    content_hash : str
        Of the content that was classified.
    revision : str or None
    terms : tuple of Wanted
    meta : dict
        The result for editors; see docs/integrations/wordpress.md.
    """

    job: str
    document: str
    type: str
    content_hash: str
    revision: str | None
    terms: tuple[Wanted, ...]
    meta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write-back did.

    Attributes
    ----------
    outcome
        written: the post was changed. same: there was nothing to change. changed: the post has
        changed since, so a newer job will come. gone: it is deleted or no longer published.
    terms : Terms or None
        What to remember.
    detail : str
        For the log: numbers and ids only.
    """

    outcome: Literal["written", "same", "changed", "gone"]
    terms: Terms | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The terms a post should have.

    Attributes
    ----------
    terms : tuple of str
        All of them.
    memory : Terms
    changes : bool
    """

    terms: tuple[str, ...]
    memory: Terms
    changes: bool


def plan(present: Iterable[str], wanted: Collection[str], memory: Terms) -> Plan:
    """Decide on a post's terms, by the CMS's ids.

    A person's terms are never removed. A term that copydesk set and a person removed is never set
    again. Copydesk's own terms are replaced by those of a new answer, unless a person has removed
    one of them: then somebody has taken the choice over, and nothing is removed any more.

    Parameters
    ----------
    present : iterable of str
        What the post has, in order.
    wanted : collection of str
        What the answer asks for, in order.
    memory : Terms
        From the last time.
    """
    there = tuple(dict.fromkeys(present))
    removed = [term for term in memory.added if term not in there]
    dismissed = tuple(dict.fromkeys((*memory.dismissed, *removed)))
    ours = [term for term in memory.added if term in there]
    stale = set() if dismissed else {term for term in ours if term not in wanted}
    kept = [term for term in there if term not in stale]
    new = [term for term in wanted if term not in there and term not in dismissed]
    added = tuple(term for term in (*ours, *new) if term not in stale)
    terms = (*kept, *new)
    return Plan(terms, Terms(added, dismissed), terms != there)


def wanted_terms(answer: ClassifyResponse, options: WriteBack) -> tuple[Wanted, ...]:
    """Choose the site's terms for an answer: main topic, topics beside it, genre."""
    found: dict[str, Wanted] = {}
    for topic in answer.topics:
        name = options.topics.get(topic.id)
        if name and topic.role and _enough(topic.decided, topic.probability, options):
            found.setdefault(name, Wanted(name, topic.id, topic.probability))
    genre = answer.genre
    if genre is not None and genre.name is not None and genre.probability is not None:
        name = options.genres.get(genre.name)
        if name and _enough(genre.decided, genre.probability, options):
            found.setdefault(name, Wanted(name, f"genre:{genre.name}", genre.probability))
    return tuple(found.values())


def _enough(decided: bool, probability: float, options: WriteBack) -> bool:
    if isinstance(options.threshold, float | int):
        return probability >= options.threshold
    return decided


def meta_json(meta: dict[str, Any]) -> str:
    """Write the result for editors."""
    return msgspec.json.encode(meta).decode()
