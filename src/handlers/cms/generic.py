"""Any sender: Standard Webhooks, HMAC or bearer, with fields found by JSON Pointer."""

from typing import Any, Final

from handlers.cms.base import Delivery, Document
from handlers.cms.mapped import mapped_document
from handlers.cms.schemes import Scheme, StandardWebhooks, scheme_of
from handlers.sites.config import Fields, Site

__all__ = ["Generic", "Standard"]

_GENERIC: Final = Fields(
    id="/id",
    type="/type",
    status="/status",
    title="/title",
    body=["/html", "/text", "/body"],
    language="/language",
    revision="/updated_at",
    url="/url",
)
# https://www.standardwebhooks.com: {"type": "article.published", "timestamp": …, "data": {…}}
_STANDARD: Final = Fields(
    id="/data/id",
    type="/data/type",
    status="/data/status",
    title="/data/title",
    body=["/data/html", "/data/text", "/data/body"],
    language="/data/language",
    revision="/data/updated_at",
    url="/data/url",
)


class Generic:
    """A sender whose scheme and fields are configured."""

    defaults = _GENERIC
    fetches = False
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:
        """The configured one."""
        return StandardWebhooks() if site.scheme is None else scheme_of(site.scheme)

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the document out of a delivery."""
        return mapped_document(site, payload, _GENERIC)


class Standard:
    """A sender of Standard Webhooks."""

    defaults = _STANDARD
    fetches = False
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Standard Webhooks."""
        return StandardWebhooks()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the document out of a delivery."""
        return mapped_document(site, payload, _STANDARD)
