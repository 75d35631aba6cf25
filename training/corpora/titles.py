"""Titles without what gives the answer away, texts without their repeated title."""

import html
import re
from typing import Final

__all__ = ["clean_title", "without_title"]

# A word in front of a title, or behind it, that names the genre.
_GENRES: Final = (
    r"opinions?(?: roundup)?",
    r"(?:guest )?op-?eds?(?: by [\w. ]+)?",
    r"[\w' ]*editorial(?: board)?",
    r"(?:[\w&' ]+ )?column",
    r"(?:guest )?commentary",
    r"analysis/opinion",
    r"(?:\w+ ){0,2}analysis",
    r"(?:a )?view ?point",
    r"(?:my|our|a point of) view",
    r"in (?:my|our) opinion",
    r"letters?(?: to the editor)?",
    r"perspective",
    r"comment",
)
_SITES: Final = (
    r"NPR",
    r"Fox News",
    r"CNN(?:Politics)?(?:\.com)?",
    r"BBC News",
    r"Al Jazeera",
    r"TRT World",
    r"USA TODAY",
    r"Reuters",
    r"The (?:New York Times|Guardian|Washington Post|Hill)",
)
_AGENCIES: Final = (
    r"AP|AFP|Reuters|Canadian Press|NewsFactor|PC World|Ziff Davis|InfoWorld|MacCentral",
    r"TechWeb|The Motley Fool|Investor's Business Daily|Update ?\d*|[\w ]+\.com",
)

_GENRE: Final = "|".join(_GENRES)
_SITE: Final = "|".join(_SITES)
_AGENCY: Final = "|".join(_AGENCIES)

_GENRE_BEFORE: Final = re.compile(rf"[\s(\[]*(?:{_GENRE})[\s)\]]*[:|–—]+\s*", re.IGNORECASE)
_GENRE_BEHIND: Final = re.compile(
    rf"\s*(?:[:|–—]|\s-)\s*(?:{_GENRE})\s*$|\s*[(\[](?:{_GENRE})[)\]]\s*$", re.IGNORECASE
)
_CALL: Final = re.compile(
    r"OPINION (?=[A-Z])|(?:BREAKING(?: NEWS)?|EXCLUSIVE|TRENDING|WATCH(?: LIVE)?|VIDEO|UPDATED?)"
    r"\s*:\s+"
)
_SITE_BEHIND: Final = re.compile(rf"\s*(?:[|:–—]|\s-)\s*(?:{_SITE})(?: \|.*)?$")
_AGENCY_BEHIND: Final = re.compile(rf"\s*\((?:{_AGENCY})\)\s*$")
_VIDEO_BEHIND: Final = re.compile(r"\s*\(\+?(?:video|photos?)\)\s*$", re.IGNORECASE)

_WORD: Final = re.compile(r"\w+")
_STOPS: Final = " .…!?\"”’'"


def clean_title(title: str) -> str:
    """Take what names its genre, its site or its agency off a title."""
    title = " ".join(html.unescape(title).split())
    for pattern in (_VIDEO_BEHIND, _AGENCY_BEHIND, _SITE_BEHIND, _GENRE_BEHIND):
        title = pattern.sub("", title) or title
    for pattern in (_CALL, _GENRE_BEFORE):
        if found := pattern.match(title):
            title = title[found.end() :] or title
    return title


def without_title(lines: list[str], title: str) -> list[str]:
    """Drop a title that the text repeats, as its first line or as the beginning of that."""
    words = [word.casefold() for word in _WORD.findall(title)]
    shorter = _without_first(lines, title, words)
    while shorter != lines:  # some pages repeat it twice
        lines, shorter = shorter, _without_first(shorter, title, words)
    return lines


def _without_first(lines: list[str], title: str, words: list[str]) -> list[str]:
    if not words or not lines:
        return lines
    found = list(_WORD.finditer(lines[0][: 2 * len(title) + 40]))[: len(words)]
    if [word[0].casefold() for word in found] != words:
        return lines
    rest = lines[0][found[-1].end() :]
    tail = rest.lstrip(_STOPS)
    if not tail:
        return lines[1:] or lines
    # In front of more text: only where a stop, or a new sentence, sets the title off.
    sets_off = rest[0] in ".…!?" or (rest[0] == " " and tail[0].isupper() and len(words) > 3)
    return [tail, *lines[1:]] if sets_off else lines
