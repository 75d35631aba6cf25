"""Drupal: Standard Webhooks, sent by the module of docs/integrations/drupal.md."""

from typing import Any, Final

from handlers.cms.base import Delivery, Document
from handlers.cms.mapped import mapped_document
from handlers.cms.schemes import Scheme, StandardWebhooks
from handlers.sites.config import Fields, Site

__all__ = ["Drupal"]

_DEFAULTS: Final = Fields(
    id="/node/uuid",
    type="/node/type",
    status="/node/status",
    title="/node/title",
    body="/node/body",
    language="/node/langcode",
    revision="/node/changed",
    url="/node/url",
)


class Drupal:
    """Reads nodes."""

    defaults = _DEFAULTS
    fetches = False
    types = ("article",)

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Standard Webhooks."""
        return StandardWebhooks()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the node out of a delivery."""
        return mapped_document(site, payload, _DEFAULTS)
