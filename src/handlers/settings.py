"""What can be set from outside, read once from an environment that is passed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.result import EncoderUse

__all__ = ["Settings"]

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one process.

    Attributes
    ----------
    model : Path or None
        Folder of another artifact than the shipped one (``COPYDESK_MODEL``).
    encoder : {"auto", "on", "off"}
        Whether the encoder is opened: where it is installed, in any case, never
        (``COPYDESK_ENCODER``).
    api_keys : tuple of str
        Keys that ``copydesk serve`` wants in ``x-api-key``; none: it wants none
        (``COPYDESK_API_KEYS``, comma-separated). In AWS the API Gateway checks keys.
    cors_origin : str or None
        The one origin whose pages may call the API (``COPYDESK_CORS_ORIGIN``).
    log_level : str
        ``COPYDESK_LOG_LEVEL``: DEBUG, INFO, WARNING, ERROR.
    metrics : bool
        Whether metrics are written in CloudWatch's embedded format (``COPYDESK_METRICS``; on
        in Lambda, off elsewhere).
    tracing : bool
        Whether X-Ray traces are sent (``COPYDESK_TRACING``).
    """

    model: Path | None = None
    encoder: EncoderUse = "auto"
    api_keys: tuple[str, ...] = ()
    cors_origin: str | None = None
    log_level: str = "INFO"
    metrics: bool = False
    tracing: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read settings from environment variables; empty ones count as not set."""
        keys = environ.get("COPYDESK_API_KEYS", "").split(",")
        in_lambda = "AWS_LAMBDA_FUNCTION_NAME" in environ
        model = environ.get("COPYDESK_MODEL", "")
        return cls(
            model=Path(model) if model else None,
            encoder=_encoder(environ.get("COPYDESK_ENCODER", "")),
            api_keys=tuple(key.strip() for key in keys if key.strip()),
            cors_origin=environ.get("COPYDESK_CORS_ORIGIN") or None,
            log_level=environ.get("COPYDESK_LOG_LEVEL", "").upper() or "INFO",
            metrics=_flag(environ.get("COPYDESK_METRICS"), default=in_lambda),
            tracing=_flag(environ.get("COPYDESK_TRACING"), default=False),
        )


def _flag(value: str | None, *, default: bool) -> bool:
    return value.strip().lower() in _TRUE if value else default


def _encoder(value: str) -> EncoderUse:
    """Read a switch; anything but a clear yes or no leaves it to what is installed."""
    word = value.strip().lower()
    if word in _TRUE:
        return "on"
    return "off" if word in _FALSE else "auto"
