"""How fast the hook function answers: its first delivery and the ones after, under RIE and moto.

Wall-clock times are those of a loaded or idle machine; the processor times are of a process of its
own and hardly depend on it. moto's server answers in milliseconds of its own processor time, which
the wall-clock times hold.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.hooks.conftest import HTML, ghost_event
from tests.runtime.rie import emulator, lambda_function
from tests.runtime.stack import make_stack
from tests.stores import aws

STARTS = 5
WARM = 40
SITE = {"name": "gazette", "kind": "ghost", "secrets": [{"ssm": "/copydesk/hook"}]}
CHILD = """
import json, sys, time
zero = time.process_time()
import handlers.hooks
imported = time.process_time()
first, *others = json.load(open(sys.argv[1]))
assert handlers.hooks.handler(first, None)["statusCode"] == 202
answered = time.process_time()
for event in others:
    handlers.hooks.handler(event, None)
warm = (time.process_time() - answered) / len(others)
print(json.dumps([imported - zero, answered - imported, warm]))
"""


def main() -> int:
    """Measure and print."""
    if emulator() is None:
        print("no Lambda Runtime Interface Emulator: make sam", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name, aws.moto_server(Path(name)) as url:
        folder = Path(name)
        environ: Any = make_stack(url, {**SITE, "freshness_seconds": 86_400})
        first: list[float] = []
        warm: list[float] = []
        for start in range(STARTS):
            _measure(folder / str(start), environ, first, warm)
        cpu = [_processor(folder, environ, start) for start in range(STARTS)]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {STARTS} starts")
    print(f"RIE, first answer   {_range(first)} ms (Ghost waits 2,000)")
    print(f"RIE, warm answers   {_range(warm)} ms")
    for label, index in (("import", 0), ("first answer", 1), ("warm answer", 2)):
        print(f"processor, {label:13} {_range([1000 * one[index] for one in cpu])} ms")
    return 0


def _measure(folder: Path, environ: Any, first: list[float], warm: list[float]) -> None:
    folder.mkdir()
    with lambda_function("handlers.hooks.handler", folder, **environ) as function:
        for number in range(1 + WARM):
            event = _event(f"{folder.name}-{number}")
            began = time.perf_counter()
            assert function.invoke(event)["statusCode"] == 202
            spent = 1000 * (time.perf_counter() - began)
            (warm if number else first).append(spent)


def _processor(folder: Path, environ: dict[str, str], start: int) -> list[float]:
    file = folder / "events.json"
    file.write_text(json.dumps([_event(f"cpu-{start}-{number}") for number in range(1 + WARM)]))
    source = Path(__file__).parents[1] / "src"
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)],
        env={**os.environ, **environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _event(id_: str) -> dict[str, Any]:
    post = {
        "id": id_, "title": "Bridge repair delayed", "html": HTML, "status": "published",
        "updated_at": "2026-11-23T14:49:48.000Z",
    }  # fmt: skip
    return ghost_event(post, time.time())


def _range(values: list[float]) -> str:
    found = f"{min(values):.0f} to {max(values):.0f}, median {statistics.median(values):.0f}"
    return found.rjust(30)


if __name__ == "__main__":
    sys.exit(main())
