"""The local and self-hosted server: the Lambda's own handler behind waitress."""

import base64
import hmac
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TextIO
from urllib.parse import parse_qsl, unquote

import msgspec
from waitress.server import create_server

from handlers.api import Api
from handlers.contract import MAX_BATCH_BYTES
from handlers.problems import PROBLEM_JSON, Forbidden, Problem, TooLarge

__all__ = ["Server", "event_of", "wsgi_app"]

# A little over the API's own largest limit, so that its clearer answer comes first.
_BODY_LIMIT: Final = MAX_BATCH_BYTES + 100_000
_STAGE: Final = "local"
_OPEN_PATHS: Final = frozenset({"/", "/docs", "/openapi.json", "/v1/health"})
_REASONS: Final = {
    200: "OK", 202: "Accepted", 204: "No Content", 302: "Found", 400: "Bad Request",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 413: "Content Too Large",
    415: "Unsupported Media Type", 422: "Unprocessable Content", 500: "Internal Server Error",
    503: "Service Unavailable",
}  # fmt: skip

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


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
    """A running server.

    Parameters
    ----------
    api : Api
    host, port
        Port 0: any free one; see `port`.
    threads : int
        Requests answered at once.
    idle_seconds : int
        A connection that sends nothing for so long is closed.
    log : text file
        One line a request: method, path, status, milliseconds, request id. Never a query, a
        body or a header.
    """

    def __init__(
        self,
        api: Api,
        host: str = "127.0.0.1",
        port: int = 8080,
        *,
        threads: int = 4,
        idle_seconds: int = 30,
        log: TextIO | None = sys.stderr,
    ) -> None:
        self._server = create_server(
            wsgi_app(api, log),
            host=host,
            port=port,
            threads=threads,
            ident="copydesk",
            max_request_body_size=_BODY_LIMIT,
            channel_timeout=idle_seconds,
            cleanup_interval=max(1, idle_seconds // 3),
            clear_untrusted_proxy_headers=True,
        )
        self.host = host
        self.port = int(self._server.effective_port)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    def run(self) -> None:
        """Answer until `close` is called, SIGTERM or an interrupt."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._interrupt)
        try:
            self._server.run()
        finally:
            self.close()

    def close(self) -> None:
        """Take no more requests, finish those that run."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=20)
        self._server.close()

    @staticmethod
    def _interrupt(_signal: int, _frame: Any) -> None:
        raise SystemExit(0)


def wsgi_app(api: Api, log: TextIO | None = None) -> WsgiApp:
    """Wrap the API as a WSGI application."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        request_id = str(uuid.uuid4())
        event = event_of(environ, request_id)
        refused = _refusal(event, environ, api.settings.api_keys)
        reply = (
            _problem_reply(refused, request_id)
            if refused
            else api(event, _Context(request_id))
        )
        status = int(reply["statusCode"])
        body = reply.get("body") or ""
        raw = base64.b64decode(body) if reply.get("isBase64Encoded") else body.encode("utf-8")
        headers = [*_headers(reply), ("x-request-id", request_id)]
        if status != 204:
            headers.append(("Content-Length", str(len(raw))))
        start_response(f"{status} {_REASONS.get(status, 'Status')}", headers)
        if log is not None:
            spent = 1000 * (time.perf_counter() - started)
            path = _printable(event["path"])
            print(f"{event['httpMethod']} {path} {status} {spent:.1f}ms {request_id}", file=log)
        return [] if status == 204 or environ["REQUEST_METHOD"] == "HEAD" else [raw]

    return app


def event_of(environ: Mapping[str, Any], request_id: str) -> dict[str, Any]:
    """Translate a WSGI request into API Gateway's REST proxy event (payload 1.0).

    As API Gateway does with binary media types set, a body that is not text travels as base64.
    """
    headers = {
        name[5:].replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").title()] = environ[name]
    raw = environ["wsgi.input"].read()
    try:
        body, encoded = raw.decode("utf-8"), False
    except UnicodeDecodeError:
        body, encoded = base64.b64encode(raw).decode("ascii"), True
    path = environ.get("PATH_INFO") or "/"
    query = parse_qsl(environ.get("QUERY_STRING") or "", keep_blank_values=True, max_num_fields=100)
    multi: dict[str, list[str]] = {}
    for key, value in query:
        multi.setdefault(key, []).append(value)
    return {
        "resource": "/{proxy+}",
        "path": path.encode("latin-1", "replace").decode("utf-8", "replace"),
        "httpMethod": environ["REQUEST_METHOD"],
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {key: values[-1] for key, values in multi.items()} or None,
        "multiValueQueryStringParameters": multi or None,
        "pathParameters": {"proxy": unquote(path).lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "requestId": request_id,
            "stage": _STAGE,
            "path": path,
            "httpMethod": environ["REQUEST_METHOD"],
            "identity": {"sourceIp": environ.get("REMOTE_ADDR", "")},
        },
        "body": body or None,
        "isBase64Encoded": encoded,
    }


def _refusal(
    event: Mapping[str, Any], environ: Mapping[str, Any], keys: tuple[str, ...]
) -> Problem | None:
    """What the server itself refuses, as API Gateway would before the function is called."""
    if int(environ.get("CONTENT_LENGTH") or 0) > _BODY_LIMIT:
        return TooLarge(f"At most {_BODY_LIMIT:,} bytes are taken.")
    if not keys or event["path"] in _OPEN_PATHS or event["httpMethod"] == "OPTIONS":
        return None
    given = environ.get("HTTP_X_API_KEY", "").encode("utf-8", "replace")
    if any([hmac.compare_digest(given, key.encode()) for key in keys]):  # every one, always
        return None
    return Forbidden("Send one of the configured keys in the header x-api-key.")


def _problem_reply(problem: Problem, request_id: str) -> dict[str, Any]:
    return {
        "statusCode": problem.status,
        "headers": {"Content-Type": PROBLEM_JSON},
        "body": msgspec.json.encode(problem.body(request_id)).decode(),
    }


def _headers(reply: Mapping[str, Any]) -> list[tuple[str, str]]:
    single = [(name, str(value)) for name, value in (reply.get("headers") or {}).items()]
    several = [
        (name, str(value))
        for name, values in (reply.get("multiValueHeaders") or {}).items()
        for value in values
    ]
    return single + several


def _printable(path: str) -> str:
    return "".join(char if char.isprintable() and char != " " else "?" for char in path[:200])
