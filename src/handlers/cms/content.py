"""What a post says, made comparable: its hash, its words."""

import dataclasses
import hashlib
import html
import re
import unicodedata
from typing import Final

from handlers.cms.base import Document

__all__ = ["content_hash", "plain", "slim"]

_TAG: Final = re.compile(r"<[^<>]*>")
_BLOCK: Final = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)>|<br[\s/]*>", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")


def content_hash(document: Document) -> str:
    """Hash title and body: the same words give the same hash, whatever the markup.

    Returns
    -------
    str
        ``sha256:`` and 64 hexadecimal digits.
    """
    said = f"{plain(document.title)}\0{plain(document.html or document.text or '')}"
    return f"sha256:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"


def plain(markup: str) -> str:
    """Drop tags, character references, spelling variants of Unicode, and runs of white space."""
    text = html.unescape(_TAG.sub(" ", markup))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def slim(document: Document, most: int) -> Document:
    """Take the markup off a body that has too much of it: embedded images, say.

    Parameters
    ----------
    document : Document
    most : int
        Characters of markup that are left as they are.
    """
    if document.html is None or len(document.html) <= most:
        return document
    parts = (plain(part) for part in _BLOCK.split(document.html))
    return dataclasses.replace(document, html=None, text="\n\n".join(filter(None, parts)))
