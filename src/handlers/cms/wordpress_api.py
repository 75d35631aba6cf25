"""WordPress's REST API with an application password: terms and meta of posts."""

import base64
import html
import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from handlers.cms.base import Document
from handlers.cms.content import content_hash
from handlers.cms.wordpress import moment as moment_of
from handlers.cms.work import Remembered, Work, Written, meta_json, plan
from handlers.net.client import Client
from handlers.sites.config import Site
from handlers.stores.ports import Terms

__all__ = ["WordPressApi"]

RESULT: Final = "_copydesk_result"
MEMORY: Final = "_copydesk_terms"
_TAG: Final = re.compile(r"<[^>]*>")
_RESTS: Final = {"post": "posts", "page": "pages"}
_TERMS: Final = {"post_tag": "tags", "category": "categories"}


class WordPressApi:
    """One WordPress.

    Parameters
    ----------
    site : Site
    credential : str
        ``user:application password``.
    client : Client
    """

    def __init__(self, site: Site, credential: str, client: Client) -> None:
        self._site = site
        self._client = client
        # rest_route works with every permalink setting.
        self._root = (site.api.url if site.api else "").rstrip("/") + "/index.php"
        encoded = base64.b64encode(credential.encode()).decode()
        self._headers = {"Authorization": f"Basic {encoded}"}

    def fetch(self, document: str, kind: str) -> Document | None:
        """Read a post."""
        post = self._post(document, kind)
        return None if post is None else _document(post, kind)

    def write(self, work: Work, remembered: Remembered, *, dry: bool = False) -> Written:
        """Set a post's terms and meta, in one request.

        With the plugin, by its own route: it adds and removes single terms, where WordPress's
        replaces all of them and could undo what an editor saves at the same moment.
        """
        post = self._post(work.document, work.type)
        if post is None or post.get("status") != "publish":
            return Written("gone")
        if moment_of(post.get("modified_gmt")) != work.revision:
            current = content_hash(_document(post, work.type))
            if current != work.content_hash:
                return Written("changed")
        meta = post.get("meta") or {}
        has_meta = isinstance(meta, dict) and RESULT in meta
        memory = _memory(meta, remembered) if has_meta else remembered
        change: dict[str, Any] = {}
        detail = "" if has_meta else "without meta: the copydesk plugin is not active"
        if self._site.write_back.mode == "tags":
            field, base = self._field()
            present = [str(term) for term in post.get(field) or ()]
            create = self._site.write_back.create and not dry
            wanted = self._ids([term.name for term in work.terms], base, create=create)
            made = plan(present, wanted, memory)
            memory = made.memory
            detail = f"{len(present)} {field} -> {len(made.terms)} {detail}".strip()
            if made.changes and has_meta:
                change["taxonomy"] = self._site.write_back.taxonomy
                change["add"] = [int(term) for term in made.terms if term not in present]
                change["remove"] = [int(term) for term in present if term not in made.terms]
            elif made.changes:
                change[field] = [int(term) for term in made.terms]
        if has_meta:
            change |= _meta_change(meta, self._for_editors(work.meta), memory)
        if not change:
            return Written("same", memory, detail)
        if not dry:
            answer = f"/copydesk/v1/posts/{quote(work.document, safe='')}/answer"
            plain = self._path(work.type, work.document)
            self._send("POST", answer if has_meta else plain, change)
        return Written("written", memory, detail)

    def _for_editors(self, meta: dict[str, Any]) -> dict[str, Any]:
        """Say which taxonomy the suggested terms are of."""
        taxonomy = self._site.write_back.taxonomy
        terms = [{**term, "taxonomy": taxonomy} for term in meta["suggested_terms"]]
        return {**meta, "suggested_terms": terms}

    def since(self, moment: datetime) -> Iterator[Document]:
        """Give what was published or changed since, oldest first."""
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%S")
        for kind in self._site.posts.types or ("post",):
            page = 1
            while True:
                response = self._client.call(
                    "GET",
                    self._url(
                        f"/wp/v2/{self._rest(kind)}",
                        context="edit",
                        status="publish",
                        modified_after=stamp,
                        orderby="modified",
                        order="asc",
                        per_page="20",
                        page=str(page),
                    ),
                    headers=self._headers,
                    ok=(400,),  # a page after the last
                )
                found = response.json()
                if response.status == 400 or not found:
                    break
                for post in found:
                    yield _document(post, kind)
                if page >= int(response.headers.get("x-wp-totalpages") or 1):
                    break
                page += 1

    def _post(self, document: str, kind: str) -> dict[str, Any] | None:
        response = self._client.call(
            "GET",
            self._url(self._path(kind, document), context="edit"),
            headers=self._headers,
            ok=(404, 410),
        )
        if response.status in {404, 410}:
            return None
        found: dict[str, Any] = response.json()
        return found

    def _path(self, kind: str, document: str) -> str:
        return f"/wp/v2/{self._rest(kind)}/{quote(document, safe='')}"

    def _rest(self, kind: str) -> str:
        """Give a post type's name in the REST API."""
        if kind in _RESTS:
            return _RESTS[kind]
        found = self._send("GET", f"/wp/v2/types/{quote(kind, safe='')}")
        return str(found.get("rest_base") or kind)

    def _field(self) -> tuple[str, str]:
        """Give the taxonomy's field of a post, and its path."""
        name = self._site.write_back.taxonomy
        if name in _TERMS:
            return _TERMS[name], _TERMS[name]
        found = self._send("GET", f"/wp/v2/taxonomies/{quote(name, safe='')}")
        base = str(found.get("rest_base") or name)
        return base, base

    def _ids(self, names: Sequence[str], base: str, *, create: bool) -> list[str]:
        found = []
        for name in names:
            id_ = self._found(name, base)
            if id_ is None and create:
                id_ = self._created(name, base)
            if id_ is not None:
                found.append(str(id_))
        return found

    def _found(self, name: str, base: str) -> int | None:
        """Find a term: by its very name, else by another spelling of its case."""
        listed = self._send("GET", f"/wp/v2/{base}", search=name, per_page="100")
        names = {html.unescape(str(term["name"])): int(term["id"]) for term in listed}
        if name in names:
            return names[name]
        folded = {key.casefold(): value for key, value in names.items()}
        return folded.get(name.casefold())

    def _created(self, name: str, base: str) -> int:
        response = self._client.call(
            "POST",
            self._url(f"/wp/v2/{base}"),
            json={"name": name},
            headers=self._headers,
            ok=(400,),
        )
        made = response.json()
        # term_exists: made by somebody else meanwhile, or under a name that WordPress spells so.
        return int(made["id"] if "id" in made else made["data"]["term_id"])

    def _send(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        url = self._url(path, **query)
        return self._client.call(method, url, json=body, headers=self._headers).json()

    def _url(self, path: str, **query: str) -> str:
        return f"{self._root}?{urlencode({'rest_route': path, **query})}"


def _document(post: dict[str, Any], kind: str) -> Document:
    status = str(post.get("status") or "")
    return Document(
        id=str(post["id"]),
        type=kind,
        title=_title(post.get("title") or {}),
        html=str((post.get("content") or {}).get("rendered") or "") or None,
        status="published" if status == "publish" else status,
        revision=moment_of(post.get("modified_gmt")),
        url=str(post.get("link") or "") or None,
    )


def _title(title: dict[str, Any]) -> str:
    """The title as the plugin sends it: as written, without markup; not rendered."""
    written = str(title.get("raw") or title.get("rendered") or "")
    return html.unescape(_TAG.sub("", written)).strip()


def _memory(meta: dict[str, Any], remembered: Terms) -> Terms:
    """What the post itself remembers: it outlives the ledger."""
    try:
        found = json.loads(meta.get(MEMORY) or "null")
        return Terms(
            tuple(str(term) for term in found["added"]),
            tuple(str(term) for term in found["dismissed"]),
        )
    except (ValueError, TypeError, KeyError):
        return remembered


def _meta_change(meta: dict[str, Any], result: dict[str, Any], memory: Terms) -> dict[str, str]:
    """The meta that differs from what the post has."""
    change = {}
    if not _same_result(meta.get(RESULT), result):
        change["result"] = meta_json(result)
    if memory != _memory(meta, Terms()):
        change["memory"] = _memory_json(memory)
    return change


def _memory_json(memory: Terms) -> str:
    return json.dumps(
        {"added": [int(x) for x in memory.added], "dismissed": [int(x) for x in memory.dismissed]}
    )


def _same_result(kept: Any, new: dict[str, Any]) -> bool:
    """Whether the post holds this very result already, whenever it was made."""
    try:
        old = json.loads(kept)
    except (ValueError, TypeError):
        return False
    keys = ("version", "content_hash", "model", "suggested_terms")
    return isinstance(old, dict) and all(old.get(key) == new.get(key) for key in keys)
