"""Every sentence here was written for these tests."""

from dataclasses import replace

import numpy as np
import pytest

from training.corpora.articles import RawArticle
from training.duplicates import KEPT, clusters, sketches
from training.groups import folds, group_articles, group_statistics

WORDS = [f"{first}{last}" for first in ("tram", "night", "river", "city") for last in range(6)]


def story(seed: int, words: int = 300) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, words))


def article(uid: str, source: str | None, text: str, dataset: str = "mine") -> RawArticle:
    return RawArticle(uid, dataset, uid, "", "", text, source, *[None] * 7)


def test_copies_are_found_whatever_their_case_and_marks() -> None:
    text = story(1)
    other = text.upper().replace("TRAM1", "TRAM1,").replace("RIVER2", "“RIVER2”")
    numbers = clusters([text, story(2), other, story(3)])
    assert numbers[0] == numbers[2]
    assert len(set(numbers.tolist())) == 3


def test_an_update_is_a_copy_and_a_shared_quotation_is_not() -> None:
    text = story(1)
    update = f"{story(4, 40)} {text[200:]}"
    quoting = f"{story(5, 250)} {text[:300]} {story(6, 250)}"
    numbers = clusters([text, update, quoting])
    assert numbers[0] == numbers[1] != numbers[2]


def test_copies_of_copies_are_one_cluster() -> None:
    parts = [story(seed, 100) for seed in range(6)]
    chain = [" ".join(parts[i : i + 4]) for i in range(3)]
    assert len(set(clusters(chain).tolist())) == 1


def test_short_and_empty_texts_are_never_copies() -> None:
    assert len(set(clusters(["", "", "tram", "tram", "the tram runs all night"]).tolist())) == 5


def test_sketches_do_not_depend_on_the_company() -> None:
    texts = [story(1), story(2, 30), "…"]
    alone = [sketches([text])[0] for text in texts]
    together = sketches(list(reversed(texts)))[::-1]
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert [len(sketch) for sketch in together] == [KEPT, 26, 0]


def test_a_group_is_the_outlet_or_else_the_corpus() -> None:
    articles = [
        article("a", "cnn.com", story(1)),
        article("b", None, story(2)),
        article("c", "cnn.com", story(3), dataset="other"),
    ]
    assert group_articles(articles, cached=False) == ["cnn.com", "mine", "cnn.com"]


def test_copies_go_where_most_of_them_are() -> None:
    articles = [
        article("a", "wire.com", story(1)),
        article("b", "wire.com", story(1) + " more"),
        article("c", "paper.com", story(1)),
        article("d", "paper.com", story(2)),
        article("e", "zeta.com", story(3)),
        article("f", "alpha.com", story(3)),
    ]
    groups = group_articles(articles, cached=False)
    assert groups == ["wire.com", "wire.com", "wire.com", "paper.com", "alpha.com", "alpha.com"]
    found = group_statistics(articles, cached=False)
    assert (found.articles, found.groups, found.copies, found.moved) == (6, 3, 5, 2)
    assert found.largest[0] == ("wire.com", 3)
    assert (found.small, found.in_small) == (3, 6)


def test_no_group_is_on_both_sides_and_labels_are_spread() -> None:
    rng = np.random.default_rng(0)
    groups = [f"g{n}" for n in rng.integers(0, 60, 900)]
    labels = rng.integers(0, 3, 900)
    tested = np.zeros(900, dtype=int)
    for train, test in folds(groups, labels, n=5, seed=3):
        assert not {groups[i] for i in train} & {groups[i] for i in test}
        assert len(np.unique(labels[test])) == 3
        tested[test] += 1
    assert (tested == 1).all()


def test_folds_are_the_same_for_the_same_seed() -> None:
    groups = [f"g{n % 40}" for n in range(400)]
    labels = np.arange(400) % 2

    def tests(seed: int) -> list[list[int]]:
        return [test.tolist() for _, test in folds(groups, labels, seed=seed)]

    assert tests(1) == tests(1)
    assert tests(1) != tests(2)


@pytest.mark.parametrize("field", ["title_clean", "text"])
def test_both_title_and_text_count(field: str) -> None:
    first = article("a", "a.com", "")
    second = article("b", "b.com", "")
    pair = [replace(first, **{field: story(1)}), replace(second, **{field: story(1)})]
    assert len(set(group_articles(pair, cached=False))) == 1
