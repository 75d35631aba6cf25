"""Strapi's REST API as far as copydesk calls it; publishing what was written fires its hook."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hooks.cms_server import Asked, Told

TOKEN = "strapi-token"


@dataclass
class FakeStrapi:
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    fires: Callable[[dict[str, Any]], None] = lambda _entry: None
    asked: list[Asked] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def entry(self, id_: str, title: str, body: Any, tags: tuple[str, ...] = ()) -> dict[str, Any]:
        self.entries[id_] = {
            "id": next(self._ids), "documentId": id_, "title": title, "body": body,
            "updatedAt": "2026-11-23T15:09:54.170Z", "copydesk": None,
            "tags": [{"documentId": self.tag(name), "name": name} for name in tags],
        }  # fmt: skip
        return self.entries[id_]

    def tag(self, name: str) -> str:
        known = {value: key for key, value in self.tags.items()}
        if name not in known:
            known[name] = f"tag{next(self._ids)}"
            self.tags[known[name]] = name
        return known[name]

    def names(self, id_: str) -> list[str]:
        return [tag["name"] for tag in self.entries[id_]["tags"]]

    def puts(self) -> int:
        return sum(asked.method == "PUT" for asked in self.asked)

    def __call__(self, asked: Asked) -> Told:
        self.asked.append(asked)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Told(401, {"error": {}})
        match asked.method, *asked.path.removeprefix("/api/").split("/"):
            case "GET", "tags":
                wanted = asked.query["filters[name][$eqi]"].casefold()
                found = [
                    {"documentId": key, "name": name}
                    for key, name in self.tags.items()
                    if name.casefold() == wanted
                ]
                return Told(200, {"data": found})
            case "POST", "tags":
                name = asked.json()["data"]["name"]
                return Told(201, {"data": {"documentId": self.tag(name), "name": name}})
            case "GET", "articles":
                meta = {"pagination": {"pageCount": 1}}
                return Told(200, {"data": list(self.entries.values()), "meta": meta})
            case method, "articles", id_ if id_ in self.entries:
                assert asked.query["status"] == "published"
                return (
                    self._put(id_, asked)
                    if method == "PUT"
                    else Told(200, {"data": self.entries[id_]})
                )
        return Told(404, {"error": {}})

    def _put(self, id_: str, asked: Asked) -> Told:
        entry, data = self.entries[id_], asked.json()["data"]
        if "tags" in data:
            entry["tags"] = [
                {"documentId": tag, "name": self.tags[tag]} for tag in data.pop("tags")["set"]
            ]
        entry |= data
        entry |= {"id": next(self._ids), "updatedAt": "2026-11-23T16:00:00.000Z"}
        self.fires(entry)
        return Told(200, {"data": entry})
