"""HTTP to a site's configured hosts, and nowhere else.

urllib3 does HTTP and TLS; this adds what a server that is told addresses has to: only configured
origins, addresses checked after the name is looked up and connected to as checked (no rebinding),
no redirect to another origin, no proxy, bounded time and size.
"""

import contextlib
import json
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import msgspec
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from handlers.flow.backoff import PermanentError, RetryableError
from handlers.net.addresses import BlockedAddressError, resolve

__all__ = ["Client", "Response"]

_CONNECT: Final = 5.0
_READ: Final = 10.0
_WHOLE: Final = 30.0  # seconds
_MOST: Final = 8_000_000  # bytes of an answer
_REDIRECTS: Final = 3
_PORTS: Final = {"http": 80, "https": 443}
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that is here whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body.

        Raises
        ------
        RetryableError
            If it is not JSON: a proxy's page in a bad moment.
        """
        try:
            return json.loads(self.body)  # takes halves of emoji, as JavaScript writes them
        except (ValueError, RecursionError):
            raise RetryableError(f"the answer ({self.status}) is not JSON") from None


class Client:
    """Calls the addresses that it was made for.

    Parameters
    ----------
    urls : iterable of (str, bool)
        Configured addresses, and whether each may be in a private network.
    local : bool
        Whether this is a person's or an operator's own machine: then http and loopback are
        allowed, and private networks where the configuration says so.
    """

    def __init__(self, urls: Iterable[tuple[str, bool]], *, local: bool) -> None:
        self._origins = {_origin(url): private and local for url, private in urls}
        self._local = local
        self._pools: dict[tuple[str, str, int], Any] = {}

    def call(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        ok: Iterable[int] = (),
    ) -> Response:
        """Ask and wait for the whole answer.

        Parameters
        ----------
        method, url : str
        body : bytes, optional
            JSON.
        json : optional
            Is written as JSON.
        headers : mapping, optional
        ok : iterable of int
            Statuses besides 2xx that the caller deals with.

        Raises
        ------
        RetryableError
            No connection, no time, 408, 425, 429, 5xx, or credentials that are refused (an operator
            may put them right).
        PermanentError
            Every other status, and addresses that may not be called.
        """
        if json is not None:
            body = msgspec.json.encode(json)
        sent = {"User-Agent": "copydesk", "Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        response = self._follow(method, url, body, sent)
        if 200 <= response.status < 300 or response.status in ok:
            return response
        where = f"{method} {urlsplit(url).netloc}{urlsplit(url).path}: {response.status}"
        if response.status in _LATER:
            raise RetryableError(where, _seconds(response.headers.get("retry-after")))
        if response.status in {401, 403}:
            raise RetryableError(f"{where}; is the credential right?")
        raise PermanentError(where)

    def _follow(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str]
    ) -> Response:
        for _ in range(_REDIRECTS + 1):
            response = self._once(method, url, body, headers)
            target = response.headers.get("location")
            if response.status not in {301, 302, 303, 307, 308} or not target:
                return response
            new = urljoin(url, target)
            if method != "GET" or _origin(new) != _origin(url):
                raise PermanentError(
                    f"{method} {urlsplit(url).netloc}: {response.status} leads elsewhere, which "
                    "is not followed; configure the address it leads to"
                )
            url = new
        raise PermanentError(f"{urlsplit(url).netloc}: too many redirects")

    def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Response:
        pool = self._pool(url)
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        until = time.monotonic() + _WHOLE
        try:
            raw = pool.urlopen(
                method,
                target,
                body=body,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
            )
            with contextlib.closing(raw):
                content = _read(raw, until)
                return Response(raw.status, {k.lower(): v for k, v in raw.headers.items()}, content)
        except BlockedAddressError as error:
            raise PermanentError(str(error)) from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise RetryableError(f"{parts.netloc}: {_kind(error)}") from None

    def _pool(self, url: str) -> Any:
        origin = _origin(url)
        private = self._origins.get(origin)
        scheme, host, port = origin
        if private is None:
            raise PermanentError(f"{host}:{port} is not a configured address")
        if scheme != "https" and not self._local:
            raise PermanentError(f"{host}:{port}: only https is called")
        if origin not in self._pools:
            kind = _HttpsPool if scheme == "https" else _HttpPool
            pool = kind(host, port, maxsize=2, block=False)
            pool.conn_kw["rules"] = {"private": private, "loopback": self._local}
            self._pools[origin] = pool
        return self._pools[origin]


class _Checked:
    """Connects to an address that was checked, not to a name."""

    host: str
    port: int
    timeout: Any
    socket_options: Any

    def __init__(self, *args: Any, rules: Mapping[str, bool], **others: Any) -> None:
        super().__init__(*args, **others)
        self._rules = rules

    def _new_conn(self) -> socket.socket:
        last: OSError | None = None
        for family, target in resolve(self.host, self.port, **self._rules):
            line = socket.socket(family, socket.SOCK_STREAM)
            try:
                for option in self.socket_options or ():
                    line.setsockopt(*option)
                line.settimeout(_CONNECT)
                line.connect(target)
            except OSError as error:
                line.close()
                last = error
            else:
                return line
        raise last or OSError("no address")


class _HttpConnection(_Checked, HTTPConnection):
    """http."""


class _HttpsConnection(_Checked, HTTPSConnection):
    """https: certificate and name are checked as for the name, not the address."""


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


def _read(raw: Any, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in raw.stream(65_536, decode_content=True):
        size += len(part)
        if size > _MOST:
            raise PermanentError(f"the answer is over {_MOST:,} bytes")
        if time.monotonic() > until:
            raise RetryableError(f"the answer was not here after {_WHOLE:g} s")
        parts.append(part)
    return b"".join(parts)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    try:
        port = parts.port or _PORTS.get(scheme, 0)
    except ValueError:  # over 65,535
        port = 0
    return scheme, (parts.hostname or "").lower(), port


def _kind(error: Exception) -> str:
    """An error's kind; with what the system says where that is short and its own."""
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(error).__name__


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isascii() and value.isdigit() else None
