"""References to secrets -> secrets; kept for some minutes, never logged."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from handlers.problems import Problem
from handlers.sites.config import SecretRef

__all__ = ["AwsSecrets", "CachedSecrets", "EnvironmentSecrets", "NoSecret", "SecretSource"]

_KEEP: Final = 300.0  # seconds; a changed secret is in use after so long
_AGAIN: Final = 30.0  # seconds after which a failed check may look once more


class NoSecret(Problem):
    """A secret that the configuration names is not there."""

    status, slug, title = 500, "no-secret", "A configured secret is missing"


class SecretSource(Protocol):
    """Where secrets are looked up."""

    def get(self, ref: SecretRef) -> str:
        """Give one secret.

        Raises
        ------
        NoSecret
            If it is missing or empty.
        """


class EnvironmentSecrets:
    """Secrets in environment variables: for `copydesk serve`.

    Parameters
    ----------
    environ : mapping
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def get(self, ref: SecretRef) -> str:
        """Give one secret."""
        if ref.env is None:
            raise NoSecret(f"{_shown(ref)}: on this machine secrets come from env.")
        value = self._environ.get(ref.env, "")
        if not value:
            raise NoSecret(f"The environment variable {ref.env} is not set.")
        return value


class AwsSecrets:
    """Secrets in SSM and Secrets Manager.

    Parameters
    ----------
    client : callable
        Makes a botocore client by the service's name.
    """

    def __init__(self, client: Callable[[str], Any]) -> None:
        self._client = client

    def get(self, ref: SecretRef) -> str:
        """Give one secret."""
        if ref.env is not None:
            raise NoSecret(f"env {ref.env}: in AWS secrets come from ssm or secretsmanager.")
        try:
            value = self._ssm(ref.ssm) if ref.ssm else self._manager(ref)
        except Exception as error:
            kind = getattr(error, "response", {}).get("Error", {}).get("Code", type(error).__name__)
            raise NoSecret(f"{_shown(ref)}: {kind}.") from error
        if not value:
            raise NoSecret(f"{_shown(ref)} is empty.")
        return value

    def _ssm(self, name: str) -> str:
        found = self._client("ssm").get_parameter(Name=name, WithDecryption=True)
        return str(found["Parameter"]["Value"])

    def _manager(self, ref: SecretRef) -> str:
        found = self._client("secretsmanager").get_secret_value(SecretId=ref.secretsmanager)
        text = str(found["SecretString"])
        if ref.key is None:
            return text
        import msgspec

        return str(msgspec.json.decode(text)[ref.key])


class CachedSecrets:
    """Keeps what another source gave.

    Parameters
    ----------
    source : SecretSource
    clock : callable
        Seconds, ever growing.
    """

    def __init__(self, source: SecretSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._kept: dict[SecretRef, tuple[float, str]] = {}

    def get(self, ref: SecretRef) -> str:
        """Give one secret, five minutes old at most."""
        kept = self._kept.get(ref)
        now = self._clock()
        if kept is not None and now - kept[0] < _KEEP:
            return kept[1]
        value = self._source.get(ref)
        self._kept[ref] = now, value
        return value

    def forget(self, refs: Sequence[SecretRef]) -> bool:
        """Forget secrets that are some time old: they may have been changed.

        Returns
        -------
        bool
            Whether any was forgotten, so that looking again makes sense.
        """
        now = self._clock()
        old = [ref for ref in refs if ref in self._kept and now - self._kept[ref][0] > _AGAIN]
        for ref in old:
            self._kept.pop(ref, None)
        return bool(old)


def _shown(ref: SecretRef) -> str:
    return f"ssm {ref.ssm}" if ref.ssm else f"secretsmanager {ref.secretsmanager}"
