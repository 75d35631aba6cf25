"""HTML -> title and text. What is not the article's own prose is left out, cautiously."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from model.furniture import is_call, without_shortcodes
from model.prose import LINK, paragraphs

__all__ = ["extract"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_SPACE: Final = re.compile(r"[^\S\n]*\n\s*|[^\S\n]+")

# Formatting elements are given names that mean nothing to the parser: an unclosed <font> is opened
# anew in every paragraph, and five thousand of them make millions of elements.
_LINKS: Final = re.compile(r"<(/?)a(?=[\s/>])", re.IGNORECASE)
_FORMATTING: Final = re.compile(
    r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
# The parser's time grows with the square of open elements and of one tag's attributes.
_MOST_TAGS: Final = 20_000
_MOST_ROOTS: Final = 20
_ROOTS: Final = re.compile(r"<(?:html|body)(?=[\s/>])", re.IGNORECASE)
# Everything possessive, and each tag consumed once: an attribute can be read in one way only.
_ATTRIBUTE: Final = (
    r"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)
_ATTRIBUTES: Final = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,299}}+({_ATTRIBUTE})?+")

_TAG: Final = re.compile(r"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>?)")
_RAW: Final = frozenset("script style template noscript iframe textarea svg title".split())
_INLINE: Final = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong "
    "sub sup time tt u var wbr".split()
)

_SITE: Final = re.compile(r"(.{15,}?)\s+[|–—-]\s+[^|–—]{2,40}")


def extract(html: str) -> tuple[str, str]:
    """Find an article's title and text.

    Parameters
    ----------
    html : str
        A page or a fragment, however broken.

    Returns
    -------
    title, text : str
        The title is the article's heading, or else what the page's head says; it is not repeated
        in the text. Paragraphs of the text are parted by a blank line, white space inside them
        is folded.
    """
    html = _SURROGATE.sub("\ufffd", html).replace("\x00", "")
    if _is_hostile(html):
        return "", _joined(_flat(html), "")
    tree = LexborHTMLParser(_FORMATTING.sub(r"<\1x-i", _LINKS.sub(rf"<\1{LINK}", html)))
    root = tree.body or tree.root
    if root is None:
        return "", ""
    title, heading = _title(tree)
    return title, _joined(paragraphs(root), heading)


def _joined(blocks: Iterable[str], heading: str) -> str:
    """Join what is prose; the heading is looked for among the first blocks only."""
    kept: list[str] = []
    for block in blocks:
        for paragraph in _tidy(without_shortcodes(block)).split("\n\n"):
            if heading and len(kept) < 3 and _line(paragraph) == heading:
                heading = ""
            elif paragraph and not is_call(paragraph):
                kept.append(paragraph)
    return "\n\n".join(kept)


def _tidy(text: str) -> str:
    folded = _SPACE.sub(_fold, _INVISIBLE.sub("", text))
    return folded.strip()


def _fold(space: re.Match[str]) -> str:
    lines = space.group().count("\n")
    return ("\n" if lines == 1 else "\n\n") if lines else " "


def _line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _title(tree: LexborHTMLParser) -> tuple[str, str]:
    """Return the title, and the heading as it stands in the text (if it does)."""
    named = _meta(tree)
    for selector in ("article h1", "main h1", "h1"):
        headings = [text for node in tree.css(selector)[:20] if (text := _heading(node))]
        if selector == "h1" and named:  # outside an article it may be the site's own name
            headings = [text for text in headings if text in named or named in text]
        if headings:
            fitting = [text for text in headings if text == named]
            return (fitting or headings)[0], (fitting or headings)[0]
    return named, named


def _heading(node: LexborNode) -> str:
    for furniture in node.css("script, style, template, noscript, svg, [hidden]"):
        furniture.remove(recursive=False)
    return _line(node.text())


def _meta(tree: LexborHTMLParser) -> str:
    for selector in ('meta[property="og:title"]', 'meta[name="twitter:title"]'):
        node = tree.css_first(selector)
        if node is not None and (content := _line(node.attributes.get("content") or "")):
            return content
    node = tree.css_first("head > title")
    text = _line(node.text()) if node is not None else ""
    site = _SITE.fullmatch(text)
    return site.group(1) if site else text


def _is_hostile(html: str) -> bool:
    """Whether the parser might need quadratic time: no article's page looks like that."""
    return (
        html.count("<") > _MOST_TAGS
        or any(tag.group(1) is not None for tag in _ATTRIBUTES.finditer(html))
        or len(_ROOTS.findall(html)) > _MOST_ROOTS
    )


def _flat(html: str) -> list[str]:
    """Read a hostile (or a monstrous) page tag by tag, in one pass; blocks of text."""
    from html import unescape

    return unescape("".join(_flat_pieces(html))).replace("\x00", "").split("\n\n")


def _flat_pieces(html: str) -> Iterator[str]:
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        yield html[at : tag.start()].replace("\n", " ")
        closing, name = tag.group(1), (tag.group(2) or "!--").lower()
        if not closing and (name in _RAW or name == "!--"):
            end = _end_of(html, name, tag.end())
            if end < 0:
                return
            at = end
        else:
            at = tag.end()
            yield "" if name in _INLINE else "\n" if name == "br" else "\n\n"
    yield html[at:].replace("\n", " ")


def _end_of(html: str, name: str, at: int) -> int:
    if name == "!--":
        end = html.find("-->", at)
        return end + 3 if end >= 0 else -1
    found = re.compile(rf"</{name}[^<>]*+>?", re.IGNORECASE).search(html, at)
    return found.end() if found else -1
