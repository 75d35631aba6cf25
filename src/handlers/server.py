"""The local and self-hosted server: the Lambda's own handler behind waitress."""

import contextlib
import functools
import hmac
import http
import logging
import socket
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TextIO

import msgspec
from waitress import wasyncore
from waitress.server import create_server

from handlers.connection import MAX_BODY, MAX_HEADERS, Channel, Note
from handlers.gateway import Reply, event_of, reply_of
from handlers.problems import PROBLEM_JSON, Forbidden, Problem, problem_of
from handlers.settings import Settings

__all__ = ["ApiPort", "Server", "wsgi_app"]

_LOGGER: Final = logging.getLogger(__name__)
_CONNECTIONS: Final = 500
_HOOKS: Final = "/v1/hooks/"
_ANY: Final = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to show

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class ApiPort(Protocol):
    """What the server needs of the API; `handlers.api.Api` is one."""

    settings: Settings

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer an API Gateway event."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What of the Lambda context the handlers use."""

    aws_request_id: str
    function_name: str = "copydesk"
    memory_limit_in_mb: int = 0
    invoked_function_arn: str = "local"

    def get_remaining_time_in_millis(self) -> int:
        """Say that there is time."""
        return 60_000


class Server:
    """A server that listens from its making on, and answers while `run` runs.

    Parameters
    ----------
    api : ApiPort
    host : str
        Name or address.
    port : int
        0 takes a free one; see `port`.
    threads : int
        Requests answered at once.
    timeout : float
        Seconds after which a connection that is idle is closed, and a request that has not
        arrived whole is refused.
    grace : float
        Seconds that running requests get when the server is stopped.
    log : text file, optional
        Gets a line a request: method, path, status, milliseconds, request id. Never a query, a
        header or a body.

    Raises
    ------
    OSError
        If host and port cannot be listened on.
    """

    def __init__(
        self,
        api: ApiPort,
        host: str = "127.0.0.1",
        port: int = 8080,
        *,
        threads: int = 4,
        timeout: float = 60.0,
        grace: float = 20.0,
        log: TextIO | None = None,
    ) -> None:
        # Its warnings ("task queue depth is 1") would fill the access log under any load.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        note = functools.partial(_write_line, log)
        self._grace = grace
        self._stopping = False
        self._map: dict[int, Any] = {}
        self._server = create_server(
            wsgi_app(api, note),
            map=self._map,
            sockets=[_listen(host, port)],
            threads=threads,
            ident="copydesk",
            max_request_body_size=MAX_BODY,
            max_request_header_size=MAX_HEADERS,
            connection_limit=_CONNECTIONS,
            channel_timeout=max(1, round(timeout)),
            cleanup_interval=max(1, round(timeout / 4)),
            log_socket_errors=False,
        )
        self._server.channel_class = functools.partial(Channel, seconds=timeout, note=note)
        self.host = host
        self.port = int(self._server.effective_port)

    @property
    def url(self) -> str:
        """Where it answers, as this machine sees it."""
        host = _ANY.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def run(self) -> None:
        """Answer until `stop` is called, then finish what runs."""
        while not self._stopping:
            self._turn(1.0)
        self._finish()

    def stop(self) -> None:
        """Make `run` finish and return. For any thread and for signal handlers."""
        self._stopping = True
        with contextlib.suppress(OSError):  # it has finished already
            self._server.pull_trigger()

    def _turn(self, seconds: float) -> None:
        """Read and write what is ready, or wait for it so long."""
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _finish(self) -> None:
        until = time.monotonic() + self._grace
        self._turn(0)  # what has arrived counts as running
        wasyncore.dispatcher.close(self._server)  # the listening socket only
        channels = self._server.active_channels
        while True:
            for channel in list(channels.values()):
                if not channel.busy:
                    channel.handle_close()
            if not channels or time.monotonic() > until:
                break
            self._turn(0.1)
        self._server.task_dispatcher.shutdown(timeout=1)
        self._server.trigger.close()
        wasyncore.close_all(self._map)


def wsgi_app(api: ApiPort, note: Note) -> WsgiApp:
    """Wrap the API as a WSGI application."""
    settings = api.settings

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        request_id = str(uuid.uuid4())
        event = event_of(environ, request_id)
        is_head = event["httpMethod"] == "HEAD"
        if is_head:  # as GET, so that Content-Length is that of GET
            event["httpMethod"] = "GET"
        try:
            if _may_pass(event, environ.get("HTTP_X_API_KEY", ""), settings.api_keys):
                reply = reply_of(api(event, _Context(request_id)))
            else:
                refused = Forbidden("Send one of the configured keys in the header x-api-key.")
                reply = _problem_reply(refused, settings.cors_origin, request_id)
        except Exception as error:  # noqa: BLE001 - the API answers its own; this is the last line
            kind = type(error).__name__  # no more: the message may hold what was sent
            _LOGGER.error("%s while answering %s", kind, request_id)  # noqa: TRY400 - the same
            reply = _problem_reply(problem_of(error), settings.cors_origin, request_id)
        has_length = reply.status >= 200 and reply.status not in {204, 304}
        headers = [*reply.headers, ("X-Request-Id", request_id)]
        if has_length:
            headers.append(("Content-Length", str(len(reply.body))))
        start_response(f"{reply.status} {_reason(reply.status)}", headers)
        spent = time.perf_counter() - started
        note(environ["REQUEST_METHOD"], event["path"], reply.status, spent, request_id)
        return [] if is_head or not has_length else [reply.body]

    return app


def _may_pass(event: dict[str, Any], given: str, keys: tuple[str, ...]) -> bool:
    """Check the key as API Gateway does before it calls the function."""
    path = event["path"].rstrip("/")
    # Hooks prove themselves by their signatures: most CMSs cannot send a key.
    is_open = not f"{path}/".startswith("/v1/") or path == "/v1/health" or path.startswith(_HOOKS)
    if not keys or is_open or event["httpMethod"] == "OPTIONS":
        return True
    raw = given.encode("latin-1", "replace")
    # Every key is compared, always: the time taken must not tell which one was near.
    matches = [hmac.compare_digest(raw, key.encode("utf-8", "surrogateescape")) for key in keys]
    return any(matches)


def _problem_reply(problem: Problem, cors_origin: str | None, request_id: str) -> Reply:
    headers = [("Content-Type", PROBLEM_JSON)]
    if cors_origin:  # else a browser hides the answer from its page
        headers.append(("Access-Control-Allow-Origin", cors_origin))
    body = msgspec.json.encode(problem.body(request_id))
    return Reply(problem.status, tuple(headers), body)


def _listen(host: str, port: int) -> socket.socket:
    """Listen on a host's first address, IPv4 before IPv6: local tools ask 127.0.0.1."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = min(found, key=lambda info: info[0] != socket.AF_INET)
    both = address[0] == "::" and socket.has_dualstack_ipv6()
    return socket.create_server(address[:2], family=family, dualstack_ipv6=both)


def _reason(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Status"


def _write_line(
    log: TextIO | None, method: str, path: str, status: int, seconds: float, request_id: str
) -> None:
    if log is None:
        return
    shown = "".join(char if "!" <= char <= "~" else "?" for char in path[:200])
    with contextlib.suppress(OSError, ValueError):  # nobody reads the log any more
        log.write(f"{method} {shown} {status} {1000 * seconds:.1f}ms {request_id}\n")
        log.flush()
