"""Ghost, from the hook to the tags."""

import json
import time
from typing import Any

import pytest

from tests.fakes import FakeClassifier
from tests.hooks.cms_server import Told, serving
from tests.hooks.conftest import HTML, OpenFlow, ghost_event, ghost_site, hooks_of, work_off
from tests.hooks.fake_ghost import FakeGhost


def deliver(hooks: Any, post: dict[str, Any], **options: Any) -> tuple[int, dict[str, Any]]:
    reply = hooks(ghost_event(post, time.time(), **options), None)
    return reply["statusCode"], json.loads(reply["body"])


def test_tags_arrive_beside_the_editors_own(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    post = ghost.post("p1", "Bridge repair delayed", HTML, tags=("Harbour",))
    status, told = deliver(hooks_of(flow), post)
    assert (status, told["status"]) == (202, "queued")
    assert work_off(flow) == 1
    assert ghost.names("p1") == ["Harbour", "Politics", "Culture"]
    record = flow.ledger.get("gazette", "p1")
    assert record is not None
    assert (record.state, record.note) == ("done", "written")


def test_the_same_post_again_changes_nothing(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow, classifier: FakeClassifier
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    hooks = hooks_of(flow)
    post = ghost.post("p1", "Bridge repair delayed", HTML)
    deliver(hooks, post)
    assert deliver(hooks, post)[1]["status"] == "duplicate"
    work_off(flow)
    # What Ghost sends after our own write: the same words under a later time.
    status, told = deliver(hooks, ghost.posts["p1"])
    assert (status, told["status"]) == (200, "duplicate")
    assert work_off(flow) == 0
    assert (len(classifier.asked), ghost.puts()) == (1, 1)


def test_a_wrong_secret_does_nothing_and_the_log_says_why(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.fakes import fresh_logger

    flow = open_flow(ghost_site(ghost_url))
    hooks = hooks_of(flow)
    fresh_logger()
    post = ghost.post("p1", "Bridge repair delayed", HTML)
    status, told = deliver(hooks, post, secret="other")
    assert (status, told["type"]) == (401, "https://copydesk.dev/problems/unverified")
    assert flow.queue.depth() == 0
    logged = capsys.readouterr().out
    assert "unverified: The signature does not fit" in logged
    assert "Bridge" not in logged
    assert "council" not in logged


def test_a_cms_that_is_down_is_tried_again_and_classified_once(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow, classifier: FakeClassifier
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    deliver(hooks_of(flow), ghost.post("p1", "Bridge repair delayed", HTML))
    ghost.down = True
    assert work_off(flow) == 1
    assert flow.queue.depth() == 1
    ghost.down = False
    flow.store.clock = lambda: time.time() + 60
    assert work_off(flow) == 1
    assert ghost.names("p1") == ["Politics", "Culture"]
    assert len(classifier.asked) == 1


def test_somebody_who_saves_meanwhile_is_not_overwritten(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    deliver(hooks_of(flow), ghost.post("p1", "Bridge repair delayed", HTML))
    ghost.collide = 2
    work_off(flow)
    assert ghost.names("p1") == ["Politics", "Culture"]
    assert ghost.puts() == 3


def test_an_older_job_leaves_a_later_text_alone(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    hooks = hooks_of(flow)
    old = dict(ghost.post("p1", "Bridge repair delayed", HTML))
    deliver(hooks, old)
    ghost.posts["p1"] |= {
        "html": HTML.replace("Monday", "Tuesday"),
        "updated_at": "2026-11-23T15:30:00.000Z",
    }
    work_off(flow)
    assert ghost.names("p1") == []
    record = flow.ledger.get("gazette", "p1")
    assert record is not None
    assert (record.state, record.note) == ("skipped", "changed")
    assert deliver(hooks, ghost.posts["p1"])[0] == 202
    assert deliver(hooks, old)[1]["status"] == "older"
    work_off(flow)
    assert ghost.names("p1") == ["Politics", "Culture"]


def test_what_a_person_removed_is_not_set_again(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    hooks = hooks_of(flow)
    deliver(hooks, ghost.post("p1", "Bridge repair delayed", HTML, tags=("Harbour",)))
    work_off(flow)
    post = ghost.posts["p1"]
    post["tags"] = [tag for tag in post["tags"] if tag["name"] != "Culture"]
    post |= {"html": f"{HTML}<p>More.</p>", "updated_at": "2026-11-23T17:00:00.000Z"}
    assert deliver(hooks, post)[0] == 202
    work_off(flow)
    assert ghost.names("p1") == ["Harbour", "Politics"]


def test_names_are_matched_exactly_then_by_case_and_made_only_where_allowed(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    for number in range(150):
        ghost.tag(f"Filler {number}")
    ghost.tag("politics")
    ghost.tag("Politics")
    flow = open_flow(ghost_site(ghost_url, create=False))
    deliver(hooks_of(flow), ghost.post("p1", "Bridge repair delayed", HTML))
    work_off(flow)
    assert ghost.names("p1") == ["Politics"]


def test_suggesting_sets_internal_tags_only(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url, mode="suggest", create=False))
    deliver(hooks_of(flow), ghost.post("p1", "Bridge repair delayed", HTML))
    work_off(flow)
    assert ghost.names("p1") == ["#copydesk Politics", "#copydesk Culture"]


def test_a_post_that_is_gone_or_withdrawn_is_left_alone(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    flow = open_flow(ghost_site(ghost_url))
    hooks = hooks_of(flow)
    post = dict(ghost.post("p1", "Bridge repair delayed", HTML))
    deliver(hooks, post)
    ghost.posts["p1"]["status"] = "draft"
    work_off(flow)
    assert ghost.puts() == 0
    ghost.posts["p1"]["status"] = "published"
    assert deliver(hooks, post)[0] == 202  # published again as it was
    work_off(flow)
    assert ghost.names("p1") == ["Politics", "Culture"]


def test_half_an_emoji_costs_no_post(ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow) -> None:
    flow = open_flow(ghost_site(ghost_url))
    post = ghost.post("p1", "Bridge repair delayed \ud83d", HTML)
    assert deliver(hooks_of(flow), post)[0] == 202
    assert work_off(flow) == 1
    assert ghost.names("p1") == ["Politics", "Culture"]


def test_what_was_set_is_remembered_though_the_callback_fails(
    ghost: FakeGhost, ghost_url: str, open_flow: OpenFlow
) -> None:
    told = [Told(503, {}), Told(204, None)]
    with serving(lambda _asked: told.pop(0)) as url:
        callback = {"url": f"{url}/results", "secret": {"env": "CALLBACK_SECRET"}}
        flow = open_flow({**ghost_site(ghost_url), "callback": callback})
        post = ghost.post("p1", "Bridge repair delayed", HTML, tags=("Harbour",))
        deliver(hooks_of(flow), post)
        work_off(flow)
        flow.store.clock = lambda: time.time() + 10
        work_off(flow)
    record = flow.ledger.get("gazette", "p1")
    assert record is not None
    assert (record.state, set(record.terms.added)) == (
        "done",
        {ghost.tag("Politics"), ghost.tag("Culture")},
    )
