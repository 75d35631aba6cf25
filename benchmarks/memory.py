"""``python -m benchmarks.memory``: 10,000 invocations under the emulator; does memory grow?"""

import itertools
import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.contenders import Unready, contenders
from benchmarks.measure import event_of
from benchmarks.samples import articles
from deploy.parts import ROOT

CHECKPOINTS = (100, 1_000, 10_000)


def main() -> int:
    """Invoke with every sample event and distinct articles; print the resident memory."""
    try:
        everyone = [each for each in contenders(peer=False) if each.ours]
    except Unready as error:
        print(error, file=sys.stderr)
        return 1
    samples = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "events").glob("*.json"))
        if path.name != "article.json"
    ]
    fresh = [
        event_of("/v1/classify", {"title": title, "text": text})
        for title, text in articles(200, 400)
    ]
    print(f"load average {os.getloadavg()[0]:.1f}")
    for each in everyone:
        events = itertools.cycle([*samples, *fresh])
        with tempfile.TemporaryDirectory() as folder, each.start(Path(folder), set()) as function:
            for number, event in enumerate(itertools.islice(events, CHECKPOINTS[-1]), 1):
                function.invoke(event)
                if number in CHECKPOINTS:
                    now, most = function.memory() / 1e6, function.memory("VmHWM") / 1e6
                    print(
                        f"{each.name:20}{number:8,} invocations {now:8.1f} MB, peak {most:.1f} MB"
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
