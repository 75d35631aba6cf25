"""``copydesk hooks``: what an operator does with CMS hooks. One file a command."""

import argparse
from typing import Final

from handlers.cli.arguments import Commands, add_command
from handlers.cli.hooks import catch_up, check, dead, sample, schema

__all__ = ["add_to"]

_DESCRIPTION: Final = """\
Check the site configuration, try a site, see what failed and try it again, find what was
published while copydesk was down."""

_EPILOG: Final = """\
examples:
  copydesk hooks check --sites sites.json
  copydesk hooks test gazette
  copydesk hooks dead
  copydesk hooks retry --all
  copydesk hooks catch-up gazette --since 24h

They work on the state of `copydesk serve` on this machine; or, where the sites are ssm:NAME or
secretsmanager:NAME, on a stack in AWS, with COPYDESK_QUEUE, COPYDESK_DEAD_QUEUE, COPYDESK_TABLE and
COPYDESK_BUCKET set to its outputs.

exit codes:
  0 done   1 a problem, said on standard error   2 wrong use"""


def add_to(commands: Commands) -> None:
    """Add the command and its own commands."""
    parser = add_command(
        commands, "hooks", "check, try and mend the hooks of CMSs", _DESCRIPTION, _EPILOG
    )

    def no_command(_arguments: argparse.Namespace) -> int:
        parser.print_help()
        return 2

    parser.set_defaults(run=no_command)
    own = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (check, sample, dead, catch_up, schema):
        command.add_to(own)
