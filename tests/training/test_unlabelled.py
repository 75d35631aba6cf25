"""Which sentences a teacher is asked about."""

import pytest

from training.corpora.articles import RawArticle

pytest.importorskip("torch")

from training.encoder.unlabelled import further_sentences

BOTH = "Mayor Dana Reed praised Paul Ostrow for rebuilding the old harbour bridge."
ONE = "Mayor Dana Reed opened the meeting at seven in the evening."
TEXT = f"{ONE}\n{BOTH}\nPaul Ostrow said no."


def _article(uid: str) -> RawArticle:
    return RawArticle(uid, "mine", uid, "", "", TEXT, *[None] * 8)


def test_what_several_targets_share_comes_first_and_what_is_short_not_at_all() -> None:
    found = further_sentences([_article("a")], 5, 0)
    assert [one.sentence for one in found] == [BOTH, BOTH, ONE]
    assert {one.target for one in found[:2]} == {"Dana Reed", "Paul Ostrow"}
    assert all(one.sentence[one.start : one.end] == one.target for one in found)


def test_as_many_articles_as_are_asked_for_and_the_same_ones_again() -> None:
    articles = [_article(name) for name in "abcdef"]
    once = [one.id for one in further_sentences(articles, 2, 7)]
    assert len({name.split("-")[0] for name in once}) == 2
    assert once == [one.id for one in further_sentences(articles, 2, 7)]
