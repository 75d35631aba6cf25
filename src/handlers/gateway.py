"""HTTP as WSGI has it -> API Gateway's REST proxy event; the handler's reply -> HTTP again.

Sources: "Input format of a Lambda function for proxy integration" and "Output format …" in the
API Gateway developer guide (payload format 1.0).
"""

import base64
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from handlers.api import ROUTES

__all__ = ["HEADERS", "Reply", "event_of", "reply_of"]

# Where the connection leaves the header lines as they came: (name, value), repeated ones too.
HEADERS: Final = "copydesk.headers"

_STAGE: Final = "local"
# They belong to the connection, not to the request: API Gateway keeps them to itself.
_OF_CONNECTION: Final = frozenset(
    "connection expect keep-alive proxy-authenticate proxy-authorization te trailer "
    "transfer-encoding upgrade".split()
)
_BINARY: Final = frozenset({"application/gzip", "application/octet-stream"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the client.

    Attributes
    ----------
    status : int
    headers : tuple of (name, value)
        Without Content-Length.
    body : bytes
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def event_of(environ: Mapping[str, Any], request_id: str) -> dict[str, Any]:
    """Translate a request, as API Gateway does behind a custom domain name.

    The path stays percent-encoded and without a stage. A body of a binary media type, or one
    that is not UTF-8, travels as base64. Of repeated headers and parameters the plain mappings
    hold the last, the multi-value ones all.

    Parameters
    ----------
    environ : mapping
        WSGI environment.
    request_id : str
    """
    headers = _multi(
        (name, value)
        for name, value in _header_lines(environ)
        if name.lower() not in _OF_CONNECTION
    )
    query = _multi(parse_qsl(environ.get("QUERY_STRING") or "", keep_blank_values=True))
    method = environ["REQUEST_METHOD"]
    path = _path(environ)
    resource = path if path in ROUTES else "/{proxy+}"
    body, is_base64 = _body(environ)
    now = time.time()
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": _last(headers),
        "multiValueHeaders": headers,
        "queryStringParameters": _last(query) or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": None if resource == path else {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "accountId": _STAGE,
            "apiId": _STAGE,
            "domainName": environ.get("HTTP_HOST") or environ.get("SERVER_NAME"),
            "extendedRequestId": request_id,
            "httpMethod": method,
            "identity": {
                "sourceIp": environ.get("REMOTE_ADDR"),
                "userAgent": environ.get("HTTP_USER_AGENT"),
            },
            "path": path,
            "protocol": environ.get("SERVER_PROTOCOL"),
            "requestId": request_id,
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "requestTimeEpoch": int(1000 * now),
            "resourceId": _STAGE,
            "resourcePath": resource,
            "stage": _STAGE,
        },
        "body": body,
        "isBase64Encoded": is_base64,
    }


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """Read what a handler returned.

    Headers given by both `headers` and `multiValueHeaders` are merged.
    """
    single = answer.get("headers") or {}
    several = answer.get("multiValueHeaders") or {}
    lines = [(name, str(value)) for name, values in several.items() for value in values]
    lines += [line for name, value in single.items() if (line := (name, str(value))) not in lines]
    body = answer.get("body") or ""
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode("utf-8")
    return Reply(int(answer["statusCode"]), tuple(lines), raw)


def _header_lines(environ: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Header lines as they came; else as WSGI's environment tells them."""
    if HEADERS in environ:
        lines: Iterable[tuple[str, str]] = environ[HEADERS]
        return lines
    plain = {"CONTENT_TYPE", "CONTENT_LENGTH"}
    return [
        (name.removeprefix("HTTP_").replace("_", "-").title(), value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in plain and value)
    ]


def _multi(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _last(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: several[-1] for name, several in values.items()}


def _path(environ: Mapping[str, Any]) -> str:
    """Path as it came, percent-encoded: decoding it could make another route of it."""
    uri = str(environ.get("REQUEST_URI") or environ.get("PATH_INFO") or "/")
    if not uri.startswith("/"):  # http://host/path, as proxies are asked
        uri = urlsplit(uri).path
    return uri.partition("#")[0].partition("?")[0] or "/"


def _body(environ: Mapping[str, Any]) -> tuple[str | None, bool]:
    raw: bytes = environ["wsgi.input"].read()
    if not raw:
        return None, False
    media_type = (environ.get("CONTENT_TYPE") or "").partition(";")[0].strip().lower()
    if media_type not in _BINARY:
        try:
            return raw.decode("utf-8"), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(raw).decode("ascii"), True
