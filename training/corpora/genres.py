"""Outlets, or folders of them, whose articles without a genre label are nearly all of one genre.

Only abp and intl5 have addresses; the labels that they come with (by address, source tag or
title) are better, so this is for the rest. Right in at least .8 of at least 8 annotated articles
that have no such label (``python -m training corpora`` prints the table). It is weak in another
way too: it says what an outlet mostly prints, so a model may learn the outlet instead.
"""

from typing import Final
from urllib.parse import urlsplit

__all__ = ["outlet_genre"]

_GENRES: Final = {
    "cbn.com": "reporting",
    "cnn.com": "reporting",
    "csmonitor.com": "reporting",
    "dailycaller.com": "reporting",
    "foxnews.com": "reporting",
    "newsmax.com": "reporting",
    "npr.org": "reporting",
    "vice.com": "reporting",
    "washingtontimes.com/news": "reporting",
    "wsj.com": "reporting",
    "nationalreview.com": "opinion",
    "newsbusters.org": "opinion",
    "reason.com": "opinion",
    "spectator.org": "opinion",
    "townhall.com/tipsheet": "opinion",
}


def outlet_genre(domain: str | None, url: str | None) -> str | None:
    """Give the genre that an outlet, or the first folder of its address, mostly prints."""
    if not domain or not url:
        return None
    folder = urlsplit(url).path.casefold().split("/")[1:2]
    return _GENRES.get("/".join([domain, *folder])) or _GENRES.get(domain)
