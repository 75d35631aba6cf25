"""The encoder within the classifier: there or not, on or off, fast or full."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from model.article import Article
from model.artifact import ENCODER_FILES, SHIPPED
from model.classifier import Classifier
from model.encoder import Encoder, RowVectors
from model.entities import find_target, main_subjects
from model.errors import ArtifactError
from model.excerpt import Row
from tests.articles.voices import ARGUING

PIECE = ARGUING[0]


@pytest.fixture(scope="module")
def full() -> Classifier:
    return Classifier.open(encoder="on")


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.from_text(PIECE.text, PIECE.title)


@pytest.fixture
def stripped(tmp_path: Path) -> Path:
    """The shipped artifact as a package without encoder has it."""
    folder = tmp_path / "artifact"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns(*ENCODER_FILES))
    return folder


def test_probabilities_are_probabilities(full: Classifier, article: Article) -> None:
    found = full.classify(article)
    assert sum(topic.probability for topic in found.topics) == pytest.approx(1.0)
    for stance in found.stance:
        assert stance.probabilities is not None
        assert sum(stance.probabilities.values()) == pytest.approx(1.0)


def test_fast_is_what_a_package_without_encoder_answers(
    full: Classifier, article: Article, stripped: Path
) -> None:
    without = Classifier.open(stripped)
    assert without.neural is None
    fast, alone = full.classify(article, effort="fast"), without.classify(article)
    assert (fast.topics, fast.genre, fast.stance) == (alone.topics, alone.genre, alone.stance)
    assert fast.topics != full.classify(article).topics


def test_targets_do_not_change_topic_and_genre(full: Classifier, article: Article) -> None:
    some = full.classify(article, targets=["Kremlin"])
    none = full.classify(article, tasks=("topic", "genre"))
    assert (some.topics, some.genre) == (none.topics, none.genre)


def test_each_target_is_answered_for_in_order(full: Classifier) -> None:
    text = (
        "Ada Brown saved the harbour with courage and skill, and the town owes her everything. "
        "Karl Voss lied about it, shamelessly and for years, and disgraced his office. "
        "Brown deserves every honour. Voss deserves none."
    )
    asked = ["Karl Voss", "Nobody Else", "Ada Brown"]
    found = full.classify(Article.from_text(text, "A heroine and a liar"), targets=asked)
    assert [stance.target for stance in found.stance] == asked
    voss, nobody, brown = found.stance
    assert nobody.name is None
    assert voss.probabilities is not None
    assert brown.probabilities is not None
    assert voss.probabilities["critical"] > brown.probabilities["critical"]
    assert brown.probabilities["supportive"] > voss.probabilities["supportive"]


def test_ten_targets_are_read_in_rows_of_three(full: Classifier) -> None:
    names = [f"Jane Doe{letter}" for letter in "abcdefghij"]
    text = " ".join(f"{name} went home early on that quiet evening." for name in names)
    found = full.classify(Article.from_text(text), targets=names)
    assert [stance.mentions for stance in found.stance] == [1] * 10


def test_off_opens_no_encoder() -> None:
    assert Classifier.open(encoder="off").neural is None


def test_on_without_its_files_says_so(stripped: Path) -> None:
    with pytest.raises(ArtifactError, match=r"encoder\.onnx: the encoder is switched on, but"):
        Classifier.open(stripped, encoder="on")


@pytest.mark.parametrize("name", ENCODER_FILES)
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "artifact"
    shutil.copytree(SHIPPED, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b"\0")
    with pytest.raises(ArtifactError, match=f"{name}: does not match its digest"):
        Classifier.open(folder)


class _Counting:
    """An encoder that counts how often it is asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.wordpieces = encoder.wordpieces
        self.calls = 0

    def __call__(self, rows: Sequence[Row]) -> list[RowVectors]:
        self.calls += 1
        return self._encoder(rows)


def test_an_article_is_read_once_for_its_own_subjects(full: Classifier, article: Article) -> None:
    assert full.neural is not None
    subject = main_subjects(article)[0].name
    calls = []
    for target in (subject, "refugees"):
        counting = _Counting(full.neural.encoder)
        heads = replace(full.neural, encoder=cast("Encoder", counting))
        heads.read(article, main_subjects(article), [find_target(article, target)])
        calls.append(counting.calls)
    assert calls == [2, 3]  # the article and the target's sentences; and the article once more
