"""A thousand deliveries at fifty a second, with faults: is every valid one done once in effect?

    python -m benchmarks.hooks_load [--deliveries 1000] [--rate 50]

`copydesk serve` runs as a process of its own; the sender signs and repeats as the WordPress plugin
does; the CMS is a stand-in on loopback. Faults, five in a hundred: repeated deliveries, bad
signatures, answers 500 of the CMS (half of them after it had done what was asked), and kill -9 of
the service with a restart.
"""

import argparse
import http.client
import json
import os
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from handlers.cms.base import Delivery
from handlers.cms.schemes import StandardWebhooks
from tests.e2e.articles import ELECTION, MATCH, numbered
from tests.e2e.cms.process import until
from tests.e2e.service import Service
from tests.hooks.cms_server import Asked, Told, serving
from tests.hooks.fake_wordpress import CREDENTIAL, FakeWordPress

DUPLICATES = 0.02
FORGED = 0.02
FAILURES = 0.01
CRASHES = 4
KINDS = ((MATCH, "medtop:15000000", "Sport"), (ELECTION, "medtop:11000000", "Politics"))
PATIENCE = 180.0


@dataclass
class FaultyCms:
    """WordPress with the plugin; fails at some posts' first write-back, before or after it."""

    before: set[str]
    after: set[str]
    inner: FakeWordPress = field(default_factory=FakeWordPress)
    writes: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Told:
        parts = asked.query["rest_route"].split("/")
        with self._lock:
            if parts[-1] != "answer":
                return self.inner(asked)
            post = parts[4]
            if post in self.before:
                self.before.remove(post)
                self.failed += 1
                return Told(500, {"code": "internal_server_error"})
            self.writes[post] += 1
            told = self.inner(asked)
            if post in self.after:
                self.after.remove(post)
                self.failed += 1
                return Told(500, {"code": "internal_server_error"})
            return told


@dataclass(frozen=True, slots=True)
class Order:
    """One delivery that is to be sent."""

    post: str
    body: bytes
    forged: bool


@dataclass
class Sender:
    """Sends, and sends again what was not answered, as the plugin does."""

    host: str
    secret: str
    answers: Counter[int] = field(default_factory=Counter)
    again: int = 0
    seconds: list[float] = field(default_factory=list)

    def send(self, order: Order, due: float) -> None:
        time.sleep(max(0.0, due - time.monotonic()))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            started = time.monotonic()
            try:
                status = self._post(order)
            except (OSError, http.client.HTTPException):
                self.again += 1  # the service is being killed or is starting
                time.sleep(0.5)
                continue
            self.seconds.append(time.monotonic() - started)
            self.answers[status] += 1
            return
        self.answers[0] += 1

    def _post(self, order: Order) -> int:
        at = time.time()
        given = Delivery("POST", "", None, {"webhook-id": f"wp-1-{order.post}"}, order.body, at)
        secret = "not-the-secret" if order.forged else self.secret
        headers = StandardWebhooks().sign(given, secret, at) | {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request("POST", "/v1/hooks/load", order.body, headers)
            reply = connection.getresponse()
            reply.read()
            return reply.status
        finally:
            connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=50.0, help="a second (default: 50)")
    arguments = parser.parse_args()
    number = arguments.deliveries
    forged, twice = round(number * FORGED), round(number * DUPLICATES)
    valid = number - forged - twice
    failing = [str(post) for post in range(7, valid, max(1, round(1 / FAILURES)))]
    cms = FaultyCms(before=set(failing[::2]), after=set(failing[1::2]))
    orders = list(_orders(cms, valid, twice, forged))
    with serving(cms) as url, tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder))
        secret = secrets.token_hex(16)
        service.configure("load", _site(url), LOAD_SECRET=secret, LOAD_KEY=CREDENTIAL)
        sender = Sender(urlsplit(service.url).netloc, secret)
        service.start()
        try:
            started = time.monotonic()
            down = _run(service, sender, orders, arguments.rate)
            sent = time.monotonic() - started
            expected = {str(post) for post in range(1, valid + 1)}
            until(lambda: expected <= set(cms.writes), PATIENCE)
            until(lambda: len(_done(service)) >= valid, 10)
            finished = time.monotonic() - started
        finally:
            service.stop()
        return _report(cms, sender, service, orders, expected, (sent, finished, down))


def _orders(cms: FaultyCms, valid: int, twice: int, forged: int) -> Iterator[Order]:
    """Mix valid deliveries with repeated and forged ones, evenly."""
    every = valid // max(1, twice)
    for post in range(1, valid + 1):
        yield _order(cms, post)
        if post % every == 0 and post // every <= twice:
            yield _order(cms, post - every // 2)
        if post % every == every // 2 and post // every < forged:
            yield _order(cms, valid + 1 + post // every, forged=True)


def _order(cms: FaultyCms, post: int, *, forged: bool = False) -> Order:
    article, _, _ = KINDS[post % 2]
    article = numbered(article, post)
    known = cms.inner.posts.get(str(post)) or cms.inner.post(post, article.title, article.html)
    sent = {
        "id": post, "type": "post", "status": "publish", "title": article.title,
        "html": article.html, "url": known["link"], "modified_gmt": known["modified_gmt"],
        "language": "en", "terms": {},
    }  # fmt: skip
    body = {"event": "post.published", "site": "http://127.0.0.1/", "post": sent}
    return Order(str(post), json.dumps(body).encode(), forged)


def _site(url: str) -> dict[str, Any]:
    return {
        "kind": "wordpress",
        "secrets": [{"env": "LOAD_SECRET"}],
        "api": {"url": url, "credential": {"env": "LOAD_KEY"}},
        "write_back": {
            "mode": "tags", "create": True, "topics": {topic: name for _, topic, name in KINDS},
        },
        "limits": {"per_minute": 100_000, "max_queued": 100_000, "at_once": 2},
    }  # fmt: skip


def _run(service: Service, sender: Sender, orders: list[Order], rate: float) -> list[float]:
    """Send at the rate, and kill the service now and then; gives how long it was down."""
    start = time.monotonic() + 0.5
    length = len(orders) / rate
    down = []
    with ThreadPoolExecutor(128) as pool:
        sending = [
            pool.submit(sender.send, order, start + place / rate)
            for place, order in enumerate(orders)
        ]
        for crash in range(1, CRASHES + 1):
            time.sleep(max(0.0, start + length * crash / (CRASHES + 1) - time.monotonic()))
            service.kill()
            killed = time.monotonic()
            service.start()
            down.append(time.monotonic() - killed)
        for one in sending:
            one.result()
    return down


def _done(service: Service) -> set[str]:
    return {line["document"] for line in service.lines("job", outcome="done")}


def _report(
    cms: FaultyCms,
    sender: Sender,
    service: Service,
    orders: list[Order],
    expected: set[str],
    times: tuple[float, float, list[float]],
) -> int:
    sent, finished, down = times
    right = {post for post in expected if cms.inner.names(int(post)) == [KINDS[int(post) % 2][2]]}
    forged = {order.post for order in orders if order.forged}
    outcomes = Counter(line["outcome"] for line in service.lines("hook"))
    notes = Counter(line["note"].split(" ")[0] for line in service.lines("job"))
    wrong = {
        "lost (valid, and not written back)": len(expected - right),
        "written more than once": sum(count > 1 for count in cms.writes.values()),
        "forged ones written": len(forged & set(cms.writes)),
        "forged ones not answered 401": len(forged) - sender.answers[401],
        "never answered": sender.answers[0],
        "given up": len(service.lines("job given up")),
    }
    milliseconds = sorted(1000 * one for one in sender.seconds)
    p50, p99 = statistics.median(milliseconds), milliseconds[int(0.99 * len(milliseconds))]
    rows = [
        ("cores", os.cpu_count()),
        ("deliveries", f"{len(orders)} in {sent:.1f} s"),
        ("  valid, each another post", len(expected)),
        ("  repeated", len(orders) - len(expected) - len(forged)),
        ("  forged", len(forged)),
        ("kill -9 of the service", f"{len(down)}, down for {sum(down):.1f} s"),
        ("  sent again by the sender", sender.again),
        ("500s of the CMS", cms.failed),
        ("answers", _counts(sender.answers)),
        ("  by the log", _counts(outcomes)),
        ("jobs that ended, by the log", _counts(notes)),
        ("answered within", f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, most {milliseconds[-1]:.0f} ms"),
        ("all written back after", f"{finished:.1f} s"),
        ("written back once, right", f"{len(right)} of {len(expected)}"),
        *wrong.items(),
    ]
    for name, value in rows:
        print(f"{name:36} {value}")
    return 1 if any(wrong.values()) or len(right) != len(expected) else 0


def _counts(found: Counter[Any]) -> str:
    return ", ".join(f"{key}: {count}" for key, count in sorted(found.items(), key=str))


if __name__ == "__main__":
    sys.exit(main())
