"""What stands in a text but is no sentence of it: datelines, bylines, headlines."""

import re
from typing import Final

__all__ = ["CAPITALS", "masked"]

# Upper-case letters of Latin, Greek and Cyrillic script, as a class of a regular expression.
CAPITALS: Final = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƠƯΑ-ΩЁЄІЇА-Я"
)

_MASK: Final = re.compile(
    rf"""^[ \t]*(?:
      # "LONDON, March 3 (Reuters) - ", "Port Said, Egypt (AP) —", "(CNN) -- "
      (?:[{CAPITALS}][\w.’'-]*+[ ,/]{{1,2}}(?:and[ ])?){{1,8}}(?:\d{{1,2}},?[ ](?:\d{{4}},?[ ])?)?
        (?:\([\w .,/&-]{{2,40}}\)[ ]?(?:[-–—]{{1,3}}|:)?|[-–—]{{1,3}})[ ]
    | (?:[{CAPITALS}]{{2,}}+[ ,.]{{1,2}}){{1,4}}[^\n]{{0,30}}?(?:[-–—]{{1,2}}[ ])
    | (?:\([\w .,/&-]{{2,40}}\)|AP|AFP|Reuters)[ ]?[-–—]{{1,2}}[ ]
    # bylines
    | (?:By|BY)[ ](?:[{CAPITALS}][^\n]{{0,80}})$
    | [^\n]{{0,60}}[ ]contributed[ ]to[ ]this[ ](?:report|story|article)[^\n]{{0,40}}$
    )
    | \(?\b(?:Additional[ ]r|R)eporting[ ]by[ ][^\n]{{0,300}}$
    | \b(?:Getty\ Images|Getty|AP\ Photo|AFP|REUTERS)/[^\n]{{0,40}}""",
    re.VERBOSE | re.MULTILINE,
)
_HEADLINE: Final = re.compile(r"^[^\n.!?;]{8,120}$", re.MULTILINE)
_LONG_WORD: Final = re.compile(r"[^\W\d_][\w’'-]{3,}")


def masked(text: str) -> str:
    """Blank out, by as many spaces, what is no sentence of the article.

    Its dateline, its byline, its makers, and lines whose words all have capitals.
    """
    return _HEADLINE.sub(_blank_headline, _MASK.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _blank_headline(line: re.Match[str]) -> str:
    words = _LONG_WORD.findall(line.group())
    capitals = sum(word[0].isupper() for word in words)
    return _blank(line) if len(words) > 3 and capitals > 0.8 * len(words) else line.group()
