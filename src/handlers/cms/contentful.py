"""Contentful: request verification over a canonical request, entries with locales."""

import hashlib
import hmac
from typing import Any, Final
from urllib.parse import quote

from handlers.cms.base import Delivery, Document, Ignored, Unverified
from handlers.cms.mapped import mapped_document
from handlers.cms.schemes import Scheme, number
from handlers.sites.config import Fields, Site

__all__ = ["CanonicalRequest", "Contentful"]

_SIGNATURE: Final = "x-contentful-signature"
_SIGNED: Final = "x-contentful-signed-headers"
_TIME: Final = "x-contentful-timestamp"
# What encodeURI leaves as it is.
_SAFE: Final = ";,/?:@&=+$-_.!~*'()#"
_DEFAULTS: Final = Fields(
    id="/sys/id",
    type="/sys/contentType/sys/id",
    title="/fields/title",
    body="/fields/body",
    revision="/sys/revision",
)


class CanonicalRequest:
    """HMAC of method, path, the headers that are named, and body; the time is among the headers."""

    def moment(self, delivery: Delivery) -> float | None:
        """Read x-contentful-timestamp, in milliseconds."""
        named = _named(delivery)
        if _TIME not in named or _SIGNED not in named:
            raise Unverified(f"{_SIGNED} has to name itself and {_TIME}.")
        return number(delivery.headers.get(_TIME), _TIME) / 1000

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compute and compare."""
        given = delivery.headers.get(_SIGNATURE, "")
        made = self._hex(delivery, _named(delivery), secret)
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), made.encode())

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the headers; those that the delivery has already are signed too."""
        named = sorted({*delivery.headers, _SIGNED, _TIME})
        stamp = {_TIME: str(int(at * 1000)), _SIGNED: ",".join(named)}
        signed = Delivery(
            delivery.method, delivery.path, None, {**delivery.headers, **stamp}, delivery.body, at
        )
        return {**stamp, _SIGNATURE: self._hex(signed, tuple(named), secret)}

    @staticmethod
    def _hex(delivery: Delivery, named: tuple[str, ...], secret: str) -> str:
        present = sorted(name for name in named if name in delivery.headers)
        headers = ";".join(f"{name}:{delivery.headers[name].strip()}" for name in present)
        path = quote(delivery.path, safe=_SAFE)
        head = f"{delivery.method}\n{path}\n{headers}\n".encode("utf-8", "surrogateescape")
        return hmac.new(secret.encode(), head + delivery.body, hashlib.sha256).hexdigest()


class Contentful:
    """Reads entries."""

    defaults = _DEFAULTS
    fetches = False
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Contentful's own."""
        return CanonicalRequest()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:
        """Take the entry out of a delivery."""
        topic = delivery.headers.get("x-contentful-topic", "")
        if topic and not topic.endswith(".publish"):
            raise Ignored("the topic is not ContentManagement.Entry.publish")
        sys = payload.get("sys") if isinstance(payload, dict) else None
        if isinstance(sys, dict) and sys.get("type") not in {None, "Entry"}:
            raise Ignored("it is no entry")
        return mapped_document(site, payload, _DEFAULTS)


def _named(delivery: Delivery) -> tuple[str, ...]:
    listed = delivery.headers.get(_SIGNED, "").split(",")[:50]
    return tuple(name.strip().lower() for name in listed)
