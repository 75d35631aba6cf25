"""`copydesk serve --sites` as a process of its own, killed and started again."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handlers.cms.base import Delivery
from handlers.cms.ghost import GhostSignature
from tests.hooks.conftest import HTML, SECRETS, ghost_body, ghost_site
from tests.hooks.fake_ghost import FakeGhost

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    process: "subprocess.Popen[bytes]"
    url: str
    file: Path

    @property
    def log(self) -> str:
        return self.file.read_text()

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def send(self, post: dict[str, Any]) -> tuple[int, float]:
        """Deliver as Ghost does; gives status and milliseconds."""
        body, at = ghost_body(post), time.time()
        headers = GhostSignature().sign(Delivery("POST", "", None, {}, body, at), "hook-secret", at)
        request = urllib.request.Request(
            f"{self.url}/v1/hooks/gazette/post.published", body, {**headers, "x-api-key": "no"}
        )
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=10) as reply:
            reply.read()
            return reply.status, 1000 * (time.perf_counter() - started)


@pytest.fixture
def start(tmp_path: Path, ghost_url: str) -> Iterator[Callable[[], Running]]:
    sites = tmp_path / "sites.json"
    sites.write_text(
        json.dumps({"version": 1, "sites": [ghost_site(ghost_url, topics=ALL, threshold=0.0)]})
    )
    processes: list[subprocess.Popen[bytes]] = []

    def make() -> Running:
        log = tmp_path / f"serve{len(processes)}.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [
                    sys.executable, "-m", "handlers.cli", "serve", "--port", "0",
                    "--sites", str(sites), "--state", str(tmp_path / "state"),
                ],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **SECRETS, "COPYDESK_API_KEYS": "key"},
            )  # fmt: skip
        processes.append(process)
        assert wait_for(lambda: "OpenAPI" in log.read_text()), log.read_text()
        found = re.search(r"^API +(http://\S+)/v1/classify", log.read_text(), re.MULTILINE)
        assert found
        return Running(process, found[1], log)

    yield make
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


ALL = {f"medtop:{number:02}000000": "Topical" for number in range(1, 18)}


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_tags_arrive_and_hooks_need_no_key(start: Callable[[], Running], ghost: FakeGhost) -> None:
    running = start()
    assert running.send(ghost.post("p1", "Bridge repair delayed", LONG))[0] == 202
    assert wait_for(lambda: ghost.names("p1") == ["Topical"]), running.log
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0
    assert "harbour council" not in running.log
    assert '"outcome":"done"' in running.log


def test_what_was_answered_202_survives_a_kill(
    start: Callable[[], Running], ghost: FakeGhost
) -> None:
    ghost.down = True
    first = start()
    assert first.send(ghost.post("p1", "Bridge repair delayed", LONG))[0] == 202
    first.kill()
    ghost.down = False
    second = start()
    assert wait_for(lambda: ghost.names("p1") == ["Topical"]), second.log
    assert second.send(ghost.posts["p1"])[0] == 200
    time.sleep(1.0)
    assert ghost.puts() == 1


def test_a_kill_in_the_middle_of_writing_back_is_made_good(
    start: Callable[[], Running], ghost: FakeGhost
) -> None:
    """The CMS hangs while the job is leased; whoever starts next ends the dead one's lease."""
    gate = threading.Event()
    arrived = threading.Event()

    def hang() -> None:
        arrived.set()
        gate.wait(10)

    ghost.slow = hang
    first = start()
    first.send(ghost.post("p1", "Bridge repair delayed", LONG))
    assert arrived.wait(20)
    first.kill()
    ghost.slow = None
    gate.set()
    second = start()
    assert wait_for(lambda: ghost.names("p1") == ["Topical"]), second.log


LONG = HTML + (
    "<p>The council said that the repair would begin in April and that buses would be diverted "
    "until then. The mayor told reporters that the budget for the bridge had been approved.</p>"
)
