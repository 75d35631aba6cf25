"""Ghost's Admin API as far as copydesk calls it, with its rules: collisions, exact names."""

import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from tests.hooks.cms_server import Asked, Told

KEY = "6489d5c9f3b2a1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"


@dataclass
class FakeGhost:
    """One Ghost: posts and tags in memory."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    down: bool = False
    collide: int = 0
    slow: Any = None
    asked: list[Asked] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def post(self, id_: str, title: str, html: str, tags: tuple[str, ...] = (), **more: Any) -> Any:
        found = {
            "id": id_, "title": title, "html": html, "status": "published",
            "updated_at": "2026-11-23T14:49:48.000Z", "url": f"http://gazette.example/{id_}/",
            "tags": [{"id": self.tag(name), "name": name} for name in tags], **more,
        }  # fmt: skip
        self.posts[id_] = found
        return found

    def tag(self, name: str) -> str:
        known = {value: key for key, value in self.tags.items()}
        if name not in known:
            known[name] = f"t{next(self._ids)}"
            self.tags[known[name]] = name
        return known[name]

    def names(self, id_: str) -> list[str]:
        return [tag["name"] for tag in self.posts[id_]["tags"]]

    def puts(self) -> int:
        return sum(asked.method == "PUT" for asked in self.asked)

    def __call__(self, asked: Asked) -> Told:
        self.asked.append(asked)
        if self.slow is not None:
            self.slow()
        if self.down:
            return Told(503, {"errors": []})
        if not _signed(asked):
            return Told(401, {"errors": [{"message": "Invalid token"}]})
        path = asked.path.removeprefix("/ghost/api/admin/").strip("/").split("/")
        if path == ["tags"]:
            return self._tags(asked)
        if path == ["posts"]:
            posts = sorted(self.posts.values(), key=lambda post: post["updated_at"])
            return Told(200, {"posts": posts, "meta": {"pagination": {"next": None}}})
        found = self.posts.get(path[1])
        if found is None:
            return Told(404, {"errors": []})
        return self._put(found, asked) if asked.method == "PUT" else Told(200, {"posts": [found]})

    def _tags(self, asked: Asked) -> Told:
        if asked.method == "POST":
            name = asked.json()["tags"][0]["name"]
            return Told(201, {"tags": [{"id": self.tag(name), "name": name}]})
        page, limit = int(asked.query.get("page", 1)), min(int(asked.query["limit"]), 100)
        listed = [{"id": key, "name": name} for key, name in self.tags.items()]
        cut = listed[(page - 1) * limit : page * limit]
        more = page + 1 if len(listed) > page * limit else None
        return Told(200, {"tags": cut, "meta": {"pagination": {"next": more}}})

    def _put(self, post: dict[str, Any], asked: Asked) -> Told:
        change = asked.json()["posts"][0]
        if self.collide:
            self.collide -= 1
            post["updated_at"] = f"2026-11-23T15:00:0{self.collide}.000Z"
        if change.get("updated_at") != post["updated_at"]:
            return Told(409, {"errors": [{"type": "UpdateCollisionError"}]})
        post["tags"] = [{"id": tag["id"], "name": self.tags[tag["id"]]} for tag in change["tags"]]
        post["updated_at"] = "2026-11-23T16:00:00.000Z"
        return Told(200, {"posts": [post]})


def _signed(asked: Asked) -> bool:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    signed, _, signature = token.rpartition(".")
    made = hmac.new(bytes.fromhex(KEY.partition(":")[2]), signed.encode(), hashlib.sha256).digest()
    if scheme != "Ghost" or signature != base64.urlsafe_b64encode(made).rstrip(b"=").decode():
        return False
    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split("."))
    return bool(
        head["kid"] == KEY.partition(":")[0]
        and claims["aud"] == "/admin/"
        and claims["exp"] - claims["iat"] <= 300
    )
