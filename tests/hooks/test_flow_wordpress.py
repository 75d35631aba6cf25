"""WordPress, from the plugin's hook to terms and meta."""

import json
import time
from typing import Any

import pytest

from handlers.cms.base import Delivery
from handlers.cms.schemes import StandardWebhooks
from tests.hooks.cms_server import Asked
from tests.hooks.conftest import HTML, OpenFlow, hook_event, hooks_of, wordpress_site, work_off
from tests.hooks.fake_wordpress import FakeWordPress


def event_of(post: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = json.dumps(
        {
            "event": "post.published",
            "site": "https://wp.example",
            "post": {
                "id": post["id"], "type": "post", "status": "publish",
                "title": post["title"]["raw"], "html": post["content"]["rendered"],
                "url": post["link"], "modified_gmt": post["modified_gmt"].replace("T", " "),
                "language": "en_GB", "terms": {"post_tag": [], "category": ["News"]}, **more,
            },
        }
    ).encode()  # fmt: skip
    at = time.time()
    headers = StandardWebhooks().sign(Delivery("POST", "", None, {}, body, at), "hook-secret", at)
    return hook_event("/v1/hooks/courier", body, headers)


def test_terms_and_meta_arrive(
    wordpress: FakeWordPress, wordpress_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(wordpress_site(wordpress_url))
    wordpress.term("tags", "politics")
    post = wordpress.post(4, "Bridge &#8216;repair&#8217; delayed", HTML, tags=("R&D",))
    assert hooks_of(flow)(event_of(post), None)["statusCode"] == 202
    work_off(flow)
    assert wordpress.names(4) == ["R&D", "politics", "Culture"]
    meta = wordpress.posts["4"]["meta"]
    result = json.loads(meta["_copydesk_result"])
    assert (result["version"], result["content_hash"][:7]) == (1, "sha256:")
    assert [term["name"] for term in result["suggested_terms"]] == ["Politics", "Culture"]
    assert len(result["topics"]) == 3
    assert result["evidence"][0]["quote"]
    assert result["stance"][0]["name"] is None or result["stance"]
    terms = wordpress.posts["4"]["tags"]
    assert json.loads(meta["_copydesk_terms"]) == {"added": terms[1:], "dismissed": []}
    assert wordpress.writes() == 1


def test_an_editor_who_saves_meanwhile_keeps_both_text_and_terms(
    wordpress: FakeWordPress, wordpress_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(wordpress_site(wordpress_url))
    post = wordpress.post(4, "It's the <em>bridge</em>'s repair &amp; more", HTML)
    sent = event_of(post, title="It's the bridge's repair & more")
    assert hooks_of(flow)(sent, None)["statusCode"] == 202
    post["modified_gmt"] = "2026-11-23T15:00:00"  # saved again, the same text
    between = iter([wordpress.term("tags", "By hand")])

    def saves(asked: Asked) -> None:  # after the worker's reading, before its writing
        if asked.method == "POST" and (term := next(between, None)):
            post["tags"].append(term)

    wordpress.before = saves
    work_off(flow)
    assert wordpress.names(4) == ["By hand", "Politics", "Culture"]
    assert post["modified_gmt"] == "2026-11-23T15:00:00"
    suggested = json.loads(post["meta"]["_copydesk_result"])["suggested_terms"]
    assert {term["taxonomy"] for term in suggested} == {"post_tag"}


def test_suggesting_writes_meta_only(
    wordpress: FakeWordPress, wordpress_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(wordpress_site(wordpress_url, mode="suggest"))
    hooks_of(flow)(event_of(wordpress.post(4, "Bridge", HTML)), None)
    work_off(flow)
    assert wordpress.names(4) == []
    assert "Politics" in wordpress.posts["4"]["meta"]["_copydesk_result"]


def test_without_the_plugins_meta_only_tags_are_set(
    wordpress: FakeWordPress,
    wordpress_url: str,
    open_flow: OpenFlow,
    caplog: pytest.LogCaptureFixture,
) -> None:
    wordpress.plugin = False
    flow = open_flow(wordpress_site(wordpress_url))
    with caplog.at_level("INFO"):
        hooks_of(flow)(event_of(wordpress.post(4, "Bridge", HTML)), None)
        work_off(flow)
    assert wordpress.names(4) == ["Politics", "Culture"]
    assert any("plugin is not active" in getattr(r, "note", "") for r in caplog.records)


def test_a_category_may_be_set_instead(
    wordpress: FakeWordPress, wordpress_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(wordpress_site(wordpress_url, taxonomy="category"))
    hooks_of(flow)(event_of(wordpress.post(4, "Bridge", HTML)), None)
    work_off(flow)
    assert wordpress.names(4) == []
    assert wordpress.names(4, "categories") == ["Politics", "Culture"]


def test_a_ping_is_verified_and_makes_no_job(wordpress_url: str, open_flow: OpenFlow) -> None:
    flow = open_flow(wordpress_site(wordpress_url))
    body = b'{"event": "ping", "site": "https://wp.example/"}'
    at = time.time()
    for secret, expected in (("hook-secret", 200), ("another", 401)):
        headers = StandardWebhooks().sign(Delivery("POST", "", None, {}, body, at), secret, at)
        reply = hooks_of(flow)(hook_event("/v1/hooks/courier", body, headers), None)
        assert reply["statusCode"] == expected
        assert (json.loads(reply["body"]) == {"status": "pong"}) == (expected == 200)
    assert flow.queue.depth() == 0


def test_other_post_types_and_languages_are_ignored(
    wordpress: FakeWordPress, wordpress_url: str, open_flow: OpenFlow
) -> None:
    hooks = hooks_of(open_flow(wordpress_site(wordpress_url)))
    post = wordpress.post(4, "Bridge", HTML)
    for more in ({"type": "page"}, {"status": "draft"}, {"language": "de_DE"}, {"html": "Short."}):
        reply = hooks(event_of(post, **more), None)
        assert (reply["statusCode"], json.loads(reply["body"])["status"]) == (200, "ignored")
