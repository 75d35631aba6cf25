"""Strapi's loop, Storyblok's fetching, callbacks, limits."""

import json
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import standardwebhooks

from handlers.cms.base import Delivery
from handlers.cms.samples import SAMPLE_HTML, SAMPLE_TITLE, sample_delivery
from handlers.flow.local import LocalFlow
from handlers.sites.config import Site
from tests.fakes import FakeClassifier
from tests.hooks.cms_server import Asked, Told, serving
from tests.hooks.conftest import HTML, TOPICS, OpenFlow, hook_event, hooks_of, work_off
from tests.hooks.fake_strapi import FakeStrapi


def deliver(flow: LocalFlow, delivery: Delivery) -> tuple[int, dict[str, Any]]:
    event = hook_event(delivery.path, delivery.body, dict(delivery.headers))
    reply = hooks_of(flow)(event, None)
    return reply["statusCode"], json.loads(reply["body"])


# Strapi


@pytest.fixture
def strapi() -> FakeStrapi:
    return FakeStrapi()


@pytest.fixture
def strapi_site(strapi: FakeStrapi) -> Iterator[dict[str, Any]]:
    with serving(strapi) as url:
        yield {
            "name": "strapi",
            "kind": "strapi",
            "secrets": [{"env": "HOOK_SECRET"}],
            "api": {"url": url, "credential": {"env": "STRAPI_TOKEN"}},
            "posts": {"min_words": 5},
            "write_back": {
                "mode": "tags", "collection": "articles", "create": True, "topics": TOPICS,
                "meta_field": "copydesk",
            },
        }  # fmt: skip


def strapi_delivery(entry: dict[str, Any]) -> Delivery:
    body = {"event": "entry.publish", "model": "article", "uid": "api::article.article"}
    raw = json.dumps({**body, "entry": entry}).encode()
    headers = {"authorization": "Bearer hook-secret"}
    return Delivery("POST", "/v1/hooks/strapi", None, headers, raw, time.time())


def test_strapis_publish_loop_ends_at_once(
    strapi: FakeStrapi, strapi_site: dict[str, Any], open_flow: OpenFlow, classifier: FakeClassifier
) -> None:
    flow = open_flow(strapi_site)
    fired: list[str] = []
    strapi.fires = lambda entry: fired.append(
        deliver(flow, strapi_delivery(dict(entry)))[1]["status"]
    )
    strapi.tag("politics")
    entry = strapi.entry("doc1", "Bridge repair delayed", HTML, tags=("Harbour",))
    assert deliver(flow, strapi_delivery(dict(entry)))[0] == 202
    work_off(flow)
    assert fired == ["duplicate"]
    assert strapi.names("doc1") == ["Harbour", "politics", "Culture"]
    assert strapi.entries["doc1"]["copydesk"]["suggested_terms"][0]["name"] == "Politics"
    assert (strapi.puts(), len(classifier.asked)) == (1, 1)


def test_strapis_blocks_are_read_and_other_events_ignored(
    strapi: FakeStrapi, strapi_site: dict[str, Any], open_flow: OpenFlow, classifier: FakeClassifier
) -> None:
    flow = open_flow(strapi_site)
    blocks = [
        {"type": "paragraph", "children": [{"type": "text", "text": "The Mayor spoke "},
                                           {"type": "text", "text": "of the bridge."}]},
        {"type": "list", "children": [
            {"type": "list-item", "children": [{"type": "text", "text": "It is closed."}]}]},
    ]  # fmt: skip
    entry = strapi.entry("doc1", "Bridge", blocks)
    deliver(flow, strapi_delivery(entry))
    work_off(flow)
    assert classifier.asked[0][0].text == "The Mayor spoke of the bridge.\n\nIt is closed."
    found = strapi_delivery(entry)
    update = Delivery(
        "POST",
        found.path,
        None,
        found.headers,
        found.body.replace(b"entry.publish", b"entry.update"),
        0,
    )
    assert deliver(flow, update)[1]["status"] == "ignored"


# Storyblok


STORY = {
    "story": {
        "id": 7, "uuid": "u", "name": SAMPLE_TITLE, "full_slug": "sport/final", "lang": "default",
        "published_at": "2026-11-24T09:00:00.000Z",
        "content": {"component": "article", "body": {"type": "doc", "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": "The Mayor opened the bridge "},
                                              {"type": "text", "text": "on Monday morning."}]}]}},
    }
}  # fmt: skip


def test_storybloks_story_is_fetched_once_it_is_worked_on(
    open_flow: OpenFlow, classifier: FakeClassifier
) -> None:
    asked: list[Asked] = []

    def answer(one: Asked) -> Told:
        asked.append(one)
        assert one.query["token"] == "strapi-token"
        if "cv" not in one.query:
            return Told(301, None, {"Location": "https://elsewhere.example/"})
        return Told(200, STORY) if one.path.endswith("/7") else Told(404, {})

    with serving(answer) as url:
        site = {
            "name": "stories", "kind": "storyblok", "secrets": [{"env": "HOOK_SECRET"}],
            "api": {"url": url, "credential": {"env": "STRAPI_TOKEN"}}, "posts": {"min_words": 5},
        }  # fmt: skip
        flow = open_flow(site)
        made = msgspec.convert(site, Site)
        for ago, story in ((0, "7"), (5, "7"), (0, "8")):
            at = time.time() - ago
            assert deliver(flow, sample_delivery(made, "hook-secret", at, id_=story))[0] == 202
            time.sleep(0.002)
        assert work_off(flow) == 3
    assert [one.path for one in asked] == [f"/v2/cdn/stories/{n}" for n in (7, 7, 8)]
    assert len(classifier.asked) == 1
    assert classifier.asked[0][0].text == "The Mayor opened the bridge on Monday morning."
    record = flow.ledger.get("stories", "7")
    assert record is not None
    assert record.state == "done"


# Callbacks


def callback_site(url: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "any", "kind": "standardwebhooks", "secrets": [{"env": "HOOK_SECRET"}],
        "write_back": {"mode": "callback", "topics": TOPICS},
        "callback": {"url": f"{url}/results", "secret": {"env": "WHSEC"}}, **more,
    }  # fmt: skip


def test_a_callback_is_signed_and_its_id_stays_the_same(open_flow: OpenFlow) -> None:
    asked: list[Asked] = []
    told = [Told(500, {}), Told(204, None)]

    def answer(one: Asked) -> Told:
        asked.append(one)
        return told.pop(0)

    with serving(answer) as url:
        flow = open_flow(callback_site(url))
        site = msgspec.convert(callback_site(url), Site)
        status, _ = deliver(flow, sample_delivery(site, "hook-secret", time.time(), id_="a7"))
        assert status == 202
        work_off(flow)
        flow.store.clock = lambda: time.time() + 10
        work_off(flow)
    assert len(asked) == 2
    assert asked[0].headers["webhook-id"] == asked[1].headers["webhook-id"]
    library = standardwebhooks.Webhook("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")
    body = library.verify(asked[1].body, asked[1].headers)
    assert body["type"] == "article.classified"
    data = body["data"]
    assert (data["site"], data["document"]) == ("any", "a7")
    assert [term["name"] for term in data["result"]["suggested_terms"]] == ["Politics", "Culture"]


# Limits


def test_a_site_that_sends_too_much_is_told_to_slow_down(open_flow: OpenFlow) -> None:
    limited = {
        "name": "loud", "kind": "generic", "scheme": {"type": "bearer"},
        "secrets": [{"env": "HOOK_SECRET"}], "limits": {"per_minute": 2, "max_queued": 100},
    }  # fmt: skip
    flow = open_flow(limited, {**limited, "name": "calm"})
    site = msgspec.convert(limited, Site)
    at = 60.0 * (time.time() // 60)
    replies = []
    for number in range(3):
        found = sample_delivery(site, "hook-secret", at, id_=f"p{number}")
        hooks = hooks_of(flow)
        hooks._clock = lambda: at
        replies.append(hooks(hook_event(found.path, found.body, dict(found.headers)), None))
    assert [reply["statusCode"] for reply in replies] == [202, 202, 429]
    assert replies[2]["headers"]["Retry-After"] == "60"
    calm = sample_delivery(msgspec.structs.replace(site, name="calm"), "hook-secret", at)
    assert deliver(flow, calm)[0] == 202


def test_a_full_queue_is_said(open_flow: OpenFlow) -> None:
    site = {
        "name": "full", "kind": "generic", "scheme": {"type": "bearer"},
        "secrets": [{"env": "HOOK_SECRET"}], "limits": {"max_queued": 1},
    }  # fmt: skip
    flow = open_flow(site)
    made = msgspec.convert(site, Site)
    statuses = [
        deliver(flow, sample_delivery(made, "hook-secret", time.time(), id_=id_))[0]
        for id_ in ("a", "b")
    ]
    assert statuses == [202, 503]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"[]", 422), (b"{}", 422), (b'{"id": null}', 422),
        (b'{"a":1,"a":2}', 400), (b'{"id":"x","title":7}', 200), (b'{"id":"' + b"x" * 5_000_000 + b'"}', 413),
        (b'{"id":"x","text":"\xc3\x28"}', 400), (b'{"id":"x","text":' + b"[" * 500 + b"]" * 500 + b"}", 400),
    ],
)  # fmt: skip
def test_hostile_bodies_get_a_clear_answer(open_flow: OpenFlow, body: bytes, status: int) -> None:
    import base64

    flow = open_flow(
        {
            "name": "any", "kind": "generic", "scheme": {"type": "bearer"},
            "secrets": [{"env": "HOOK_SECRET"}],
        }
    )  # fmt: skip
    event = hook_event("/v1/hooks/any", b"", {"Authorization": "Bearer hook-secret"})
    event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    reply = hooks_of(flow)(event, None)
    assert reply["statusCode"] == status, reply["body"]
    assert flow.queue.depth() == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"httpMethod": "GET"}, 405), ({"path": "/v1/hooks/"}, 404), ({"path": "/v1/hooks/nope"}, 404),
        ({"path": "/v1/hooks/any/x/y"}, 404), ({"path": "/v1/hooks/../any"}, 404),
        ({"headers": {"Content-Encoding": "gzip"}}, 415),
        ({"body": "!", "isBase64Encoded": True}, 400),
    ],
)  # fmt: skip
def test_other_requests_get_a_clear_answer(
    open_flow: OpenFlow, change: dict[str, Any], status: int
) -> None:
    flow = open_flow(
        {
            "name": "any", "kind": "generic", "scheme": {"type": "bearer"},
            "secrets": [{"env": "HOOK_SECRET"}],
        }
    )  # fmt: skip
    event = hook_event("/v1/hooks/any", SAMPLE_HTML.encode(), {}) | change
    assert hooks_of(flow)(event, None)["statusCode"] == status


def test_ghosts_five_megabytes_of_revisions_are_taken(open_flow: OpenFlow) -> None:
    from tests.hooks.conftest import ghost_event, ghost_site

    flow = open_flow(ghost_site("http://127.0.0.1:9"))
    post = {
        "id": "p1", "title": "Bridge", "html": HTML, "status": "published",
        "updated_at": "2026-11-23T14:49:48.000Z", "post_revisions": ["x" * 4_900_000],
    }  # fmt: skip
    assert hooks_of(flow)(ghost_event(post, time.time()), None)["statusCode"] == 202
    taken = flow.queue.take(60)
    assert taken is not None
    assert taken.job.content is not None
    assert len(msgspec.json.encode(taken.job)) < 5_000
