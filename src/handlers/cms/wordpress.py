"""WordPress with the copydesk plugin: Standard Webhooks."""

from typing import Any

from handlers.cms.base import Delivery, Document, Ping
from handlers.cms.schemes import Scheme, StandardWebhooks
from handlers.problems import Fault, Invalid
from handlers.sites.config import Site

__all__ = ["WordPress"]


class WordPress:
    """Reads what the plugin sends."""

    defaults = None
    fetches = False
    types = ("post",)

    def scheme(self, site: Site) -> Scheme:  # noqa: ARG002
        """The plugin's."""
        return StandardWebhooks()

    def read(self, site: Site, payload: Any, delivery: Delivery) -> Document:  # noqa: ARG002
        """Take the post out of a delivery."""
        if isinstance(payload, dict) and payload.get("event") == "ping":
            raise Ping
        post = payload.get("post") if isinstance(payload, dict) else None
        if not isinstance(post, dict) or not post.get("id"):
            raise Invalid("The plugin sends post with its id.", Fault("/post", "missing"))
        status = str(post.get("status") or "")
        return Document(
            id=str(post["id"])[:100],
            type=str(post.get("type") or "post"),
            title=str(post.get("title") or ""),
            html=str(post.get("html") or "") or None,
            status="published" if status == "publish" else status,
            language=str(post.get("language") or "").lower().replace("_", "-") or None,
            revision=moment(post.get("modified_gmt")),
            url=str(post.get("url") or "") or None,
        )


def moment(value: Any) -> str | None:
    """WordPress writes times as in SQL in its plugins and as in ISO 8601 in its API."""
    return str(value).replace(" ", "T").removesuffix("Z") if value else None
