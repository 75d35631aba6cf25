"""One site of every kind, none of which writes back."""

from typing import Any

import msgspec

from handlers.sites.config import Site

SECRET = "hook-secret"
NEW_SECRET = "hook-secret-new"
API = {"url": "https://cms.example", "credential": {"env": "GHOST_KEY"}}

SITES: dict[str, dict[str, Any]] = {
    "ghost": {"kind": "ghost"},
    "wordpress": {"kind": "wordpress"},
    "strapi": {"kind": "strapi"},
    "strapi-header": {"kind": "strapi", "scheme": {"type": "header", "header": "X-Hook-Secret"}},
    "contentful": {"kind": "contentful"},
    "sanity": {"kind": "sanity"},
    "storyblok": {"kind": "storyblok", "api": API},
    "drupal": {"kind": "drupal"},
    "standardwebhooks": {"kind": "standardwebhooks"},
    "generic-bearer": {"kind": "generic", "scheme": {"type": "bearer"}},
    "generic-header": {"kind": "generic", "scheme": {"type": "header", "header": "X-Token"}},
    "generic-standardwebhooks": {"kind": "generic", "scheme": {"type": "standardwebhooks"}},
    "generic-timestamp-hmac": {"kind": "generic", "scheme": {"type": "timestamp-hmac"}},
    "generic-hmac": {
        "kind": "generic",
        "scheme": {"type": "hmac", "header": "X-Hub-Signature-256", "prefix": "sha256="},
    },
    "generic-hmac-time": {
        "kind": "generic",
        "scheme": {
            "type": "hmac",
            "header": "X-Signature",
            "algorithm": "sha512",
            "encoding": "base64",
            "signed": "v0:{timestamp}:{body}",
            "timestamp_header": "X-Time",
            "timestamp_unit": "ms",
        },
    },
}
# These sign neither the body nor a time: whoever has the secret may say anything, for ever.
UNSIGNED = {"strapi", "strapi-header", "generic-bearer", "generic-header"}
# These sign no time: what was signed once is valid until the secret changes.
TIMELESS = UNSIGNED | {"storyblok", "generic-hmac"}


def site(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "secrets": [{"env": "HOOK_SECRET"}, {"env": "HOOK_SECRET_NEW"}],
        **SITES[name],
        **more,
    }


def typed(name: str, **more: Any) -> Site:
    return msgspec.convert(site(name, **more), Site)
