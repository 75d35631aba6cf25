"""Whether a text gives grounds for any answer: it is English, and long enough."""

from dataclasses import dataclass
from typing import Final

from model.result import Warning

__all__ = ["Grounds", "grounds"]

_ENOUGH_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Grounds:
    """What can be said of a text.

    Attributes
    ----------
    readable : bool
        Whether the heads are asked at all.
    sure : bool
        Whether any of their answers may be decided.
    warnings : tuple of Warning
    """

    readable: bool
    sure: bool
    warnings: tuple[Warning, ...]


def grounds(language: str | None, words: int) -> Grounds:
    """Judge a text by its language (None: too little to say) and its number of words."""
    readable = language in {"en", None} and words > 0
    warnings = []
    if words < _ENOUGH_WORDS:
        detail = f"Too few words to decide anything: {words}; {_ENOUGH_WORDS} are needed."
        warnings.append(Warning("too-little-text", detail))
    if not readable and language is not None:
        detail = f"The text seems to be {language}; only English (en) is classified."
        warnings.append(Warning("language", detail))
    return Grounds(readable, language == "en" and words >= _ENOUGH_WORDS, tuple(warnings))
