"""Every sample event gets the answer that events/README.md promises."""

import json
from pathlib import Path
from typing import Any

import pytest

from handlers.api import ROUTES, Api
from handlers.problems import PROBLEM_JSON
from handlers.settings import Settings
from model.classifier import Classifier
from tests.fakes import header

EVENTS = Path(__file__).parents[2] / "events"
STATUSES = {
    "classify": 200,
    "classify_batch": 200,
    "classify_gzip": 200,
    "classify_html": 200,
    "classify_include": 200,
    "docs": 200,
    "head": 200,
    "health": 200,
    "index": 302,
    "model": 200,
    "openapi": 200,
    "options": 204,
    "other_language": 200,
    "problem_batch_empty": 422,
    "problem_damaged_gzip": 400,
    "problem_duplicate_key": 400,
    "problem_empty_body": 400,
    "problem_encoding": 415,
    "problem_lone_surrogate": 422,
    "problem_media_type": 415,
    "problem_method": 405,
    "problem_neither": 422,
    "problem_not_found": 404,
    "problem_not_json": 400,
    "problem_not_utf8": 400,
    "problem_text_and_html": 422,
    "problem_too_deep": 400,
    "problem_too_large": 413,
    "problem_unknown_field": 422,
    "problem_wrong_type": 422,
    "target_not_found": 200,
    "too_little_text": 200,
}


def event(name: str) -> dict[str, Any]:
    return dict(json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")))


def answer(name: str, classifier: Classifier) -> dict[str, Any]:
    return Api(Settings(), lambda: classifier)(event(name), None)


def test_every_event_is_listed_and_every_route_has_one() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} - {"article"} == set(STATUSES)
    assert {event(name)["path"] for name in STATUSES} >= set(ROUTES)


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_event_is_answered(name: str, status: int, classifier: Classifier) -> None:
    reply = answer(name, classifier)
    assert reply["statusCode"] == status, reply["body"]
    assert (header(reply, "content-type") == PROBLEM_JSON) is name.startswith("problem_")


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("other_language", "language"),
        ("target_not_found", "target-not-found"),
        ("too_little_text", "too-little-text"),
    ],
)
def test_a_warning_is_given(name: str, warning: str, classifier: Classifier) -> None:
    body = json.loads(answer(name, classifier)["body"])
    assert warning in {one["code"] for one in body["warnings"]}


def test_the_batch_holds_good_and_bad(classifier: Classifier) -> None:
    results = json.loads(answer("classify_batch", classifier)["body"])["results"]
    assert {"problem" in result for result in results} == {True, False}


def test_what_is_asked_to_be_included_is(classifier: Classifier) -> None:
    body = json.loads(answer("classify_include", classifier)["body"])
    assert body["text"] == json.loads(event("classify_include")["body"])["text"]
    assert len(body["topics"]) == 3
    assert body["jsonld"]["inLanguage"] == body["ninjs"]["language"] == "en"


def test_the_sample_is_an_opinion_with_a_stance(classifier: Classifier) -> None:
    sample = json.loads((EVENTS / "article.json").read_text(encoding="utf-8"))
    assert len(sample["targets"]) == 2
    body = json.loads(answer("classify", classifier)["body"])
    assert (body["genre"]["name"], body["genre"]["decided"]) == ("opinion", True)
    assert [stance["mentions"] > 0 for stance in body["stance"]] == [True, True]
