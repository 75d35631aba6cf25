"""Against the corpora themselves; skipped where they are not."""

from collections import Counter
from pathlib import Path

import pytest

from model.taxonomy import TOPIC_CODES
from training.corpora import (
    ARTICLE_CORPORA,
    RawArticle,
    load_annotations,
    load_articles,
    load_subjective_sentences,
    load_targeted_articles,
    load_targeted_sentences,
    unlike,
)
from training.corpora.annotations import join
from training.corpora.digests import CORPORA
from training.corpora.read import rows
from training.groups import group_statistics
from training.survey import survey
from training.weak import agreement_table, genre_agreement, topic_agreement

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="session")
def articles(corpora: Path) -> list[RawArticle]:
    return load_articles(folder=corpora)


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_every_corpus_has_its_digest_and_its_rows(name: str, corpora: Path) -> None:
    assert sum(1 for _ in rows(name, corpora)) == CORPORA[name].rows


def test_articles_are_all_there_once(articles: list[RawArticle]) -> None:
    expected = sum(CORPORA[name].rows for name in ARTICLE_CORPORA)
    assert len(articles) == len({article.uid for article in articles}) == expected


def test_articles_keep_their_text(articles: list[RawArticle]) -> None:
    empty = [article for article in articles if len(article.text) < 40]
    assert len(empty) < 15
    assert all(article.title or article.text for article in articles)


def test_known_leaks_are_gone(articles: list[RawArticle]) -> None:
    text = Counter(
        mark
        for article in articles
        for mark in (
            "Replay More Videos",
            "Image copyright",
            "Story Continued Below",
            "CLICK HERE TO GET",
            "in this commentary are solely",
            "Click here for reprint permission",
            "toggle caption",
        )
        if mark in article.text
    )
    assert sum(text.values()) < 40, text
    titles = [article.title_clean for article in articles]
    assert not [title for title in titles if title.casefold().startswith(("opinion:", "opinion |"))]


@pytest.mark.parametrize("dataset", ["bbc", "semeval25", "polnear"])
def test_the_title_is_not_repeated(dataset: str, articles: list[RawArticle]) -> None:
    some = [a for a in articles if a.dataset == dataset and a.title and a.text]
    repeated = [a for a in some if a.text.casefold().startswith(a.title.casefold().rstrip("."))]
    assert len(repeated) <= 0.01 * len(some)


def test_outlets_have_one_spelling(articles: list[RawArticle]) -> None:
    outlets = {article.source for article in articles if article.source}
    assert {"cnn.com", "foxnews.com", "bbc.com", "nytimes.com", "reuters.com"} <= outlets
    assert not {o for o in outlets if o.startswith("www.") or " " in o or o != o.casefold()}
    assert {a.source for a in articles if a.dataset == "bbc"} == {"bbc.com"}
    assert all(a.source for a in articles if a.dataset in {"intl5", "polnear", "editorials"})


def test_every_annotation_has_its_article(articles: list[RawArticle]) -> None:
    notes = load_annotations()
    pairs = join(notes, articles)
    assert len(pairs) == len(notes) == 37_958
    assert all(article.dataset == note.dataset for article, note in pairs)


def test_weak_labels_are_mostly_right(articles: list[RawArticle]) -> None:
    notes = load_annotations(["articles"])  # the others are the doubtful ones
    topics, genres = topic_agreement(articles, notes), genre_agreement(articles, notes)
    clear = [row for row in topics if row.strength == "clear" and row.annotated >= 8]
    assert len(clear) >= 10
    assert [row for row in clear if row.precision < 0.8] == []
    assert [row for row in genres if row.annotated >= 8 and row.precision < 0.8] == []
    assert {row.label for row in topics} <= set(TOPIC_CODES)
    assert "abp elections" in agreement_table(topics)


def test_group_statistics(articles: list[RawArticle]) -> None:
    found = group_statistics(articles)
    assert found.articles == len(articles)
    assert found.largest[0][0] == "reuters.com"
    assert found.groups > 300
    assert 1000 < found.copies < 4000
    assert 0 < found.moved < 100


@pytest.mark.parametrize(
    ("name", "count", "unlocated"),
    [
        ("newsmtsc", 9524, 0),
        ("sentfin", 14405, 20),
        ("rusentne_en_dev", 2843, 20),
        ("gwsd", 2050, 2050),
        ("dse", 24112, 0),
        ("persent_dev", 3936, 2800),
    ],
)
def test_targeted_sentences(name: str, count: int, unlocated: int, corpora: Path) -> None:
    sentences = load_targeted_sentences(name, folder=corpora)
    assert len(sentences) == len({sentence.id for sentence in sentences}) == count
    assert {sentence.polarity for sentence in sentences} == {-1, 0, 1}
    assert sum(sentence.start is None for sentence in sentences) <= unlocated
    for sentence in sentences:
        if sentence.start is not None:
            found = sentence.sentence[sentence.start : sentence.end]
            assert found.casefold() == sentence.target.strip().casefold()


def test_newsmtsc_has_its_parts(corpora: Path) -> None:
    parts = Counter(s.subset for s in load_targeted_sentences("newsmtsc", folder=corpora))
    assert parts == {"train": 8739, "mt": 442, "rw": 343}


def test_sentences_of_newsmtsc_are_kept_out_of_the_others(corpora: Path) -> None:
    held_out = load_targeted_sentences("newsmtsc", folder=corpora)
    others = load_targeted_sentences("dse", folder=corpora)
    kept = unlike(others, held_out)
    assert 0 < len(others) - len(kept) < 1000


@pytest.mark.parametrize(
    ("name", "count", "subjective"), [("newssd", 1049, 411), ("babe", 3458, 1858)]
)
def test_subjective_sentences(name: str, count: int, subjective: int, corpora: Path) -> None:
    sentences = load_subjective_sentences(name, folder=corpora)
    assert len(sentences) == count
    assert sum(sentence.subjective for sentence in sentences) == subjective


def test_targeted_articles_are_articles(articles: list[RawArticle], corpora: Path) -> None:
    targeted = load_targeted_articles(folder=corpora)
    assert len(targeted) == 550
    assert {article.uid for article in targeted} <= {article.uid for article in articles}


def test_the_survey_tells_it_all(articles: list[RawArticle]) -> None:
    text = survey(articles, load_annotations())
    assert "abp              37,040    31,197" in text
    assert "groups have fewer than ten articles" in text
    assert "bbc sport" in text
    assert len(text.splitlines()) < 200
