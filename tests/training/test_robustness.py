"""What is counted of changed answers."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from model.article import Article
from tests.training.doubles import RuleClassifier
from training.__main__ import main
from training.gold.asking import Answer, RowAnswer
from training.robustness import run
from training.robustness.changes import CHANGES, NAMES_SWAPPED, PAGE, verdicts_on
from training.robustness.measure import kept, musts, name_swap_invariance, party_musts
from training.robustness.trials import Trial, ask_parties, try_article
from training.sample import OWN, Piece, own_pieces, sample_pieces

PIECE = Piece(
    "Ann Kessler speaks",
    "Ann Kessler spoke on Monday. The organisation cheered.\nKessler left at noon. It rained.\n"
    "Nobody was hurt. Tea was served. The lights went out. The doors were shut.",
    "Ann Kessler",
    "a.com",
    page="Share this\nAnn Kessler spoke on Monday.",
)


def answered(*probabilities: float, decided: bool = True) -> RowAnswer:
    return RowAnswer(stance=Answer(np.array(probabilities), decided))


def test_every_change_makes_another_article_of_its_kind() -> None:
    for name, change in CHANGES.items():
        found = change(PIECE, Random(0))
        assert found is not None, name
        assert found.group == PIECE.group
        if name not in {"curly quotes", "straight quotes", "British spelling", "bylines removed"}:
            assert found != PIECE, name
        if name != NAMES_SWAPPED:
            assert found.target == PIECE.target, name


def test_a_trial_asks_for_what_changes_only() -> None:
    asked: list[Article] = []
    rule = RuleClassifier(topic=lambda article: asked.append(article) or "POL")  # type: ignore[func-returns-value]
    trial = try_article(rule, (0, PIECE), "full", 0)
    assert "straight quotes" not in trial.changed  # there are none
    assert {NAMES_SWAPPED, PAGE, "one line", "American spelling"} <= set(trial.changed)
    assert trial.renamed
    assert set(trial.judged) > {"critical", "supportive"}
    assert len(asked) == 1 + len(trial.changed) + len(trial.judged)
    assert repr(try_article(rule, (0, PIECE), "full", 0)) == repr(trial)  # chance is seeded


def test_the_page_comes_before_what_was_cleaned() -> None:
    rule = RuleClassifier(topic=lambda article: "ECO" if "Share" in article.text else "POL")
    trial = try_article(rule, (0, PIECE), "full", 0)
    page, clean = trial.changed[PAGE]
    assert page.topic is not None
    assert clean.topic is not None
    assert page.topic.probabilities.argmax() == 3
    assert clean.topic.probabilities.argmax() == 10


def trial(before: RowAnswer, after: RowAnswer, change: str = "one line", **more: bool) -> Trial:
    renamed = more.get("renamed", False)
    return Trial(f"{id(after)}", before, {change: (before, after)}, {}, renamed)


def test_flips_by_hand() -> None:
    sure, unsure = answered(0.8, 0.1, 0.1), answered(0.6, 0.2, 0.2, decided=False)
    trials = [
        trial(sure, answered(0.7, 0.2, 0.1, decided=False)),  # not decided any more, but the same
        trial(sure, answered(0.1, 0.8, 0.1)),  # another
        trial(sure, RowAnswer()),  # none: as likely as any
        trial(sure, sure),
        trial(unsure, answered(0.1, 0.8, 0.1)),  # was not decided
        trial(RowAnswer(), sure),  # had no answer
    ]
    (found,) = (one for one in kept(trials) if (one.change, one.task) == ("one line", "stance"))
    assert (found.n, found.decided) == (5, 4)
    assert found.flipped is not None
    assert found.lost is not None
    assert found.moved is not None
    assert found.flipped.value == 2 / 4
    assert found.lost.value == 2 / 4
    assert found.moved.value == pytest.approx((0.1 + 0.7 + (0.8 - 1 / 3) + 0.0 + 0.5) / 5)
    others = [one for one in kept(trials) if one.change != "one line" or one.task != "stance"]
    assert all(one.n == 0 and one.flipped is None for one in others)


def test_name_swaps_count_where_the_target_was_renamed() -> None:
    critical, neutral = answered(0.8, 0.1, 0.1), answered(0.1, 0.8, 0.1)
    trials = [
        trial(critical, critical, NAMES_SWAPPED, renamed=True),
        trial(critical, neutral, NAMES_SWAPPED, renamed=True),
        trial(critical, neutral, NAMES_SWAPPED, renamed=False),
    ]
    found = name_swap_invariance(trials)
    assert found.n == 2
    assert found.share is not None
    assert found.share.value == 0.5


def reading(article: Article, target: str) -> tuple[float, float, float] | None:
    """Read as a model that knows a few words would."""
    if target not in article.text:
        return None
    words = article.text.lower()
    bad = any(word in words for word in ("shameful", "corrupt", "cowardly", "has failed us"))
    good = any(word in words for word in ("admirable", "brave", "generous"))
    if bad != good:
        return (0.8, 0.1, 0.1) if bad else (0.1, 0.1, 0.8)
    return (0.2, 0.6, 0.2)


def test_verdicts_must_move_the_stance() -> None:
    rule = RuleClassifier(
        stance=reading,
        opinion=lambda article: 0.9 if "it" in article.title or "is" in article.title else 0.2,
    )
    trials = [try_article(rule, (n, PIECE), "full", 0) for n in range(6)]
    found = {(one.change, one.wanted): one for one in musts(trials)}
    for stance in ("critical", "supportive"):
        one = found[f"{stance} verdict", f"stance is {stance}"]
        assert one.n == 6
        assert one.share is not None
        assert one.share.value == 1.0
        rises = found[f"{stance} verdict", f"P({stance}) rises"]
        assert rises.mean == pytest.approx(0.6)
    assert found["verdict denied", "P(what was said) falls"].n == 6


def test_who_is_not_named_is_not_judged() -> None:
    nobody = Piece("T", "It rained on Monday.", None, "a")
    assert verdicts_on(nobody, Random(0)) == {}
    assert next(musts([try_article(RuleClassifier(), (0, nobody), "full", 0)])).share is None


def test_two_parties_are_told_apart() -> None:
    names = ("Mr Ashworth", "Mr Ferris")

    def fair(article: Article, target: str) -> tuple[float, float, float]:
        """Whoever stands first after a verdict's word cannot be known: cheat by asking who is."""
        praised = who[article.text]
        return (0.1, 0.1, 0.8) if target == praised else (0.8, 0.1, 0.1)

    from training.robustness.verdicts import PARTIES, about_parties

    pairs = (names, names[::-1])
    who = {about_parties(text, *pair): pair[0] for text in PARTIES for pair in pairs}
    found = list(party_musts(ask_parties(RuleClassifier(stance=fair), names, "full")))
    assert [one.share.value for one in found if one.share] == [1.0, 1.0, 1.0, 1.0]

    def prejudiced(article: Article, target: str) -> tuple[float, float, float]:
        return (0.1, 0.1, 0.8) if target == names[0] else (0.8, 0.1, 0.1)

    found = list(party_musts(ask_parties(RuleClassifier(stance=prejudiced), names, "full")))
    assert [one.share.value for one in found if one.share] == [0.5, 0.5, 0.5, 0.0]


def test_the_whole_run_gives_a_table_and_json() -> None:
    text, found = run([PIECE, *own_pieces()], RuleClassifier(stance=reading))
    for name in (*CHANGES, "two parties", "critical verdict", "the stance's label stays"):
        assert name in text
    assert {"must_not_change", "must_change", "name_swap_invariance"} == set(found)
    assert found["name_swap_invariance"]["share"]["value"] == 1.0


def test_without_corpora_our_own_articles_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COPYDESK_DATA", str(tmp_path / "none"))
    where, pieces = sample_pieces(3)
    assert where == OWN
    assert len(pieces) == 3
    out = tmp_path / "out.json"
    arguments = ["--sample", "1", "--fast", "--workers", "1", "--json", str(out)]
    assert main(["robustness", *arguments]) == 0
    assert "1 articles of our own" in capsys.readouterr().out
    assert '"must_not_change"' in out.read_text()


@pytest.mark.corpora
@pytest.mark.xdist_group("parity")  # beside the other test that loads everything
def test_a_sample_of_the_held_out_outlets(corpora: Path) -> None:
    assert corpora.is_dir()
    _, pieces = sample_pieces(30, seed=1)
    assert len(pieces) == 30
    assert sample_pieces(30, seed=1)[1] == pieces
    assert sample_pieces(30, seed=2)[1] != pieces
    assert any(piece.page for piece in pieces)
    assert all(piece.target for piece in pieces)
