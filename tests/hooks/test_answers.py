"""What the hooks answer, against the OpenAPI document."""

import json
import time
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from handlers.cms.base import Stale, Unverified
from handlers.flow.answer import Hooks
from handlers.flow.receive import Full, Outcome, Throttled
from handlers.openapi import document
from handlers.problems import BadRequest, Internal, Invalid, NotFound, Problem
from tests.hooks.conftest import HTML, OpenFlow, ghost_event, ghost_site, hook_event
from tests.hooks.fake_ghost import FakeGhost

DOCUMENT = document()
RESPONSES = DOCUMENT["paths"]["/v1/hooks/{site}"]["post"]["responses"]


class Told:
    """A receiver that does as it is told."""

    def __init__(self, what: Outcome | Exception) -> None:
        self.what = what

    def receive(self, *_: Any) -> Outcome:
        if isinstance(self.what, Exception):
            raise self.what
        return self.what


def as_described(reply: dict[str, Any]) -> Any:
    """The body, once it is seen to be one that the document describes."""
    described = RESPONSES[str(reply["statusCode"])]["content"]
    schema = {**described[reply["headers"]["Content-Type"]]["schema"]}
    body = json.loads(reply["body"])
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(body)
    return body


@pytest.mark.parametrize("status", ["queued", "duplicate", "older", "ignored", "pong"])
def test_outcomes_are_as_described(status: Any) -> None:
    hooks = Hooks(lambda: Told(Outcome(status, "so it is", "job-1", "post-1")))  # type: ignore[arg-type,return-value]
    reply = hooks(hook_event("/v1/hooks/gazette", b"{}", {}), None)
    assert reply["statusCode"] == (202 if status == "queued" else 200)
    assert as_described(reply)["status"] == status


@pytest.mark.parametrize(
    "problem",
    [BadRequest, Unverified, Stale, NotFound, Invalid, Throttled, Internal, Full, Problem],
)
def test_problems_are_as_described(problem: type[Problem]) -> None:
    hooks = Hooks(lambda: Told(problem("It is so.")))  # type: ignore[arg-type,return-value]
    reply = hooks(hook_event("/v1/hooks/gazette", b"{}", {}), None)
    assert as_described(reply)["status"] == problem.status == reply["statusCode"]


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/v1/hooks/nobody", b"{}", {}, 404),
        ("/v1/hooks/gazette", b"{}", {}, 401),
        ("/v1/hooks/gazette/post.published", b"{}", {"Content-Encoding": "gzip"}, 415),
        ("/v1/hooks/gazette", b" " * 5_000_001, {}, 413),
    ],
)
def test_refusals_are_as_described(
    open_flow: OpenFlow, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    receiver = open_flow(ghost_site("http://127.0.0.1:1")).receiver
    reply = Hooks(lambda: receiver)(hook_event(path, body, headers), None)
    assert as_described(reply)["status"] == status


def test_a_delivery_is_answered_as_described(open_flow: OpenFlow) -> None:
    receiver = open_flow(ghost_site("http://127.0.0.1:1")).receiver
    hooks = Hooks(lambda: receiver)
    event = ghost_event(FakeGhost().post("p1", "Bridge", HTML), time.time())
    said = [as_described(hooks(event, None))["status"] for _ in range(2)]
    assert said == ["queued", "duplicate"]
