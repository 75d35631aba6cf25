"""Which articles of a batch are classified together, and that nobody can tell from the answers."""

from typing import Any

import pytest

from handlers.batch import answer_batch
from handlers.deadline import Deadline
from handlers.observing import NoMetrics
from handlers.service import answer_or_problem
from model.classifier import Classifier
from tests.articles.voices import ARGUING, REPORTING
from tests.fakes import FakeClassifier

BARE: dict[str, Any] = {"tasks": ["topic", "genre"], "evidence": False, "effort": "fast"}
TOPIC = {**BARE, "tasks": ["topic"]}


class Counting(NoMetrics):
    def __init__(self) -> None:
        self.counts: dict[str, float] = {}
        self.stages: dict[str, list[float]] = {}

    def count(self, name: str, value: float = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + value

    def seconds(self, stage: str, value: float, times: int = 1) -> None:
        self.stages.setdefault(stage, []).extend([value] * times)


class Clock:
    """A Lambda context with time for so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def get_remaining_time_in_millis(self) -> int:
        self.looks -= 1
        return 60_000 if self.looks >= 0 else 0


def article(number: int, asked: dict[str, Any], text: str = "It rains.") -> dict[str, Any]:
    return {"id": str(number), "text": text, **asked}


def batch(
    fake: Any, values: list[Any], context: Any = None, metrics: Counting | None = None
) -> list[Any]:
    told: list[Exception] = []
    return answer_batch(fake, values, Deadline(context), metrics or Counting(), told.append)


def ids(results: list[Any]) -> list[Any]:
    return [found["id"] if isinstance(found, dict) else found.id for found in results]


@pytest.mark.parametrize(
    ("asked", "chunks"),
    [
        ([BARE] * 5, [5]),
        ([BARE, BARE, {}, BARE, BARE, BARE], [2, 3]),
        ([BARE, BARE, TOPIC, TOPIC, {**BARE, "tasks": ["genre", "topic"]}], [2, 2]),
        ([{**BARE, "effort": "full"}] * 3, [3]),  # it has no encoder: full is fast
        ([{**BARE, "evidence": True}] * 3, []),
        ([{**BARE, "tasks": ["stance"]}] * 3, []),
        ([{"evidence": False}] * 3, []),  # stance too
        ([BARE], []),
        ([BARE] * 101, [50, 50]),
    ],
)
def test_neighbours_that_ask_for_the_same_are_classified_together(
    asked: list[dict[str, Any]], chunks: list[int]
) -> None:
    fake = FakeClassifier()
    results = batch(fake, [article(number, each) for number, each in enumerate(asked)])
    assert fake.chunks == chunks
    assert ids(results) == [str(number) for number in range(len(asked))]


def test_what_the_encoder_reads_is_not() -> None:
    fake = FakeClassifier(has_encoder=True)
    batch(fake, [article(number, {**BARE, "effort": "full"}) for number in range(3)])
    assert fake.chunks == []


def test_long_articles_are_not_all_held_at_once() -> None:
    fake = FakeClassifier()
    batch(fake, [article(number, BARE, 100_000 * "x") for number in range(4)])
    assert fake.chunks == [2, 2]


def test_one_that_fails_does_not_spoil_the_others() -> None:
    fake, metrics = FakeClassifier(fails_on="BOOM"), Counting()
    values = [
        article(0, BARE), {"id": "bad", **BARE}, article(2, BARE), article(3, BARE, "BOOM"),
        article(4, BARE), "no object",
    ]  # fmt: skip
    results = batch(fake, values, metrics=metrics)
    assert ids(results) == ["0", "bad", "2", "3", "4", None]
    said = [found["problem"]["status"] if isinstance(found, dict) else 200 for found in results]
    assert said == [200, 422, 200, 500, 200, 422]
    counted = [metrics.counts[name] for name in ("Articles", "ItemProblems", "ItemErrors")]
    assert counted == [3, 2, 1]


def test_time_is_looked_at_between_chunks() -> None:
    metrics = Counting()
    values = [article(number, BARE) for number in range(120)]
    results = batch(FakeClassifier(), values, Clock(2), metrics)
    assert ids(results) == [str(number) for number in range(120)]
    assert [isinstance(found, dict) for found in results] == [False] * 100 + [True] * 20
    assert metrics.counts["ItemsNotReached"] == 20


def test_each_article_has_its_share_of_the_time() -> None:
    metrics = Counting()
    batch(FakeClassifier(), [article(number, BARE) for number in range(4)], metrics=metrics)
    assert metrics.stages["language"] == pytest.approx([0.001] * 4)
    assert len(metrics.stages["decode"]) == len(metrics.stages["encode"]) == 4


def test_the_shipped_model_answers_the_same(classifier: Classifier) -> None:
    pieces = [{"title": p.title, "text": p.text} for p in ARGUING + REPORTING]
    pieces += [{"html": f"<h1>{p.title}</h1><p>{p.text}</p>"} for p in ARGUING]
    asked = [
        BARE,
        {**BARE, "include": ["text", "jsonld", "ninjs"], "top_k": 3},
        {**BARE, "min_probability": 0.1},
    ]
    values = [
        {"id": str(number), **piece, **asked[number % 3]} for number, piece in enumerate(pieces)
    ]
    assert batch(classifier, values) == [answer_or_problem(classifier, value) for value in values]
