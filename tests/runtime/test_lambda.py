"""The function as Lambda runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.rie import Function, emulator, lambda_function

ROOT = Path(__file__).parents[2]
EVENTS = sorted(path for path in (ROOT / "events").glob("*.json") if path.name != "article.json")
FUNCTIONS = Path(__file__).parent / "functions"

pytestmark = [
    pytest.mark.lambda_runtime,
    pytest.mark.skipif(
        emulator() is None, reason="no Lambda Runtime Interface Emulator (Linux; make sam)"
    ),
    pytest.mark.xdist_group("rie"),
]


def body_of(reply: dict[str, Any]) -> Any:
    return json.loads(reply["body"]) if reply["body"].startswith(("{", "[")) else reply["body"]


def test_every_event_is_answered_and_no_article_is_logged(tmp_path: Path) -> None:
    assert len(EVENTS) >= 10
    with lambda_function("handlers.entry.handler", tmp_path) as function:
        for path in EVENTS:
            event = json.loads(path.read_text(encoding="utf-8"))
            reply = function.invoke(event)
            status = reply["statusCode"]
            assert status < 500, path.name
            if status >= 400:
                kind = {k.lower(): v for k, v in reply["multiValueHeaders"].items()}["content-type"]
                assert kind == ["application/problem+json"], path.name
                assert body_of(reply)["status"] == status
        output = function.output()
        assert function.init_milliseconds() < 10_000
    assert "LatencyTopic" in output  # metrics in CloudWatch's embedded format
    sample = json.loads((ROOT / "events" / "article.json").read_text(encoding="utf-8"))
    for sentence in sample["text"].split(". "):
        assert sentence[:40] not in output


def test_a_missing_model_is_said_by_health_and_in_the_log(tmp_path: Path) -> None:
    health = {
        "httpMethod": "GET", "path": "/v1/health", "headers": {}, "body": None,
        "isBase64Encoded": False, "requestContext": {"requestId": "r"},
    }  # fmt: skip
    nowhere = str(tmp_path / "nowhere")
    with lambda_function("handlers.entry.handler", tmp_path, COPYDESK_MODEL=nowhere) as function:
        reply = function.invoke(health)
        output = function.output()
    assert reply["statusCode"] == 503
    assert "manifest.json" in body_of(reply)["detail"]
    assert "manifest.json" in output


@pytest.mark.parametrize(
    ("handler", "says", "timeout"),
    [("edges.slow", "Task timed out after 1", 1), ("edges.failing", "RuntimeError", 20)],
)
def test_the_emulator_shows_what_lambda_would(
    tmp_path: Path, handler: str, says: str, timeout: int
) -> None:
    with lambda_function(handler, tmp_path, source=FUNCTIONS, timeout=timeout) as function:
        assert says in json.dumps(_reply(function))


def _reply(function: Function) -> Any:
    import urllib.error

    try:
        return function.invoke({})
    except json.JSONDecodeError as error:
        return error.doc
    except urllib.error.HTTPError as error:
        return error.read().decode()
