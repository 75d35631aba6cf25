"""Ghost 5 and 6: X-Ghost-Signature over body and time in milliseconds."""

import hashlib
import hmac
import re
from typing import Any, Final

from handlers.cms.base import Delivery, Document, Ignored, Unverified
from handlers.cms.schemes import Scheme, number
from handlers.problems import Fault, Invalid
from handlers.sites.config import Site

__all__ = ["Ghost", "GhostSignature", "document_of"]

_HEADER: Final = "x-ghost-signature"
_SIGNATURE: Final = re.compile(r"sha256=([0-9a-f]{64}), ?t=(\d{10,16})")
_TYPES: Final = ("post", "page")


class GhostSignature:
    """``X-Ghost-Signature: sha256=HEX, t=MS``; HEX is of body and t, one after the other."""

    def moment(self, delivery: Delivery) -> float | None:
        """Read t."""
        return number(self._parts(delivery)[1], _HEADER) / 1000

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compute and compare."""
        given, stamp = self._parts(delivery)
        return hmac.compare_digest(given, self._hex(delivery.body, secret, stamp))

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the header."""
        stamp = str(int(at * 1000))
        return {_HEADER: f"sha256={self._hex(delivery.body, secret, stamp)}, t={stamp}"}

    @staticmethod
    def _hex(body: bytes, secret: str, stamp: str) -> str:
        return hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _parts(delivery: Delivery) -> tuple[str, str]:
        found = _SIGNATURE.fullmatch(delivery.headers.get(_HEADER, ""))
        if found is None:
            raise Unverified(
                "X-Ghost-Signature is missing or not of Ghost 5 or later; was the webhook made "
                "without a secret?"
            )
        return found.group(1), found.group(2)


class Ghost:
    """Reads what Ghost sends."""

    defaults = None
    fetches = False
    types = ("post",)

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Ghost's own."""
        return GhostSignature()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the post out of a delivery.

        Ghost 5 names the event nowhere: the site's address has it, ``/v1/hooks/SITE/EVENT``.
        """
        for kind in _TYPES:
            wrapped = payload.get(kind) if isinstance(payload, dict) else None
            if isinstance(wrapped, dict):
                current = wrapped.get("current")
                if not isinstance(current, dict) or not current.get("id"):
                    raise Ignored("the post is deleted")
                return document_of(current, kind)
        raise Invalid("Ghost sends post or page.", Fault("", "neither post nor page"))


def document_of(post: dict[str, Any], kind: str) -> Document:
    """Read a post of a hook or of the Admin API."""
    markup = post.get("html")
    return Document(
        id=str(post["id"])[:100],
        type=kind,
        title=str(post.get("title") or ""),
        html=markup if isinstance(markup, str) and markup else None,
        text=str(post.get("plaintext") or "") if not markup else None,
        status=str(post.get("status") or ""),
        language=_language(post.get("locale")),
        revision=str(post.get("updated_at") or "") or None,
        url=str(post.get("url") or "") or None,
    )


def _language(value: Any) -> str | None:
    return value.lower() if isinstance(value, str) and value else None
