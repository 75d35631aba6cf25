"""``copydesk openapi``: print the OpenAPI document, or compare a file with it."""

import argparse
import difflib
import itertools
import sys
from pathlib import Path
from typing import Final

from handlers.cli.arguments import Commands, add_command

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Print the OpenAPI 3.1 document of the API, generated from its types; or write it to a file; or
check that a file is the same."""

_EPILOG: Final = """\
examples:
  copydesk openapi > openapi.json
  copydesk openapi --output src/handlers/openapi.json
  copydesk openapi --check src/handlers/openapi.json

exit codes:
  0 done, or the same   1 the file differs or cannot be read   2 wrong use"""

_SHOWN: Final = 40  # lines of a difference


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "openapi", "print or check the OpenAPI document", _DESCRIPTION, _EPILOG
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--output", type=Path, metavar="FILE", help="write it to FILE")
    which.add_argument("--check", type=Path, metavar="FILE", help="exit with 1 if FILE differs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print, write or check."""
    from handlers.openapi import document_text

    text = document_text()
    if arguments.check:
        return _check(arguments.check, text)
    if arguments.output:
        arguments.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.buffer.write(text.encode())
    return 0


def _check(file: Path, text: str) -> int:
    found = file.read_bytes().decode("utf-8", "replace")
    if found == text:
        return 0
    lines = difflib.unified_diff(
        found.splitlines(), text.splitlines(), str(file), "generated", n=1, lineterm=""
    )
    for line in itertools.islice(lines, _SHOWN):
        print(line)
    if next(lines, None) is not None:
        print("...")
    print(
        f"copydesk: {file} is not what the API's types say. If the change is meant: "
        f"copydesk openapi --output {file}",
        file=sys.stderr,
    )
    return 1
