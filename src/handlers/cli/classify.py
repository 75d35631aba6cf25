"""``copydesk classify``: one article, or many as JSON Lines."""

import argparse
import os
import sys
from typing import Any, Final

from handlers.cli.arguments import Commands, add_command, positive

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Classify an article: plain text or HTML, from a file or standard input, in UTF-8. The input is
taken as HTML if its name ends in .html or it starts like a page (or with --html), and as a
request of the API if its name ends in .json.

The first line of plain text is taken as the title if it looks like one: at most 150 characters,
no full stop at its end, a blank line after it. --title-from-first-line always takes it,
--no-title-from-first-line never."""

_EPILOG: Final = """\
examples:
  copydesk classify story.txt
  copydesk classify page.html --target "Jane Roe" --target Gazprom
  curl -s https://example.org/story.html | copydesk classify --html
  copydesk classify story.txt --task topic --task genre --json
  copydesk classify story.txt --json --include jsonld

JSON Lines (--jsonl): a line is a request of the API,
  {"id": "7", "title": "...", "text": "..." or "html": "...", "targets": ["..."]}
and gets one line, in the order of the input; blank lines get none. A line that fails gets
  {"id": "7", "problem": {"title": "...", "detail": "...", ...}}
and the run goes on. --target, --task and --include are for lines that do not say. Memory does
not grow with the input. With --workers above 1 answers may lag some lines behind the input.
  copydesk classify --jsonl --workers 4 articles.jsonl > answers.jsonl
  zcat archive.jsonl.gz | copydesk classify --jsonl --task topic | jq -r '.topics[0].name'

exit codes:
  0 answered   1 could not be read, or (--jsonl) a line has a problem   2 wrong use
  130 interrupted   141 whoever read the output went away"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "classify", "classify an article, or many as JSON Lines", _DESCRIPTION, _EPILOG
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="default: -, standard input"
    )
    asked = parser.add_argument_group("what is asked")
    asked.add_argument(
        "--target",
        action="append",
        metavar="NAME",
        help="stance toward NAME; repeatable (default: the article's main subjects)",
    )
    asked.add_argument(
        "--task",
        action="append",
        choices=("topic", "genre", "stance"),
        help="only this answer; repeatable (default: all)",
    )
    read = parser.add_argument_group("how the input is read")
    read.add_argument("--title", metavar="TEXT", help="the headline")
    read.add_argument("--html", action="store_true", help="the input is HTML")
    read.add_argument(
        "--title-from-first-line",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="take the first line as the title (default: if it looks like one)",
    )
    read.add_argument("--jsonl", action="store_true", help="JSON Lines in, JSON Lines out")
    read.add_argument(
        "--workers", type=positive, metavar="N", help="processes for --jsonl (default: 1)"
    )
    asked.add_argument(
        "--fast",
        action="store_true",
        help="leave the small transformer out: milliseconds, and less sure",
    )
    printed = parser.add_argument_group("what is printed")
    printed.add_argument("--json", action="store_true", help="print the API's answer, indented")
    printed.add_argument(
        "--include",
        action="append",
        choices=("text", "jsonld", "ninjs"),
        help="with --json or --jsonl, answer this too: the text that was classified (its offsets "
        "are the evidence's), schema.org JSON-LD, IPTC ninjs; repeatable",
    )
    parser.set_defaults(run=run, complain=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Classify."""
    _check(arguments)
    asked = {
        name: value
        for name, value in (
            ("targets", arguments.target),
            ("tasks", arguments.task),
            ("include", arguments.include),
            ("effort", "fast" if arguments.fast else None),
        )
        if value is not None
    }
    if arguments.jsonl:
        from handlers.cli.lines import classify_lines

        return classify_lines(arguments.file, asked, arguments.workers or 1)

    import msgspec

    from handlers.decode import classify_request
    from handlers.opening import open_classifier
    from handlers.service import answer
    from handlers.settings import Settings

    if not arguments.json:
        asked["include"] = ["text"]  # for the title of a page
    request = classify_request(_request(arguments) | asked)
    classifier = open_classifier(Settings.from_environ(os.environ))
    found = answer(classifier, request)
    if arguments.json:
        text = msgspec.json.format(msgspec.json.encode(found), indent=2)
        sys.stdout.buffer.write(text + b"\n")
        return 0

    from handlers.printing import Style, answer_lines

    for line in answer_lines(found, Style.of(sys.stdout, os.environ)):
        print(line)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together: they would be passed over in silence."""
    if arguments.jsonl:
        for name in ("title", "html", "json", "title_from_first_line"):
            if getattr(arguments, name):
                option = name.replace("_", "-")
                arguments.complain(f"--{option} does not go with --jsonl")
    elif arguments.workers:
        arguments.complain("--workers goes with --jsonl")
    elif arguments.include and not arguments.json:
        arguments.complain("--include goes with --json or --jsonl")


def _request(arguments: argparse.Namespace) -> dict[str, Any]:
    """Read the input as a request of the API."""
    from handlers.cli.reading import looks_like_html, read_text, split_title

    text = read_text(arguments.file)
    title: str | None = arguments.title
    if arguments.file.lower().endswith(".json") and not arguments.html:
        from handlers.body import parse_json
        from handlers.problems import Invalid

        request = parse_json(text.encode())
        if not isinstance(request, dict):
            raise Invalid(f"{arguments.file} is not a request of the API: no JSON object.")
        return request | ({} if title is None else {"title": title})
    if arguments.html or looks_like_html(arguments.file, text):
        return {"html": text, "title": title}
    if title is None:
        title, text = split_title(text, wanted=arguments.title_from_first_line)
    return {"text": text, "title": title}
