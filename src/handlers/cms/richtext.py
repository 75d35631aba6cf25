"""Rich text as headless CMSs keep it -> plain text, a paragraph a block.

Contentful: ``{"nodeType", "content", "value"}``. Storyblok (ProseMirror): ``{"type", "content",
"text"}``. Sanity (Portable Text): ``[{"_type", "children": [{"text"}]}]``. Strapi (blocks):
``[{"type", "children": [{"text"}]}]``. All are trees whose leaves hold the words.
"""

from collections.abc import Iterator
from typing import Any, Final

__all__ = ["body_of", "plain_text"]

_MOST_DEPTH: Final = 60
_INLINE: Final = frozenset(
    "text span link hyperlink inline asset-hyperlink entry-hyperlink hard_break emoji".split()
)
_CODE: Final = frozenset({"code", "code_block", "blok", "embedded-asset-block", "image"})


def body_of(value: Any) -> tuple[str | None, str | None]:
    """Read a body: markup, plain text or rich text.

    Returns
    -------
    html, text : str or None
        One of the two.
    """
    if isinstance(value, str):
        looks = "<" in value and ">" in value
        return (value, None) if looks else (None, value)
    return None, plain_text(value)


def plain_text(value: Any) -> str:
    """Take the words out of a tree; blocks are parted by blank lines."""
    blocks: list[str] = []
    line: list[str] = []

    def end() -> None:
        said = " ".join("".join(line).split())
        if said:
            blocks.append(said)
        line.clear()

    for words in _walk(value, 0):
        if words is None:
            end()
        else:
            line.append(words)
    end()
    return "\n\n".join(blocks)


def _walk(node: Any, depth: int) -> Iterator[str | None]:
    """Words in order, and None where a block begins or ends."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(node, list):
        for one in node:
            yield from _walk(one, depth + 1)
    elif isinstance(node, dict):
        kind = str(node.get("nodeType") or node.get("type") or node.get("_type") or "")
        if kind not in _CODE:
            edge = () if kind in _INLINE else (None,)
            yield from edge
            yield from _words(node, kind)
            for name in ("content", "children"):
                yield from _walk(node.get(name), depth + 1)
            yield from edge


def _words(node: dict[str, Any], kind: str) -> Iterator[str]:
    for name in ("text", "value"):
        if isinstance(node.get(name), str):
            yield node[name]
            return
    if kind == "hard_break":
        yield "\n"
