"""What joins two heads is fitted on answers to outlets that neither has seen."""

from collections.abc import Iterable

import joblib
import numpy as np
import pytest

from training.corpora import Annotation, RawArticle, TargetedSentence
from training.dataset import HELD_OUT, Dataset
from training.heads import unseen_readings

PLAIN, HARSH = "Mr Halloran spoke on Monday.", "Mr Halloran is a shameful disgrace."
OURS, THEIRS = "example.org", HELD_OUT[0]


def article(uid: str, text: str) -> RawArticle:
    return RawArticle(
        uid, "made", uid, "", "", text, None, None, None, None, None, None, None, None
    )


def sentence(name: str, text: str, polarity: int, source: str) -> TargetedSentence:
    return TargetedSentence(name, text, "Halloran", 3, 11, polarity, source, "train", "train")


def labelled(articles: Iterable[RawArticle]) -> list[TargetedSentence]:
    """Ten labels in every article."""
    return [
        sentence(f"{one.uid}-{n}", one.text, -int(one.text == HARSH), "model-1")
        for one in articles
        for n in range(10)
    ]


def corpus(name: str) -> list[TargetedSentence]:
    """Sentences of all three labels, without the harsh words."""
    if name != "newsmtsc":
        return []
    verbs = ("cheated", "met", "saved")
    return [
        sentence(f"a_b_{n}_0", f"Mr Halloran {verbs[n % 3]} somebody {n}.", n % 3 - 1, name)
        for n in range(60)
    ]


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.stance.load_targeted_sentences", corpus)
    monkeypatch.setattr("training.stance.load_labelled", labelled)


def read(groups: list[str]) -> list[list[list[float]]]:
    """Read a plain article and two harsh ones, of these outlets."""
    articles = [article("1", PLAIN), article("2", HARSH), article("3", HARSH)]
    notes = [
        Annotation(one.uid, "made", "POL", None, 0, "Halloran", 0, (("Nobody", 0),))
        for one in articles
    ]
    with joblib.parallel_config(backend="sequential"):
        found = unseen_readings(Dataset(articles, groups, notes))
    return [reading.probabilities.tolist() for reading in found]


def test_a_head_has_not_seen_the_outlets_that_it_reads() -> None:
    """Held out, the harsh words are new to it; of another outlet, it has learned them."""
    plain, harsh, _ = read([THEIRS, THEIRS, THEIRS])
    assert harsh == plain
    plain, harsh = read([THEIRS, THEIRS, OURS])
    assert harsh[0][0] > 0.99 > plain[0][0]


def test_only_named_subjects_of_held_out_outlets_are_read() -> None:
    found = read([OURS, THEIRS, OURS])
    assert np.shape(found) == (1, 1, 3)
