"""``copydesk serve``: the API on this machine."""

import argparse
import contextlib
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from handlers.cli import flow
from handlers.cli.arguments import MAX_PORT, Commands, add_command, port, positive, seconds

if TYPE_CHECKING:
    from handlers.api import Api
    from handlers.server import ApiPort, Server

__all__ = [
    "add_options",
    "add_to",
    "open_api",
    "open_server",
    "run",
    "say_where",
    "stopped_by_signals",
]

_DESCRIPTION: Final = """\
Start the API: the Lambda function's own code, behind a local HTTP server that gives it the
events that API Gateway would. The log, on standard error, has a line a request: method, path,
status, time, request id; never a query, a header or a body."""

_EPILOG: Final = """\
examples:
  copydesk serve
  copydesk serve --port 0                 a free port, printed
  COPYDESK_API_KEYS=$(openssl rand -hex 16) copydesk serve --host 0.0.0.0
  copydesk serve --sites sites.json       takes CMS hooks too (docs/integrations)
  curl -s localhost:8080/v1/classify -H 'Content-Type: application/json' \\
    -d '{"title": "...", "text": "..."}'

With COPYDESK_API_KEYS set (separated by commas), /v1/* but /v1/health wants one of the keys in
the header x-api-key; without it, nothing wants a key. There is no TLS: where others can listen
in, put a proxy that has it in front.

With --sites (or COPYDESK_SITES), CMSs may POST to /v1/hooks/SITE. Deliveries are verified, queued
in a SQLite file under --state, classified and written back by worker threads; what was answered
202 survives a crash. Secrets come from the environment variables that the file names. The log, on
standard output, says what became of each delivery, without a word of it.

Ctrl-C or SIGTERM lets running requests finish, and exits with 0; a second one does not wait.

exit codes:
  0 stopped   1 could not start: the port is taken, the model cannot be opened   2 wrong use"""

_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "serve", "start the API on this machine", _DESCRIPTION, _EPILOG)
    add_options(parser)
    flow.add_options(parser)
    parser.set_defaults(run=run, name="serve")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a server."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="name or address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=port, default=8080, help="default: %(default)s; 0 takes a free one"
    )
    parser.add_argument(
        "--threads",
        type=positive,
        default=4,
        metavar="N",
        help="requests answered at once (default: %(default)s)",
    )
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=60.0,
        metavar="SECONDS",
        help="close a connection that idles, and refuse a request that is not here, after so "
        "long (default: %(default)g)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    api = open_api()
    hooks = flow.open_flow(api, arguments)
    server = open_server(arguments, api if hooks is None else flow.door(api, hooks))
    with stopped_by_signals(server), flow.working(hooks, server):
        say_where(server)
        server.run()
    return 0


def open_api() -> "Api":
    """Open the model.

    Raises
    ------
    CopydeskError
        If it cannot be done, saying what to change.
    """
    from handlers.api import Api
    from handlers.problems import Problem
    from handlers.settings import Settings

    settings = Settings.from_environ(os.environ)
    if settings.log_level not in _LEVELS:
        raise Problem(f"COPYDESK_LOG_LEVEL is {settings.log_level}; it may be {', '.join(_LEVELS)}")
    api = Api(settings)
    api.classifier()  # a model that cannot be opened is said now, not to the first request
    return api


def open_server(arguments: argparse.Namespace, door: "ApiPort") -> "Server":
    """Listen.

    Raises
    ------
    CopydeskError
        If it cannot be done, saying what to change.
    """
    from handlers.problems import Problem

    try:
        from handlers.server import Server
    except ModuleNotFoundError as error:
        if error.name != "waitress":
            raise
        raise Problem("the server needs waitress: pip install 'copydesk[server]'") from error

    try:
        server = Server(
            door,
            arguments.host,
            arguments.port,
            threads=arguments.threads,
            timeout=arguments.timeout,
            log=sys.stderr,
        )
    except OSError as error:
        raise Problem(_why_not(error, arguments)) from error
    if not door.settings.api_keys and not _is_local(arguments.host):
        print(
            "copydesk: COPYDESK_API_KEYS is not set: whoever reaches this port may use it",
            file=sys.stderr,
        )
    return server


def say_where(server: "Server") -> None:
    """Print where everything is."""
    print(
        f"API       {server.url}/v1/classify\n"
        f"Docs      {server.url}/docs\n"
        f"OpenAPI   {server.url}/openapi.json",
        flush=True,
    )


@contextlib.contextmanager
def stopped_by_signals(server: "Server") -> Iterator[None]:
    """Stop a server by SIGINT and SIGTERM; the second signal does what it does by default."""
    before: dict[int, Any] = {}

    def stop(_signal: int, _frame: Any) -> None:
        server.stop()
        for number, handler in before.items():
            signal.signal(number, handler)

    for each in (signal.SIGINT, signal.SIGTERM):
        before[each] = signal.signal(each, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _why_not(error: OSError, arguments: argparse.Namespace) -> str:
    host, number = arguments.host, arguments.port
    program = sys.argv[0] if sys.argv[0].endswith("copydesk") else "copydesk"
    other = number + 1 if number < MAX_PORT else 8080
    another = f"Choose another (0 takes a free one): {program} {arguments.name} --port {other}"
    if isinstance(error, socket.gaierror):
        return f"cannot listen on {host}: no such host."
    if error.errno == errno.EADDRINUSE:
        return f"port {number} on {host} is taken by another program. {another}"
    if error.errno == errno.EACCES:
        return (
            f"port {number} on {host} is not allowed to you: those below 1024 are root's. {another}"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"cannot listen on {host}: it is not an address of this machine."
    return f"cannot listen on {host}:{number}: {error.strerror}."


def _is_local(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")
