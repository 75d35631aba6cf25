"""Text -> hashed n-grams. The ONE featurizer: training calls this same code.

There is no vocabulary to load: an n-gram is known by a 64-bit hash of its words alone. All of
it is done on arrays of code points; no Python loop runs over words or characters.

Words are runs of letters, digits and marks, lower-cased, digits written as ``0`` (a year is a
year whichever it is). A word keeps its place in the text, which is what evidence is made from.

Changing anything that changes a hash is a new artifact format (see ``model.artifact``).
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Tokens",
    "begins_with_capital",
    "hash_words",
    "ngrams",
    "salted",
    "salted_parts",
    "stems",
    "tokenize",
    "tokenize_all",
]

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
Points = NDArray[np.uint8] | NDArray[np.uint32]

_BASE: Final = 0x9E3779B97F4A7C15  # odd: it has an inverse modulo 2**64
_BASE_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_SHIFT_1: Final = np.uint64(30)
_SHIFT_2: Final = np.uint64(27)
_SHIFT_3: Final = np.uint64(31)
_LEFT: Final = np.uint64(0xD6E8FEB86659FD93)
_RIGHT: Final = np.uint64(0xA0761D6478BD642F)

# What one mark can be written as: quotes, dashes and dots have many code points, one meaning.
_FOLD: Final = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("–—―‒", "-"),
    "…": ".",
}


_NEW_LINE: Final = 10
_SPACE: Final = 32
_DIGIT: Final = 48  # every digit is written as this one
_SMALL: Final = 32  # what a small letter of ASCII has beyond its capital


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text.

    Attributes
    ----------
    hashes : uint64 array of shape (words,)
    starts, ends : int64 arrays of shape (words,)
        Code points of the text, ends exclusive.
    marks : uint32 array of shape (marks,)
        The folded code points of what is neither word nor white space, in order.
    mark_starts : int64 array of shape (marks,)
    breaks : int64 array of shape (lines - 1,)
        Where the line breaks are.
    """

    hashes: U64
    starts: I64
    ends: I64
    marks: NDArray[np.uint32]
    mark_starts: I64
    breaks: I64

    def __len__(self) -> int:
        return len(self.hashes)


def tokenize(text: str) -> Tokens:
    """Find the words and marks of a text and hash the words.

    Parameters
    ----------
    text : str
        Any string, lone surrogates included.

    Returns
    -------
    Tokens
    """
    return _tokens(_settled(text))


def tokenize_all(texts: Sequence[str]) -> Tokens:
    """Tokenize several texts at once: what NumPy costs a call is paid once.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    Tokens
        Of the texts joined by line breaks, which are part of no word and end every quotation.
        The words, hashes and marks are those of each text by itself.
    """
    return _tokens("\n".join(map(_settled, texts)))


def _tokens(text: str) -> Tokens:
    points, word, is_mark = _read(text)
    padded = np.zeros(len(word) + 2, dtype=np.bool_)
    padded[1:-1] = word
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    starts, ends = edges[::2], edges[1::2]
    hashes = _hash_spans(points, starts, ends)
    mark_starts = np.flatnonzero(is_mark)
    breaks = np.flatnonzero(points == _NEW_LINE)
    marks = points[mark_starts].astype(np.uint32)
    return Tokens(hashes, starts, ends, marks, mark_starts, breaks)


def stems(text: str, tokens: Tokens, length: int) -> U64:
    """Hash the first letters of every word: what its inflections have in common.

    Parameters
    ----------
    text : str
    tokens : Tokens
        Of this text.
    length : int
        How many code points count.

    Returns
    -------
    uint64 array of shape (len(tokens),)
    """
    points, *_ = _read(_settled(text))
    return _hash_spans(points, tokens.starts, np.minimum(tokens.ends, tokens.starts + length))


def begins_with_capital(text: str, tokens: Tokens) -> NDArray[np.bool_]:
    """Which words begin with a capital letter.

    Parameters
    ----------
    text : str
    tokens : Tokens
        Of this text.

    Returns
    -------
    bool array of shape (len(tokens),)
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    firsts = points[tokens.starts]
    capital = (firsts >= ord("A")) & (firsts <= ord("Z"))
    for place in np.flatnonzero(firsts > 127).tolist():
        capital[place] = text[tokens.starts[place]].isupper()
    return np.asarray(capital)


def hash_words(words: list[str]) -> U64:
    """Hash single words as `tokenize` would: for tests and for looking a word up.

    Parameters
    ----------
    words : list of str
        Each one word (what `tokenize` would split is hashed as one).

    Returns
    -------
    uint64 array of shape (len(words),)
    """
    points, *_ = _read(_settled("".join(words)))
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    ends = np.cumsum(lengths)
    return _hash_spans(points, ends - lengths, ends)


def ngrams(hashes: U64, n: int) -> U64:
    """Hashes of the runs of `n` words, in order.

    Returns
    -------
    uint64 array of shape (max(0, words - n + 1),)
    """
    if len(hashes) < n:
        return hashes[:0]
    joined = hashes[: len(hashes) - n + 1]
    for k in range(1, n):
        following = hashes[k : len(hashes) - n + 1 + k] * _RIGHT
        following += joined * _LEFT
        joined = _mix(following)
    return joined


def salted(hashes: U64, salt: int) -> U64:
    """Other ids for the same words, for another field or position."""
    return _mix(hashes ^ _salt(salt))


def salted_parts(parts: Sequence[tuple[U64, int]]) -> U64:
    """Salt several runs of hashes, each by its own salt, in one go.

    Returns
    -------
    uint64 array
        What `salted` gives of each, one after the other.
    """
    salts = np.array([_salt(salt) for _, salt in parts], dtype=np.uint64)
    lengths = [len(hashes) for hashes, _ in parts]
    joined = np.concatenate([hashes for hashes, _ in parts])
    joined ^= np.repeat(salts, lengths)
    return _mix(joined)


def _salt(salt: int) -> np.uint64:
    return np.uint64(salt * int(_RIGHT) % (1 << 64))


def _settled(text: str) -> str:
    """Lower what cannot be lowered letter by letter: a capital sigma, by where it stands."""
    if "\u03a3" not in text:
        return text
    lower = text.lower()
    return lower if len(lower) == len(text) else text  # a few letters grow; offsets must not move


def _read(text: str) -> tuple[Points, NDArray[np.bool_], NDArray[np.bool_]]:
    """Lower-cased and folded code points; which belong to words; which are marks.

    Marks are visible and no words. White space and controls are U+0020 or below, or folded there.
    """
    # One byte a code point: arithmetic on bytes is the fastest there is.
    plain = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8)
    capital = (plain - np.uint8(65)) < 26  # A to Z: what is below wraps around
    plain = plain | (capital * np.uint8(_SMALL))
    digits = (plain - np.uint8(_DIGIT)) < 10
    word = (plain - np.uint8(97)) < 26
    word |= digits
    plain[digits] = _DIGIT
    is_mark = (plain > _SPACE) & ~word
    if text.isascii():
        return plain, word, is_mark
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    beyond = np.flatnonzero(wide > 127)
    odd, where = np.unique(wide[beyond], return_inverse=True)
    lower = [_lower(chr(point)) for point in odd.tolist()]
    folded = np.array([_fold(char) for char in lower], dtype=np.uint32)
    of_word = np.array([_is_word(char) for char in lower])
    points = plain.astype(np.uint32)
    points[beyond] = folded[where]
    word[beyond] = of_word[where]
    is_mark[beyond] = (~of_word & (folded > _SPACE))[where]
    return points, word, is_mark


def _lower(char: str) -> str:
    return lower if len(lower := char.lower()) == 1 else char


def _fold(char: str) -> int:
    if char in _FOLD:
        return ord(_FOLD[char])
    return _SPACE if char.isspace() else ord(char)


def _is_word(char: str) -> bool:
    from unicodedata import category  # only for text beyond ASCII

    return category(char)[0] in "LMN"


def _hash_spans(points: Points, starts: I64, ends: I64) -> U64:
    """Polynomial hash of every span, from one running sum (all arithmetic modulo 2**64)."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    power, inverse = _powers(max(len(points), _FEWEST_POWERS).bit_length())
    running = np.zeros(len(points) + 1, dtype=np.uint64)
    terms = points.astype(np.uint64)
    terms += np.uint64(1)
    terms *= power[: len(points)]
    np.cumsum(terms, out=running[1:])
    return _mix((running[ends] - running[starts]) * inverse[starts])


_FEWEST_POWERS: Final = 1 << 14  # code points of most articles; a longer one makes a longer table


@functools.lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[U64, U64]:
    """Powers of the base and of its inverse, for texts of fewer than ``2**bits`` code points."""
    return _powers_of(_BASE, 1 << bits), _powers_of(_BASE_INVERSE, 1 << bits)


def _powers_of(base: int, n: int) -> U64:
    powers = np.full(n, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _mix(x: U64) -> U64:
    """splitmix64's finalizer: every bit of the input reaches the top bits."""
    x = x ^ (x >> _SHIFT_1)
    x *= _MIX_1
    x ^= x >> _SHIFT_2
    x *= _MIX_2
    x ^= x >> _SHIFT_3
    return x
