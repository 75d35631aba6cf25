"""What must not stand on both sides of a fold: one outlet's articles, and copies of one article.

A classifier tested on outlets that it was trained on shows how well it knows the outlets.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import StratifiedGroupKFold

from training.corpora.articles import RawArticle
from training.corpora.locate import cache
from training.duplicates import clusters

__all__ = ["GroupStatistics", "folds", "group_articles", "group_statistics"]

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """How articles fall into groups.

    Attributes
    ----------
    articles, groups : int
    largest : tuple of (group, articles), the ten largest
    small : int
        Groups of fewer than ten articles.
    in_small : int
        Articles in these.
    copies : int
        Articles that have a near-duplicate.
    moved : int
        Articles that are in another group than their own outlet's, because a copy is.
    """

    articles: int
    groups: int
    largest: tuple[tuple[str, int], ...]
    small: int
    in_small: int
    copies: int
    moved: int


def group_articles(articles: Sequence[RawArticle], *, cached: bool = True) -> list[str]:
    """Give each article its group.

    It is the outlet where that is known, else the corpus. Near-duplicates, across outlets and
    corpora, are all in one group: that which most of them (then: the first by name) belong to.
    Uniting their outlets instead would make one group of nearly everything, since agencies
    write for all.

    Parameters
    ----------
    articles : sequence of RawArticle
        All that are used together; copies are looked for among these.
    cached : bool
        Keep the search for near-duplicates on disk.

    Returns
    -------
    list of str
    """
    own = [_own_group(article) for article in articles]
    members: defaultdict[int, Counter[str]] = defaultdict(Counter)
    numbers = _clusters(articles, cached=cached)
    for number, group in zip(numbers, own, strict=True):
        members[number][group] += 1
    # Sorted by name first, then by count: sorting keeps the order of equals.
    chosen = {
        number: Counter(sorted(c.elements())).most_common(1)[0][0] for number, c in members.items()
    }
    return [chosen[number] for number in numbers]


def folds(
    groups: Sequence[str], labels: ArrayLike, n: int = 5, seed: int = 0
) -> Iterator[tuple[Indices, Indices]]:
    """Train and test indices of grouped, stratified cross-validation.

    Parameters
    ----------
    groups : sequence of str
        No group stands on both sides.
    labels : array-like of shape (len(groups),)
        Their shares are kept alike over the folds as far as the groups allow.
    n, seed : int
    """
    splitter = StratifiedGroupKFold(n_splits=n, shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(groups)), np.asarray(labels), np.asarray(groups))


def group_statistics(articles: Sequence[RawArticle], *, cached: bool = True) -> GroupStatistics:
    """Count groups, small outlets and copies, for ``python -m training corpora``."""
    groups = group_articles(articles, cached=cached)
    counts = Counter(groups)
    small = [count for count in counts.values() if count < 10]
    sizes = Counter(numbers := _clusters(articles, cached=cached))
    return GroupStatistics(
        articles=len(articles),
        groups=len(counts),
        largest=tuple(counts.most_common(10)),
        small=len(small),
        in_small=sum(small),
        copies=sum(sizes[number] > 1 for number in numbers),
        moved=sum(
            group != _own_group(article) for group, article in zip(groups, articles, strict=True)
        ),
    )


def _own_group(article: RawArticle) -> str:
    return article.source or article.dataset


def _clusters(articles: Sequence[RawArticle], *, cached: bool) -> list[int]:
    texts = [f"{article.title_clean}\n{article.text}" for article in articles]
    if not cached:
        return _numbers(texts, "")
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    kept = cache().cache(_numbers, ignore=["texts"])
    numbers: list[int] = kept(texts, digest.hexdigest())
    return numbers


def _numbers(texts: list[str], digest: str) -> list[int]:
    """`digest`, of the texts, is the cache's key."""
    del digest
    numbers: list[int] = clusters(texts).tolist()
    return numbers
