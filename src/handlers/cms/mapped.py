"""Documents by JSON Pointers: for every CMS whose payload depends on its content model."""

from typing import Any, Final

from handlers.cms.base import Document
from handlers.cms.pointers import find, text_at
from handlers.cms.richtext import body_of
from handlers.problems import Fault, Invalid
from handlers.sites.config import Fields, Site

__all__ = ["mapped_document"]

_PUBLISHED: Final = frozenset({"published", "publish", "1", "true", "live"})


def mapped_document(site: Site, payload: Any, defaults: Fields) -> Document:
    """Take a document out of a payload.

    Parameters
    ----------
    site : Site
        Its `fields` go before the defaults.
    payload : JSON value
    defaults : Fields
        The kind's own.

    Raises
    ------
    Invalid
        If there is no id where it should be.
    """

    def pointer(name: str) -> Any:
        return getattr(site.fields, name) or getattr(defaults, name)

    def text(name: str) -> str | None:
        return text_at(payload, pointer(name)) or _localized(site, find(payload, pointer(name)))

    id_ = text("id")
    if id_ is None:
        where = pointer("id") or ""
        raise Invalid(
            f"The delivery has no id at {where}; see fields in the site configuration.",
            Fault(where, "missing"),
        )
    html, plain = _body(site, payload, pointer("body"))
    return Document(
        id=id_[:100],
        type=text("type") or "",
        title=text("title") or "",
        html=html,
        text=plain,
        status=_status(find(payload, pointer("status"))),
        language=(text("language") or "").lower().replace("_", "-") or None,
        revision=_revision(find(payload, pointer("revision"))),
        url=text("url"),
    )


def _body(site: Site, payload: Any, pointers: Any) -> tuple[str | None, str | None]:
    """Join the parts of a body; markup wins over plain text."""
    listed = pointers if isinstance(pointers, list) else [pointers]
    parts = []
    for one in listed:
        value = find(payload, one)
        if isinstance(value, dict) and (found := _locale(site, value)) is not None:
            value = found
        if value is not None:
            parts.append(body_of(value))
    if any(html is not None for html, _ in parts):
        return "\n".join(html or f"<p>{plain}</p>" for html, plain in parts), None
    return None, "\n\n".join(plain or "" for _, plain in parts) or None


def _localized(site: Site, value: Any) -> str | None:
    found = _locale(site, value) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def _locale(site: Site, value: dict[str, Any]) -> Any:
    """Choose a language of ``{"en-US": …, "de": …}``: the site's, English, the first."""
    if site.locale is not None:
        return value.get(site.locale)
    if not value or not all(_is_locale(key) for key in value):
        return None
    english = next((key for key in value if key.lower().startswith("en")), next(iter(value)))
    return value[english]


def _is_locale(key: str) -> bool:
    language, _, region = key.replace("_", "-").partition("-")
    return len(language) in {2, 3} and language.isalpha() and len(region) <= 8


def _status(value: Any) -> str:
    if value is None or value is True:
        return "published"
    if value is False:
        return "draft"
    word = str(value)
    return "published" if word.lower() in _PUBLISHED else word


def _revision(value: Any) -> str | None:
    """Make versions comparable as text: numbers are padded."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return f"{value:020d}"
    return str(value)[:64] or None
