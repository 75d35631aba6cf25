"""How much an article is about a subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from model.groups import Group
from model.mention import Mention, Places
from model.names import MEDIA

__all__ = ["ranked"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is counted of a subject."""

    count: float  # sentences that name it; half where it is but a place
    first: int  # code point of the text
    sentence: int  # of the text, where it is first named
    opens: float  # share of its mentions that begin a sentence
    titled: int | None  # code point of the title


def ranked(
    groups: Sequence[Group], titled: dict[int, list[Mention]], length: int, places: Places
) -> list[int]:
    """Rank subjects: named in the title, early, often and as who acts.

    The weights are those of a conditional logit on this project's own annotation of main
    entities, rounded.

    Parameters
    ----------
    groups : sequence of Group
    titled : mapping of place in `groups` to mentions in the title
    length : int
        Code points of the text.

    Returns
    -------
    list of int
        Places in `groups`, the most salient first; without those named but in passing.
    """
    seen = [_seen(found, titled.get(at, ()), length, places) for at, found in enumerate(groups)]
    most = max((one.count for one in seen), default=0.0) or 1.0
    foremost = min((one.titled for one in seen if one.titled is not None), default=None)
    scores = {}
    for at, (found, one) in enumerate(zip(groups, seen, strict=True)):
        in_title = one.titled is not None
        in_passing = one.count < 2 and one.sentence > 1
        if not in_title and (in_passing or found.name in MEDIA):
            continue
        scores[at] = (
            1.4 * log1p(one.count)
            + 1.2 * one.count / most
            + 0.7 * in_title
            + 0.8 * (in_title and one.titled == foremost)
            + 0.7 / (1 + one.sentence)
            + 3.6 * (1.0 - one.first / max(length, 1))
            + 1.0 * one.opens
            + 0.8 * (len(found.key) > 1)
        )
    return sorted(scores, key=lambda at: (-scores[at], groups[at].key))


def _seen(found: Group, titled: Sequence[Mention], length: int, places: Places) -> _Seen:
    weights: dict[int, float] = {}
    in_text = [name for name in found.names if name.field == "text"]
    for name in in_text:
        weights[name.sentence] = max(weights.get(name.sentence, 0.0), name.weight)
    opens = sum(name.start - places.start(name.sentence) < 4 for name in in_text)
    return _Seen(
        count=sum(weights.values()),
        first=min((name.start for name in in_text), default=length),
        sentence=min(weights, default=places.first_of_text + _LATE) - places.first_of_text,
        opens=opens / max(len(in_text), 1),
        titled=min((mention.start for mention in titled), default=None),
    )


_LATE = 99
