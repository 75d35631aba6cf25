"""HTTP connections: waitress's, but refusals are problems, and nobody holds a line for ever.

::

    Problem                         (handlers.problems)
     +-- NotHttp             400  the bytes are not an HTTP request
     +-- TooSlow             408  the request did not arrive in time
     +-- HeadersTooLarge     431  the request line and headers are over their limit
     +-- NotImplemented      501  a transfer encoding other than chunked
"""

import contextlib
import socket
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

import msgspec
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, get_header_lines
from waitress.task import ErrorTask, WSGITask

from handlers.contract import MAX_BATCH_BYTES
from handlers.gateway import HEADERS
from handlers.problems import PROBLEM_JSON, Internal, Problem, TooLarge

__all__ = ["MAX_BODY", "MAX_HEADERS", "Channel", "Note"]

# A little over the API's own largest limit, so that its more exact answer comes first.
MAX_BODY: Final = MAX_BATCH_BYTES + 100_000
MAX_HEADERS: Final = 16_384
_LINGER_SECONDS: Final = 5.0

# Told of every answer: method, path, status, seconds, request id.
Note = Callable[[str, str, int, float, str], None]


class NotHttp(Problem):
    """The bytes are not an HTTP request."""

    status, slug, title = 400, "not-http", "This is not an HTTP request"


class TooSlow(Problem):
    """The request did not arrive in time."""

    status, slug, title = 408, "too-slow", "The request did not arrive in time"


class HeadersTooLarge(Problem):
    """The request line and headers are over their limit."""

    status, slug, title = 431, "headers-too-large", "The headers are too large"


class NotImplemented(Problem):  # noqa: A001 - the phrase of status 501
    """A transfer encoding other than chunked."""

    status, slug, title = 501, "not-implemented", "The transfer encoding is not known"


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Keeps the header lines as they came, repeated ones too."""

    lines: tuple[tuple[str, str], ...] = ()

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # urlsplit: "http://[/"
            raise ParsingError("the address is not a URI") from error
        _, _, header = header_plus.partition(b"\r\n")
        pairs = (line.decode("latin-1").partition(":") for line in get_header_lines(header))
        self.lines = tuple((name, value.strip(" \t")) for name, _, value in pairs)


class _Task(WSGITask):  # type: ignore[misc]
    """Hands the header lines on."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[HEADERS] = self.request.lines
        return environ


class _Refusal(ErrorTask):  # type: ignore[misc]
    """Answers what is refused before the API sees it."""

    def execute(self) -> None:
        error = self.request.error
        problem = error if isinstance(error, Problem) else _problem(error.code, error.body)
        request_id = str(uuid.uuid4())
        body = msgspec.json.encode(problem.body(request_id))
        self.status = f"{problem.status} {problem.title}"
        self.response_headers += [("Content-Type", PROBLEM_JSON), ("X-Request-Id", request_id)]
        self.content_length = len(body)
        self.set_close_on_finish()
        self.channel.refuses(self.request, problem.status, request_id)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection.

    Parameters
    ----------
    seconds : float
        A request that has not arrived whole after so long is refused, however steadily it
        trickles in.
    note : Note
        Told of refusals.
    others
        waitress's.
    """

    parser_class = _Parser
    task_class = _Task
    error_task_class = _Refusal

    request: Any
    requests: list[Any]
    will_close: bool
    close_when_flushed: bool

    def __init__(self, *args: Any, seconds: float, note: Note, **others: Any) -> None:
        self._seconds = seconds
        self._note = note
        self._began = time.monotonic()
        self._refused = False
        self._lingers_until: float | None = None
        super().__init__(*args, **others)

    @property
    def busy(self) -> bool:
        """Whether a request is arriving, being answered, or its answer being sent."""
        return bool(self.request or self.requests or self.total_outbufs_len)

    def refuses(self, request: Any, status: int, request_id: str) -> None:
        """Take note that a request is being refused."""
        self._refused = True
        method, path = "-", "-"
        if request.headers_finished:
            method = getattr(request, "command", method)
            path = getattr(request, "request_uri", path).partition("?")[0]
        self._note(method, path, status, time.monotonic() - self._began, request_id)

    def received(self, data: bytes) -> bool:
        """Take bytes in."""
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self._began = time.monotonic()
        return taken

    def send_continue(self) -> None:
        """Answer "Expect: 100-continue", but not where the answer is there already."""
        if self.request.completed:
            self.request.expect_continue = False
        else:
            super().send_continue()

    def readable(self) -> bool:
        """Whether to read on. Asked every second at least, so time limits are held here."""
        now = time.monotonic()
        if self._lingers_until is not None:
            self.will_close = self.will_close or now > self._lingers_until
            return not self.will_close
        if self.request is not None and not self.requests and now - self._began > self._seconds:
            self._time_out()
        readable: bool = super().readable()
        return readable

    def handle_read(self) -> None:
        """Read; what comes after a refusal is thrown away."""
        if self._lingers_until is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)  # closes at the end of the stream
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        """Send; after a refusal, hear the client out.

        To close with bytes unread would reset the connection, and the client, still sending,
        would never see why.
        """
        if not self._refused or self._lingers_until is not None:
            super().handle_write()
            return
        running = bool(self.requests)
        self._flush_exception(self._flush_some_if_lockable if running else self._flush_some)
        if self.will_close:
            self.handle_close()
        elif self.close_when_flushed and not self.total_outbufs_len:
            self.close_when_flushed = False
            self._lingers_until = time.monotonic() + _LINGER_SECONDS
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def _time_out(self) -> None:
        with self.requests_lock:
            if self.request is None or self.requests:
                return
            self.request.close()
            self.request = None
            late = self.parser_class(self.adj)
            late.parse_header(b"GET / HTTP/1.0\r\n")
            late.error = TooSlow(f"It was not here after {self._seconds:g} seconds.")
            late.completed = True
            self.requests.append(late)
            self.server.add_task(self)


def _problem(code: int, detail: str) -> Problem:
    """Say a refusal of waitress in our words."""
    if code == HeadersTooLarge.status:
        return HeadersTooLarge(f"Send at most {MAX_HEADERS:,} bytes of request line and headers.")
    if code == TooLarge.status:
        return TooLarge(f"The body is over {MAX_BODY:,} bytes, more than any address takes.")
    if code == NotHttp.status:
        return NotHttp(f"It cannot be read: {detail}.")
    if code == NotImplemented.status:
        return NotImplemented("Send the body with Content-Length, or chunked.")
    return Internal("Something went wrong here. Please report it with the instance of this answer.")
