"""``copydesk hooks check``: is the site configuration valid, and are its secrets there?"""

import argparse
import os
import sys
from typing import TYPE_CHECKING, Final

from handlers.cli.arguments import Commands, add_command
from handlers.cli.hooks.opening import source

if TYPE_CHECKING:
    from handlers.sites.config import SecretRef, Site

__all__ = ["add_to", "run"]

_IN_AWS: Final = ("ssm:", "secretsmanager:")
_DESCRIPTION: Final = """\
Check the site configuration: every fault is named by JSON Pointer. Then look every secret up; none
is printed."""

_EPILOG: Final = """\
examples:
  copydesk hooks check --sites sites.json
  copydesk hooks check --sites ssm:/copydesk/sites
  copydesk hooks check --sites sites.json --no-secrets       in CI

exit codes:
  0 valid   1 not valid, or a secret is missing   2 wrong use"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "check", "check the site configuration", _DESCRIPTION, _EPILOG)
    parser.add_argument(
        "--sites", metavar="FILE", help="site configuration (default: COPYDESK_SITES)"
    )
    parser.add_argument("--no-secrets", action="store_true", help="do not look the secrets up")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and say."""
    from handlers.sites.check import parse_sites
    from handlers.sites.load import read_source

    place = source(arguments)
    sites = parse_sites(read_source(place, _client))
    missing = 0
    for site in sites:
        print(f"{site.name:24}{site.kind:18}{site.write_back.mode}")
        if not arguments.no_secrets:
            missing += _missing(site, in_aws=place.startswith(_IN_AWS))
    print(f"{len(sites)} site{'s' * (len(sites) != 1)}, valid")
    return 1 if missing else 0


def _missing(site: "Site", *, in_aws: bool) -> int:
    """Look a site's secrets up; returns how many are missing."""
    from handlers.problems import Problem
    from handlers.sites.secrets import AwsSecrets, EnvironmentSecrets

    source_ = AwsSecrets(_client) if in_aws else EnvironmentSecrets(os.environ)
    count = 0
    for ref in _refs(site):
        try:
            source_.get(ref)
        except Problem as problem:
            count += 1
            print(f"copydesk: {site.name}: {problem.detail}", file=sys.stderr)
    return count


def _refs(site: "Site") -> "list[SecretRef]":
    found = list(site.secrets)
    if site.api is not None and site.api.credential is not None:
        found.append(site.api.credential)
    if site.callback is not None:
        found.append(site.callback.secret)
    return found


def _client(service: str) -> object:
    from handlers.flow.aws import clients

    return clients()(service)
