"""Which language a text is in."""

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gcld3 import NNetLanguageIdentifier

__all__ = ["identify"]

_NO_WORD: Final = re.compile(r"[@\d_]|://|^www\.")  # addresses and numbers
_SAMPLE: Final = 250  # code points from each of three places: enough, and a tenth of a millisecond
_FEWEST_LETTERS: Final = 16


def identify(text: str) -> str | None:
    """Identify the language of a text.

    Parameters
    ----------
    text : str
        Any string. Of long ones the beginning, the middle and the end vote, so that a quotation
        in another language does not decide.

    Returns
    -------
    str or None
        ISO 639-1 code such as ``en`` (BCP 47 where there is none); None where there are too few
        letters to say.

    Notes
    -----
    Compact Language Detector v3, https://github.com/google/cld3.
    """
    from gcld3 import NNetLanguageIdentifier

    identifier = NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _SAMPLE)
    votes = Counter(filter(None, (_identify(identifier, part) for part in _samples(text))))
    return votes.most_common(1)[0][0] if votes else None


def _samples(text: str) -> tuple[str, ...]:
    if len(text) <= 3 * _SAMPLE:
        return (text,)
    middle = (len(text) - _SAMPLE) // 2
    return text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]


def _identify(identifier: "NNetLanguageIdentifier", text: str) -> str | None:
    words = [word for word in text.split() if not _NO_WORD.search(word)]
    if sum(len(word) for word in words if any(map(str.isalpha, word))) < _FEWEST_LETTERS:
        return None
    sample = " ".join(words).encode("utf-8", "ignore").decode("utf-8")
    found = identifier.FindLanguage(text=sample)
    return str(found.language) if found.is_reliable else None
