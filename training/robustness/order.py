"""The order of what stands late in an article."""

from random import Random
from typing import Final

from model.sentences import sentence_spans

__all__ = ["shuffled_tail"]

_TAIL: Final = 0.4  # of the sentences
_FEWEST: Final = 3


def shuffled_tail(text: str, rng: Random) -> str:
    """Shuffle the sentences of the last two fifths, each into the place of another.

    Sentences that open a quotation without closing it, or the other way round, stay where they
    are, and so does the very last one, which may be the article's verdict.
    """
    spans = list(sentence_spans(text))
    tail = spans[int(len(spans) * (1 - _TAIL)) : -1]
    movable = [span for span in tail if _is_balanced(text[slice(*span)])]
    if len(movable) < _FEWEST:
        return text
    sources = movable.copy()
    while sources == movable:
        rng.shuffle(sources)
    parts, at = [], 0
    for place, source in zip(movable, sources, strict=True):
        parts += [text[at : place[0]], text[slice(*source)]]
        at = place[1]
    return "".join([*parts, text[at:]])


def _is_balanced(sentence: str) -> bool:
    return sentence.count('"') % 2 == 0 and sentence.count("“") == sentence.count("”")
