"""A signed sample delivery for every kind: for `copydesk hooks test`, the events, the tests.

The article was written for this project.
"""

from typing import Any, Final

import msgspec

from handlers.cms.base import Delivery
from handlers.cms.kinds import reader_of
from handlers.sites.config import Fields, Site

__all__ = ["SAMPLE_HTML", "SAMPLE_TITLE", "sample_delivery", "sample_payload"]

SAMPLE_TITLE: Final = "City league postpones its final over a flooded pitch"
SAMPLE_HTML: Final = (
    "<p>The final of the city football league was called off on Saturday after the river flooded "
    "the pitch of the east stadium. Both teams had warmed up when the referee, after a walk "
    "through water up to his ankles, sent the players home.</p>"
    "<p>“You cannot play a final in a pond,” said the captain of Harbour United, who has scored "
    "in every match of this season. The league said that the match would be played next weekend "
    "and that tickets stay valid.</p>"
)
_EVENTS: Final = {"ghost": "post.published"}
_HEADERS: Final[dict[str, dict[str, str]]] = {
    "contentful": {"x-contentful-topic": "ContentManagement.Entry.publish"},
    "sanity": {"sanity-operation": "update"},
}


def sample_delivery(
    site: Site, secret: str, at: float, *, id_: str = "copydesk-sample", path: str | None = None
) -> Delivery:
    """Make a delivery as the site's CMS would.

    Parameters
    ----------
    site : Site
    secret : str
    at : float
        Seconds since 1970.
    id_ : str
        Of the post.
    path : str, optional
        That it is sent to; some schemes sign it.
    """
    event = _EVENTS.get(site.kind)
    path = path or f"/v1/hooks/{site.name}" + (f"/{event}" if event else "")
    body = msgspec.json.encode(sample_payload(site, id_))
    plain = Delivery("POST", path, event, _HEADERS.get(site.kind, {}), body, at)
    signed = reader_of(site.kind).scheme(site).sign(plain, secret, at)
    headers = {**plain.headers, **signed, "content-type": "application/json"}
    return Delivery("POST", path, event, headers, body, at)


def sample_payload(site: Site, id_: str) -> dict[str, Any]:
    """Give the body of such a delivery."""
    if site.kind == "ghost":
        return _ghost(site, id_)
    if site.kind == "wordpress":
        return _wordpress(site, id_)
    if site.kind == "storyblok":
        story = int(id_) if id_.isdigit() else 1
        return {"action": "published", "space_id": 1, "story_id": story, "full_slug": "sample"}
    payload: dict[str, Any] = {}
    if site.kind == "strapi":
        payload = {"event": "entry.publish", "uid": "api::article.article"}
    elif site.kind == "contentful":
        payload = {"sys": {"type": "Entry"}}
    elif site.kind == "standardwebhooks":
        payload = {"type": "article.published", "timestamp": "2026-11-24T09:00:00Z"}
    elif site.kind == "drupal":
        payload = {"event": "node.published"}
    _map(payload, site, reader_of(site.kind).defaults or Fields(), id_)
    return payload


def _map(payload: dict[str, Any], site: Site, defaults: Fields, id_: str) -> None:
    """Put the sample where the site's fields say."""
    values: dict[str, Any] = {
        "id": id_,
        "type": next(iter(site.posts.types), "article"),
        "title": SAMPLE_TITLE,
        "body": SAMPLE_HTML,
        "revision": 7 if site.kind == "contentful" else "2026-11-24T09:00:00.000Z",
        "status": site.posts.statuses[0],
        "language": next(iter(site.posts.languages), "en"),
        "url": "https://example.com/sample",
    }
    for name, value in values.items():
        pointer = getattr(site.fields, name) or getattr(defaults, name)
        if isinstance(pointer, list):
            pointer = pointer[0]
        if pointer:
            localized = site.kind == "contentful" and pointer.startswith("/fields/")
            _put(payload, pointer, {site.locale or "en-US": value} if localized else value)


def _put(payload: dict[str, Any], pointer: str, value: Any) -> None:
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    place = payload
    for step in steps:
        place = place.setdefault(step, {})
    place[last] = value


def _ghost(site: Site, id_: str) -> dict[str, Any]:
    kind = next((one for one in site.posts.types if one in {"post", "page"}), "post")
    current = {
        "id": id_,
        "title": SAMPLE_TITLE,
        "slug": "league-final-postponed",
        "html": SAMPLE_HTML,
        "status": "published",
        "visibility": "public",
        "updated_at": "2026-11-24T09:00:00.000Z",
        "published_at": "2026-11-24T09:00:00.000Z",
        "tags": [],
        "url": "https://example.com/league-final-postponed/",
    }
    previous = {"status": "draft", "updated_at": "2026-11-24T08:59:00.000Z", "published_at": None}
    return {kind: {"current": current, "previous": previous}}


def _wordpress(site: Site, id_: str) -> dict[str, Any]:
    post = {
        "id": int(id_) if id_.isdigit() else id_,
        "type": next(iter(site.posts.types), "post"),
        "status": "publish",
        "title": SAMPLE_TITLE,
        "html": SAMPLE_HTML,
        "url": "https://example.com/?p=1",
        "modified_gmt": "2026-11-24 09:00:00",
        "language": "en",
        "terms": {"post_tag": [], "category": ["News"]},
    }
    return {"event": "post.published", "site": "https://example.com", "post": post}
