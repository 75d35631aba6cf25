"""Where the configuration comes from: a file, an SSM parameter, a Secrets Manager secret."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from handlers.problems import Problem
from handlers.sites.check import parse_sites
from handlers.sites.config import Site

__all__ = ["SiteBook", "read_source"]

_KEEP: Final = 60.0  # seconds
_SSM: Final = "ssm:"
_MANAGER: Final = "secretsmanager:"


class SiteBook:
    """The sites by name, read again when they are a minute old.

    Parameters
    ----------
    read : callable
        Gives the configuration's bytes.
    clock : callable
        Seconds, ever growing.
    """

    def __init__(
        self, read: Callable[[], bytes], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._clock = clock
        self._at = 0.0
        self._raw = b""
        self._sites: dict[str, Site] | None = None

    def get(self, name: str) -> Site | None:
        """Find a site.

        Raises
        ------
        Problem, OSError
            If the configuration cannot be read, or is not valid, and never was: a fault of ours
            (500), whatever is wrong with it. A later configuration that is broken does not replace
            one that worked.
        """
        return self._now().get(name)

    def all(self) -> tuple[Site, ...]:
        """Give every site."""
        return tuple(self._now().values())

    def _now(self) -> dict[str, Site]:
        now = self._clock()
        if self._sites is not None and now - self._at < _KEEP:
            return self._sites
        try:
            raw = self._read()
            if raw != self._raw or self._sites is None:
                self._sites = {site.name: site for site in parse_sites(raw)}
                self._raw = raw
        except Problem as error:
            if self._sites is None:
                raise Problem(error.detail) from error
        except OSError:
            if self._sites is None:
                raise
        self._at = now
        return self._sites


def read_source(source: str, client: Callable[[str], Any]) -> bytes:
    """Read a configuration.

    Parameters
    ----------
    source : str
        A file's path, ``ssm:NAME`` or ``secretsmanager:NAME``.
    client : callable
        Makes a botocore client by the service's name.

    Raises
    ------
    OSError, Problem
    """
    if source.startswith(_SSM):
        name = source.removeprefix(_SSM)
        found = _asked(name, lambda: client("ssm").get_parameter(Name=name, WithDecryption=True))
        return str(found["Parameter"]["Value"]).encode()
    if source.startswith(_MANAGER):
        name = source.removeprefix(_MANAGER)
        found = _asked(name, lambda: client("secretsmanager").get_secret_value(SecretId=name))
        return str(found["SecretString"]).encode()
    return Path(source).read_bytes()


def _asked(name: str, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        kind = getattr(error, "response", {}).get("Error", {}).get("Code", type(error).__name__)
        raise Problem(f"The site configuration {name} cannot be read: {kind}.") from error
