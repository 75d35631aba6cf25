"""Names -> subjects: two names are one subject only where the text ties them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from model.names import BODIES, COMMON, COMPANIES, DEMONYMS, HONORIFICS, MONARCHS, PLACES
from model.runs import LINKS, Name
from model.surnames import NEAR, STRANGER

__all__ = ["Group", "group", "is_person"]

Words = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Group:
    """Names that are one subject.

    Attributes
    ----------
    key : tuple of str
        The words of its fullest name.
    names : list of Name
        In reading order.
    """

    key: Words
    names: list[Name] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The most common of its full names, as it is written."""
        forms = Counter(name.surface for name in self.names)
        full = [form for form in forms if " " in form] or list(forms)
        return max(full, key=lambda form: (forms[form], len(form), form))

    @property
    def offices(self) -> set[str]:
        """Offices it was named with, such as "Russian President"."""
        return {name.office for name in self.names if name.office and not _is_courtesy(name.office)}


def group(names: Sequence[Name]) -> list[Group]:
    """Group the names of a text (in reading order)."""
    groups = _Groups()
    groups.take_full(names)
    groups.take_all(names)
    return [found for found in groups.all if found.names]


def is_person(words: Words) -> bool:
    """Whether words look like a person's first and last name."""
    first = words[1] if words[0] in MONARCHS and len(words) > 1 else words[0]
    return (
        2 <= len(words) <= 4
        and words[-1] not in BODIES
        and words[-1] not in PLACES
        and first not in DEMONYMS
        and first not in _LEADING
        and not any(word in {"of", "for", "&"} for word in words)
        and not words[0].isupper()
        and not any(char.isdigit() for char in words[-1])
    )


_LEADING: Final = frozenset(
    "New San Santa Los Las Saint St Fort Port Mount Lake Cape El Grand Great United Upper Lower Old "
    "White Supreme World Big Red Green Blue Free Super Social Democratic High Federal National "
    "International Royal General Wall Silicon Capitol Tea Pulitzer Nobel Hong Sri Costa Puerto Abu "
    "Affordable Cold Middle Second First Third Air Hurricane Tropical Operation Team".split()
)


def _is_courtesy(office: str) -> bool:
    return all(word.rstrip(".") in HONORIFICS for word in office.split())


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in LINKS)


_NAMESAKES: Final = 20  # so many of one name are told apart


class _Groups:
    """Groups in the making."""

    def __init__(self) -> None:
        self.all: list[Group] = []
        self._by_words: dict[Words, Group] = {}
        self._by_last: _Index = defaultdict(dict)
        self._by_first: _Index = defaultdict(dict)
        self._by_short: dict[str, Group] = {}

    def take_full(self, names: Sequence[Name]) -> None:
        """Make the subjects that are named in full, in the order of their first mention."""
        shorts = {name.short: name.words for name in names if _introduces(name)}
        fulls = dict.fromkeys(name.words for name in names if len(name.words) > 1)
        fulls.update(dict.fromkeys(shorts.values()))
        # The longest first: "Marc Lamont Hill" before "Lamont Hill".
        for words in sorted(fulls, key=len, reverse=True):
            self._add(words)
        self._by_last.clear()
        self._by_first.clear()
        for words in fulls:
            self._note(words, self._by_words[words])
        for short, words in shorts.items():
            self._by_short.setdefault(short.replace(".", ""), self._by_words[words])
        for found in self.all:
            letters = _initials(found.key)
            if len(letters) > 1 and not is_person(found.key):
                self._by_short.setdefault(letters, found)

    def _add(self, words: Words) -> None:
        same = self._longer(words)
        if same is None:
            same = Group(words)
            self.all.append(same)
            self._note(words, same)
        self._by_words[words] = same

    def _note(self, words: Words, found: Group) -> None:
        self._by_last[words[-1]].setdefault(found.key, found)
        self._by_first[words[0]].setdefault(found.key, found)

    def _longer(self, words: Words) -> Group | None:
        """The subject of which these words are a shorter full name."""
        for other in islice(self._by_last[words[-1]].values(), _NAMESAKES):
            if len(words) > 1 and other.key[-len(words) :] == words:
                return other
            if other.key[0] == words[0] and is_person(other.key) and is_person(words):
                return other  # "George W. Bush", "George Bush"
        for other in islice(self._by_first[words[0]].values(), _NAMESAKES):
            rest = other.key[len(words) :]
            if other.key[: len(words)] == words and 0 < len(rest) < 3 and rest[-1] in COMPANIES:
                return other
        return None

    def take_all(self, names: Sequence[Name]) -> None:
        """Give every name to its subject, the short ones to whom the text ties them."""
        strangers = _strangers(names)
        latest: dict[str, tuple[int, Group]] = {}
        for name in names:
            found = self._by_words.get(name.words)
            if found is None and name.words[0] not in strangers:
                found = self._owner(name, latest)
            if found is None:
                found = Group(name.words)
                self.all.append(found)
                self._by_words[name.words] = found
            elif len(name.words) > 1:
                latest[name.words[-1]] = latest[name.words[0]] = (name.sentence, found)
            found.names.append(name)

    def _owner(self, name: Name, latest: dict[str, tuple[int, Group]]) -> Group | None:
        """Whose short name this is."""
        word = name.words[0]
        if word in self._by_short:
            return self._by_short[word]
        if word in PLACES and not name.office:
            return None
        bodies = self._namesakes(self._by_last, word)
        people = [found for found in bodies if is_person(found.key)]
        if people:
            sentence, last = latest.get(word, (-1, people[0]))
            return last if name.sentence - sentence <= NEAR else people[0]
        if len(bodies) == 1 and word in BODIES and not name.office:
            return bodies[0]
        return None if name.office or word.lower() in COMMON else self._by_first_word(word)

    def _by_first_word(self, word: str) -> Group | None:
        """Find "Bernie" of one Bernie Sanders, "Kim" of Kim Jong-un, "Nortel" of Nortel Networks."""
        found = self._namesakes(self._by_first, word)
        family = all(len(other.key) > 1 and "-" in other.key[1] for other in found)
        if not found or (len(found) > 1 and not family):
            return None
        return found[0] if is_person(found[0].key) or found[0].key[-1] in COMPANIES else None

    @staticmethod
    def _namesakes(index: "_Index", word: str) -> list[Group]:
        return list(islice(index[word].values(), _NAMESAKES)) if word in index else []


_Index = defaultdict[str, dict[Words, Group]]


def _introduces(name: Name) -> bool:
    """Whether the brackets behind a name hold its abbreviation."""
    return bool(name.short) and name.short[0] == name.words[0][0]


def _strangers(names: Sequence[Name]) -> set[str]:
    """Last names much used before anybody is named so in full: a relative comes later."""
    early: Counter[str] = Counter()
    introduced: set[str] = set()
    for name in names:
        if len(name.words) > 1:
            introduced.add(name.words[-1])
        elif name.words[0] not in introduced:
            early[name.words[0]] += 1
    return {word for word, count in early.items() if count > STRANGER and word in introduced}
