"""Storyblok's content delivery API: stories by their ids."""

import dataclasses
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from handlers.cms.base import Document
from handlers.cms.mapped import mapped_document
from handlers.cms.work import Remembered, Work, Written
from handlers.net.client import Client
from handlers.sites.config import Fields, Site

__all__ = ["StoryblokApi"]

_DEFAULTS: Final = Fields(
    id="/story/id",
    type="/story/content/component",
    title="/story/name",
    body=["/story/content/intro", "/story/content/body", "/story/content/text"],
    language="/story/lang",
    revision="/story/published_at",
    url="/story/full_slug",
)


class StoryblokApi:
    """One space.

    Parameters
    ----------
    site : Site
    credential : str
        Public or preview access token of the space.
    client : Client
    """

    def __init__(self, site: Site, credential: str, client: Client) -> None:
        self._site = site
        self._token = credential
        self._client = client
        self._root = (site.api.url if site.api else "").rstrip("/") + "/v2/cdn/stories"

    def fetch(self, document: str, kind: str) -> Document | None:  # noqa: ARG002
        """Read a published story."""
        url = self._url(f"/{quote(document, safe='')}")
        response = self._client.call("GET", url, ok=(404,))
        return None if response.status == 404 else self._document(response.json())

    def write(self, work: Work, remembered: Remembered, *, dry: bool = False) -> Written:
        """Nothing: Storyblok gets a callback."""
        raise NotImplementedError

    def since(self, moment: datetime) -> Iterator[Document]:
        """Give what was published since, oldest first."""
        page = 1
        while True:
            response = self._client.call(
                "GET",
                self._url(
                    "",
                    published_at_gt=moment.strftime("%Y-%m-%d %H:%M"),
                    sort_by="published_at:asc",
                    per_page="25",
                    page=str(page),
                ),
            )
            stories = response.json()["stories"]
            for story in stories:
                yield self._document({"story": story})
            if len(stories) < 25:
                return
            page += 1

    def _document(self, found: Any) -> Document:
        document = mapped_document(self._site, found, _DEFAULTS)
        # "default" is the space's own language, whatever it is.
        if document.language == "default":
            return dataclasses.replace(document, language=None)
        return document

    def _url(self, path: str, **query: str) -> str:
        # Without cv, a cache version, Storyblok answers with a redirect to the present one.
        wanted = {
            "version": "published",
            "cv": str(int(time.time())),
            "token": self._token,
            **query,
        }
        return f"{self._root}{path}?{urlencode(wanted)}"
