"""An article's words, and which of them are somebody else's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.features import Tokens, tokenize
from model.result import Field

__all__ = ["Reading", "read", "sentences_of", "spoken_words"]

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


def sentences_of(article: Article, field: Field, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which sentence each place of a field stands in.

    Parameters
    ----------
    article : Article
    field : ``title`` or ``text``
    places : int64 array of shape (n,)
        Code points of the field.

    Returns
    -------
    int64 array of shape (n,)
        Places in ``article.sentences``; -1 before the field's first one.
    """
    starts = np.array([s.start for s in article.sentences if s.field == field], dtype=np.int64)
    first = 0 if field == "title" else len(article.sentences) - len(starts)
    at = np.searchsorted(starts, places, side="right")
    return np.where(at > 0, at + (first - 1), -1)


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
    nothing = np.zeros(len(tokens), dtype=np.bool_)
    quotes = tokens.mark_starts[tokens.marks == ord('"')]
    if not len(quotes) or not len(tokens):
        return nothing, nothing
    # Words with as many marks before them, in one line, are one run.
    marked = np.searchsorted(tokens.starts, quotes)
    broken = np.searchsorted(tokens.starts, tokens.breaks)
    runs = np.sort(np.concatenate(([0], marked, broken)))
    runs = runs[np.diff(runs, append=len(tokens)) > 0]
    lengths = np.diff(runs, append=len(tokens))
    before = np.searchsorted(marked, runs, side="right")
    line = np.searchsorted(broken, runs, side="right")
    first = np.concatenate(([0], np.searchsorted(quotes, tokens.breaks)))
    inside = (before - first[line]) % 2 == 1
    long = lengths >= _SPEECH_WORDS
    return np.repeat(inside & long, lengths), np.repeat(inside & ~long, lengths)
