"""The commands as processes of their own: exit codes, pipes, terminals, signals; the real model."""

import contextlib
import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "events" / "article.json"
COPYDESK = [sys.executable, "-m", "handlers.cli"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}

STORY = """Ferry service to the outer islands is cut

The county will end the evening ferry to the outer islands in May, the transport office said on \
Thursday. About forty people use the boat on a weekday, according to its figures. The county said \
that the money would go to a bus along the coast road. Islanders asked for a meeting before the \
decision, and the office said that one would be held in the school in Westport next week.
"""


def run(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[Any]":
    environ = CLEAN | options.pop("environ", {})
    options = {"capture_output": True, "text": True, "timeout": 60} | options
    done = subprocess.run([*COPYDESK, *arguments], env=environ, check=False, **options)
    said = done.stderr or ""
    assert "Traceback" not in (said if isinstance(said, str) else said.decode())
    return done


def start(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
    environ = CLEAN | options.pop("environ", {})
    pipe = subprocess.PIPE
    options = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True} | options
    return subprocess.Popen([*COPYDESK, *arguments], env=environ, **options)


@contextlib.contextmanager
def started(*arguments: str, **options: Any) -> Iterator["subprocess.Popen[str]"]:
    with start(*arguments, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", start_of_line: str) -> list[str]:
    """Read standard output up to a line."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(start_of_line):
            return lines
    assert process.stderr is not None
    raise AssertionError("".join(lines) + process.stderr.read())


# classify


def test_a_story_for_a_person() -> None:
    done = run("classify", input=STORY, environ={"COLUMNS": "72"})
    assert done.returncode == 0
    out = done.stdout
    assert out.startswith("Ferry service to the outer islands is cut\n\nTopic   ")
    assert re.search(r"^Genre   .*reporting .*\d%$", out, re.MULTILINE)
    assert re.search(r"^  “[^”]+”$", out, re.MULTILINE)
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 72


def test_a_story_as_json() -> None:
    done = run("classify", "--json", "--target", "county", "--include", "text", input=STORY)
    found = json.loads(done.stdout)
    assert found["language"] == "en"
    assert [stance["target"] for stance in found["stance"]] == ["county"]
    for passage in found["evidence"]:
        field = found[passage["field"]]
        assert field[passage["start"] : passage["end"]] == passage["quote"]


def test_the_sample_is_a_request_of_the_api() -> None:
    done = run("classify", "--json", str(ARTICLE))
    assert json.loads(done.stdout)["id"] == json.loads(ARTICLE.read_text(encoding="utf-8"))["id"]


@pytest.mark.parametrize("file", ["none.txt", ".", "pyproject.toml/x"])
@pytest.mark.parametrize("options", [[], ["--jsonl"], ["--jsonl", "--workers", "2"]])
def test_what_cannot_be_read_is_1(file: str, options: list[str]) -> None:
    done = run("classify", *options, file, cwd=ROOT)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"copydesk: .+\n", done.stderr)


def test_wrong_use_is_2() -> None:
    assert run("classify", "--nonsense").returncode == 2


def test_no_standard_input() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *COPYDESK, "classify"],
        capture_output=True, text=True, env=CLEAN, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "no standard input" in done.stderr


def test_a_terminal_without_these_letters_gets_question_marks() -> None:
    done = run("classify", input=STORY, environ={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "?" in done.stdout


def test_a_reader_that_goes_away_is_141() -> None:
    line = json.dumps({"text": STORY}) + "\n"
    with started("classify", "--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line)
        process.stdin.flush()
        assert '"topics"' in process.stdout.readline()
        process.stdout.close()
        process.stdin.write(line)
        process.stdin.close()
        assert process.wait(timeout=30) == 141
        assert process.stderr.read() == ""


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """A suite in the background may ignore Ctrl-C, and what it starts inherits that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("options", [[], ["--workers", "2"]])
def test_ctrl_c_is_130(options: list[str]) -> None:
    line = json.dumps({"text": STORY}) + "\n"
    with started("classify", "--jsonl", *options, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(9 * line)  # more than wait in the workers, so that one comes out
        process.stdin.flush()
        assert '"topics"' in process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to the workers too
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == ""


def test_several_workers_answer_what_one_answers(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    articles: list[dict[str, Any]] = [
        {"id": str(number), "text": (1 + number % 7) * STORY} for number in range(30)
    ]
    articles[11] = {"id": "11"}
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    alone = run("classify", "--jsonl", str(file))
    together = run("classify", "--jsonl", "--workers", "2", str(file))
    assert alone.returncode == together.returncode == 1
    assert alone.stdout == together.stdout
    ids = [json.loads(line)["id"] for line in together.stdout.splitlines()]
    assert ids == [str(number) for number in range(30)]


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    line = json.dumps({"id": "1", "text": STORY, "task": 0}).encode() + b"\n"  # an unknown field
    small.write_bytes(1_000_000 * b"x" + b"\n" + line)
    with large.open("wb") as stream:
        stream.write(50_000_000 * b"x" + b"\n")  # one line over the limit
        for _ in range(50):
            stream.write(999_999 * b"x" + b"\n" + line)
    code = (
        "import resource, sys; from handlers.cli import main\n"
        "for file in sys.argv[1:]:\n"
        "    main(['classify', '--jsonl', file])\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small), str(large)],
        capture_output=True, text=True, env=CLEAN, check=True,
    )  # fmt: skip
    before, after = map(int, re.findall(r"^(\d+)$", done.stderr, re.MULTILINE))
    assert after - before < 20_000  # KiB
    assert done.stdout.count("\n") == 2 + 101


# Terminals


def on_terminal(*arguments: str, stdout: bool, environ: dict[str, str]) -> tuple[int, str]:
    """Run with standard error, and maybe standard output, on a terminal of 80 columns."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = start(
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=theirs if stdout else subprocess.DEVNULL,
        stderr=theirs,
        environ={"TERM": "xterm", "COLUMNS": "80", **environ},
    )
    os.close(theirs)
    raw = b""
    with contextlib.suppress(OSError):  # the end, on Linux
        while select.select([ours], [], [], 60)[0] and (read := os.read(ours, 65_536)):
            raw += read
    os.close(ours)
    return process.wait(timeout=30), raw.decode()


def test_a_terminal_gets_bars_and_colours() -> None:
    code, shown = on_terminal("classify", str(ARTICLE), stdout=True, environ={"NO_COLOR": ""})
    assert code == 0
    assert "\x1b[1mTopic\x1b[0m" in shown
    assert "█" in shown


def test_no_color_is_honoured() -> None:
    _, shown = on_terminal("classify", str(ARTICLE), stdout=True, environ={"NO_COLOR": "1"})
    assert "\x1b" not in shown
    assert "█" in shown


def test_progress_is_shown_where_the_answers_go_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(100 * (json.dumps({"text": 10 * STORY}) + "\n"), encoding="utf-8")
    code, shown = on_terminal("classify", "--jsonl", str(file), stdout=False, environ={})
    assert code == 0
    assert re.search(r"\r\[#*\.*\] +\d+%  \d+ done  \d+ a second  \d:\d\d left\x1b\[K", shown)
    assert shown.endswith("\r\x1b[K")
    code, shown = on_terminal("classify", "--jsonl", str(file), stdout=True, environ={})
    assert "a second" not in shown


# serve and demo


def where(lines: list[str]) -> str:
    """Find the address that was printed."""
    found = re.search(r"^API +http://(\S+)/v1/classify$", "".join(lines), re.MULTILINE)
    assert found
    return found.group(1)


def get(address: str, path: str, headers: dict[str, str] | None = None) -> int:
    with contextlib.closing(http.client.HTTPConnection(address, timeout=20)) as connection:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status


def test_serve_says_where_answers_and_stops() -> None:
    with started("serve", "--port", "0", environ={"COPYDESK_API_KEYS": "a, b"}) as process:
        lines = read_until(process, "OpenAPI")
        address = where(lines)
        assert f"Docs      http://{address}/docs\n" in lines
        assert [get(address, path) for path in ("/docs", "/openapi.json", "/v1/health")] == 3 * [
            200
        ]
        assert get(address, "/v1/model") == 403
        assert get(address, "/v1/model", {"x-api-key": "b"}) == 200
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        log = process.stderr.read()
        assert re.match(r"GET /docs 200 \d+\.\dms [0-9a-f-]{36}\n", log)
        assert log.count("\n") == 5


def test_serve_to_everybody_without_keys_is_warned_of() -> None:
    with started("serve", "--port", "0", "--host", "0.0.0.0") as process:
        address = where(read_until(process, "OpenAPI"))
        assert address.startswith("127.0.0.1:")
        assert get(address, "/v1/health") == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert "COPYDESK_API_KEYS is not set" in process.stderr.readline()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken(command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        number = line.getsockname()[1]
        done = run(command, "--port", str(number))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"copydesk: port {number} on 127.0.0.1 is taken")
    assert done.stderr.endswith(f": copydesk {command} --port {number + 1}\n")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "no.such.host.invalid"], "no such host"),
        (["--host", "192.0.2.1"], "not an address of this machine"),
    ],
)
def test_a_host_that_is_none(options: list[str], says: str) -> None:
    done = run("serve", "--port", "0", *options)
    assert done.returncode == 1
    assert says in done.stderr


def test_a_log_level_that_is_none() -> None:
    done = run("serve", "--port", "0", environ={"COPYDESK_LOG_LEVEL": "loud"})
    assert done.returncode == 1
    assert "COPYDESK_LOG_LEVEL is LOUD; it may be DEBUG" in done.stderr


@pytest.mark.parametrize("keys", ["", "secret"])
def test_demo_asks_prints_and_stays_up(keys: str) -> None:
    # A proxy of the environment's must not be asked for our own address.
    environ = {"COPYDESK_API_KEYS": keys, "http_proxy": "http://127.0.0.1:9"}
    with started("demo", "--port", "0", environ=environ) as process:
        lines = read_until(process, "Stop ")
        out = "".join(lines)
        address = where(lines)
        title = json.loads(ARTICLE.read_text(encoding="utf-8"))["title"]
        assert out.startswith(f"POST http://{address}/v1/classify\n\n{title}\n\nTopic ")
        assert "What shows it" in out
        assert ("x-api-key" in out) == bool(keys)
        assert "secret" not in out
        time.sleep(0.2)
        assert process.poll() is None
        assert get(address, "/docs") == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert process.stderr.readline().startswith("POST /v1/classify 200 ")


def test_help_is_quick() -> None:
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        assert run("--help").returncode == 0
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.5
