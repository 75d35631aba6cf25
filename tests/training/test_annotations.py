"""The committed labels; these run without the corpora."""

import re
from collections import Counter
from pathlib import Path

import pytest

from model.taxonomy import TOPIC_CODES
from training.corpora import load_annotations
from training.corpora.annotations import FILES, FOLDER, Annotation, join, read_annotations
from training.corpora.articles import RawArticle


@pytest.fixture(scope="module")
def notes() -> list[Annotation]:
    return load_annotations()


def test_all_are_read_once(notes: list[Annotation]) -> None:
    assert len(notes) == len({note.uid for note in notes}) == 37_958
    assert all(re.fullmatch("[0-9a-f]{10}", note.uid) for note in notes)


def test_labels_are_those_of_the_guide(notes: list[Annotation]) -> None:
    assert {note.topic for note in notes} == set(TOPIC_CODES)
    assert {note.topic2 for note in notes} == {*TOPIC_CODES, None}
    assert {note.genre for note in notes} == {0, 1, 2, 3}
    assert {note.stance for note in notes} == {-1, 0, 1}
    assert {stance for note in notes for _, stance in note.others} == {-1, 0, 1}
    assert {len(note.others) for note in notes} == {0, 1, 2}
    assert all(name for note in notes for name, _ in note.stances)
    assert all(note.topic != note.topic2 for note in notes)


def test_opinion_is_genre_2_or_3(notes: list[Annotation]) -> None:
    assert {note.genre: note.opinion for note in notes} == {0: False, 1: False, 2: True, 3: True}


def test_every_class_can_be_cross_validated(notes: list[Annotation]) -> None:
    assert min(Counter(note.topic for note in notes).values()) >= 40


def test_nothing_but_labels_is_committed() -> None:
    """No column is long enough for a sentence of an article."""
    for name, width in zip(FILES, (7, 7, 9, 9, 9, 11), strict=True):
        lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        columns = [line.split("\t") for line in lines]
        assert {len(row) for row in columns} == {width}
        assert max(len(cell.split()) for row in columns for cell in row) <= 12
    places = (FOLDER / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{10}(\t-?\d+){6}", row) for row in places[1:])


def test_readme_says_who_made_them() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "made by a language model" in text
    assert (FOLDER / "GUIDE.md").is_file()


def test_a_dash_is_no_second_topic(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "uid\tdataset\ttopic\ttopic2\tgenre\tentity\tstance\n"
        '0123456789\tmine\tECO\t-\t2\tthe "Acme" firm\t-1\n',
        encoding="utf-8",
    )
    (note,) = read_annotations(path)
    assert note == Annotation("0123456789", "mine", "ECO", None, 2, 'the "Acme" firm', -1)


def test_join_keeps_the_order_of_the_annotations() -> None:
    def article(uid: str) -> RawArticle:
        return RawArticle(uid, "mine", uid, "", "", "Text.", *[None] * 8)

    notes = [Annotation(uid, "mine", "ECO", None, 0, "x", 0) for uid in ("b", "gone", "a")]
    pairs = join(notes, [article("a"), article("b"), article("c")])
    assert [(a.uid, n.uid) for a, n in pairs] == [("b", "b"), ("a", "a")]
