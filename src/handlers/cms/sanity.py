"""Sanity: sanity-webhook-signature over time and body; documents as the projection gives them."""

import base64
import hashlib
import hmac
import re
from typing import Any, Final

from handlers.cms.base import Delivery, Document, Ignored, Unverified
from handlers.cms.mapped import mapped_document
from handlers.cms.schemes import Scheme, number
from handlers.sites.config import Fields, Site

__all__ = ["Sanity", "SanitySignature"]

_HEADER: Final = "sanity-webhook-signature"
_SIGNATURE: Final = re.compile(r"t=(\d{10,16})[, ]+v1=([^, ]+)")
_DEFAULTS: Final = Fields(
    id="/_id",
    type="/_type",
    title="/title",
    body="/body",
    language="/language",
    revision="/_updatedAt",
    url="/url",
)
_DRAFT: Final = "drafts."


class SanitySignature:
    """``sanity-webhook-signature: t=MS,v1=BASE64URL``, of ``t.body``."""

    def moment(self, delivery: Delivery) -> float | None:
        """Read t."""
        return number(self._parts(delivery)[0], _HEADER) / 1000

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compute and compare."""
        stamp, given = self._parts(delivery)
        made = self._base64(delivery.body, secret, stamp)
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), made.encode())

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the header."""
        stamp = str(int(at * 1000))
        return {_HEADER: f"t={stamp},v1={self._base64(delivery.body, secret, stamp)}"}

    @staticmethod
    def _base64(body: bytes, secret: str, stamp: str) -> str:
        made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    @staticmethod
    def _parts(delivery: Delivery) -> tuple[str, str]:
        found = _SIGNATURE.fullmatch(delivery.headers.get(_HEADER, "").strip())
        if found is None:
            raise Unverified(f"{_HEADER} is missing; does the webhook have a secret?")
        return found.group(1), found.group(2)


class Sanity:
    """Reads documents."""

    defaults = _DEFAULTS
    fetches = False
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Sanity's own."""
        return SanitySignature()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:
        """Take the document out of a delivery."""
        if delivery.headers.get("sanity-operation") == "delete":
            raise Ignored("the document is deleted")
        document = mapped_document(site, payload, _DEFAULTS)
        if document.id.startswith(_DRAFT):
            raise Ignored("it is a draft")
        return document
