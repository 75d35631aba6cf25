"""What the corpora hold, for ``python -m training corpora``."""

from collections import Counter
from collections.abc import Sequence

from training.corpora.annotations import Annotation
from training.corpora.articles import RawArticle
from training.groups import GroupStatistics, group_statistics
from training.weak import agreement_table, genre_agreement, topic_agreement

__all__ = ["survey"]

# A source of weak labels with fewer articles and no annotated one is not worth a line.
_FEW = 20


def survey(articles: Sequence[RawArticle], annotations: Sequence[Annotation]) -> str:
    """Write corpora, groups and weak labels as text for a terminal.

    Parameters
    ----------
    articles : sequence of RawArticle
    annotations : sequence of Annotation
    """
    topics = [
        row
        for row in topic_agreement(articles, annotations)
        if row.annotated or row.articles >= _FEW
    ]
    parts = [
        _corpora(articles, annotations),
        _groups(group_statistics(articles)),
        "Weak topics against the annotations\n" + agreement_table(topics),
        "Weak genres against the annotations\n"
        + agreement_table(genre_agreement(articles, annotations)),
    ]
    return "\n\n".join(parts)


def _corpora(articles: Sequence[RawArticle], annotations: Sequence[Annotation]) -> str:
    found = Counter(article.dataset for article in articles)
    noted = Counter(note.dataset for note in annotations)
    lines = [f"{'corpus':14} {'articles':>8} {'annotated':>9}"]
    lines += [f"{name:14} {count:8,} {noted[name]:9,}" for name, count in found.items()]
    return "\n".join(lines)


def _groups(found: GroupStatistics) -> str:
    largest = ", ".join(f"{group} {count:,}" for group, count in found.largest)
    return (
        f"{found.articles:,} articles in {found.groups:,} groups (outlet, else corpus)\n"
        f"largest: {largest}\n"
        f"{found.small:,} groups have fewer than ten articles: {found.in_small:,} in all\n"
        f"{found.copies:,} articles have a near-duplicate; {found.moved:,} of them stand in the "
        "group of their copies, not in their own outlet's"
    )
