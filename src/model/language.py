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

# A headline of names looks like Maltese, letters at random like Japanese: of Latin letters it
# takes more to name another language than English.
_ENOUGH_LETTERS: Final = 40
_SURE: Final = 0.9
_NOT_LATIN: Final = frozenset(
    "am ar be bg bn el fa gu hi hy iw ja ka kk km kn ko ky lo mk ml mn mr my ne pa ps ru sd si ta te "
    "tg th uk ur yi zh".split()
)
# English, and no other language's.
_ENGLISH: Final = frozenset(
    "the and that with from this they their which would have were are who not said about after "
    "will his has been".split()
)
# What CLD3 calls by codes of old.
_RENAMED: Final = {"iw": "he", "jw": "jv"}


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
        Primary tag of BCP 47, such as ``en``; None where there are too few letters to say.

    Notes
    -----
    Compact Language Detector v3, https://github.com/google/cld3.
    """
    samples = _samples(text)
    plainly = []
    for sample in samples:
        plainly.append(_is_plainly_english(sample))
        if sum(plainly) > len(samples) / 2:
            return "en"  # most texts: two of three are English, whatever CLD3 would say of one
    votes: Counter[str] = Counter()
    for sample, plain in zip(samples, plainly, strict=True):
        found = "en" if plain else _identify(sample)
        if found is not None:
            votes[found] += 1
            if votes[found] == 2:  # of three
                return found
    return votes.most_common(1)[0][0] if votes else None


def _samples(text: str) -> tuple[str, ...]:
    if len(text) <= 3 * _SAMPLE:
        return (text,)
    middle = (len(text) - _SAMPLE) // 2
    return text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    english = _english(words)
    return _many(english, len(words)) and sum(map(len, english)) >= _FEWEST_LETTERS


def _english(lower: list[str]) -> list[str]:
    return [word for word in lower if word in _ENGLISH]


def _many(english: list[str], of_all: int) -> bool:
    return len(english) >= max(0.08 * of_all, 1)


def _identify(text: str) -> str | None:
    words = [word for word in text.split() if not _NO_WORD.search(word)]
    letters = sum(len(word) for word in words if any(map(str.isalpha, word)))
    if letters < _FEWEST_LETTERS:
        return None
    if _many(_english(text.lower().split()), len(words)):
        return "en"
    sample = " ".join(words).encode("utf-8", "ignore").decode("utf-8")  # half surrogates go
    found = _find_language(sample)
    if found.language == "en" and found.is_reliable:
        return "en"
    if not found.is_reliable or not _plausible(found, sample, letters):
        return None
    primary = str(found.language).partition("-")[0]
    return _RENAMED.get(primary, primary)


def _find_language(sample: str) -> "NNetLanguageIdentifier.Result":
    from gcld3 import NNetLanguageIdentifier

    # One for every call: it lets go of the GIL, and two calls at once would share its scratch.
    return NNetLanguageIdentifier(0, 4 * _SAMPLE).FindLanguage(text=sample)


def _plausible(found: "NNetLanguageIdentifier.Result", sample: str, letters: int) -> bool:
    primary, _, script = found.language.partition("-")
    if sample.isascii() and primary in _NOT_LATIN and not script:
        return False
    if primary in _NOT_LATIN and not script:
        return True
    return letters >= _ENOUGH_LETTERS and found.probability >= _SURE
