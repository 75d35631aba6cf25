import json
from pathlib import Path
from random import Random

import pytest

from model.article import Article
from model.classifier import Classifier
from tests.articles.voices import ARGUING
from tests.training.doubles import RuleClassifier
from training.__main__ import main
from training.faithful import drops_of, random_spans, run, with_only, without
from training.sample import Piece

TEXT = "It rained. What a farce! Nobody came. Shame on them! The doors were shut. Tea was served."
ARTICLE = Article.from_text(TEXT, "A title")
FARCE, SHAME = ("text", 11, 24), ("text", 38, 52)


def test_spans_are_deleted() -> None:
    found = without(ARTICLE, [SHAME, FARCE, ("title", 0, 2)])  # type: ignore[list-item]
    assert found.text == "It rained.  Nobody came.  The doors were shut. Tea was served."
    assert found.title == "title"
    assert without(ARTICLE, []) == ARTICLE


def test_spans_are_kept_alone() -> None:
    found = with_only(ARTICLE, [SHAME, FARCE])  # type: ignore[list-item]
    assert (found.title, found.text) == ("", "What a farce!\nShame on them!")


def test_as_much_of_other_sentences_is_drawn() -> None:
    for seed in range(20):
        drawn = random_spans(ARTICLE, [FARCE, SHAME], Random(seed))  # type: ignore[list-item]
        assert sum(end - start for _, start, end in drawn) == 27
        assert not {FARCE[:2], SHAME[:2]} & {span[:2] for span in drawn}
    some = random_spans(ARTICLE, [("text", 11, 999)], Random(0))
    assert len(some) == len(ARTICLE.sentences) - 1  # no more than there is


def test_falls_by_hand() -> None:
    """The rule counts exclamation marks, and shows the sentences that have one."""
    rule = RuleClassifier(opinion=lambda article: 0.3 + 0.3 * article.text.count("!"))
    (found,) = drops_of(rule, (0, Piece("A title", TEXT, None, "g")), "full", 0)
    assert found.task == "genre"
    assert found.evidence == pytest.approx(0.6)
    assert found.random == 0.0
    assert found.only == pytest.approx(0.0)
    assert found.answered


def test_real_answers_rest_on_their_evidence(classifier: Classifier) -> None:
    """In the pieces in which the author's voice is loud."""

    class Opened:
        def open(self) -> Classifier:
            return classifier

    pieces = [Piece(piece.title, piece.text, None, piece.name) for piece in ARGUING]
    text, found = run(pieces, Opened(), effort="fast")
    figures = {row["task"]: row for row in found["figures"]}
    assert figures["genre"]["n"] == 3
    assert figures["genre"]["gap"]["value"] > 0
    assert figures["stance"]["n"] == 0
    assert "stance, target still named" in text
    json.dumps(found, allow_nan=False)


def test_a_target_that_goes_with_its_evidence_is_said(classifier: Classifier) -> None:
    text = "The council met on Monday in the town hall. " * 3 + "Mr Halloran is a liar and a cheat."
    drops = drops_of(classifier, (0, Piece("", text, "Halloran", "g")), "fast", 0)
    (stance,) = (drop for drop in drops if drop.task == "stance")
    assert not stance.answered


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COPYDESK_DATA", str(tmp_path / "none"))
    out = tmp_path / "out.json"
    arguments = ["--sample", "2", "--fast", "--workers", "1", "--json", str(out)]
    assert main(["faithful", *arguments]) == 0
    assert "2 articles of our own" in capsys.readouterr().out
    assert len(json.loads(out.read_text())["figures"]) == 4
