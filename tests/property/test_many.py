"""Several articles at once are answered as one by one, to the last bit."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.article import Article
from model.bags import genre_bag, topic_bag
from model.chunk import genre_bags, read_chunk, topic_bags
from model.classifier import Classifier
from model.linear import columns_of
from model.reading import read
from model.result import Task
from tests.articles.voices import ARGUING, REPORTING

PIECES = [Article.from_text(piece.text, piece.title) for piece in ARGUING + REPORTING]
ODD = [
    Article.from_text("", ""),
    Article.from_text("", "Only a title, “so to speak”"),
    Article.from_text("It ends in a “scare quote”"),
    Article.from_text("“Scare quote” at the beginning, “and here one that is never closed"),
    Article.from_text("closed” is what this is not.\n“Nor is this one, we fear\nthe end"),
    Article.from_text(
        "Le gouvernement a annoncé mardi que les élections auront lieu en juin. " * 9
    ),
    Article.from_text("Der Stadtrat hat am Montag über den Haushalt beraten. " * 20, "The budget"),
    Article.from_text("市议会星期一开会讨论明年的预算问题，会议持续了三个小时。" * 5),
    Article.from_text("\ud800 half of a pair \udfff", "\udfff"),
    Article.from_text("İİ ΟΔΟΣ Σ. ΣΑΣ", "ΟΔΟΣ"),
    Article.from_text("ΟΔΟΣ Σ. ΣΑΣ", "Σ"),
    Article.from_text("word " * 20_000, "Long"),
    Article.from_text("…!?—", '"'),
]
WORDS = st.sampled_from(
    ["Mr. ", "the ", "said ", "U.S. ", "“Stop!” ", "e\u0301", "😀", "\r\n", "\n\n", " ", "3.5 ", "Berg’s ",
     "\u2028", "İ", "Σ", "\ud800", '"', "’", "that this is from the council which they said was about ",
     "“we have not been told about this” ", "der die das und nicht ", "…", "\x01", "\x02"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join))
ARTICLES = st.one_of(st.builds(Article, TEXTS, TEXTS), st.sampled_from(PIECES + ODD))


def same(classifier: Classifier, articles: Sequence[Article], tasks: Sequence[Task]) -> None:
    found = classifier.classify_many(articles, tasks=tasks)
    assert found == [
        classifier.classify(article, tasks=tasks, effort="fast", evidence=False)
        for article in articles
    ]


@pytest.mark.parametrize("tasks", [("topic", "genre"), ("topic",), ("genre",)])
def test_every_article_is_answered_as_by_itself(
    classifier: Classifier, tasks: tuple[Task, ...]
) -> None:
    same(classifier, [*ODD, *PIECES, *reversed(ODD), *PIECES[:1]], tasks)


@pytest.mark.parametrize("article", ODD)
def test_one_alone_is_answered_too(classifier: Classifier, article: Article) -> None:
    same(classifier, [article], ("topic", "genre"))


@given(st.lists(ARTICLES, min_size=1, max_size=6))
def test_whatever_stands_beside_it(classifier: Classifier, articles: list[Article]) -> None:
    same(classifier, articles, ("topic", "genre"))


@given(st.lists(ARTICLES, min_size=1, max_size=6))
def test_the_bags_are_the_same(articles: list[Article]) -> None:
    chunk = read_chunk(articles)
    for many, one in ((topic_bags, topic_bag), (genre_bags, genre_bag)):
        for found, article in zip(many(chunk), articles, strict=True):
            assert found.tolist() == np.sort(columns_of(one(read(article)))).tolist()


def test_none_are_answered_by_none(classifier: Classifier) -> None:
    assert classifier.classify_many([]) == []


def test_stance_is_not_silently_left_out(classifier: Classifier) -> None:
    with pytest.raises(ValueError, match="ask classify for stance"):
        classifier.classify_many(PIECES, tasks=("topic", "stance"))
