"""Text -> hashed n-grams. The ONE featurizer: training calls this same code.

There is no vocabulary to load: an n-gram is known by a 64-bit hash of its words alone. All of
it is done on arrays of code points; no Python loop runs over words or characters.

Words are runs of letters, digits and marks, lower-cased, digits written as ``0`` (a year is a
year whichever it is). A word keeps its place in the text, which is what evidence is made from.

Changing anything that changes a hash is a new artifact format (see ``model.artifact``).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tokens", "hash_words", "ngrams", "salted", "stems", "tokenize"]

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_BASE: Final = 0x9E3779B97F4A7C15  # odd: it has an inverse modulo 2**64
_BASE_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_LEFT: Final = np.uint64(0xD6E8FEB86659FD93)
_RIGHT: Final = np.uint64(0xA0761D6478BD642F)

# What one mark can be written as: quotes, dashes and dots have many code points, one meaning.
_FOLD: Final = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("–—―‒", "-"),
    "…": ".",
}


def _ascii_table() -> NDArray[np.bool_]:
    return np.array([chr(i).isalnum() for i in range(128)])


_ASCII_WORD: Final = _ascii_table()


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
    points = _code_points(text)
    word = _word_mask(points)
    edges = np.flatnonzero(np.diff(word, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    hashes = _hash_spans(points, starts, ends)
    # Marks: visible, not words. White space and controls are below or at U+0020, or folded there.
    is_mark = ~word & (points > np.uint32(32))
    mark_starts = np.flatnonzero(is_mark)
    breaks = np.flatnonzero(points == np.uint32(10))
    return Tokens(hashes, starts, ends, points[mark_starts], mark_starts, breaks)


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
    return _hash_spans(
        _code_points(text), tokens.starts, np.minimum(tokens.ends, tokens.starts + length)
    )


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
    points = _code_points("".join(words))
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
        joined = _mix(joined * _LEFT + hashes[k : len(hashes) - n + 1 + k] * _RIGHT)
    return joined


def salted(hashes: U64, salt: int) -> U64:
    """Other ids for the same words, for another field or position."""
    return _mix(hashes ^ np.uint64(salt * int(_RIGHT) % (1 << 64)))


def _code_points(text: str) -> NDArray[np.uint32]:
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered; offsets must not move
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    points = np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    beyond = points > 127
    if beyond.any():
        odd, where = np.unique(points[beyond], return_inverse=True)
        points[beyond] = np.array([_fold(chr(point)) for point in odd.tolist()], np.uint32)[where]
    points[(points >= 48) & (points <= 57)] = 48
    return points


def _fold(char: str) -> int:
    if char in _FOLD:
        return ord(_FOLD[char])
    return 32 if char.isspace() else ord(char)


def _word_mask(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    mask = np.zeros(len(points), dtype=np.bool_)
    ascii_ = points < 128
    mask[ascii_] = _ASCII_WORD[points[ascii_]]
    if not ascii_.all():
        odd, where = np.unique(points[~ascii_], return_inverse=True)
        mask[~ascii_] = np.array([_is_word(chr(point)) for point in odd.tolist()])[where]
    return mask


def _is_word(char: str) -> bool:
    from unicodedata import category  # only for text beyond ASCII

    return category(char)[0] in "LMN"


def _hash_spans(points: NDArray[np.uint32], starts: I64, ends: I64) -> U64:
    """Polynomial hash of every span, from one running sum (all arithmetic modulo 2**64)."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    power = _powers(_BASE, len(points))
    running = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum((points.astype(np.uint64) + np.uint64(1)) * power, out=running[1:])
    shift = _powers(_BASE_INVERSE, len(points))[starts]
    return _mix((running[ends] - running[starts]) * shift)


def _powers(base: int, n: int) -> U64:
    powers = np.full(n, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _mix(x: U64) -> U64:
    """splitmix64's finalizer: every bit of the input reaches the top bits."""
    x = (x ^ (x >> np.uint64(30))) * _MIX_1
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))
