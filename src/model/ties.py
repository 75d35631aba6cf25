"""Who "the Russian president" is, where the text itself says so."""

import re
from collections.abc import Iterator
from typing import Final

from model.groups import Group, is_person
from model.mention import Mention, Places

__all__ = ["references"]

_OFFICE: Final = (
    "(?:president|premier|chancellor|minister|secretary|senator|governor|mayor|general|king|queen|"
    "prince|princess|pope|chairman|chairwoman|chief|director|leader|coach|ambassador|speaker|judge|"
    "spokesman|spokeswoman|executive|manager|founder|commissioner|candidate|nominee)"
)
_AS_WRITTEN: Final = frozenset({"MP", "MPs", "MEP", "PM", "CEO", "CFO", "VP"})


def references(text: str, found: Group, places: Places) -> Iterator[Mention]:
    """Find where a person is spoken of by the office the text ties to the name.

    "Russian President Vladimir Putin" and "Vladimir Putin, the Russian president," tie "the
    Russian president".
    """
    if not any(is_person(name.words) for name in found.names):
        return
    phrases = {_phrase(office) for office in found.offices} | set(_appositions(text, found))
    for phrase in sorted(phrases):
        pattern = rf"(?<!\w)(?i:the {re.escape(phrase)})(?! [A-Z])(?![\w-])"
        for match in re.finditer(pattern, text):
            yield places.mention("text", *match.span())


def _phrase(office: str) -> str:
    return office


def _appositions(text: str, found: Group) -> Iterator[str]:
    for words in {name.words for name in found.names if is_person(name.words)}:
        name = re.escape(" ".join(words))
        for match in re.finditer(rf"(?<!\w){name}, the ((?:[\w-]+ ){{0,3}}{_OFFICE})\b", text):
            yield match.group(1)
