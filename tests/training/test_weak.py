"""Every label here was made up for these tests."""

import math

from training.corpora.annotations import Annotation
from training.corpora.articles import RawArticle
from training.weak import Agreement, agreement_table, genre_agreement, topic_agreement


def article(
    uid: str, section: str, topic: str | None, genre: str | None = None, *, sure: bool = True
) -> RawArticle:
    return RawArticle(
        uid=uid,
        dataset="bbc",
        doc_id=uid,
        title="",
        title_clean="",
        text="Text.",
        source="bbc.com",
        url=None,
        date=None,
        section=section,
        weak_genre=genre if sure else None,
        likely_genre=genre,
        weak_topic=topic if sure else None,
        likely_topic=topic,
    )


NOTES = [
    Annotation("a", "bbc", "SPO", None, 0, "x", 0),
    Annotation("b", "bbc", "POL", "SPO", 3, "x", 0),
    Annotation("c", "bbc", "LAB", None, 1, "x", 0),
]


def test_topics_are_counted_by_section() -> None:
    articles = [
        *(article(uid, "sport", "SPO") for uid in "abz"),
        article("c", "business", "ECO", sure=False),
        article("d", "politics", None),
    ]
    assert topic_agreement(articles, NOTES) == [
        Agreement("bbc sport", "SPO", "clear", 3, 2, 1, 2),
        Agreement("bbc business", "ECO", "likely", 1, 1, 0, 0),
    ]


def test_genres_are_counted_by_corpus_or_outlet() -> None:
    articles = [
        article("a", "sport", None, "reporting"),
        article("b", "sport", None, "reporting"),
        article("c", "sport", None, "reporting", sure=False),
    ]
    assert genre_agreement(articles, NOTES) == [
        Agreement("bbc", "reporting", "clear", 2, 2, 1, 1),
        Agreement("bbc bbc.com", "reporting", "likely", 1, 1, 1, 1),
    ]


def test_an_unannotated_source_has_no_precision() -> None:
    row = Agreement("bbc sport", "SPO", "clear", 5, 0, 0, 0)
    assert math.isnan(row.precision)
    assert "nan" not in agreement_table([row])


def test_the_table_has_a_line_a_source() -> None:
    table = agreement_table([Agreement("bbc sport", "SPO", "clear", 1500, 8, 6, 8)])
    head, line = table.splitlines()
    assert head.startswith("source")
    assert line.split() == ["bbc", "sport", "SPO", "clear", "1,500", "8", "0.75", "1.00"]
