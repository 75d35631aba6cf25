"""The corpora's own sections -> this project's topics, where the section clearly says so.

Measured against the annotations (``python -m training corpora`` prints the table). CLEAR: right
in at least .8 of at least 8 annotated articles, or safe by its meaning. LIKELY: right in most
(about .6 to .8; the annotated articles were partly chosen for rare topics, which counts against
broad sections such as "business"); worth trying where a topic has few examples.

Sections that only name a place or an institution (middle_east, fbi, white_house) are left out:
they would teach that the place is the topic.
"""

from typing import Final
from urllib.parse import urlsplit

__all__ = ["CLEAR", "LIKELY", "section_topic", "url_topic"]

# corpus -> section -> topic
CLEAR: Final[dict[str, dict[str, str]]] = {
    "bbc": {"sport": "SPO", "entertainment": "ART"},
    "agnews": {"Sports": "SPO"},
    "abp": {
        "campaign_finance": "POL",
        "campaign_rhetoric": "POL",
        "capital_punishment_and_death_penalty": "CRI",
        "democratic_party": "POL",
        "elections": "POL",
        "federal_budget": "POL",
        "impeachment": "POL",
        "republican_party": "POL",
        "tea_party": "POL",
        "us_congress": "POL",
        "us_house": "POL",
        "us_senate": "POL",
        "voting_rights_and_voter_fraud": "POL",
    },
}

LIKELY: Final[dict[str, dict[str, str]]] = {
    "bbc": {"business": "ECO", "tech": "SCI"},
    "agnews": {"Business": "ECO", "Sci/Tech": "SCI"},
    "abp": {
        "arts_and_entertainment": "ART",
        "banking_and_finance": "ECO",
        "coronavirus": "HEA",
        "criminal_justice": "CRI",
        "disaster": "DIS",
        "ebola": "HEA",
        "education": "EDU",
        "energy": "ECO",
        "environment": "ENV",
        "healthcare": "HEA",
        "housing_and_homelessness": "SOC",
        "isis": "WAR",
        "labor": "LAB",
        "media_bias": "ART",
        "obesity_and_malnutrition": "HEA",
        "opioid_crisis": "HEA",
        "religion_and_faith": "REL",
        "science": "SCI",
        "sports": "SPO",
        "violence_in_america": "CRI",
    },
}

# Parts of an address, whole, on any site or (with the domain) on one.
_URL_CLEAR: Final = {
    "climate": "ENV",
    "entertainment": "ART",
    "environment": "ENV",
    "football": "SPO",
    "health": "HEA",
    "health-shots": "HEA",
    "sport": "SPO",
    "sports": "SPO",
    "tennis": "SPO",
    "weather": "WEA",
    "cnn.com/business": "ECO",
    "cnn.com/investing": "ECO",
}
_URL_LIKELY: Final = {
    "business": "ECO",
    "culture": "ART",
    "education": "EDU",
    "energy-environment": "ENV",
    "markets": "ECO",
    "politics": "POL",
    "science": "SCI",
    "travel": "LIF",
    "cnn.com/economy": "ECO",
    "cnn.com/media": "ART",
    "cnn.com/style": "ART",
}

# Reuters' categories that are not business as such: ships sink, crops freeze.
_REUTERS_OTHER: Final = frozenset(
    {"jobs", "ship", "copper", "rice", "tea", "orange", "cotton", "tin", "income"}
)


def section_topic(corpus: str, section: str | None, *, likely: bool = False) -> str | None:
    """Give the topic of a corpus's own section (Reuters: its categories, joined by blanks).

    Parameters
    ----------
    corpus : str
    section : str or None
    likely : bool
        Use the second table too.

    Returns
    -------
    str or None
        Three letters of the annotation guide.
    """
    if not section:
        return None
    if corpus == "reuters21578":
        categories = set(section.split())
        if "jobs" in categories:
            return "LAB" if categories == {"jobs"} else None
        return None if categories & _REUTERS_OTHER else "ECO"
    if found := CLEAR.get(corpus, {}).get(section):
        return found
    return LIKELY.get(corpus, {}).get(section) if likely else None


def url_topic(domain: str | None, url: str | None, *, likely: bool = False) -> str | None:
    """Give the topic that the folders of an address name, if they name just one."""
    if not url:
        return None
    folders = [part.casefold() for part in urlsplit(url).path.split("/")[:-1] if part]
    keys = [*folders, *(f"{domain}/{folder}" for folder in folders)]
    tables = (_URL_CLEAR, _URL_LIKELY) if likely else (_URL_CLEAR,)
    for table in tables:
        found = {table[key] for key in keys if key in table}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
