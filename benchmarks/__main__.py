"""``python -m benchmarks``: copydesk against what a user would write without it, in one run."""

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.chart import draw
from benchmarks.contenders import Unready, contenders, peer_was_fitted_on
from benchmarks.measure import cold, throughput, warm
from benchmarks.table import lines

SIZES = (100, 800, 5000)


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--starts", type=int, default=12, help="cold starts each (default: 12)")
    parser.add_argument("--rounds", type=int, default=60, help="warm rounds of 5 (default: 60)")
    parser.add_argument("--batches", type=int, default=5, help="rounds of batches (default: 5)")
    parser.add_argument(
        "--to", type=Path, default=Path("dist/bench"), help="folder for figures.json and chart.svg"
    )
    arguments = parser.parse_args()
    try:
        everyone = contenders()
    except Unready as error:
        print(error, file=sys.stderr)
        return 1
    began = time.monotonic()
    load = [os.getloadavg()[0]]
    figures: dict[str, Any] = {
        "cold": cold(everyone, arguments.starts),
        "warm": warm(everyone, SIZES, arguments.rounds),
        "batch": throughput(everyone, 800, arguments.batches),
        "size_mb": {
            each.name: {"unzipped": sizes[0] / 1e6, "zipped": sizes[1] / 1e6}
            for each in everyone
            if (sizes := each.sizes())
        },
    }
    load.append(os.getloadavg()[0])
    figures["run"] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "minutes": (time.monotonic() - began) / 60,
        "processors": os.cpu_count(),
        "machine": _processor(),
        "load_average": {"before": load[0], "after": load[1]},
        "python": platform.python_version(),
        "peer_fitted_on": peer_was_fitted_on(),
        "cold_starts": arguments.starts,
        "warm_rounds": arguments.rounds,
    }
    arguments.to.mkdir(parents=True, exist_ok=True)
    (arguments.to / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (arguments.to / "chart.svg").write_text(draw(figures), encoding="utf-8")
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    print("\n".join(lines(figures)))
    print(f"\n{arguments.to / 'figures.json'}, {arguments.to / 'chart.svg'}")
    return 0


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.is_file() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
