"""HTML -> title and text. What is not the article's own prose is left out, cautiously."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["extract"]

# Never prose.
_DROPPED: Final = (
    "script, style, template, noscript, svg, math, canvas, nav, aside, form, button, input, select, "
    "textarea, iframe, object, embed, audio, video, picture, figcaption, dialog, menu, head, "
    '[hidden], [aria-hidden="true"], [role="navigation"], [role="complementary"], '
    '[role="banner"], [role="contentinfo"], [role="search"], [role="dialog"], [role="alert"], '
    ".wp-caption-text, .wp-element-caption, .screen-reader-text, .sr-only, .visually-hidden, "
    ".kg-bookmark-card, .kg-signup-card, .kg-cta-card, .kg-button-card, .kg-header-card, "
    ".sharedaddy, .jp-relatedposts, .wp-block-buttons, .wp-block-social-links, "
    ".wp-block-latest-posts"
)
# Furniture by what its class or id says of it: one of these as a word of its own.
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|newsletter|subscribe|subscription|signup|sign-up|promo|"
    r"related|recommended|recirc|advert|advertisement|ads?|ad-slot|sponsored|outbrain|taboola|"
    r"cookie|consent|gdpr|comments?|breadcrumbs?|byline|author-bio|tag-list|tags|read-more|"
    r"readmore|paywall|skip-link|pagination|caption)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
# These are rarely closed, and need not be.
_UNCLOSED: Final = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param path source td tfoot "
    "th thead tr track wbr".split()
)
_DEEPEST: Final = 400
_TAG_LONGEST: Final = 10_000
_MOST_ATTRIBUTES: Final = 500
# A block (a paragraph) of so many words outside links is prose, whatever its class says.
_PROSE_WORDS: Final = 60
_PARAGRAPH_WORDS: Final = 20

_BLOCKS: Final = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figure footer h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody tfoot thead tr "
    "ul".split()
)
_SPACE: Final = re.compile(r"[^\S\n]*\n[^\S\n]*|[^\S\n]+")
_SHORTCODE: Final = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\[\]<>]{0,500})?/?\]")
_CALL: Final = re.compile(
    r"(?:image (?:copyright|caption|source)|media (?:caption|playback)|story continues below|"
    r"read (?:more|also|next)\b|see also\s*:|also read\b|related\s*:|advertisement\b|"
    r"share (?:this|on|via)\b|sign up (?:for|to)\b|subscribe (?:to|now)\b|follow us\b|"
    r"click here\b|watch\s*:|photo(?:graph)?\s*:|getty images|loading\.\.\.|\d+ min(?:ute)?s? read)",
    re.IGNORECASE,
)
_CALL_LONGEST: Final = 160  # a call is short; a paragraph that begins like one is prose


def extract(html: str) -> tuple[str, str]:
    """Find an article's title and text.

    Parameters
    ----------
    html : str
        A page or a fragment, however broken.

    Returns
    -------
    title, text : str
        Paragraphs of the text are parted by a blank line; white space inside them is folded.
    """
    safe = html.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if _is_hostile(safe):
        return "", _tidy_all(_TAG.sub(_plain_tag, safe).split("\n\n"))
    tree = LexborHTMLParser(safe)
    heading = _title(tree)
    _strip(tree)
    root = _body(tree)
    if root is None:
        return heading, ""
    blocks = _blocks(root)
    if heading:
        blocks = [block for block in blocks[:3] if _tidy(block) != heading] + blocks[3:]
    return heading, _tidy_all(blocks)


def _is_hostile(html: str) -> bool:
    """Whether a parser that follows the standard would need quadratic time or memory.

    Thousands of open elements, unclosed formatting (which is opened anew in every paragraph) or
    attributes in one tag: no article has them.
    """
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups()
        if len(attributes) > _TAG_LONGEST and len(attributes.split()) > _MOST_ATTRIBUTES:
            return True
        if name.lower() not in _UNCLOSED:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _plain_tag(tag: re.Match[str]) -> str:
    return "\n\n" if tag.group(2).lower() in _BLOCKS else " "


def _tidy_all(blocks: list[str]) -> str:
    return "\n\n".join(text for text in map(_tidy, blocks) if text and not _is_call(text))


def _title(tree: LexborHTMLParser) -> str:
    for selector in ("article h1", "main h1", "h1"):
        if (node := tree.css_first(selector)) is not None and (text := _tidy(node.text())):
            return text.replace("\n", " ")
    meta = tree.css_first('meta[property="og:title"]')
    if meta is not None and (content := _tidy(meta.attributes.get("content") or "")):
        return content
    node = tree.css_first("head title")
    return _tidy(node.text()).replace("\n", " ") if node is not None else ""


def _strip(tree: LexborHTMLParser) -> None:
    doomed = list(tree.css(_DROPPED))
    doomed += [node for node in tree.css("[style]") if _unseen(node)]
    doomed += [node for node in tree.css("body > header, body > footer") if not _is_prose(node)]
    doomed += [node for node in tree.css("[class], [id]") if _is_furniture(node)]
    for node in doomed:
        node.remove(recursive=False)


def _unseen(node: LexborNode) -> bool:
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _is_furniture(node: LexborNode) -> bool:
    if node.tag in {"body", "html", "article", "main", "h1"}:
        return False
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return _FURNITURE.search(names[:500]) is not None and not _is_prose(node)


def _is_prose(node: LexborNode) -> bool:
    linked = sum(len(link.text().split()) for link in node.css("a"))
    least = _PARAGRAPH_WORDS if node.tag == "p" else _PROSE_WORDS
    return len(node.text().split()) - linked >= least


def _body(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the article, or all there is."""
    whole = tree.body or tree.root
    if whole is None:
        return None
    words = len(whole.text().split())
    for selector in ('[itemprop="articleBody"]', "article", "main", '[role="main"]'):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text().split()) >= max(words // 3, 1):
            return found[0]
    return whole


def _blocks(root: LexborNode) -> list[str]:
    """Text between block boundaries, in order: a walk without recursion."""
    blocks: list[str] = []
    line: list[str] = []

    def boundary(node: LexborNode) -> None:
        if node.tag in _BLOCKS and line:
            blocks.append("".join(line))
            line.clear()

    top = root.mem_id
    node: LexborNode | None = root
    while node is not None:
        boundary(node)
        if node.tag == "-text":
            line.append((node.text_content or "").replace("\n", " "))
        elif node.tag in {"br", "td", "th"}:
            line.append("\n" if node.tag == "br" else " ")
        child = node.first_child
        if child is not None:
            node = child
            continue
        while node is not None and node.mem_id != top and node.next is None:
            node = node.parent
            if node is not None:
                boundary(node)
        node = None if node is None or node.mem_id == top else node.next
    return [*blocks, "".join(line)]


def _tidy(text: str) -> str:
    text = _SHORTCODE.sub(" ", text)
    folded = _SPACE.sub(lambda space: "\n" if "\n" in space.group() else " ", text)
    return folded.strip()


def _is_call(text: str) -> bool:
    return len(text) <= _CALL_LONGEST and _CALL.match(text) is not None
