"""Before the first event: the model is opened, and readied for SnapStart's snapshot."""

import random
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeVar

from model.errors import CopydeskError

__all__ = ["Startable", "before_snapshot", "renew", "started"]

_TYPE: Final = "AWS_LAMBDA_INITIALIZATION_TYPE"


class Startable(Protocol):
    """What can be readied: `handlers.api.Api`, `handlers.worker.LambdaWorker`."""

    def classifier(self) -> object:
        """Open the model."""

    def rehearse(self) -> None:
        """Answer samples."""

    def report(self, error: Exception) -> None:
        """Log an error."""


S = TypeVar("S", bound=Startable)


def started(function: S, environ: Mapping[str, str]) -> S:
    """Ready a function in its init phase.

    Where SnapStart takes a snapshot, samples are answered before it, and an error fails the
    publication of the version: no traffic ever reaches it. Elsewhere the model is opened; an error
    is logged and the function stays up, so that its health can say what is wrong.

    Parameters
    ----------
    function : Startable
    environ : mapping
        Lambda's own variables.
    """
    if environ.get(_TYPE) == "snap-start" and before_snapshot(function.rehearse, renew):
        return function
    try:
        function.classifier()
    except CopydeskError as error:
        function.report(error)
    return function


def before_snapshot(prepare: Callable[[], None], restore: Callable[[], None]) -> bool:
    """Register what is done before a snapshot is taken, and after each restore of it.

    Returns
    -------
    bool
        False where the runtime has no such hooks.
    """
    try:
        import snapshot_restore_py as hooks
    except ImportError:
        return False
    hooks.register_before_snapshot(prepare)
    hooks.register_after_restore(restore)
    return True


def renew() -> None:
    """Renew what copies of one snapshot must not share.

    Ids are made of the kernel's random bytes (`uuid.uuid4`), which Lambda renews itself; Python's
    own generator is not.
    """
    random.seed()
