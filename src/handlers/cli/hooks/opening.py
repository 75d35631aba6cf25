"""Opens what the commands work on: the state on this machine, or a stack in AWS."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.cli.flow import source_of

if TYPE_CHECKING:
    from handlers.cms.kinds import CmsApi
    from handlers.flow.receive import Receiver
    from handlers.service import ClassifierPort
    from handlers.sites.config import Site
    from handlers.sites.load import SiteBook
    from handlers.sites.secrets import CachedSecrets
    from handlers.stores.ports import JobQueue, Ledger

__all__ = ["Opened", "api_of_site", "classifier", "find_site", "open_parts", "source"]


@dataclass(frozen=True, slots=True)
class Opened:
    """What the commands need.

    Attributes
    ----------
    sites, secrets, queue, ledger, receiver
    local : bool
        On this machine, not in AWS.
    """

    sites: "SiteBook"
    secrets: "CachedSecrets"
    queue: "JobQueue"
    ledger: "Ledger"
    receiver: "Receiver"
    local: bool


def source(arguments: argparse.Namespace) -> str:
    """Give the configuration's place.

    Raises
    ------
    Problem
        If there is none.
    """
    from handlers.problems import Problem

    found = source_of(arguments)
    if found is None:
        raise Problem("which sites? Name the configuration: --sites FILE, or COPYDESK_SITES.")
    return found


def open_parts(arguments: argparse.Namespace, folder: Path | None = None) -> Opened:
    """Open the stores: those in AWS where the configuration is there, else this machine's.

    Parameters
    ----------
    arguments : Namespace
    folder : Path, optional
        Open empty stores in this folder instead, with the same sites and secrets.

    Raises
    ------
    Problem, OSError
    """
    place = source(arguments)
    if place.startswith(("ssm:", "secretsmanager:")):
        from handlers.problems import Problem

        try:
            from handlers.flow.aws import open_aws
        except ModuleNotFoundError as error:
            raise Problem(f"a stack in AWS needs {error.name}: pip install botocore.") from error
        aws = open_aws({**os.environ, "COPYDESK_SITES": place})
        if folder is not None:
            return _empty(aws.sites, aws.secrets, folder)
        receiver = aws.receiver()
        return Opened(aws.sites, aws.secrets, aws.queue, aws.ledger, receiver, local=False)
    from handlers.flow.local import open_local
    from handlers.flow.places import state_folder

    where = folder or arguments.state or state_folder(os.environ)
    flow = open_local(place, where, os.environ, classifier(), _Silent(), check=False)
    return Opened(flow.sites, flow.secrets, flow.queue, flow.ledger, flow.receiver, local=True)


def _empty(sites: "SiteBook", secrets: "CachedSecrets", folder: Path) -> Opened:
    from handlers.flow.receive import Receiver
    from handlers.stores.files import FileClaimCheck
    from handlers.stores.sqlite import SqliteLedger, SqliteQueue, SqliteStore

    store = SqliteStore(folder / "hooks.sqlite3")
    queue, ledger = SqliteQueue(store), SqliteLedger(store)
    receiver = Receiver(sites, secrets, queue, ledger, FileClaimCheck(folder / "claims"))
    return Opened(sites, secrets, queue, ledger, receiver, local=False)


def find_site(opened: Opened, name: str) -> "Site":
    """Find a site.

    Raises
    ------
    Problem
        Naming those that there are.
    """
    from handlers.problems import Problem

    site = opened.sites.get(name)
    if site is None:
        known = ", ".join(one.name for one in opened.sites.all()) or "none"
        raise Problem(f"no site is named {name}; configured: {known}.")
    return site


def api_of_site(opened: Opened, site: "Site") -> "CmsApi | None":
    """Open a site's API; None where there is none."""
    from handlers.cms.kinds import api_of
    from handlers.net.client import Client

    if site.api is None or site.api.credential is None:
        return None
    credential = opened.secrets.get(site.api.credential)
    return api_of(site, credential, Client(site.urls, local=opened.local))


def classifier() -> "Callable[[], ClassifierPort]":
    """Give what opens the model, once, when it is needed."""
    from handlers.opening import opener
    from handlers.settings import Settings

    return opener(Settings.from_environ(os.environ))


class _Silent:
    """A logger for commands that say themselves what happened."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_options: None
