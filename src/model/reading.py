"""An article's words, and which of them are somebody else's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.features import Tokens, tokenize

__all__ = ["Reading", "read", "spoken_words"]

# A quotation shorter than this is a name, a title or a scare quote: the author's own wording.
_SPEECH_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of an article, hashed once for every head.

    Attributes
    ----------
    title, text : Tokens
    spoken : bool array of shape (len(text),)
        Words of the text inside a quotation long enough to be speech.
    scare : bool array of shape (len(text),)
        Words of the text inside a quotation too short for that.
    """

    title: Tokens
    text: Tokens
    spoken: NDArray[np.bool_]
    scare: NDArray[np.bool_]

    @property
    def words(self) -> int:
        """How many words title and text have together."""
        return len(self.title) + len(self.text)


def read(article: Article) -> Reading:
    """Tokenize an article and find what is quoted in it."""
    text = tokenize(article.text)
    spoken, scare = spoken_words(text)
    return Reading(tokenize(article.title), text, spoken, scare)


def spoken_words(tokens: Tokens) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words stand between double quotation marks.

    Marks open and close in turn and a new line begins unquoted, so that one that is never
    closed (a quotation that runs on over paragraphs opens each of them anew) cannot turn the
    rest of the article into speech.

    Returns
    -------
    spoken, scare : bool arrays of shape (len(tokens),)
        In quotations of at least four words; in shorter ones.
    """
    quotes = tokens.mark_starts[tokens.marks == ord('"')]
    if not len(quotes) or not len(tokens):
        nothing = np.zeros(len(tokens), dtype=np.bool_)
        return nothing, nothing
    before = np.searchsorted(quotes, tokens.starts)
    line = np.searchsorted(tokens.breaks, tokens.starts)
    first = np.concatenate(([0], np.searchsorted(quotes, tokens.breaks)))
    inside = (before - first[line]) % 2 == 1
    # Words with as many marks before them, in one line, are one run.
    starts_run = np.concatenate(([True], (np.diff(before) != 0) | (np.diff(line) != 0)))
    run = np.cumsum(starts_run) - 1
    long = np.bincount(run)[run] >= _SPEECH_WORDS
    return inside & long, inside & ~long
