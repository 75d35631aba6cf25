"""How an article's small words speak, as seen from one of its targets.

Only words that begin with a small letter are read: names are left out with whatever else has a
capital, and so are the target's own words. Whom people like must not matter.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.article import Article
from model.bags import CLOSING, OPENING, OPENING_WORDS, SPOKEN, TITLE, Bag
from model.features import U64, begins_with_capital, ngrams, salted
from model.mention import Entity, Mention
from model.reading import Reading, sentences_of

__all__ = ["tone_bag"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Salts, beside those of `bags`.
_NAMED: Final = 8  # in a sentence that names the target
_NAMED_PAIR: Final = 9
_BESIDE: Final = 10  # in a sentence before or after one
_BEFORE: Final = 11  # near the target
_AFTER: Final = 12
_NAMED_TITLE: Final = 13

_NEAR: Final = 6  # words


def tone_bag(reading: Reading, article: Article, target: Entity) -> Bag:
    """Words, and pairs of them; once more by where they stand toward the target.

    Parameters
    ----------
    reading : Reading
        Of the article.
    article : Article
    target : Entity

    Returns
    -------
    Bag
        Owners are not known.
    """
    tokens = reading.text
    mentions = [mention for mention in target.mentions if mention.field == "text"]
    inside, before, after = _around(reading, mentions)
    named, beside = _sentences(reading, article, mentions)
    kept = ~begins_with_capital(article.text, tokens) & ~inside
    spoken = reading.spoken[kept]
    words = np.where(spoken, salted(tokens.hashes[kept], SPOKEN), tokens.hashes[kept])
    own = np.flatnonzero(~spoken)
    near = words[named[kept]]
    title = reading.title.hashes[~begins_with_capital(article.title, reading.title)]
    in_title = len(mentions) < len(target.mentions)
    hashes: U64 = np.concatenate(
        (
            words,
            ngrams(words, 2),
            salted(words[own[:OPENING_WORDS]], OPENING),
            salted(words[own[-OPENING_WORDS:]], CLOSING),
            salted(near, _NAMED),
            salted(ngrams(near, 2), _NAMED_PAIR),
            salted(words[beside[kept]], _BESIDE),
            salted(words[before[kept]], _BEFORE),
            salted(words[after[kept]], _AFTER),
            salted(title, _NAMED_TITLE if in_title else TITLE),
        )
    )
    return Bag(hashes, np.full(len(hashes), -1, dtype=np.int64))


def _around(reading: Reading, mentions: list[Mention]) -> tuple[Bools, Bools, Bools]:
    """Which words of the text name the target, stand before it, and behind it."""
    tokens = reading.text
    inside, before, after = np.zeros((3, len(tokens)), dtype=np.bool_)
    for mention in mentions:
        first = int(np.searchsorted(tokens.ends, mention.start, side="right"))
        last = int(np.searchsorted(tokens.starts, mention.end))
        inside[first:last] = True
        before[max(0, first - _NEAR) : first] = True
        after[last : last + _NEAR] = True
    return inside, before, after & ~before


def _sentences(reading: Reading, article: Article, mentions: list[Mention]) -> tuple[Bools, Bools]:
    """Which words of the text stand in a sentence that names the target, and next to one."""
    place = sentences_of(article, "text", reading.text.starts)
    of = np.zeros(len(article.sentences) + 2, dtype=np.bool_)  # one more at either end
    of[[mention.sentence + 1 for mention in mentions]] = True
    named: Bools = of[place + 1]
    beside: Bools = (of[np.maximum(place, 0)] | of[place + 2]) & ~named
    return named, beside
