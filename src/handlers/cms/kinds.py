"""The kinds of site by name. Only what a site needs is imported."""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

from handlers.cms.base import Delivery, Document
from handlers.cms.schemes import Scheme
from handlers.sites.config import Fields, Kind, Site

if TYPE_CHECKING:
    from handlers.cms.work import Remembered, Work, Written
    from handlers.net.client import Client

__all__ = ["CmsApi", "Reader", "api_of", "reader_of"]

_READERS: Final[dict[Kind, tuple[str, str]]] = {
    "ghost": ("ghost", "Ghost"),
    "wordpress": ("wordpress", "WordPress"),
    "strapi": ("strapi", "Strapi"),
    "contentful": ("contentful", "Contentful"),
    "sanity": ("sanity", "Sanity"),
    "storyblok": ("storyblok", "Storyblok"),
    "drupal": ("drupal", "Drupal"),
    "standardwebhooks": ("generic", "Standard"),
    "generic": ("generic", "Generic"),
}
_APIS: Final[dict[str, tuple[str, str]]] = {
    "ghost": ("ghost_api", "GhostApi"),
    "wordpress": ("wordpress_api", "WordPressApi"),
    "strapi": ("strapi_api", "StrapiApi"),
    "storyblok": ("storyblok_api", "StoryblokApi"),
}


class Reader(Protocol):
    """Verifies and reads what a CMS sends."""

    @property
    def fetches(self) -> bool:
        """Whether deliveries lack the text, so that the worker has to fetch it."""

    @property
    def defaults(self) -> Fields | None:
        """Where the parts of a post are; None where the kind's payload is always the same."""

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are taken where the site names none; empty: all."""

    def scheme(self, site: Site) -> Scheme:
        """Give the scheme of the site's deliveries."""

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:
        """Take the document out of a delivery.

        Raises
        ------
        Ignored
        Invalid
        """


class CmsApi(Protocol):
    """Talks to a CMS's API."""

    def __init__(self, site: Site, credential: str, client: "Client") -> None: ...

    def fetch(self, document: str, kind: str) -> Document | None:
        """Read a document; None where it is gone."""

    def write(self, work: "Work", remembered: "Remembered", *, dry: bool = False) -> "Written":
        """Write a result back."""

    def since(self, moment: datetime) -> Iterator[Document]:
        """Give what was published since."""


def reader_of(kind: Kind) -> Reader:
    """Find the reader of a kind."""
    module, name = _READERS[kind]
    found: Reader = getattr(import_module(f"handlers.cms.{module}"), name)()
    return found


def api_of(site: Site, credential: str, client: "Client") -> CmsApi | None:
    """Find the API of a site; None where copydesk knows none."""
    if site.kind not in _APIS or site.api is None:
        return None
    module, name = _APIS[site.kind]
    found: CmsApi = getattr(import_module(f"handlers.cms.{module}"), name)(site, credential, client)
    return found
