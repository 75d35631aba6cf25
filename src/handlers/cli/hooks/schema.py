"""``copydesk hooks schema``: the JSON Schema of the site configuration."""

import argparse
import sys
from pathlib import Path
from typing import Final

from handlers.cli.arguments import Commands, add_command

__all__ = ["add_to", "run"]

_DESCRIPTION: Final = """\
Print the JSON Schema of the site configuration, for editors that check and complete; or check
that a file is the same."""

_EPILOG: Final = """\
examples:
  copydesk hooks schema > sites.schema.json
  copydesk hooks schema --check docs/integrations/sites.schema.json

exit codes:
  0 done, or the same   1 the file differs or cannot be read   2 wrong use"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "schema", "print the configuration's JSON Schema", _DESCRIPTION, _EPILOG
    )
    parser.add_argument("--check", type=Path, metavar="FILE", help="exit with 1 if FILE differs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print or check."""
    from handlers.sites.schema import schema_text

    text = schema_text()
    if arguments.check is None:
        sys.stdout.buffer.write(text.encode())
        return 0
    if arguments.check.read_bytes().decode("utf-8", "replace") == text:
        return 0
    print(
        f"copydesk: {arguments.check} is not what the types say. If the change is meant: "
        f"copydesk hooks schema > {arguments.check}",
        file=sys.stderr,
    )
    return 1
