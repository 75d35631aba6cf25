"""Text as the corpora have it -> clean lines, one a paragraph."""

import html
import re
from itertools import pairwise
from typing import Final

__all__ = ["plain_lines", "sentences", "unwrapped", "with_commas"]

_TAG: Final = re.compile(r"<[^<>]{1,300}>")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


def plain_lines(text: str) -> list[str]:
    """Resolve entities and tags, make white space single, drop empty lines."""
    if "&" in text or "#39;" in text:
        text = html.unescape(html.unescape(text)).replace(" #39;", "'").replace("#39;", "'")
        text = _TAG.sub(" ", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def sentences(line: str) -> list[str]:
    """Cut a line into its sentences, roughly, each with the blank behind it."""
    edges = [0, *(end.end() for end in _SENTENCE_END.finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(edges)]


def unwrapped(text: str) -> str:
    """Join hard-wrapped wire copy to a line a paragraph.

    A paragraph (and a row of a table) starts with a blank there; other lines go on with it.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if lines and line and not line[0].isspace():
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def with_commas(text: str) -> str:
    """Put back the commas that a corpus lost: it left two blanks, or one inside a quotation."""
    text = re.sub(r"(?<=\w) \"(?= \w)", ',"', text)
    text = re.sub(r"(?<=[\w\"”’)])  +(?=\S)", ", ", text)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", ",", text)
