"""Every kind: valid, tampered, stale, replayed, wrong secret, changed secret."""

import dataclasses
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import standardwebhooks

from handlers.cms.base import Delivery
from handlers.cms.samples import sample_delivery
from handlers.flow.answer import Hooks
from handlers.flow.local import LocalFlow
from tests.hooks.conftest import SECRETS, OpenFlow, hook_event, hooks_of
from tests.hooks.sites import NEW_SECRET, SECRET, SITES, TIMELESS, UNSIGNED, site, typed

Change = Callable[[Delivery], Delivery]


@pytest.fixture
def flow(open_flow: OpenFlow) -> LocalFlow:
    return open_flow(*(site(name) for name in SITES))


@pytest.fixture
def hooks(flow: LocalFlow) -> Hooks:
    return hooks_of(flow)


def sample(name: str, secret: str = SECRET, ago: float = 0.0, id_: str = "7") -> Delivery:
    return sample_delivery(typed(name), secret, time.time() - ago, id_=id_)


def send(hooks: Hooks, delivery: Delivery) -> tuple[int, str]:
    """Deliver; gives the status, and what it was or why not."""
    reply = hooks(hook_event(delivery.path, delivery.body, dict(delivery.headers)), None)
    body = json.loads(reply["body"])
    kind = "application/json" if reply["statusCode"] < 300 else "application/problem+json"
    assert reply["headers"]["Content-Type"] == kind
    return reply["statusCode"], body.get("status") if "job" in body else body["type"].rpartition(
        "/"
    )[2]


@pytest.mark.parametrize("name", SITES)
def test_a_valid_delivery_is_queued(name: str, hooks: Hooks, flow: LocalFlow) -> None:
    assert send(hooks, sample(name)) == (202, "queued")
    assert flow.queue.depth(name) == 1


@pytest.mark.parametrize("name", SITES)
def test_a_tampered_body(name: str, hooks: Hooks) -> None:
    found = sample(name)
    changed = dataclasses.replace(found, body=found.body.replace(b'"', b' "', 1))
    expected = (202, "queued") if name in UNSIGNED else (401, "unverified")
    assert send(hooks, changed) == expected


@pytest.mark.parametrize("name", SITES)
def test_each_tampered_header_that_proves(name: str, hooks: Hooks) -> None:
    found = sample(name)
    proving = {key: value for key, value in found.headers.items() if key != "content-type"}
    if name == "sanity":
        proving.pop("sanity-operation")  # says what happened, proves nothing
    for key, value in proving.items():
        flipped = value[:-1] + ("0" if value[-1] != "0" else "1")
        changed = dataclasses.replace(found, headers={**found.headers, key: flipped})
        assert send(hooks, changed) == (401, "unverified"), key


@pytest.mark.parametrize("name", SITES)
def test_a_missing_header_that_proves(name: str, hooks: Hooks) -> None:
    found = sample(name)
    bare = dataclasses.replace(found, headers={"content-type": "application/json"})
    assert send(hooks, bare) == (401, "unverified")


@pytest.mark.parametrize("ago", [301.0, -301.0, 86_400.0])
@pytest.mark.parametrize("name", SITES)
def test_a_stale_delivery(name: str, ago: float, hooks: Hooks) -> None:
    expected = (202, "queued") if name in TIMELESS else (401, "stale")
    assert send(hooks, sample(name, ago=ago)) == expected


@pytest.mark.parametrize("name", SITES)
def test_a_replayed_delivery_has_no_effect(name: str, hooks: Hooks, flow: LocalFlow) -> None:
    found = sample(name)
    send(hooks, found)
    # Storyblok's holds no text: the worker fetches the story and sees that it is known.
    expected = (202, "queued") if name == "storyblok" else (200, "duplicate")
    assert send(hooks, found) == expected
    if name != "storyblok":
        assert flow.queue.depth(name) == 1


@pytest.mark.parametrize("name", SITES)
def test_a_wrong_secret(name: str, hooks: Hooks, flow: LocalFlow) -> None:
    for secret in ("hook-secre", "hook-secret2", "HOOK-SECRET", "x"):
        assert send(hooks, sample(name, secret)) == (401, "unverified")
    assert flow.queue.depth(name) == 0


@pytest.mark.parametrize("name", SITES)
def test_both_secrets_are_valid_while_one_replaces_the_other(name: str, hooks: Hooks) -> None:
    assert send(hooks, sample(name, SECRET, id_="7")) == (202, "queued")
    assert send(hooks, sample(name, NEW_SECRET, id_="8")) == (202, "queued")


@pytest.mark.parametrize("name", SITES)
def test_the_scheme_is_the_sites_and_not_the_senders(name: str, hooks: Hooks) -> None:
    """Proofs of every other scheme, with the right secret, prove nothing."""
    found = sample(name)
    own = typed(name)
    for other in SITES:
        foreign = sample(other)
        headers = {k: v for k, v in foreign.headers.items() if k not in found.headers}
        if type_of(other) == type_of(name) or not headers or own.kind == typed(other).kind:
            continue
        status, _ = send(hooks, dataclasses.replace(found, headers=headers))
        assert status == 401, other


def type_of(name: str) -> str:
    from handlers.cms.kinds import reader_of

    found = typed(name)
    return type(reader_of(found.kind).scheme(found)).__name__


def test_a_secret_of_whsec_is_base64(open_flow: OpenFlow) -> None:
    """As the library of Standard Webhooks signs, among signatures of other kinds."""
    body = sample("wordpress").body
    now = datetime.now(UTC)
    signature = standardwebhooks.Webhook(SECRETS["WHSEC"]).sign("msg_1", now, body.decode())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": f"v1,AAAA {signature} v1a,BBBB",
    }
    flow = open_flow(site("wordpress", secrets=[{"env": "WHSEC"}]))
    delivery = Delivery("POST", "/v1/hooks/wordpress", None, headers, body, time.time())
    assert send(hooks_of(flow), delivery) == (202, "queued")
