"""``copydesk``: classify, serve, demo, model, openapi."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Final

from handlers.settings import Settings
from model.errors import CopydeskError

__all__ = ["main"]

_DESCRIPTION: Final = """\
Reads a news article as a desk editor would: its topic (IPTC Media Topics), whether it is
opinion or reporting, and the stance it takes toward its subjects, each with a calibrated
probability and the passages that show it."""

_EPILOG: Final = """\
examples:
  copydesk classify article.txt                     for a person to read
  copydesk classify page.html --target "Jane Roe"   stance toward somebody
  cat story.txt | copydesk classify - --json        the API's answer
  copydesk classify --jsonl articles.jsonl > answers.jsonl
  copydesk serve --port 8080                        the API on this machine

environment:
  COPYDESK_MODEL       folder of another model than the one that comes along
  COPYDESK_API_KEYS    keys that `copydesk serve` wants, separated by commas
  COPYDESK_LOG_LEVEL   DEBUG, INFO, WARNING or ERROR
  NO_COLOR             no colours

exit codes: 0 done, 1 a problem, 2 wrong use, 130 interrupted"""

_RAW = argparse.RawDescriptionHelpFormatter


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns
    -------
    int
        Exit code.
    """
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except CopydeskError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copydesk", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=_RAW
    )
    parser.add_argument("--version", action="version", version=f"copydesk {version('copydesk')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    classify = commands.add_parser(
        "classify",
        help="classify an article, or many as JSON Lines",
        description="Classify an article: plain text or HTML from a file or standard input.",
        epilog='a line of --jsonl: {"id": "7", "title": "…", "text": "…", "targets": ["…"]}\n'
        'what fails answers {"id": "7", "problem": {…}} and the run goes on (exit code 1)',
        formatter_class=_RAW,
    )
    classify.add_argument("file", nargs="?", default="-", help="a file; - is standard input")
    classify.add_argument("--title", help="the headline")
    classify.add_argument("--html", action="store_true", help="the input is HTML (else guessed)")
    classify.add_argument(
        "--target", action="append", metavar="NAME", help="ask stance toward NAME (repeatable)"
    )
    classify.add_argument(
        "--task", action="append", choices=("topic", "genre", "stance"), help="only this answer"
    )
    classify.add_argument(
        "--include", action="append", choices=("text", "jsonld", "ninjs"), help="with --json"
    )
    classify.add_argument("--json", action="store_true", help="print the API's answer")
    classify.add_argument("--jsonl", action="store_true", help="JSON Lines in, JSON Lines out")
    classify.set_defaults(run=_classify)

    serve = commands.add_parser(
        "serve",
        help="start the API on this machine",
        description="Start the API: the Lambda function's own code behind a local server.",
    )
    demo = commands.add_parser(
        "demo",
        help="start the API, classify a sample article, stay up",
        description="Start the API, POST a sample article to it, print the answer, stay up.",
    )
    for command, run in ((serve, _serve), (demo, _demo)):
        command.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
        command.add_argument(
            "--port", type=_port, default=8080, help="default: %(default)s; 0 takes a free one"
        )
        command.add_argument(
            "--threads", type=_positive, default=4, help="requests at once (default: %(default)s)"
        )
        command.add_argument(
            "--idle", type=_positive, default=30, metavar="SECONDS",
            help="close connections idle for so long (default: %(default)s)",
        )  # fmt: skip
        command.set_defaults(run=run)

    model = commands.add_parser("model", help="which model this is and what it was measured at")
    model.add_argument("--json", action="store_true", help="print JSON")
    model.set_defaults(run=_model)

    openapi = commands.add_parser("openapi", help="print or check the OpenAPI document")
    openapi.add_argument("--output", type=Path, metavar="FILE", help="write it there")
    openapi.add_argument("--check", type=Path, metavar="FILE", help="exit 1 if FILE differs")
    openapi.set_defaults(run=_openapi)
    return parser


def _classify(arguments: argparse.Namespace) -> int:
    if arguments.jsonl:
        return _classify_lines(arguments)
    import msgspec

    from handlers.decode import classify_request
    from handlers.problems import BadRequest
    from handlers.service import answer
    from model.classifier import Classifier

    with _open(arguments.file) as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{arguments.file} is not UTF-8 text: see byte {error.start}.") from error
    if "\x00" in text:
        raise BadRequest(f"{arguments.file} is not text: it holds zero bytes.")
    if not text.strip():
        raise BadRequest(f"{arguments.file} is empty.")
    is_html = arguments.html or _looks_like_html(arguments.file, text)
    request = {
        "html" if is_html else "text": text,
        "title": arguments.title,
        "targets": arguments.target,
        "tasks": arguments.task,
        "include": arguments.include or [],
    }
    classifier = Classifier.open(Settings.from_environ(os.environ).model)
    found = msgspec.to_builtins(answer(classifier, classify_request(request)))
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        _print_answer(found)
    return 0


def _classify_lines(arguments: argparse.Namespace) -> int:
    from handlers.jsonl import answer_line, lines
    from model.classifier import Classifier

    classifier = Classifier.open(Settings.from_environ(os.environ).model)
    failed = done = 0
    progress = sys.stderr.isatty()
    with _open(arguments.file) as stream:
        for line in lines(stream):
            answer, ok = answer_line(lambda: classifier, line)
            sys.stdout.buffer.write(answer + b"\n")
            done += 1
            failed += not ok
            if progress and done % 50 == 0:
                print(f"\r{done:,} articles, {failed:,} problems", end="", file=sys.stderr)
    sys.stdout.buffer.flush()
    if progress:
        print(f"\r{done:,} articles, {failed:,} problems", file=sys.stderr)
    return 1 if failed else 0


def _serve(arguments: argparse.Namespace) -> int:
    server = _start(arguments)
    _say_where(server.url)
    server.run()
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    import json
    import threading
    import urllib.request

    server = _start(arguments)
    # Waitress listens from here on: a request waits until `run` takes it.
    sample = _sample()
    found: list[Any] = []

    def ask() -> None:
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{server.url}/v1/classify", sample, {"Content-Type": "application/json", **_key()}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
            found.append(json.load(reply))
        title = json.loads(sample).get("title", "")
        print(f"\nPOST {server.url}/v1/classify\n“{title}” was read so:\n")
        _print_answer(found[0])
        print()
        _say_where(server.url)
        print(
            f"Try it:   curl -s {server.url}/v1/classify -H 'Content-Type: application/json' "
            "-d '{\"title\": \"…\", \"text\": \"…\"}'\nStop:     Ctrl-C",
            flush=True,
        )

    threading.Thread(target=ask, daemon=True).start()
    server.run()
    return 0


def _model(arguments: argparse.Namespace) -> int:
    import json

    from model.classifier import Classifier

    info = Classifier.open(Settings.from_environ(os.environ).model).info
    if arguments.json:
        names = ("version", "digest", "taxonomy", "labels", "thresholds", "metrics")
        print(json.dumps({name: getattr(info, name) for name in names}, indent=2))
        return 0
    print(f"copydesk model {info.version}\n{info.digest}\n{info.taxonomy}\n\ndecided from")
    for name, threshold in info.thresholds.items():
        print(f"  {name:20s} {threshold:.2f}")
    print("\nmeasured on outlets not seen in fitting (macro-F1, ECE)")
    for name, figures in info.metrics.items():
        print(f"  {name:20s} {figures['macro_f1']:.3f}  {figures['ece']:.3f}  n={figures['n']}")
    return 0


def _openapi(arguments: argparse.Namespace) -> int:
    from handlers.openapi import document_text

    text = document_text()
    if arguments.check:
        if arguments.check.read_text(encoding="utf-8") == text:
            return 0
        hint = f"copydesk openapi --output {arguments.check}"
        print(f"{arguments.check} is not what the contract says. Run: {hint}", file=sys.stderr)
        return 1
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def _start(arguments: argparse.Namespace) -> Any:
    from handlers.api import Api
    from handlers.problems import Problem
    from handlers.server import Server

    api = Api(Settings.from_environ(os.environ))
    api.classifier()  # a model that cannot be opened is said now, not at the first request
    try:
        return Server(
            api,
            arguments.host,
            arguments.port,
            threads=arguments.threads,
            idle_seconds=arguments.idle,
        )
    except OSError as error:
        raise Problem(
            f"cannot listen on {arguments.host}:{arguments.port} ({error.strerror}). "
            "Choose another: --port 8081"
        ) from error


def _say_where(url: str) -> None:
    print(
        f"API:      {url}/v1/classify\nDocs:     {url}/docs\nOpenAPI:  {url}/openapi.json",
        flush=True,
    )


def _print_answer(answer: dict[str, Any]) -> None:
    import shutil

    from handlers.printing import Style, answer_lines

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    style = Style(min(shutil.get_terminal_size().columns, 100), colour)
    for line in answer_lines(answer, style):
        print(line)


def _sample() -> bytes:
    """The repository's sample article; a few words where there is no repository."""
    path = Path(__file__).parents[2] / "events" / "article.json"
    if path.is_file():
        return path.read_bytes()
    return (
        b'{"title": "Council delays bridge repair", "text": "The city council voted on Monday to '
        b"delay the repair of the river bridge until spring. Engineers said that the bridge is "
        b'safe for cars. Shop owners near the bridge said that they were disappointed."}'
    )


def _key() -> dict[str, str]:
    keys = Settings.from_environ(os.environ).api_keys
    return {"x-api-key": keys[0]} if keys else {}


def _open(name: str) -> BinaryIO:
    from handlers.problems import BadRequest

    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise BadRequest(f"{name}: {error.strerror}.") from error


def _looks_like_html(name: str, text: str) -> bool:
    start = text[:500].lstrip().lower()
    return name.lower().endswith((".html", ".htm")) or start.startswith(("<!doctype", "<html"))


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)
