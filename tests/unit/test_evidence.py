"""The sentences that are shown for a stance."""

import numpy as np
import pytest

from model.article import Article
from model.entities import find_target
from model.evidence import evidence_of_stance
from model.reading import read
from model.stance import TargetReading, target_reading
from model.taxonomy import STANCES

TEXT = "Reed spoke. It was a disgrace. “Reed failed us all again,” said Hale. Reed left."
CRITICAL, NEUTRAL = STANCES.index("critical"), STANCES.index("neutral")


@pytest.fixture
def article() -> Article:
    return Article.from_text(TEXT)


@pytest.fixture
def target(article: Article) -> TargetReading:
    """Three sentences name Reed; the second of them is quoted speech."""
    mentions = find_target(article, "Reed").mentions
    probabilities = np.array([[0.2, 0.8, 0.0], [0.9, 0.1, 0.0], [0.5, 0.5, 0.0]])
    return target_reading(read(article), mentions, probabilities)


def test_sentences_about_the_target_by_their_answer(
    article: Article, target: TargetReading
) -> None:
    quotes = [one.quote for one in evidence_of_stance("stance:Reed", article, target, CRITICAL)]
    assert quotes == ["Reed left.", "“Reed failed us all again,” said Hale.", "Reed spoke."]


def test_a_sentence_that_names_nobody_can_show_it(article: Article, target: TargetReading) -> None:
    shown = np.zeros((len(article.sentences), 2))
    shown[1, 0] = 2.0
    first, *others = evidence_of_stance("stance:Reed", article, target, CRITICAL, shown)
    assert first.quote == "It was a disgrace."
    assert first.weight > max(one.weight for one in others)
    assert TEXT[first.start : first.end] == first.quote


def test_what_shows_support_does_not_show_criticism(
    article: Article, target: TargetReading
) -> None:
    shown = np.zeros((len(article.sentences), 2))
    shown[1, 1] = 2.0
    with_it = evidence_of_stance("stance:Reed", article, target, CRITICAL, shown)
    without = evidence_of_stance("stance:Reed", article, target, CRITICAL)
    assert [one.quote for one in with_it] == [one.quote for one in without]


def test_neutral_is_shown_by_what_is_said_of_the_target(
    article: Article, target: TargetReading
) -> None:
    shown = np.full((len(article.sentences), 2), 5.0)
    found = evidence_of_stance("stance:Reed", article, target, NEUTRAL, shown)
    assert found == evidence_of_stance("stance:Reed", article, target, NEUTRAL)
