"""The encoder within the classifier: there or not, on or off, fast or full."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from model.article import Article
from model.artifact import ENCODER_FILES, SHIPPED
from model.classifier import Classifier
from model.encoder import Encoder, RowVectors
from model.entities import find_target, main_subjects
from model.errors import ArtifactError
from model.excerpt import Row, sentence_row
from model.head import Head
from model.neural import NeuralHeads
from model.stance import StanceReader
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


class _Watched:
    """An encoder that keeps what it is given to read."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.wordpieces = encoder.wordpieces
        self.rows: list[Row] = []

    def __call__(self, row: Row) -> RowVectors:
        self.rows.append(row)
        return self._encoder(row)


def watched(heads: NeuralHeads) -> tuple[NeuralHeads, list[Row]]:
    encoder = _Watched(heads.encoder)
    return replace(heads, encoder=cast("Encoder", encoder)), encoder.rows


def test_an_article_is_read_once_for_its_own_subjects(full: Classifier, article: Article) -> None:
    assert full.neural is not None
    subject = main_subjects(article)[0].name
    counts = []
    for target in (subject, "refugees"):
        heads, rows = watched(full.neural)
        heads.read(article, main_subjects(article), [find_target(article, target)])
        counts.append(len(rows))
    assert counts == [1, 2]


def test_a_sentence_is_read_by_the_head_for_sentences(full: Classifier) -> None:
    assert full.neural is not None
    heads, rows = watched(full.neural)
    text, span = "Mr Reed is a shameful disgrace.", (3, 7)
    scores = heads.of_sentence(text, span)
    row = sentence_row(heads.encoder.wordpieces, text, span)
    assert rows == [row]
    np.testing.assert_array_equal(scores, heads.sentence(full.neural.encoder(row).of_target(0)))


def test_an_articles_sentences_are_read_by_their_words(full: Classifier, article: Article) -> None:
    """Not by the encoder's head for sentences."""
    assert full.neural is not None
    silent = Head(np.zeros_like(full.neural.sentence.coef), full.neural.sentence.intercept)
    without = replace(full, neural=replace(full.neural, sentence=silent))
    answer = full.classify(article)
    assert answer.stance
    assert without.classify(article) == answer
    linear = full.stance.reader.linear
    blind = replace(linear, coef=np.zeros_like(linear.coef))
    unread = replace(full, stance=replace(full.stance, reader=StanceReader(blind)))
    assert unread.classify(article).stance != answer.stance
