import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from model.article import Article
from model.classifier import Classifier
from model.linear import softmax
from model.taxonomy import STANCES
from tests.articles.voices import ARGUING, REPORTING
from tests.training.doubles import RuleClassifier, write_tiny
from training.__main__ import main
from training.asking import Opens
from training.gold import Request, run
from training.gold.asking import Answer, RowAnswer, ask_sentence, sentence_reader
from training.gold.command import score
from training.gold.measure import Beside, Pair, beside, figures
from training.gold.rows import (
    GoldRow,
    SentenceRow,
    gold_rows,
    newsmtsc_rows,
    persent_rows,
)
from training.jsonlines import RowError


def lines(folder: Path, rows: list[dict[str, Any]], name: str = "gold.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def gold(**more: Any) -> dict[str, Any]:
    return {"uid": "1", "title": "T", "text": "The mayor met Halloran.", **more}


def as_model(rule: RuleClassifier) -> Opens[Classifier]:
    return cast("Opens[Classifier]", rule)


def test_codes_are_read_as_they_are_written(tmp_path: Path) -> None:
    full = gold(topic="POL", topic2="ECO", genre=2, entity="Halloran", stance=-1, source="a.com")
    medtop = gold(topic="medtop:11000000", topic2="-", genre="1", entity="-", stance="0")
    bare = {"text": "Only text."}
    first, second, third = gold_rows(lines(tmp_path, [full, medtop, bare]))
    assert first == GoldRow("T", "The mayor met Halloran.", "a.com", 10, 3, 1, "Halloran", 0, "1")
    assert second == GoldRow("T", "The mayor met Halloran.", "line 2", 10, -1, 0, None, 1, "1")
    assert third == GoldRow("", "Only text.", "line 3", None, -1, None, None, None)


def test_second_topics_that_nobody_labelled_are_not_counted_as_none(tmp_path: Path) -> None:
    (row,) = gold_rows(lines(tmp_path, [gold(topic="POL")]))
    assert row.topic2 is None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"topic": "POLITICS"}, 'line 2: topic: "POLITICS" is none of ART, CRI,'),
        ({"genre": 4}, "line 2: genre: 4 is none of 0, 1, 2, 3"),
        ({"stance": 2}, "line 2: stance: 2 is none of -1, 0, 1"),
        ({"text": ["a"]}, 'line 2: text: must be a string, not ["a"]'),
        ({"entity": 5}, "line 2: entity: must be a string, not 5"),
    ],
)
def test_a_wrong_label_names_line_and_field(
    tmp_path: Path, more: dict[str, Any], says: str
) -> None:
    with pytest.raises(RowError) as caught:
        gold_rows(lines(tmp_path, [gold(), gold(**more)]))
    assert says in str(caught.value)


def test_a_file_without_any_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="no row has a text"):
        gold_rows(lines(tmp_path, [{"body": "x"}]))


def test_newsmtsc_rows(tmp_path: Path) -> None:
    row = {
        "id": "a_1_2_Name_0_8",
        "sentence": "Halloran lied.",
        "target": "Halloran",
        "polarity": -1,
    }
    rows = [
        {**row, "from": 0, "to": 8, "split": "dev", "subset": "rw"},
        {**row, "id": "other", "split": "train", "subset": "train"},
        {**row, "target": "Nobody"},
    ]
    path = lines(tmp_path, rows)
    assert newsmtsc_rows(path) == [
        SentenceRow("Halloran lied.", (0, 8), 0, "dev rw", "a_1_2"),
        SentenceRow("Halloran lied.", (0, 8), 0, "train", "line 2"),
        SentenceRow("Halloran lied.", None, 0, "", "a_1_2"),
    ]
    assert [one.part for one in newsmtsc_rows(path, "dev")] == ["dev rw"]
    with pytest.raises(RowError, match='no row has the split "test"'):
        newsmtsc_rows(path, "test")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"from": 5, "to": 99}, "from, to: [5, 99] is no span"),
        ({"from": "0", "to": 3}, "from, to:"),
        ({"from": 3, "to": 3}, "from, to:"),
        ({"polarity": None}, "polarity: is missing"),
        ({"sentence": ""}, "sentence: is missing"),
        ({"target": None}, "target: is missing"),
    ],
)
def test_a_wrong_sentence_names_line_and_field(
    tmp_path: Path, more: dict[str, Any], says: str
) -> None:
    row = {"sentence": "Halloran lied.", "target": "Halloran", "polarity": -1, **more}
    with pytest.raises(RowError) as caught:
        newsmtsc_rows(lines(tmp_path, [row]))
    assert f"line 1: {says}" in str(caught.value)


def test_persent_rows_get_their_commas_back(tmp_path: Path) -> None:
    row = {"text": "In 2006  Ben  a clerk  left.", "target": "Ben", "stance": "Positive"}
    several = {**row, "paragraphs": ["In 2006  Ben left.", "He  too."], "stance": "Neutral"}
    first, second = persent_rows(lines(tmp_path, [row, several]))
    assert first == GoldRow("", "In 2006, Ben, a clerk, left.", "line 1", entity="Ben", stance=2)
    assert second.text == "In 2006, Ben left.\nHe, too."
    with pytest.raises(RowError, match="line 1: target: is missing"):
        persent_rows(lines(tmp_path, [{"text": "x", "stance": "Neutral"}]))


def pair(truth: int, *probabilities: float, decided: bool = False) -> Pair:
    answer = Answer(np.array(probabilities), decided) if probabilities else None
    return Pair(truth, answer, str(id(probabilities)))


def test_decided_answers_by_hand() -> None:
    pairs = [
        pair(1, 0.1, 0.9, decided=True),
        pair(0, 0.2, 0.8, decided=True),
        pair(0, 0.6, 0.4),
        pair(1, 0.6, 0.4),
    ]
    (found,) = figures("genre", "genre", pairs, "unanswered")
    assert found.metrics.accuracy.value == 0.5
    assert found.decided is not None
    assert found.right is not None
    assert (found.decided.value, found.right.value) == (0.5, 0.5)
    # Bins of a fifteenth: .9 and right; .8 and wrong; two of .6, one of them right.
    assert found.metrics.ece == pytest.approx((0.1 + 0.8 + 2 * 0.1) / 4)


def test_what_is_not_answered_cannot_hide() -> None:
    pairs = [pair(0, 0.8, 0.1, 0.1), pair(0), pair(1), pair(2)]
    named, whole = figures("stance", "stance", pairs, "unnamed")
    assert (named.metrics.n, named.metrics.accuracy.value) == (1, 1.0)
    assert whole.name.strip() == "all rows, unnamed answered neutral"
    assert (whole.metrics.n, whole.metrics.accuracy.value) == (4, 0.5)
    assert (named.calibrated, whole.calibrated) == (True, False)
    (only,) = figures("stance", "stance", pairs[1:], "unnamed")
    assert only.metrics.n == 3


def second(topic: int, topic2: int | None, answered: int, *also: int) -> tuple[GoldRow, RowAnswer]:
    row = GoldRow("", "x", f"{topic}{topic2}{answered}{also}", topic=topic, topic2=topic2)
    return row, RowAnswer(topic=Answer(np.eye(17)[answered]), also=frozenset(also))


def beside_of(*both: tuple[GoldRow, RowAnswer]) -> Beside | None:
    return beside([row for row, _ in both], [answer for _, answer in both])


def test_second_topics_by_hand() -> None:
    found = beside_of(
        second(10, 3, 10, 3),  # found
        second(10, 3, 3, 10),  # the wrong way round
        second(10, 3, 10, 5, 6),  # two wrong ones
        second(10, -1, 10, 4),  # there is none
        second(10, 7, 10),  # missed
    )
    assert found is not None
    assert (found.n, found.labelled, found.named) == (5, 4, 5)
    shares = [found.precision, found.either, found.recall, found.main_or_also]
    assert [share.value for share in shares if share] == [1 / 5, 2 / 5, 1 / 4, 2 / 4]


def test_no_second_topics_are_not_measured() -> None:
    assert beside_of(second(10, None, 10, 3)) is None
    assert beside_of(second(10, -1, 10, 3)) is None


def test_only_what_has_a_label_is_asked(tmp_path: Path) -> None:
    asked: list[Mapping[str, Any]] = []

    class Watching(RuleClassifier):
        def classify(self, article: Article, **options: Any) -> Any:
            asked.append(options)
            return super().classify(article, **options)

    rows = [gold(genre=0), gold(entity="Halloran", stance=1), gold(entity="Halloran"), gold()]
    (found,) = score(Request(gold=lines(tmp_path, rows)), as_model(Watching()))
    assert [one["tasks"] for one in asked] == [["genre"], ["stance"]]
    assert asked[1]["targets"] == ["Halloran"]
    assert [line.name for line in found.figures] == ["genre", "stance"]
    assert found.left_out["without a topic"] == 4
    assert found.left_out["without a genre"] == 3
    assert found.left_out["without an entity and a stance"] == 3


def test_the_table_says_everything(tmp_path: Path) -> None:
    rows = [
        gold(topic="POL", topic2="ECO", genre=0, entity="Halloran", stance=0, source="a"),
        gold(topic="ECO", topic2="POL", genre=3, entity="Nobody", stance=1, source="b"),
        {"uid": "3", "text": "", "topic": "POL"},
    ]
    model = RuleClassifier()
    request = Request(gold=lines(tmp_path, rows), effort="fast", verbose=True)
    classifier = cast("Any", model)
    object.__setattr__(classifier, "neural", None)
    text, found = run(request, as_model(model))
    assert "2 articles" in text
    assert "1 without a text: left out" in text
    assert "1 that never name their entity" in text
    assert "all rows, unnamed answered neutral" in text
    assert "the linear heads alone" in text
    assert "POL  politics and government" in text
    (file,) = found["files"]
    assert [one["name"] for one in file["figures"]] == [
        "topic", "genre", "stance", "all rows, unnamed answered neutral",
    ]  # fmt: skip
    assert file["figures"][0]["accuracy"]["value"] == 0.5
    assert file["figures"][3]["ece"] is None
    assert file["also"]["labelled"] == 2
    json.dumps(found, allow_nan=False)


def test_sentences_are_read_at_their_span(tmp_path: Path) -> None:
    classifier = write_tiny(tmp_path, encoder=True).open()
    assert classifier.neural is not None
    text, span = "Mr Halloran is a shameful disgrace.", (3, 11)
    scores = classifier.neural.of_sentence(text, span) + classifier.stance.shift
    np.testing.assert_array_equal(sentence_reader(classifier, "full")(text, span), softmax(scores))
    linear = sentence_reader(classifier, "fast")(text, span)
    assert linear.shape == (3,)
    assert not np.array_equal(linear, softmax(scores))
    row = SentenceRow(text, span, 0, "rw", "g")
    answer = ask_sentence(classifier, row, "full").stance
    assert answer is not None
    np.testing.assert_array_equal(answer.probabilities, softmax(scores))
    assert ask_sentence(classifier, SentenceRow(text, None, 0, "rw", "g"), "full") == RowAnswer()


def test_the_linear_reader_is_that_of_articles(classifier: Classifier) -> None:
    """A sentence alone is read as the same sentence in an article."""
    text = "Critics say Halloran has betrayed the voters who trusted him."
    found = sentence_reader(classifier, "fast")(text, (12, 20))
    from model.entities import find_target
    from model.reading import read

    article = Article("", text)
    entity = find_target(article, "Halloran")
    target = classifier.stance.reader(article, read(article), entity)
    np.testing.assert_allclose(found, target.probabilities[0])
    assert len(found) == len(STANCES)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = {"sentence": "Halloran lied again.", "target": "Halloran", "polarity": -1}
    path = lines(tmp_path, [gold(topic="POL", genre=0, entity="Halloran", stance=0)])
    sentences = lines(tmp_path, [sentence], "mtsc.jsonl")
    out = tmp_path / "new" / "out.json"
    arguments = ["--gold", str(path), "--newsmtsc", str(sentences), "--json", str(out)]
    assert main(["evaluate", *arguments, "--fast", "--workers", "1"]) == 0
    printed = capsys.readouterr().out
    assert f"{path}: 1 articles" in printed
    assert f"{sentences}: 1 sentences" in printed
    assert [one["rows"] for one in json.loads(out.read_text())["files"]] == [1, 1]


def test_faults_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path, [gold(topic="XXX")])
    assert main(["evaluate", "--gold", str(path)]) == 1
    assert "line 1: topic" in capsys.readouterr().err
    good = lines(tmp_path, [gold(topic="POL")])
    assert main(["evaluate", "--gold", str(good), "--model", str(tmp_path)]) == 1
    assert "manifest.json" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["evaluate", "--verbose"])
    assert caught.value.code == 2
    with pytest.raises(SystemExit) as caught:
        main(["evaluate", "--gold", str(good), "--workers", "0"])
    assert caught.value.code == 2


def test_articles_that_were_fitted_on_are_said(tmp_path: Path) -> None:
    from training.corpora import load_annotations

    known = load_annotations()[0].uid
    path = lines(tmp_path, [gold(genre=0), gold(genre=0, uid=known)])
    (found,) = score(Request(gold=path), as_model(RuleClassifier()))
    assert found.left_out["that the shipped heads were fitted on: they flatter"] == 1


def test_workers_give_the_same(tmp_path: Path) -> None:
    rows = [gold(topic="POL", genre=0, text=f"The council met on day {n}.") for n in range(20)]
    path = lines(tmp_path, rows)
    model = write_tiny(tmp_path / "model", encoder=False)
    assert run(Request(gold=path, workers=2), model) == run(Request(gold=path), model)


def test_our_own_labelled_articles_are_those_of_the_other_tests() -> None:
    rows = gold_rows(Path(__file__).parents[1] / "articles" / "labels.jsonl")
    pieces = ARGUING + REPORTING
    assert [(row.title, row.text) for row in rows] == [(one.title, one.text) for one in pieces]
    assert [row.opinion for row in rows] == [int(piece in ARGUING) for piece in pieces]
