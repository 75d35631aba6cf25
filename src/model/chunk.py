"""Several articles read at once, into the same bags as one by one.

What NumPy costs a call, some 200 calls an article, is paid once a chunk. `model.reading` and
`model.bags` say what the words and bags are; a property test holds the two to each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model import bags
from model.article import Article
from model.features import I64, U64, ngrams, salted, salted_parts, tokenize_all
from model.reading import spoken_words

__all__ = ["Chunk", "ChunkBags", "genre_bags", "read_chunk", "topic_bags"]

U32 = NDArray[np.uint32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The words of n articles in a row: title, text, title, text, and so on.

    Attributes
    ----------
    hashes : uint64 array of shape (words,)
    words, marks : int64 arrays of shape (2 n + 1,)
        Where each title's and text's words and marks begin; at last, how many there are.
    rank : int64 array of shape (words,)
        Each word's place in its title or text.
    in_title : bool array of shape (words,)
    spoken, scare : bool arrays of shape (words,)
        As in `Reading`; False in titles.
    marked : uint64 array of shape (marks,)
        The marks.
    """

    hashes: U64
    words: I64
    marks: I64
    rank: I64
    in_title: Bools
    spoken: Bools
    scare: Bools
    marked: U64


@dataclass(frozen=True, slots=True)
class ChunkBags:
    """The bags of n articles, in parts.

    Attributes
    ----------
    parts : list of (columns, bounds)
        uint32 array of shape (m,), the articles' one after the other; int64 array of shape
        (n + 1,), where each article's begin.
    """

    parts: list[tuple[U32, I64]]

    def __iter__(self) -> Iterator[U32]:
        """Iterate over the articles' columns, each ascending, with repeats."""
        parts = [(columns, bounds.tolist()) for columns, bounds in self.parts]
        for article in range(len(parts[0][1]) - 1):
            found = np.concatenate([c[at[article] : at[article + 1]] for c, at in parts])
            found.sort()
            yield found


def read_chunk(articles: Sequence[Article]) -> Chunk:
    """Tokenize articles and find what is quoted in their texts."""
    fields = [field for article in articles for field in (article.title, article.text)]
    tokens = tokenize_all(fields)
    edges = np.cumsum([0, *(len(field) + 1 for field in fields)])
    words = np.searchsorted(tokens.starts, edges)
    lengths = np.diff(words)
    in_title = np.repeat(np.arange(len(fields)) % 2 == 0, lengths)
    spoken, scare = spoken_words(tokens)
    return Chunk(
        hashes=tokens.hashes,
        words=words,
        marks=np.searchsorted(tokens.mark_starts, edges),
        rank=np.arange(len(tokens)) - np.repeat(words[:-1], lengths),
        in_title=in_title,
        spoken=spoken & ~in_title,
        scare=scare & ~in_title,
        marked=tokens.marks.astype(np.uint64),
    )


def topic_bags(chunk: Chunk) -> ChunkBags:
    """Give what `bags.topic_bag` does of each article."""
    title = np.flatnonzero(chunk.in_title)
    lead = np.flatnonzero((chunk.rank < bags.LEAD_WORDS) & ~chunk.in_title)
    other = salted_parts([(chunk.hashes[title], bags.TITLE), (chunk.hashes[lead], bags.LEAD)])
    every = chunk.words[::2]
    of_title = _part(other[: len(title)], title, every)
    return ChunkBags(
        [
            (_columns(chunk.hashes), every),
            of_title,
            of_title,
            _part(other[len(title) :], lead, every),
        ]
    )


def genre_bags(chunk: Chunk) -> ChunkBags:
    """Give what `bags.genre_bag` does of each article."""
    every, hashes = chunk.words[::2], chunk.hashes
    spoken = np.flatnonzero(chunk.spoken)
    voiced = hashes.copy()
    voiced[spoken] = salted(hashes[spoken], bags.SPOKEN)
    pairs = ngrams(voiced, 2)
    title = np.flatnonzero(chunk.in_title)
    first, second = chunk.in_title[:-1], chunk.rank[1:] > 0  # in a title; both in one field
    title_pairs, text_pairs = np.flatnonzero(first & second), np.flatnonzero(~first & second)
    own = np.flatnonzero(~(chunk.spoken | chunk.in_title))
    at = np.searchsorted(own, every)
    counts = np.diff(at)
    rank = np.arange(len(own)) - np.repeat(at[:-1], counts)
    opening = own[rank < bags.OPENING_WORDS]
    closing = own[rank >= np.repeat(counts, counts) - bags.OPENING_WORDS]
    begins = chunk.scare.copy()
    begins[1:] &= ~chunk.scare[:-1] | (chunk.rank[1:] == 0)
    opens = np.flatnonzero(begins)
    mark_in_title = np.repeat(np.arange(len(chunk.marks) - 1) % 2 == 0, np.diff(chunk.marks))
    marks, title_marks = np.flatnonzero(~mark_in_title), np.flatnonzero(mark_in_title)
    salts = (
        (hashes[title], bags.TITLE, title, every),
        (pairs[title_pairs], bags.TITLE, title_pairs, every),
        (hashes[opening], bags.OPENING, opening, every),
        (hashes[closing], bags.CLOSING, closing, every),
        (chunk.marked[marks], bags.MARK, marks, chunk.marks[::2]),
        (chunk.marked[title_marks], bags.TITLE_MARK, title_marks, chunk.marks[::2]),
    )
    other = _columns(salted_parts([(part, salt) for part, salt, *_ in salts]))
    ends = np.cumsum([len(part) for part, *_ in salts])
    return ChunkBags(
        [
            (_columns(voiced), every),
            _part(pairs[text_pairs], text_pairs, every),
            _part(np.full(len(opens), bags.SCARE_QUOTE), opens, every),
            *(
                (part, np.searchsorted(places, edges))
                for part, (*_, places, edges) in zip(np.split(other, ends[:-1]), salts, strict=True)
            ),
        ]
    )


def _part(hashes: U64, places: I64, edges: I64) -> tuple[U32, I64]:
    """Columns of hashes that stand at ascending places, with where each article's begin."""
    return _columns(hashes), np.searchsorted(places, edges)


def _columns(hashes: U64) -> U32:
    return (hashes >> np.uint64(32)).astype(np.uint32)
