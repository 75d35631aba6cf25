"""Strapi 5: a bearer token or a fixed header; it signs nothing."""

from typing import Any, Final

from handlers.cms.base import Delivery, Document, Ignored
from handlers.cms.mapped import mapped_document
from handlers.cms.pointers import text_at
from handlers.cms.schemes import Bearer, Scheme, scheme_of
from handlers.sites.config import Fields, Site

__all__ = ["Strapi", "entry_document"]

_DEFAULTS: Final = Fields(
    # entry.id changes at every publish.
    id="/entry/documentId",
    type="/model",
    title="/entry/title",
    body=["/entry/body", "/entry/content", "/entry/text"],
    language="/entry/locale",
    revision="/entry/updatedAt",
    url="/entry/url",
)


class Strapi:
    """Reads entries."""

    defaults = _DEFAULTS
    fetches = False
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:
        """The configured one; a bearer token where none is."""
        return Bearer() if site.scheme is None else scheme_of(site.scheme)

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the entry out of a delivery."""
        if text_at(payload, "/event") != "entry.publish":
            raise Ignored("the event is not entry.publish")
        return mapped_document(site, payload, _DEFAULTS)


def entry_document(site: Site, model: str, entry: dict[str, Any]) -> Document:
    """Read an entry of the REST API as a delivery of it is read."""
    return mapped_document(site, {"model": model, "entry": entry}, _DEFAULTS)
