"""What a post says, made comparable: its hash, its words."""

import hashlib
import html
import re
import unicodedata
from typing import Final

from handlers.cms.base import Document

__all__ = ["content_hash", "plain", "words"]

_TAG: Final = re.compile(r"<[^<>]*>")
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


def words(document: Document) -> int:
    """Count the words of the body, roughly."""
    return len(plain(document.html or document.text or "").split())
