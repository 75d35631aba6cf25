"""Strapi's REST API: relations of entries to tags."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from handlers.cms.base import Document
from handlers.cms.content import content_hash
from handlers.cms.strapi import entry_document
from handlers.cms.work import Remembered, Work, Written, plan
from handlers.net.client import Client
from handlers.sites.config import Site

__all__ = ["StrapiApi"]


class StrapiApi:
    """One Strapi.

    Publishing what was written fires entry.publish again; the hash of title and body is the same,
    so that the delivery is a duplicate and the loop ends there.

    Parameters
    ----------
    site : Site
    credential : str
        API token.
    client : Client
    """

    def __init__(self, site: Site, credential: str, client: Client) -> None:
        self._site = site
        self._options = site.write_back
        self._client = client
        self._root = (site.api.url if site.api else "").rstrip("/") + "/api"
        self._headers = {"Authorization": f"Bearer {credential}"}

    def fetch(self, document: str, kind: str) -> Document | None:
        """Read a published entry."""
        entry = self._entry(document)
        return None if entry is None else entry_document(self._site, kind, entry)

    def write(self, work: Work, remembered: Remembered, *, dry: bool = False) -> Written:
        """Set an entry's tags and its field for the result, and publish it."""
        entry = self._entry(work.document)
        if entry is None:
            return Written("gone")
        if str(entry.get("updatedAt")) != work.revision:
            current = content_hash(entry_document(self._site, work.type, entry))
            if current != work.content_hash:
                return Written("changed")
        data: dict[str, Any] = {}
        memory, detail = remembered, ""
        if self._options.mode == "tags":
            name = self._options.relation
            present = [str(tag["documentId"]) for tag in entry.get(name) or ()]
            wanted = self._ids(work, create=self._options.create and not dry)
            made = plan(present, wanted, remembered)
            memory, detail = made.memory, f"{len(present)} {name} -> {len(made.terms)}"
            if made.changes:
                data[name] = {"set": list(made.terms)}
        field = self._options.meta_field
        if field and not _same_result(entry.get(field), work.meta):
            data[field] = work.meta
        if not data:
            return Written("same", memory, detail)
        if not dry:
            path = f"/{self._options.collection}/{quote(work.document, safe='')}"
            self._call("PUT", path, {"data": data}, status="published")
        return Written("written", memory, detail)

    def since(self, moment: datetime) -> Iterator[Document]:
        """Give what was published or changed since, oldest first."""
        kind = next(iter(self._site.posts.types), "")
        page, pages = 1, 1
        while page <= pages:
            found = self._call(
                "GET",
                f"/{self._options.collection}",
                **{
                    "status": "published",
                    "filters[updatedAt][$gte]": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                    "sort": "updatedAt:asc",
                    "pagination[page]": str(page),
                    "pagination[pageSize]": "25",
                },
            )
            for entry in found["data"]:
                yield entry_document(self._site, kind, entry)
            pages = int(found.get("meta", {}).get("pagination", {}).get("pageCount") or 1)
            page += 1

    def _entry(self, document: str) -> dict[str, Any] | None:
        query = {"status": "published", "populate": self._options.relation}
        path = f"/{self._options.collection}/{quote(document, safe='')}"
        response = self._client.call(
            "GET", self._url(path, **query), headers=self._headers, ok=(404,)
        )
        if response.status == 404:
            return None
        found: dict[str, Any] = response.json()["data"]
        return found

    def _ids(self, work: Work, *, create: bool) -> Sequence[str]:
        found = []
        for term in work.terms:
            id_ = self._found(term.name)
            if id_ is None and create:
                made = self._call(
                    "POST",
                    f"/{self._options.tag_collection}",
                    {"data": {self._options.tag_name: term.name}},
                )
                id_ = str(made["data"]["documentId"])
            if id_ is not None:
                found.append(id_)
        return found

    def _found(self, name: str) -> str | None:
        """Find a tag: by its very name, else by another spelling of its case."""
        field = self._options.tag_name
        query = {f"filters[{field}][$eqi]": name, "pagination[pageSize]": "100"}
        listed = self._call("GET", f"/{self._options.tag_collection}", **query)["data"]
        exact = [tag for tag in listed if tag.get(field) == name] or listed
        return str(exact[0]["documentId"]) if exact else None

    def _call(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        url = self._url(path, **query)
        return self._client.call(method, url, json=body, headers=self._headers).json()

    def _url(self, path: str, **query: str) -> str:
        return f"{self._root}{path}" + (f"?{urlencode(query)}" if query else "")


def _same_result(kept: Any, new: dict[str, Any]) -> bool:
    keys = ("version", "content_hash", "model", "suggested_terms")
    return isinstance(kept, dict) and all(kept.get(key) == new.get(key) for key in keys)
