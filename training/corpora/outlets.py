"""One spelling for every outlet: the domain that it publishes under.

"CNN (Web News)", "CNN - Editorial", money.cnn.com and edition.cnn.com are cnn.com. The address
is trusted before the name: a syndicated columnist has a name of his own in some corpora, but
the text looks like the site that it was taken from.
"""

from typing import Final
from urllib.parse import urlsplit

__all__ = ["outlet"]

# Sites that many publish on: the host's own first label tells them apart.
_SHARED: Final = frozenset({"blogspot.com", "go.com", "medium.com", "typepad.com", "wordpress.com"})

# Sites that show what others wrote: the address says nothing about the outlet.
_AGGREGATORS: Final = frozenset(
    {"allsides.com", "campaign-archive1.com", "google.com", "mailchi.mp", "msn.com"}
)

_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "gov", "net", "org"})

# Other addresses of the same house.
_SAME: Final = {
    "bbc.co.uk": "bbc.com",
    "bbcearth.com": "bbc.com",
    "bloomberglaw.com": "bloomberg.com",
    "bloombergview.com": "bloomberg.com",
    "buzzfeed.com": "buzzfeednews.com",
    "cnn.it": "cnn.com",
    "dailycallernewsfoundation.org": "dailycaller.com",
    "deseretnews.com": "deseret.com",
    "espn.go.com": "espn.com",
    "foxbusiness.com": "foxnews.com",
    "guardian.co.uk": "theguardian.com",
    "huffingtonpost.com": "huffpost.com",
    "ijr.org": "ijr.com",
    "journalism.org": "pewresearch.org",
    "mrc.org": "newsbusters.org",
    "mrctv.org": "newsbusters.org",
    "newsmaxworld.com": "newsmax.com",
    "newyorkpost.com": "nypost.com",
    "pagesix.com": "nypost.com",
    "people-press.org": "pewresearch.org",
    "pewforum.org": "pewresearch.org",
    "pewinternet.org": "pewresearch.org",
    "pewsocialtrends.org": "pewresearch.org",
    "theatlanticwire.com": "theatlantic.com",
    "thecut.com": "nymag.com",
    "thisisinsider.com": "businessinsider.com",
    "vulture.com": "nymag.com",
}

# Names, as the corpora that have no addresses write them.
_NAMES: Final = {
    "aljazeera": "aljazeera.com",
    "alternet": "alternet.org",
    "bbc": "bbc.com",
    "breitbart": "breitbart.com",
    "daily beast": "thedailybeast.com",
    "daily stormer": "dailystormer.name",
    "federalist": "thefederalist.com",
    "fox news": "foxnews.com",
    "foxnews": "foxnews.com",
    "guardian": "theguardian.com",
    "huff-post": "huffpost.com",
    "huffpost": "huffpost.com",
    "msnbc": "msnbc.com",
    "new york times": "nytimes.com",
    "nyt": "nytimes.com",
    "politico": "politico.com",
    "reuters": "reuters.com",
    "usa today": "usatoday.com",
    "usa-today": "usatoday.com",
    "wash-post": "washingtonpost.com",
    "west-journal": "westernjournal.com",
}


def outlet(name: str | None, url: str | None = None) -> str | None:
    """Give the outlet's one spelling, or None where it is not known.

    Parameters
    ----------
    name : str or None
        As a corpus writes it.
    url : str or None
        The article's address; trusted before the name.
    """
    domain = _domain(url) if url else None
    if domain and domain not in _AGGREGATORS:
        return _SAME.get(domain, domain)
    return _NAMES.get(name.strip().casefold()) if name else None


def _domain(url: str) -> str | None:
    """Cut the host to what was registered (``news.bbc.co.uk`` -> ``bbc.co.uk``)."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    if len(labels) < 2:
        return None
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    kept = 3 if country or ".".join(labels[-2:]) in _SHARED else 2
    return ".".join(labels[-kept:])
