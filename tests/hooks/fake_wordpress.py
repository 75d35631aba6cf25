"""WordPress's REST API as far as copydesk calls it, with and without the plugin's meta."""

import base64
import html
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hooks.cms_server import Asked, Told

CREDENTIAL = "editor:abcd efgh ijkl mnop"


@dataclass
class FakeWordPress:
    """One WordPress: posts and terms in memory."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    terms: dict[str, dict[int, str]] = field(default_factory=lambda: {"tags": {}, "categories": {}})
    plugin: bool = True
    asked: list[Asked] = field(default_factory=list)
    before: Callable[[Asked], None] = lambda _: None
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def post(self, id_: int, title: str, markup: str, tags: tuple[str, ...] = ()) -> Any:
        found = {
            "id": id_, "title": _title(title), "content": {"rendered": markup},
            "status": "publish", "modified_gmt": "2026-11-23T14:53:56",
            "link": f"https://wp.example/{id_}/", "tags": [self.term("tags", n) for n in tags],
            "categories": [],
            "meta": {"_copydesk_result": "", "_copydesk_terms": ""} if self.plugin else [],
        }  # fmt: skip
        self.posts[str(id_)] = found
        return found

    def term(self, base: str, name: str) -> int:
        known = {value: key for key, value in self.terms[base].items()}
        if name not in known:
            known[name] = next(self._ids)
            self.terms[base][known[name]] = name
        return known[name]

    def names(self, id_: int, base: str = "tags") -> list[str]:
        return [self.terms[base][term] for term in self.posts[str(id_)][base]]

    def writes(self) -> int:
        return sum(
            asked.method == "POST" and "/posts/" in asked.query["rest_route"]
            for asked in self.asked
        )

    def __call__(self, asked: Asked) -> Told:
        self.asked.append(asked)
        self.before(asked)
        expected = base64.b64encode(CREDENTIAL.encode()).decode()
        if asked.headers.get("authorization") != f"Basic {expected}":
            return Told(401, {"code": "rest_not_logged_in"})
        assert asked.path == "/index.php"
        route = asked.query["rest_route"]
        if route.startswith("/copydesk/v1/posts/"):
            return self._answer(self.posts[route.split("/")[4]], asked)
        path = route.removeprefix("/wp/v2/").split("/")
        if path[0] in self.terms:
            return self._terms(path[0], asked)
        if path == ["posts"]:
            posts = sorted(self.posts.values(), key=lambda post: post["modified_gmt"])
            return Told(200, posts, {"X-WP-TotalPages": "1"})
        found = self.posts.get(path[1])
        if found is None:
            return Told(404, {"code": "rest_post_invalid_id"})
        if asked.method == "POST":
            change = asked.json()
            if self.plugin:
                found["meta"] |= change.pop("meta", {})
            found |= change
            found["modified_gmt"] = "2026-11-23T16:00:00"
        return Told(200, found)

    def _answer(self, post: dict[str, Any], asked: Asked) -> Told:
        """The plugin's route."""
        change = asked.json()
        for name, key in (("result", "_copydesk_result"), ("memory", "_copydesk_terms")):
            if name in change:
                post["meta"][key] = change[name]
        if "taxonomy" in change:
            field = {"post_tag": "tags", "category": "categories"}[change["taxonomy"]]
            kept = [term for term in post[field] if term not in change["remove"]]
            post[field] = [*kept, *change["add"]]
        return Told(200, {"id": post["id"]})

    def _terms(self, base: str, asked: Asked) -> Told:
        if asked.method == "POST":
            name = asked.json()["name"]
            known = {value.casefold(): key for key, value in self.terms[base].items()}
            if name.casefold() in known:
                body = {"code": "term_exists", "data": {"term_id": known[name.casefold()]}}
                return Told(400, body)
            return Told(201, {"id": self.term(base, name), "name": name})
        wanted = asked.query.get("search", "").casefold()
        listed = [
            {"id": key, "name": html.escape(name)}
            for key, name in self.terms[base].items()
            if wanted in name.casefold()
        ]
        return Told(200, listed)


def _title(written: str) -> dict[str, str]:
    """WordPress shows other quotes than are written."""
    return {"raw": written, "rendered": written.replace("'", "&#8217;")}
