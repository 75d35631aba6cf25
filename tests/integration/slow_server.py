"""Starts the server with a fake classifier that takes its time, for tests that send signals.

Usage: python slow_server.py SECONDS [GRACE]. Prints the port, then `classifying` at each article.
"""

import sys
import time
from typing import Any

from handlers.api import Api
from handlers.cli.serve import stopped_by_signals
from handlers.server import Server
from handlers.settings import Settings
from model.result import Classification
from tests.fakes import FakeClassifier


class SlowClassifier(FakeClassifier):
    def classify(self, *args: Any, **options: Any) -> Classification:
        print("classifying", flush=True)
        time.sleep(float(sys.argv[1]))
        return super().classify(*args, **options)


def main() -> None:
    grace = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    server = Server(Api(Settings(), SlowClassifier), port=0, threads=4, grace=grace, log=sys.stderr)
    with stopped_by_signals(server):
        print(server.port, flush=True)
        server.run()
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
