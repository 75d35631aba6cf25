"""``copydesk hooks dead`` and ``retry``: what was given up, and trying it again."""

import argparse
import sys
from typing import Final

from handlers.cli.arguments import Commands, add_command, positive
from handlers.cli.flow import add_places
from handlers.cli.hooks.opening import open_parts

__all__ = ["add_to", "retry", "show"]

_DEAD: Final = """\
Show the jobs that were given up: site, document, how often they were tried, why. A line each, with
the job's id first."""

_DEAD_EPILOG: Final = """\
examples:
  copydesk hooks dead
  copydesk hooks dead --limit 10

exit codes:
  0 done, whether there are any or not   1 the store cannot be read   2 wrong use"""

_RETRY: Final = """\
Queue jobs that were given up once more: one by its id, or all of them."""

_RETRY_EPILOG: Final = """\
examples:
  copydesk hooks retry f761ae491c2888d4190df69a8a934801
  copydesk hooks retry --all

exit codes:
  0 done   1 there is no such job, or the store cannot be read   2 wrong use"""


def add_to(commands: Commands) -> None:
    """Add both commands."""
    dead = add_command(commands, "dead", "show what was given up", _DEAD, _DEAD_EPILOG)
    add_places(dead)
    dead.add_argument(
        "--limit", type=positive, default=100, metavar="N", help="default: %(default)s"
    )
    dead.set_defaults(run=show)
    again = add_command(commands, "retry", "try what was given up again", _RETRY, _RETRY_EPILOG)
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("job", nargs="?", metavar="JOB", help="the job's id")
    which.add_argument("--all", action="store_true", help="all of them")
    add_places(again)
    again.set_defaults(run=retry)


def show(arguments: argparse.Namespace) -> int:
    """Print what was given up."""
    for one in open_parts(arguments).queue.dead(arguments.limit):
        job = one.job
        print(f"{job.id}  {job.site}  {job.document}  tried {one.attempts}  {one.reason}")
    return 0


def retry(arguments: argparse.Namespace) -> int:
    """Queue it again."""
    count = open_parts(arguments).queue.revive(None if arguments.all else arguments.job)
    if not count and not arguments.all:
        print(f"copydesk: no job {arguments.job} was given up", file=sys.stderr)
        return 1
    print(f"{count} job{'s' * (count != 1)} queued again")
    return 0
