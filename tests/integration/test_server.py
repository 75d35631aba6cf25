"""The server as its clients meet it: over sockets, with the real API and a fake classifier."""

import contextlib
import errno
import gzip
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.event_handler.api_gateway import Route

from handlers.api import Api
from handlers.contract import MAX_BODY_BYTES
from handlers.server import ApiPort, Server
from handlers.settings import Settings
from tests.fakes import FakeClassifier

ROOT = Path(__file__).parents[2]
JSON = {"Content-Type": "application/json"}
ARTICLE = {"id": "1", "title": "Council meets", "text": "The Mayor spoke. The council listened."}


def make_api(**settings: Any) -> Api:
    return Api(Settings(**settings), FakeClassifier)


@contextlib.contextmanager
def serving(api: ApiPort | None = None, **options: Any) -> Iterator[Server]:
    server = Server(api or make_api(), port=0, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@contextlib.contextmanager
def connected(server: Server) -> Iterator[http.client.HTTPConnection]:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    ) as connection:
        yield connection


def ask(
    server: Server,
    method: str,
    path: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
    **options: Any,
) -> tuple[http.client.HTTPResponse, bytes]:
    with connected(server) as connection:
        connection.request(method, path, body, headers or {}, **options)
        reply = connection.getresponse()
        return reply, reply.read()


def exchange(server: Server, *parts: bytes, half_close: bool = False) -> bytes:
    """Send bytes as they are; return all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
        if half_close:
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def post(body: bytes, *headers: bytes, path: bytes = b"/v1/classify") -> bytes:
    lines = [b"POST " + path + b" HTTP/1.1", b"Host: test", b"Content-Type: application/json"]
    lines += [b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def problem_in(raw: bytes) -> dict[str, Any]:
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head, raw[:500]
    found: dict[str, Any] = json.loads(body)
    assert head.startswith(b"HTTP/1.%c %d " % (head[7], found["status"]))
    return found


# What the API answers


def test_an_article_is_classified(server: Server) -> None:
    reply, raw = ask(server, "POST", "/v1/classify", json.dumps(ARTICLE), JSON)
    assert reply.status == 200
    assert reply.getheader("Content-Type") == "application/json"
    assert json.loads(raw)["topics"][0]["name"] == "politics and government"


@pytest.mark.parametrize("file", sorted((ROOT / "events").glob("*_*.json")), ids=lambda f: f.stem)
def test_http_answers_what_the_lambda_answers_to_the_event(server: Server, file: Path) -> None:
    event = json.loads(file.read_text(encoding="utf-8"))
    expected = make_api()(event, None)
    body = event["body"]
    if event["isBase64Encoded"]:
        import base64

        body = base64.b64decode(body)
    elif body is not None:
        body = body.encode("utf-8", "surrogatepass")
    reply, raw = ask(server, event["httpMethod"], event["path"], body, event["headers"])
    assert reply.status == expected["statusCode"]
    assert _comparable(json.loads(raw)) == _comparable(json.loads(expected["body"]))


def _comparable(answer: Any) -> Any:
    """Drop ids that are made anew for each request."""
    if isinstance(answer, dict):
        kept = {key: _comparable(value) for key, value in answer.items() if key != "instance"}
        return kept | ({"id": "made"} if re.fullmatch("[0-9a-f]{32}", str(kept.get("id"))) else {})
    return [_comparable(item) for item in answer] if isinstance(answer, list) else answer


def test_gzip_reaches_the_api(server: Server) -> None:
    packed = gzip.compress(json.dumps(ARTICLE).encode())
    reply, raw = ask(server, "POST", "/v1/classify", packed, {**JSON, "Content-Encoding": "gzip"})
    assert (reply.status, json.loads(raw)["id"]) == (200, "1")


def test_what_is_not_utf_8_is_a_problem(server: Server) -> None:
    reply, raw = ask(server, "POST", "/v1/classify", b'{"text": "caf\xe9"}', JSON)
    assert reply.status == 400
    assert "UTF-8" in json.loads(raw)["detail"]


def test_head_is_get_without_its_body(server: Server) -> None:
    with connected(server) as connection:
        connection.request("GET", "/v1/model")
        got = connection.getresponse()
        length = len(got.read())
        connection.request("HEAD", "/v1/model")
        head = connection.getresponse()
        assert head.status == 200
        assert head.getheader("Content-Length") == str(length) == got.getheader("Content-Length")
        assert head.read() == b""
        connection.request("GET", "/v1/health")  # nothing was left on the line
        assert connection.getresponse().status == 200


def test_options_has_neither_body_nor_length(server: Server) -> None:
    reply, raw = ask(server, "OPTIONS", "/v1/classify")
    assert (reply.status, raw) == (204, b"")
    assert reply.getheader("Content-Length") is None
    assert "POST" in (reply.getheader("Allow") or "")


def test_every_answer_has_a_request_id_of_its_own(server: Server) -> None:
    ids = {ask(server, "GET", path)[0].getheader("X-Request-Id") for path in ("/", "/", "/nowhere")}
    assert len(ids) == 3
    assert None not in ids


def test_the_address_is_not_decoded_into_another_route(server: Server) -> None:
    for path in ("/v1%2Fclassify", "/v1/%63lassify", "//v1/classify", "/v1/classify%00"):
        assert ask(server, "POST", path, json.dumps(ARTICLE), JSON)[0].status == 404, path


# HTTP


def test_a_connection_is_kept(server: Server) -> None:
    with connected(server) as connection:
        for number in range(3):
            body = json.dumps(ARTICLE | {"id": str(number)})
            connection.request("POST", "/v1/classify", body, JSON)
            line = connection.sock
            reply = connection.getresponse()
            assert json.loads(reply.read())["id"] == str(number)
            assert connection.sock is line


def test_pipelined_requests_are_answered_in_order(server: Server) -> None:
    bodies = [json.dumps(ARTICLE | {"id": name}).encode() for name in ("a", "b", "c")]
    raw = exchange(server, b"".join(map(post, bodies[:2])) + post(bodies[2], b"Connection: close"))
    assert re.findall(rb'"id":"(.)"', raw) == [b"a", b"b", b"c"]
    assert raw.count(b"HTTP/1.1 200 OK") == 3


def test_a_chunked_body_is_taken(server: Server) -> None:
    raw = json.dumps(ARTICLE).encode()
    parts = (raw[start : start + 7] for start in range(0, len(raw), 7))
    reply, answer = ask(server, "POST", "/v1/classify", parts, JSON, encode_chunked=True)
    assert (reply.status, json.loads(answer)["id"]) == (200, "1")


def test_http_1_0_is_answered_and_closed(server: Server) -> None:
    raw = exchange(server, b"GET /v1/health HTTP/1.0\r\n\r\n")
    assert raw.startswith(b"HTTP/1.0 200 OK\r\n")


def test_an_absolute_address_is_taken(server: Server) -> None:
    raw = exchange(server, b"GET http://test/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 200 OK\r\n")


def test_whoever_has_sent_all_may_close_its_side(server: Server) -> None:
    raw = exchange(server, post(json.dumps(ARTICLE).encode()), half_close=True)
    assert raw.startswith(b"HTTP/1.1 200 OK\r\n")


def test_100_continue_is_said_before_the_body(server: Server) -> None:
    body = json.dumps(ARTICLE).encode()
    request = post(body, b"Expect: 100-continue", b"Connection: close").removesuffix(body)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(request)
        assert line.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(body)
        assert line.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_100_continue_without_a_body_does_not_wait_for_one(server: Server) -> None:
    raw = exchange(
        server, b"GET /v1/health HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    assert b"HTTP/1.1 200 OK" in raw


def test_50_clients_at_once_get_their_own_answers() -> None:
    everybody = threading.Barrier(4)  # the classifier waits until four articles are in it
    with serving(Api(Settings(), lambda: FakeClassifier(barrier=everybody)), threads=4) as server:

        def ask_for(number: int) -> tuple[str, str]:
            article = {"id": str(number), "text": f"Article {number}", "include": ["text"]}
            _, raw = ask(server, "POST", "/v1/classify", json.dumps(article), JSON)
            answer = json.loads(raw)
            return answer["id"], answer["text"]

        with ThreadPoolExecutor(52) as pool:
            answers = list(pool.map(ask_for, range(52)))
    assert answers == [(str(number), f"Article {number}") for number in range(52)]


def test_first_requests_at_once_do_not_break_a_route(monkeypatch: pytest.MonkeyPatch) -> None:
    """powertools builds a route at its first call; held up here, so that the calls meet in it."""
    build = Route._build_middleware_stack

    def build_slowly(route: Route, *args: Any, **options: Any) -> None:
        time.sleep(0.05)
        build(route, *args, **options)

    monkeypatch.setattr(Route, "_build_middleware_stack", build_slowly)
    with serving() as server, ThreadPoolExecutor(4) as pool:
        first = list(pool.map(lambda _: ask(server, "GET", "/v1/health")[0].status, range(4)))
        then = ask(server, "GET", "/v1/health")[0].status
    assert [*first, then] == 5 * [200]


# What is refused


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /v1/health HTTP/1.1\r\nbad header\r\n\r\n", 400),
        (b"GET http://[ HTTP/1.1\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"POST /v1/classify HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /v1/classify HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST /v1/classify HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST /v1/classify HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nX-Long: " + 100_000 * b"x" + b"\r\n\r\n", 431),
        (b"GET /?" + 100_000 * b"x" + b" HTTP/1.1\r\n\r\n", 431),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_not_http_is_a_problem(server: Server, request_: bytes, status: int) -> None:
    found = problem_in(exchange(server, request_))
    assert found["status"] == status
    assert found["type"].startswith("https://copydesk.dev/problems/")
    assert found["detail"]


def test_an_article_over_the_apis_limit_is_the_apis_problem(server: Server) -> None:
    body = json.dumps({"text": (MAX_BODY_BYTES + 1) * "x"})
    reply, raw = ask(server, "POST", "/v1/classify", body, JSON)
    assert reply.status == 413
    assert f"{MAX_BODY_BYTES:,}" in json.loads(raw)["detail"]


def test_a_body_over_the_servers_limit_is_refused_and_the_client_learns_why(
    server: Server,
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(post(20_000_000 * b"x"))  # more than the sockets' buffers hold
        raw = b"".join(iter(lambda: line.recv(65_536), b""))
    assert problem_in(raw)["status"] == 413


def test_a_chunked_body_over_the_servers_limit_is_refused(server: Server) -> None:
    chunk = b"%x\r\n%s\r\n" % (100_000, 100_000 * b"x")
    head = b"POST /v1/classify HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert problem_in(exchange(server, head, *(80 * [chunk]), b"0\r\n\r\n"))["status"] == 413


def test_a_body_that_is_announced_as_too_large_is_not_asked_for(server: Server) -> None:
    head = b"POST /v1/classify HTTP/1.1\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
    assert problem_in(exchange(server, head))["status"] == 413


def test_an_exception_is_a_problem_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        settings = Settings()

        def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
            raise ValueError("secret")

    with serving(Broken()) as server:
        reply, raw = ask(server, "GET", "/v1/health")
    assert reply.status == json.loads(raw)["status"] == 500
    assert b"secret" not in raw
    assert "ValueError while answering" in caplog.text
    assert "secret" not in caplog.text


# Time


def test_a_request_that_trickles_is_refused() -> None:
    with (
        serving(timeout=0.6) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as line,
    ):
        began = time.monotonic()
        line.setblocking(False)
        raw = b""
        line.send(b"POST /v1/classify HTTP/1.1\r\nX-Slow: ")
        while time.monotonic() - began < 10:
            with contextlib.suppress(BlockingIOError):
                if not (got := line.recv(1000)):
                    break
                raw += got
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                line.send(b"x")
            time.sleep(0.05)
        assert problem_in(raw)["status"] == 408
        assert 0.5 < time.monotonic() - began < 9


def test_an_idle_connection_is_closed() -> None:
    with serving(timeout=0.6) as server:
        raw = exchange(server, b"GET /v1/health HTTP/1.1\r\n\r\n")  # returns when it is closed
    assert raw.startswith(b"HTTP/1.1 200 OK")


def test_others_are_answered_while_many_connections_trickle(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            line = socket.create_connection(("127.0.0.1", server.port), timeout=20)
            stack.enter_context(line)
            line.sendall(b"POST /v1/classify HTTP/1.1\r\nContent-Length: 100\r\n\r\nx")
        assert ask(server, "GET", "/v1/health")[0].status == 200


def test_clients_that_go_away_do_no_harm(server: Server) -> None:
    for part in (b"", b"POST /v1/cl", post(b"{}")[:-1], post(json.dumps(ARTICLE).encode())):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
            line.sendall(part)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset
    assert ask(server, "GET", "/v1/health")[0].status == 200


# Keys


@pytest.fixture(scope="module")
def locked() -> Iterator[Server]:
    with serving(make_api(api_keys=("first", "schlüssel"))) as running:
        yield running


@pytest.mark.parametrize("key", ["first", "schlüssel"])
def test_each_key_opens(locked: Server, key: str) -> None:
    headers = {"x-api-key": key.encode().decode("latin-1")}
    assert ask(locked, "GET", "/v1/model", headers=headers)[0].status == 200


@pytest.mark.parametrize("key", [None, "", "firs", "first,schlüssel", "FIRST", "x" * 5000])
def test_nothing_else_opens(locked: Server, key: str | None) -> None:
    reply, raw = ask(locked, "GET", "/v1/model", headers={} if key is None else {"x-api-key": key})
    assert reply.status == 403
    assert reply.getheader("Content-Type") == "application/problem+json"
    assert json.loads(raw)["type"].endswith("/forbidden")


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/v1/health"])
def test_what_is_open_wants_no_key(locked: Server, path: str) -> None:
    assert ask(locked, "GET", path)[0].status in {200, 302}


@pytest.mark.parametrize(
    "path",
    ["/v1/classify/", "/v1/classify?x=/docs", "http://test/v1/classify", "/v1/health/../classify"],
)
def test_no_spelling_of_an_address_goes_round_the_keys(locked: Server, path: str) -> None:
    assert ask(locked, "POST", path, json.dumps(ARTICLE), JSON)[0].status == 403


def test_a_preflight_wants_no_key_and_the_refusal_can_be_read_by_the_page() -> None:
    with serving(make_api(api_keys=("k",), cors_origin="https://cms.example")) as server:
        origin = {"Origin": "https://cms.example", "Access-Control-Request-Method": "POST"}
        assert ask(server, "OPTIONS", "/v1/classify", headers=origin)[0].status == 204
        reply, _ = ask(server, "GET", "/v1/model", headers=origin)
    assert reply.status == 403
    assert reply.getheader("Access-Control-Allow-Origin") == "https://cms.example"


# The log


def test_the_log_has_a_line_a_request_and_nothing_of_what_was_sent() -> None:
    log = io.StringIO()
    with serving(log=log) as server:
        reply, _ = ask(
            server, "POST", "/v1/classify?token=secret1",
            json.dumps(ARTICLE | {"text": "secret2"}), JSON | {"x-api-key": "secret3"},
        )  # fmt: skip
        exchange(
            server, b"POST /v1/classify?token=secret4 HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"
        )
        exchange(server, b"GET /caf\x1b[31m HTTP/1.1\r\nConnection: close\r\n\r\n")
    lines = log.getvalue().splitlines()
    number = re.escape(str(reply.getheader("X-Request-Id")))
    assert re.fullmatch(rf"POST /v1/classify 200 \d+\.\dms {number}", lines[0])
    assert re.fullmatch(r"POST /v1/classify 413 \d+\.\dms [0-9a-f-]{36}", lines[1])
    assert re.fullmatch(r"GET /caf\?\[31m 404 \d+\.\dms [0-9a-f-]{36}", lines[2])
    assert "secret" not in log.getvalue()


def test_a_log_that_nobody_reads_stops_nothing() -> None:
    log = io.StringIO()
    log.close()
    with serving(log=log) as server:
        assert ask(server, "GET", "/v1/health")[0].status == 200


# Listening and stopping


def test_a_port_that_is_taken_is_said(server: Server) -> None:
    with pytest.raises(OSError, match="in use") as caught:
        Server(make_api(), port=server.port)
    assert caught.value.errno == errno.EADDRINUSE


@pytest.mark.parametrize("host", ["localhost", "", "::1"])
def test_hosts(host: str) -> None:
    try:
        server = Server(make_api(), host, 0)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    thread = threading.Thread(target=server.run)
    thread.start()
    address = server.url.removeprefix("http://")
    with contextlib.closing(http.client.HTTPConnection(address, timeout=20)) as connection:
        connection.request("GET", "/v1/health")
        assert connection.getresponse().status == 200
    server.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_stopping_twice_is_no_error() -> None:
    with serving() as server:
        server.stop()
        server.stop()


@pytest.fixture
def start_slow() -> Iterator[Callable[..., tuple["subprocess.Popen[str]", int]]]:
    processes = []

    def start(*arguments: str) -> tuple["subprocess.Popen[str]", int]:
        process = subprocess.Popen(
            [sys.executable, "tests/integration/slow_server.py", *arguments],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "src")))},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        processes.append(process)
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def _refuses(port: int, within: float) -> bool:
    """Whether a port comes to refuse connections; a busy machine may take a while."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=within).close()
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:  # it was waiting to be accepted when the port closed
            pass
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_running_request_finish(
    start_slow: Callable[..., tuple["subprocess.Popen[str]", int]], number: signal.Signals
) -> None:
    process, port = start_slow("3.0")
    assert process.stdout is not None
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("POST", "/v1/classify", json.dumps(ARTICLE), JSON)
        assert process.stdout.readline() == "classifying\n"
        process.send_signal(number)
        assert _refuses(port, within=2.5)  # while the request is still running
        reply = line.getresponse()
        assert (reply.status, json.loads(reply.read())["id"]) == (200, "1")
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "stopped\n")
    assert re.fullmatch(r"POST /v1/classify 200 \S+ \S+\n", err)


def test_a_stop_does_not_wait_for_idle_clients_nor_longer_than_its_grace(
    start_slow: Callable[..., tuple["subprocess.Popen[str]", int]],
) -> None:
    process, port = start_slow("30", "0.5")
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20),
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line,
    ):
        line.request("POST", "/v1/classify", json.dumps(ARTICLE), JSON)
        assert process.stdout is not None
        assert process.stdout.readline() == "classifying\n"
        began = time.monotonic()
        process.terminate()
        process.wait(timeout=20)
    assert time.monotonic() - began < 10
    assert process.returncode == 0


def test_a_second_signal_does_not_wait(
    start_slow: Callable[..., tuple["subprocess.Popen[str]", int]],
) -> None:
    process, port = start_slow("30")
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("POST", "/v1/classify", json.dumps(ARTICLE), JSON)
        assert process.stdout is not None
        assert process.stdout.readline() == "classifying\n"
        process.terminate()
        assert _refuses(port, within=20)  # the first has been taken: two at once would be one
        assert process.poll() is None
        process.terminate()
        process.wait(timeout=20)
    assert process.returncode == -signal.SIGTERM
