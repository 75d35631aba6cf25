"""Every sample event of a hook is taken; the worker's is worked on."""

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from handlers.flow.answer import Hooks
from handlers.flow.job import decode_job
from handlers.flow.local import LocalFlow
from handlers.sites.check import parse_sites
from handlers.sites.config import Kind
from handlers.sites.schema import schema
from model.classifier import Classifier
from tests.hooks.conftest import OpenFlow, work_off

EVENTS = Path(__file__).parents[2] / "events" / "hooks"
SITES = json.loads((EVENTS / "sites.json").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in EVENTS.glob("*.json") if path.stem not in {"sites", "worker"})
AT = 1_795_514_400.0


def event(name: str) -> dict[str, Any]:
    return dict(json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.fixture
def flow(open_flow: OpenFlow) -> LocalFlow:
    return open_flow(*SITES["sites"])


def hooks(flow: LocalFlow, at: float = AT + 10) -> Hooks:
    return Hooks(lambda: flow.receiver, clock=lambda: at)


def test_there_is_one_for_every_kind() -> None:
    kinds = {site.kind for site in parse_sites((EVENTS / "sites.json").read_bytes())}
    assert kinds == set(get_args(Kind))
    assert set(NAMES) == {site["name"] for site in SITES["sites"]} | {"ghost-6"}
    jsonschema.validate(SITES, schema())


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_queued_and_once(name: str, flow: LocalFlow) -> None:
    door = hooks(flow)
    reply = door(event(name), None)
    assert reply["statusCode"] == 202, reply["body"]
    taken = flow.queue.take(60)
    assert taken is not None
    if name != "storyblok":
        assert taken.job.content is not None
        assert taken.job.content.title == "City league postpones its final over a flooded pitch"
        body = taken.job.content.html or taken.job.content.text or ""
        assert "pond" in body
        assert door(event(name), None)["statusCode"] == 200


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_stale_by_now_where_its_scheme_has_a_time(name: str, flow: LocalFlow) -> None:
    status = hooks(flow, AT + 86_401)(event(name), None)["statusCode"]
    assert status == (202 if name in {"strapi", "bearer", "generic", "storyblok"} else 401)


def test_the_workers_event_holds_a_job(flow: LocalFlow, classifier: Classifier) -> None:
    (record,) = event("worker")["Records"]
    flow.queue.put(decode_job(record["body"]))
    assert work_off(flow) == 1
    found = flow.ledger.get("ghost", "6b04528b7932d12307ba34cf")
    assert found is not None
    assert found.state == "done"


def test_no_event_names_a_place_that_is_real() -> None:
    for path in EVENTS.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "127.0.0.1" not in text, path.name
        for address in ("@example.com",):
            assert text.count("@") == text.count(address), path.name
