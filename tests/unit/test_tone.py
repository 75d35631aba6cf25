"""What the tone head sees: small words, by where they stand toward the target, and no name."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.article import Article
from model.bags import TITLE
from model.entities import find_target
from model.features import hash_words, salted
from model.reading import read
from model.tone import _AFTER, _BEFORE, _BESIDE, _NAMED, _NAMED_TITLE, tone_bag

TEXT = (
    "The harbour is quiet. Critics call Mayor Reed a reckless liar. Nobody was surprised. "
    "It rains. The council votes on Thursday."
)


def _bag(text: str, target: str, title: str = "") -> Counter[int]:
    article = Article.from_text(text, title)
    bag = tone_bag(read(article), article, find_target(article, target))
    assert len(bag.owners) == len(bag.hashes)
    return Counter(bag.hashes.tolist())


def _word(word: str, salt: int | None = None) -> int:
    hashes = hash_words([word])
    return int((hashes if salt is None else salted(hashes, salt))[0])


def test_words_count_by_where_they_stand() -> None:
    bag = _bag(TEXT, "Reed")
    assert bag[_word("reckless")] == bag[_word("quiet")] == 1
    assert bag[_word("reckless", _NAMED)] == 1
    assert bag[_word("quiet", _NAMED)] == 0
    assert bag[_word("quiet", _BESIDE)] == bag[_word("surprised", _BESIDE)] == 1
    assert bag[_word("rains", _BESIDE)] == bag[_word("reckless", _BESIDE)] == 0
    assert bag[_word("call", _BEFORE)] == bag[_word("reckless", _AFTER)] == 1
    assert bag[_word("call", _AFTER)] == bag[_word("votes", _AFTER)] == 0


def test_two_targets_are_seen_differently() -> None:
    text = "Brown saved the harbour. The band played on. Voss lied about it."
    assert _bag(text, "Brown") != _bag(text, "Voss")


def test_names_do_not_matter() -> None:
    text = "Critics call {0} a reckless liar. Nobody trusts {0}, and rightly."
    assert _bag(text.format("Ann Reed"), "Ann Reed") == _bag(
        text.format("Olga Kowalczyk"), "Olga Kowalczyk"
    )


def test_the_targets_own_words_are_left_out() -> None:
    bag = _bag("Critics fear the minimum wage. It is overdue.", "minimum wage")
    assert bag[_word("wage")] == 0
    assert bag[_word("fear", _BEFORE)] == 1


def test_a_title_counts_apart_where_it_names_the_target() -> None:
    title = "A shameless Reed"
    assert _bag(TEXT, "Reed", title)[_word("shameless", _NAMED_TITLE)] == 1
    assert _bag(TEXT, "council", title)[_word("shameless", TITLE)] == 1


@given(st.text(max_size=200), st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_anything_can_be_read(text: str, title: str, target: str) -> None:
    article = Article.from_text(text, title)
    bag = tone_bag(read(article), article, find_target(article, target))
    assert bag.hashes.dtype == np.uint64
