"""Who "the Russian president" is, where the text itself says so."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from model.groups import Group, is_person
from model.mention import Mention, Places

__all__ = ["references"]

_HEADS: Final = (
    "president|premier|chancellor|minister|secretary|senator|governor|mayor|general|king|queen|"
    "prince|princess|pope|chairman|chairwoman|chief|director|leader|coach|ambassador|speaker|judge|"
    "spokesman|spokeswoman|executive|manager|founder|commissioner|candidate|nominee"
)
_MOST: Final = 8  # phrases and forms of a name that are looked for


def references(
    text: str, found: Group, others: Sequence[Group], places: Places
) -> Iterator[Mention]:
    """Find where a person is spoken of by the office that the text ties to the name.

    "Russian President Vladimir Putin" and "Vladimir Putin, the Russian president," tie "the
    Russian president"; and "the president", if nobody else in the text is one.
    """
    forms = Counter(name.surface for name in found.names if is_person(name.words))
    if not forms:
        return
    phrases = Counter(office.lower() for office in found.offices)
    phrases.update(match.lower() for match in _appositions(text, forms))
    held = {office.split()[-1].lower() for other in others for office in other.offices}
    phrases.update({office.split()[-1] for office in phrases} - held)
    wanted = "|".join(re.escape(phrase) for phrase, _ in phrases.most_common(_MOST))
    if wanted:
        pattern = rf"(?<!\w)[Tt]he (?i:{wanted})(?! [A-Z])(?![\w-])"
        for match in re.finditer(pattern, text):
            yield places.mention("text", *match.span())


def _appositions(text: str, forms: Counter[str]) -> Iterator[str]:
    names = "|".join(re.escape(form) for form, _ in forms.most_common(_MOST))
    for match in re.finditer(
        rf"(?<!\w)(?:{names}), (?:the|an?) ((?:[\w-]+ ){{0,3}}(?:{_HEADS}))\b", text
    ):
        yield match.group(1)
