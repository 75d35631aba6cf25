"""Votes on an article's stances: labels alone, and joined with the first reader's."""

import re
from pathlib import Path

import pytest

from training.corpora import load_annotations
from training.corpora.annotations import FOLDER, Annotation
from training.corpora.votes import Vote, load_votes
from training.encoder.judged import judged


@pytest.fixture(scope="module")
def votes() -> dict[str, list[Vote]]:
    return load_votes()


def test_names_and_numbers_alone_are_committed() -> None:
    lines = (FOLDER / "votes.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "uid\ttarget\tcritical\tneutral\tsupportive"
    assert all(re.fullmatch(r"[0-9a-f]{10}\t[^\t]+\t\d+\t\d+\t\d+", line) for line in lines[1:])
    assert max(len(line.split("\t")[1].split()) for line in lines) <= 12


def test_ten_editors_vote_on_up_to_three_subjects(votes: dict[str, list[Vote]]) -> None:
    annotated = {note.uid for note in load_annotations()}
    assert set(votes) <= annotated
    for of_article in votes.values():
        assert 1 <= len({vote.target for vote in of_article}) == len(of_article) <= 3
        assert all(sum(vote.shares) == pytest.approx(1) for vote in of_article)


def test_nothing_of_the_outlets_held_out(votes: dict[str, list[Vote]]) -> None:
    """Reported figures rest on labels of one kind alone."""
    assert not {note.uid for note in load_annotations(["broad"])} & set(votes)


def test_votes_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "votes.tsv"
    path.write_text("uid\ttarget\tcritical\tneutral\tsupportive\na\tX\t10\t0\t0\na\tY\t0\t4\t6\n")
    assert load_votes(path) == {"a": [Vote("X", (1.0, 0.0, 0.0)), Vote("Y", (0.0, 0.4, 0.6))]}


def test_label_and_votes_count_the_same() -> None:
    note = Annotation("a", "mine", "ECO", None, 2, "X", -1, (("Y", 1),))
    found = judged(note, [Vote("X", (0.4, 0.6, 0.0)), Vote("Z", (0.0, 0.9, 0.1))])
    assert found == [
        ("X", 0, pytest.approx((0.7, 0.3, 0.0))),
        ("Y", 1, (0.0, 0.0, 1.0)),
        ("Z", -1, (0.0, 0.9, 0.1)),
    ]
