"""Hundreds of hostile requests to the real model: answered rightly, soon, and quietly."""

import json
import time
import tracemalloc
from typing import Any

import pytest

from handlers.api import Api
from handlers.problems import PROBLEM_JSON
from handlers.settings import Settings
from model.classifier import Classifier
from tests.fakes import api_event, fresh_logger, header
from tests.hostile.requests import ITEMS, REQUESTS, SECRET, STRANGE, Hostile

SLOWEST = 2.0  # seconds of CPU


@pytest.fixture(scope="module")
def desk(classifier: Classifier) -> Api:
    api = Api(Settings(metrics=True), lambda: classifier)
    api(api_event("POST", "/v1/classify", {"text": "Warm."}), None)
    return api


def event(hostile: Hostile) -> dict[str, Any]:
    return api_event(hostile.method, hostile.path, hostile.body, hostile.headers)


def answered(desk: Api, hostile: Hostile, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    fresh_logger()
    started = time.process_time()
    reply = desk(event(hostile), None)
    spent = time.process_time() - started
    assert reply["statusCode"] == hostile.status, reply["body"][:300]
    assert spent < SLOWEST
    logged = capsys.readouterr()
    assert SECRET not in logged.out + logged.err
    assert "ERROR" not in logged.out + logged.err
    return reply


def test_the_table_is_long_and_each_request_is_another() -> None:
    everything = REQUESTS + ITEMS + STRANGE
    assert len(REQUESTS) >= 300
    assert len({hostile.id for hostile in everything}) == len(everything)
    sent = {(h.method, h.path, tuple(h.headers.items()), h.body) for h in everything}
    assert len(sent) == len(everything)


@pytest.mark.parametrize("hostile", REQUESTS, ids=lambda hostile: hostile.id)
def test_a_malformed_request_gets_a_problem(
    desk: Api, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = answered(desk, hostile, capsys)
    assert header(reply, "content-type") == PROBLEM_JSON
    assert len(reply["body"]) < 2000
    if hostile.method != "HEAD":
        problem = json.loads(reply["body"])
        assert problem["status"] == hostile.status
        assert problem["type"].startswith("https://copydesk.dev/problems/")
        assert problem["detail"]


@pytest.mark.parametrize("hostile", ITEMS, ids=lambda hostile: hostile.id)
def test_a_malformed_article_of_a_batch_gets_a_problem(
    desk: Api, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = answered(desk, hostile, capsys)
    for result in json.loads(reply["body"])["results"]:
        assert list(result) == ["id", "problem"]
        assert result["problem"]["status"] in {413, 422}


@pytest.mark.parametrize("hostile", STRANGE, ids=lambda hostile: hostile.id)
def test_a_strange_article_gets_an_answer(
    desk: Api, hostile: Hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads(answered(desk, hostile, capsys)["body"])
    for evidence in answer["evidence"]:
        assert len(evidence["quote"]) == evidence["end"] - evidence["start"]


def test_memory_does_not_grow(desk: Api, capsys: pytest.CaptureFixture[str]) -> None:
    small = [event(hostile) for hostile in REQUESTS if len(hostile.body) < 10_000]
    for request in small:
        desk(request, None)
    tracemalloc.start()
    try:
        for request in small:
            desk(request, None)
        capsys.readouterr()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(3):
            for request in small:
                desk(request, None)
            capsys.readouterr()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 200_000
