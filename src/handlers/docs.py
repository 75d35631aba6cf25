"""The pages for people and machines that read about the API: /docs and /openapi.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["DOCS_HEADERS", "docs_page", "openapi_text"]

_HERE: Final = Path(__file__).parent

# The page holds its own style and script, and asks nobody but this API.
DOCS_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "max-age=300",
}


def docs_page() -> str:
    """Give the page at /docs."""
    return (_HERE / "docs.html").read_text(encoding="utf-8")


def openapi_text() -> str:
    """Give the committed OpenAPI document."""
    return (_HERE / "openapi.json").read_text(encoding="utf-8")
