"""What the tests of hooks share."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.cms.base import Delivery
from handlers.cms.ghost import GhostSignature
from handlers.flow.answer import Hooks
from handlers.flow.local import LocalFlow, open_local
from tests.fakes import FakeClassifier
from tests.hooks.cms_server import serving
from tests.hooks.fake_ghost import KEY, FakeGhost
from tests.hooks.fake_wordpress import CREDENTIAL, FakeWordPress

SECRETS = {
    "HOOK_SECRET": "hook-secret",
    "HOOK_SECRET_NEW": "hook-secret-new",
    "GHOST_KEY": KEY,
    "WP_KEY": CREDENTIAL,
    "WHSEC": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
    "SAMPLE_HOOK_SECRET": "sample-hook-secret",
    "SAMPLE_TOKEN": "token",
    "STRAPI_TOKEN": "strapi-token",
    "CALLBACK_SECRET": "callback-secret",
}
HTML = (
    "<p>The harbour council voted on Monday to delay the repair of the old bridge until the spring. "
    "Engineers said that it is safe for cars, but that lorries should go around.</p>"
)
TOPICS = {"medtop:11000000": "Politics", "medtop:01000000": "Culture"}


@pytest.fixture
def ghost() -> FakeGhost:
    return FakeGhost()


@pytest.fixture
def ghost_url(ghost: FakeGhost) -> Iterator[str]:
    with serving(ghost) as url:
        yield url


@pytest.fixture
def wordpress() -> FakeWordPress:
    return FakeWordPress()


@pytest.fixture
def wordpress_url(wordpress: FakeWordPress) -> Iterator[str]:
    with serving(wordpress) as url:
        yield url


@pytest.fixture
def classifier() -> FakeClassifier:
    return FakeClassifier()


OpenFlow = Callable[..., LocalFlow]


@pytest.fixture
def open_flow(tmp_path: Path, classifier: FakeClassifier) -> Iterator[OpenFlow]:
    """Open a flow for sites given as dictionaries; its threads are not started."""
    opened: list[LocalFlow] = []

    def make(*sites: dict[str, Any], folder: Path = tmp_path) -> LocalFlow:
        source = folder / "sites.json"
        source.write_text(json.dumps({"version": 1, "sites": sites}), encoding="utf-8")
        logger = logging.getLogger("tests.hooks")
        flow = open_local(str(source), folder, SECRETS, lambda: classifier, logger)
        opened.append(flow)
        return flow

    yield make
    for flow in opened:
        flow.store.close()


def ghost_site(url: str, **write_back: Any) -> dict[str, Any]:
    return {
        "name": "gazette",
        "kind": "ghost",
        "secrets": [{"env": "HOOK_SECRET"}],
        "api": {"url": url, "credential": {"env": "GHOST_KEY"}},
        "posts": {"min_words": 5},
        "write_back": {"mode": "tags", "topics": TOPICS, "create": True, **write_back},
    }


def wordpress_site(url: str, **write_back: Any) -> dict[str, Any]:
    return {
        "name": "courier",
        "kind": "wordpress",
        "secrets": [{"env": "HOOK_SECRET"}],
        "api": {"url": url, "credential": {"env": "WP_KEY"}},
        "posts": {"min_words": 5},
        "write_back": {"mode": "tags", "topics": TOPICS, "create": True, **write_back},
    }


def ghost_body(post: dict[str, Any]) -> bytes:
    return json.dumps({"post": {"current": post, "previous": {"status": "draft"}}}).encode()


def hook_event(path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    return {
        "httpMethod": "POST",
        "path": path,
        "headers": {"Content-Type": "application/json", **headers},
        "body": body.decode(),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "r-1", "path": path},
    }


def ghost_event(
    post: dict[str, Any], at: float, *, secret: str = "hook-secret", site: str = "gazette"
) -> dict[str, Any]:
    body = ghost_body(post)
    headers = GhostSignature().sign(Delivery("POST", "", None, {}, body, at), secret, at)
    return hook_event(f"/v1/hooks/{site}/post.published", body, headers)


def hooks_of(flow: LocalFlow) -> Hooks:
    return Hooks(lambda: flow.receiver)


def work_off(flow: LocalFlow) -> int:
    """Work until nothing is due; returns how many turns it took."""
    turns = 0
    while flow.worker.turn():
        turns += 1
    return turns
