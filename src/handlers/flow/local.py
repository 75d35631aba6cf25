"""The flow on this machine: SQLite, files, environment, threads. For `copydesk serve`."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from handlers.flow.process import Processor
from handlers.flow.receive import Receiver
from handlers.flow.threads import WorkerThreads
from handlers.flow.work import Worker
from handlers.net.client import Client
from handlers.problems import Problem
from handlers.service import ClassifierPort
from handlers.sites.config import Site
from handlers.sites.load import SiteBook, read_source
from handlers.sites.secrets import CachedSecrets, EnvironmentSecrets
from handlers.stores.files import FileClaimCheck
from handlers.stores.sqlite import SqliteLedger, SqliteQueue, SqliteStore

__all__ = ["LocalFlow", "open_local"]

_FILE: Final = "hooks.sqlite3"


@dataclass(frozen=True, slots=True)
class LocalFlow:
    """All of it, opened.

    Attributes
    ----------
    sites, secrets, store, queue, ledger, claims, receiver, processor, worker, threads
    """

    sites: SiteBook
    secrets: CachedSecrets
    store: SqliteStore
    queue: SqliteQueue
    ledger: SqliteLedger
    claims: FileClaimCheck
    receiver: Receiver
    processor: Processor
    worker: Worker
    threads: WorkerThreads

    @contextlib.contextmanager
    def working(self) -> Iterator[bool]:
        """Work while this lasts; gives whether no other process works on the same store.

        A process that was killed leaves leases behind. Whoever holds the lock knows that they are
        of the dead, and ends them.
        """
        with _locked(self.store.path.with_suffix(".lock")) as alone:
            if alone:
                self.queue.release()
                self.store.forget_old()
            with self.threads:
                yield alone


def open_local(
    source: str,
    folder: Path,
    environ: Mapping[str, str],
    classifier: Callable[[], ClassifierPort],
    logger: Any,
    *,
    workers: int = 4,
    check: bool = True,
) -> LocalFlow:
    """Open the flow.

    Parameters
    ----------
    source : str
        The configuration's file.
    folder : Path
        Where queue and results are kept.
    environ : mapping
        Holds the secrets.
    classifier : callable
        Opens the model, or gives the one that is open.
    logger
    workers : int
        Threads.
    check : bool
        Whether to look every secret up now.

    Raises
    ------
    Problem, OSError
        If the configuration, a secret or the store cannot be read, saying which.
    """
    sites = SiteBook(lambda: read_source(source, _no_aws))
    secrets = CachedSecrets(EnvironmentSecrets(environ))
    for site in sites.all() if check else ():
        _have_secrets(site, secrets)
    store = SqliteStore(folder / _FILE)
    queue = SqliteQueue(store, lambda name: _at_once(sites.get(name)))
    ledger = SqliteLedger(store)
    claims = FileClaimCheck(folder / "claims")
    processor = Processor(
        sites, secrets, ledger, claims, classifier, lambda site: Client(site.urls, local=True)
    )
    worker = Worker(queue, ledger, processor, logger)
    threads = WorkerThreads(worker, logger, workers)
    receiver = Receiver(sites, secrets, queue, ledger, claims, threads.wake)
    return LocalFlow(
        sites, secrets, store, queue, ledger, claims, receiver, processor, worker, threads
    )


def _have_secrets(site: Site, secrets: CachedSecrets) -> None:
    """A missing secret is said when the server starts, not to the first delivery."""
    for ref in site.secrets:
        secrets.get(ref)
    if site.api is not None and site.api.credential is not None:
        secrets.get(site.api.credential)
    if site.callback is not None:
        secrets.get(site.callback.secret)


def _at_once(site: Site | None) -> int:
    return site.limits.at_once if site is not None else 1


def _no_aws(service: str) -> Any:
    raise Problem(f"{service}: on this machine the site configuration is a file.")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Hold a lock that the system takes back when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: leases end by themselves
        yield False
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
