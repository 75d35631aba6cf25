"""Storyblok: HMAC-SHA1 of the body, without a time; the story itself has to be fetched."""

from typing import Any

from handlers.cms.base import Delivery, Document, Ignored
from handlers.cms.pointers import text_at
from handlers.cms.schemes import HmacHeader, Scheme
from handlers.problems import Fault, Invalid
from handlers.sites.config import Site

__all__ = ["Storyblok"]


class Storyblok:
    """Reads which story was published."""

    defaults = None
    fetches = True
    types: tuple[str, ...] = ()

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """Storyblok's own."""
        return HmacHeader("webhook-signature", algorithm="sha1")

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the story's id out of a delivery."""
        action = text_at(payload, "/action")
        if action != "published":
            raise Ignored("the action is not published")
        story = text_at(payload, "/story_id")
        if story is None or not story.isascii() or not story.isdigit():
            raise Invalid("Storyblok sends story_id.", Fault("/story_id", "missing"))
        return Document(id=story[:100], type="story", title="")
