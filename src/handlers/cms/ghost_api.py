"""Ghost's Admin API: tags of posts, posts since a time."""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from handlers.cms.base import Document
from handlers.cms.content import content_hash
from handlers.cms.ghost import document_of
from handlers.cms.work import Remembered, Work, Written, plan
from handlers.flow.backoff import PermanentError, RetryableError
from handlers.net.client import Client
from handlers.sites.config import Site

__all__ = ["GhostApi", "admin_token"]

_COLLISIONS: Final = 5
_PAGE: Final = 100  # Ghost 6 gives no more
_MOST_TAGS: Final = 5_000
_INTERNAL: Final = "#copydesk "  # a tag with # is for the staff only


def admin_token(key: str, now: float) -> str:
    """Make the JWT of an Admin API key (``id:secret in hexadecimal``).

    Raises
    ------
    PermanentError
        If it is no such key.
    """
    kid, _, secret = key.partition(":")
    try:
        raw = bytes.fromhex(secret)
    except ValueError:
        raw = b""
    if not kid or not raw:
        raise PermanentError("the credential is no Ghost Admin API key (id:secret)")
    head = {"alg": "HS256", "typ": "JWT", "kid": kid}
    claims = {"iat": int(now), "exp": int(now) + 240, "aud": "/admin/"}
    signed = f"{_base64(msgspec.json.encode(head))}.{_base64(msgspec.json.encode(claims))}"
    made = hmac.new(raw, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64(made)}"


class GhostApi:
    """One Ghost.

    Parameters
    ----------
    site : Site
    credential : str
        Admin API key.
    client : Client
    """

    def __init__(self, site: Site, credential: str, client: Client) -> None:
        self._site = site
        self._key = credential
        self._client = client
        self._root = (site.api.url if site.api else "").rstrip("/") + "/ghost/api/admin"

    def fetch(self, document: str, kind: str) -> Document | None:
        """Read a post."""
        post = self._post(document, kind)
        return None if post is None else document_of(post, kind)

    def write(self, work: Work, remembered: Remembered, *, dry: bool = False) -> Written:
        """Set a post's tags; where somebody saves it meanwhile, look again."""
        names = [term.name for term in work.terms]
        suggest = self._site.write_back.mode == "suggest"
        if suggest:
            names = [_INTERNAL + name for name in names]
        create = suggest or self._site.write_back.create
        for _ in range(_COLLISIONS):
            post = self._post(work.document, work.type)
            if post is None or post.get("status") not in {"published", "sent"}:
                return Written("gone")
            if post.get("updated_at") != work.revision:
                current = content_hash(document_of(post, work.type))
                if current != work.content_hash:
                    return Written("changed")
            present = [str(tag["id"]) for tag in post.get("tags") or ()]
            wanted = self._ids(names, create=create and not dry)
            made = plan(present, wanted, remembered)
            if not made.changes:
                return Written("same", made.memory, f"{len(present)} tags")
            detail = f"{len(present)} tags -> {len(made.terms)}"
            if dry or self._put(work, post, made.terms):
                return Written("written", made.memory, detail)
        raise RetryableError("the post was saved by others again and again")

    def since(self, moment: datetime) -> Iterator[Document]:
        """Give what was published or changed since, oldest first."""
        stamp = moment.strftime("%Y-%m-%d %H:%M:%S")
        for kind in self._site.posts.types or ("post",):
            page: Any = 1
            while page:
                found = self._call(
                    "GET",
                    f"/{kind}s/",
                    filter=f"status:published+updated_at:>='{stamp}'",
                    formats="html,plaintext",
                    order="updated_at asc",
                    limit="15",
                    page=str(page),
                )
                for post in found[f"{kind}s"]:
                    yield document_of(post, kind)
                page = found.get("meta", {}).get("pagination", {}).get("next")

    def _post(self, document: str, kind: str) -> dict[str, Any] | None:
        response = self._client.call(
            "GET",
            self._url(f"/{kind}s/{quote(document, safe='')}/", include="tags", formats="html"),
            headers=self._headers(),
            ok=(404,),
        )
        if response.status == 404:
            return None
        found: dict[str, Any] = response.json()[f"{kind}s"][0]
        return found

    def _put(self, work: Work, post: dict[str, Any], tags: Sequence[str]) -> bool:
        """Write; False where somebody else was faster."""
        change = {"tags": [{"id": tag} for tag in tags], "updated_at": post["updated_at"]}
        response = self._client.call(
            "PUT",
            self._url(f"/{work.type}s/{quote(work.document, safe='')}/"),
            json={f"{work.type}s": [change]},
            headers=self._headers(),
            ok=(409,),
        )
        return response.status != 409

    def _ids(self, names: Sequence[str], *, create: bool) -> list[str]:
        """Find tags: by their very name, else by another spelling of its case."""
        if not names:
            return []
        exact: dict[str, str] = {}
        folded: dict[str, str] = {}
        for tag in self._tags():
            exact.setdefault(tag["name"], str(tag["id"]))
            folded.setdefault(tag["name"].casefold(), str(tag["id"]))
        found = []
        for name in names:
            id_ = exact.get(name) or folded.get(name.casefold())
            if id_ is None and create:
                id_ = self._created(name)
            if id_ is not None:
                found.append(id_)
        return found

    def _tags(self) -> Iterator[dict[str, Any]]:
        page: Any = 1
        seen = 0
        while page and seen < _MOST_TAGS:
            found = self._call("GET", "/tags/", limit=str(_PAGE), page=str(page))
            yield from found["tags"]
            seen += len(found["tags"])
            page = found.get("meta", {}).get("pagination", {}).get("next")

    def _created(self, name: str) -> str:
        body = {"tags": [{"name": name}]}
        response = self._client.call(
            "POST", self._url("/tags/"), json=body, headers=self._headers()
        )
        return str(response.json()["tags"][0]["id"])

    def _call(self, method: str, path: str, **query: str) -> Any:
        return self._client.call(method, self._url(path, **query), headers=self._headers()).json()

    def _url(self, path: str, **query: str) -> str:
        return f"{self._root}{path}" + (f"?{urlencode(query)}" if query else "")

    def _headers(self) -> dict[str, str]:
        token = admin_token(self._key, time.time())
        return {"Authorization": f"Ghost {token}", "Accept-Version": "v5.0"}


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
