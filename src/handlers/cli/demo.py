"""``copydesk demo``: the API, a sample article, the answer. What ``make run`` calls."""

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handlers.cli.arguments import Commands, add_command
from handlers.cli.serve import add_options, open_api, open_server, say_where, stopped_by_signals

if TYPE_CHECKING:
    from handlers.server import Server

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Start the API as `copydesk serve` does, POST a sample article to it, print the answer for a
person to read, and stay up until interrupted."""

_EPILOG: Final = """\
examples:
  copydesk demo
  copydesk demo --port 8081

exit codes:
  0 stopped   1 could not start, or the sample was not answered   2 wrong use"""

# Where there is no repository around the package, and so no events/article.json.
_SAMPLE: Final = (
    '{"title": "Council delays bridge repair", "text": "The city council voted on Monday to delay '
    "the repair of the river bridge until spring. Engineers told the council that the bridge is "
    "safe for cars, but that lorries should go around. Shop owners near the bridge said that they "
    'were disappointed. The mayor said that the money would be found by March."}'
)
_PATIENCE: Final = 60.0  # seconds


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "demo", "start the API, classify a sample article, stay up", _DESCRIPTION, _EPILOG
    )
    add_options(parser)
    parser.set_defaults(run=run, name="demo")


def run(arguments: argparse.Namespace) -> int:
    """Serve, ask, print, stay."""
    server = open_server(arguments, open_api())
    failures: list[str] = []

    def ask() -> None:
        try:
            _ask(server)
        except Exception as error:  # noqa: BLE001 - said by the main thread, which must end too
            failures.append(f"{type(error).__name__}: {error}")
            server.stop()

    with stopped_by_signals(server):
        # The socket listens already: the request waits there until `run` takes it.
        threading.Thread(target=ask, daemon=True).start()
        server.run()
    if failures:
        print(f"copydesk: the sample was not answered: {failures[0]}", file=sys.stderr)
        return 1
    return 0


def _ask(server: "Server") -> None:
    import urllib.request

    import msgspec

    from handlers.contract import ClassifyResponse
    from handlers.printing import Style, answer_lines
    from handlers.settings import Settings

    sample = _sample()
    headers = {"Content-Type": "application/json"}
    if keys := Settings.from_environ(os.environ).api_keys:
        headers["x-api-key"] = keys[0]
    url = f"{server.url}/v1/classify"
    print(f"POST {url}\n", flush=True)
    # No proxy: the environment's may not know this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, sample, headers)  # noqa: S310 - our own address
    with opener.open(request, timeout=_PATIENCE) as reply:
        found = msgspec.json.decode(reply.read(), type=ClassifyResponse)
    title = msgspec.json.decode(sample).get("title") or ""
    for line in answer_lines(found, Style.of(sys.stdout, os.environ), title):
        print(line)
    print()
    say_where(server)
    key = " -H 'x-api-key: ...'" if keys else ""
    print(
        f"Try it    curl -s {url} -H 'Content-Type: application/json'{key} \\\n"
        '            -d \'{"title": "...", "text": "..."}\'\n'
        "Stop      Ctrl-C",
        flush=True,
    )


def _sample() -> bytes:
    path = Path(__file__).parents[3] / "events" / "article.json"
    return path.read_bytes() if path.is_file() else _SAMPLE.encode()
