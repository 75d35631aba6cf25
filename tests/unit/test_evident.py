"""Which pieces show a stance, what they say together, and the sentences they stand in."""

import numpy as np
import pytest
from numpy.typing import NDArray

from model.article import Article
from model.encoder import RowVectors
from model.evident import Evident, by_sentence
from model.excerpt import Row
from model.head import Head
from model.wordpieces import CLS, SEP

F32 = NDArray[np.float32]


@pytest.fixture
def evident() -> Evident:
    """Pieces [1, 0] show criticism of the first slot; nothing shows anything else."""
    coef = np.zeros((2, 6), np.float32)
    coef[0, 0] = 20.0
    weigh = np.zeros((4, 3), np.float32)
    weigh[2, 0] = 1.0  # how much criticism is shown
    return Evident(Head(coef, np.full(6, -10.0, np.float32)), weigh)


def _vectors(pieces: list[list[float]]) -> RowVectors:
    row = Row([CLS, SEP, *range(1000, 998 + len(pieces))], [-1] * len(pieces), [-1] * len(pieces))
    return RowVectors(np.array(pieces, np.float32), row)


def test_what_shows_criticism_counts_for_its_own_slot(evident: Evident) -> None:
    vectors = _vectors([[1, 0], [0, 1], [1, 0]])
    assert evident.weights(vectors, 0)[:, 0] == pytest.approx([1, 0, 1], abs=1e-3)
    assert evident(vectors, evident.weights(vectors, 0)) == pytest.approx(
        [np.log1p(2.0), 0, 0], abs=1e-3
    )
    assert np.abs(evident(vectors, evident.weights(vectors, 1))).max() < 1e-3


def test_nothing_shown_is_near_nothing(evident: Evident) -> None:
    vectors = _vectors([[0, 1], [0, 1]])
    assert np.abs(evident(vectors, evident.weights(vectors, 0))).max() < 1e-3


def test_weights_go_to_the_sentences_they_stand_in() -> None:
    article = Article.from_text("One lies. Two tells it.", "Of liars")
    starts = [-1, 0, 3, -1, 0, 4, 10, 14, 20, -1]
    row = Row([CLS, 7, 7, SEP, 7, 7, 7, 7, 7, SEP], [-1] * 10, starts)
    weights: F32 = np.zeros((10, 2), np.float32)
    weights[2] = 1, 0  # in the title
    weights[5] = 2, 0
    weights[7] = 0, 3
    weights[9] = 9, 9  # no text
    found = by_sentence(article, RowVectors(np.zeros((10, 2), np.float32), row), weights)
    assert [s.field for s in article.sentences] == ["title", "text", "text"]
    assert found.tolist() == [[1, 0], [2, 0], [0, 3]]


def test_no_title_is_no_sentence() -> None:
    article = Article.from_text("One lies.", "")
    row = Row([CLS, SEP, 7, 7, SEP], [-1] * 5, [-1, -1, 0, 4, -1])
    weights: F32 = np.ones((5, 2), np.float32)
    found = by_sentence(article, RowVectors(np.zeros((5, 2), np.float32), row), weights)
    assert found.tolist() == [[2, 2]]
