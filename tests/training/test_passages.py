"""The passages that show a stance: by place alone, and found again in what the encoder reads."""

import re
from pathlib import Path

import pytest

from model.article import Article
from model.artifact import SHIPPED
from model.entities import find_target
from model.excerpt import article_row
from model.wordpieces import SLOTS, WordPieces
from training.corpora import load_annotations
from training.corpora.annotations import FOLDER
from training.corpora.passages import Passage, load_passages
from training.encoder.pointed import pieces_of, pointed_out

TITLE = "A mayor to be proud of"
TEXT = (
    "Mayor Reed kept her word. Mr Hale, a shameless liar, did not. The council votes on Thursday."
)
CRITICAL, NEUTRAL, SUPPORTIVE = 0, 1, 2


def _passage(words: str, subject: int = 0) -> Passage:
    title = words in TITLE
    start = (TITLE if title else TEXT).index(words)
    return Passage(subject, title, start, start + len(words))


@pytest.fixture(scope="module")
def wordpieces() -> WordPieces:
    return WordPieces.open(SHIPPED / "tokenizer.json")


def test_places_alone_are_committed() -> None:
    lines = (FOLDER / "passages.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "uid\tsubject\tfield\tstart\tend"
    assert all(re.fullmatch(r"[0-9a-f]{10}\t[123]\t(title|text|-)\t\d+\t\d+", x) for x in lines[1:])


def test_every_passage_shows_a_stance_that_is_not_neutral() -> None:
    stances = {note.uid: note.stances for note in load_annotations()}
    found = load_passages()
    assert len(found) == 8_000
    for uid, passages in found.items():
        for passage in passages:
            assert stances[uid][passage.subject][1] != 0
            assert 0 <= passage.start < passage.end


def test_a_dash_is_an_article_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "passages.tsv"
    path.write_text("uid\tsubject\tfield\tstart\tend\na\t1\t-\t0\t0\nb\t2\ttitle\t3\t9\n")
    assert load_passages(path) == {"a": [], "b": [Passage(1, True, 3, 9)]}


def test_pieces_are_those_of_the_passage(wordpieces: WordPieces) -> None:
    article = Article.from_text(TEXT, TITLE)
    row = article_row(wordpieces, article)
    (expected,) = wordpieces("a shameless liar", [(0, 16)])
    pieces = pieces_of(row, [_passage("a shameless liar")])
    assert [row.ids[piece] for piece in pieces] == expected.ids
    (expected,) = wordpieces("proud", [(0, 5)])
    assert [row.ids[piece] for piece in pieces_of(row, [_passage("proud")])] == expected.ids


def test_a_masked_name_in_a_passage_is_its_mask(wordpieces: WordPieces) -> None:
    article = Article.from_text(TEXT, TITLE)
    row = article_row(wordpieces, article, [find_target(article, "Reed")])
    pieces = pieces_of(row, [_passage("Reed kept her word")])
    assert row.ids[pieces[0]] == SLOTS[0]


def test_each_slot_has_its_own(wordpieces: WordPieces) -> None:
    article = Article.from_text(TEXT, TITLE)
    targets = [find_target(article, name) for name in ("council", "Hale", "Reed")]
    row = article_row(wordpieces, article, targets)
    passages = [_passage("kept her word"), _passage("shameless liar", subject=1)]
    watched, shown = pointed_out(row, [(2, NEUTRAL), (1, CRITICAL), (0, SUPPORTIVE)], passages)
    assert watched == (0, 1, 2)
    assert {(slot, side) for _, slot, side in shown} == {(1, 0), (2, 1)}


def test_what_nobody_pointed_out_is_not_known(wordpieces: WordPieces) -> None:
    row = article_row(wordpieces, Article.from_text(TEXT, TITLE))
    assert pointed_out(row, [(-1, -1), (0, CRITICAL), (1, NEUTRAL)], []) == ((2,), ())
