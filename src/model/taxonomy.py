"""The vocabularies of the answer: IPTC Media Topics, IPTC genres, schema.org types.

Sources: IPTC NewsCodes (https://cv.iptc.org/newscodes/mediatopic/,
https://cv.iptc.org/newscodes/genre/), schema.org NewsArticle.
"""

from typing import Final

from model.result import GenreName, StanceName

__all__ = [
    "GENRES",
    "GENRE_QCODE",
    "GENRE_SCHEMA_ORG",
    "STANCES",
    "TAXONOMY",
    "TOPICS",
    "TOPIC_CODES",
    "TOPIC_URI",
]

TAXONOMY: Final = "IPTC Media Topics 2024-10-10"

# id -> English label, in the order of every probability vector of the topic head.
TOPICS: Final[dict[str, str]] = {
    "medtop:01000000": "arts, culture, entertainment and media",
    "medtop:02000000": "crime, law and justice",
    "medtop:03000000": "disaster, accident and emergency incident",
    "medtop:04000000": "economy, business and finance",
    "medtop:05000000": "education",
    "medtop:06000000": "environment",
    "medtop:07000000": "health",
    "medtop:08000000": "human interest",
    "medtop:09000000": "labour",
    "medtop:10000000": "lifestyle and leisure",
    "medtop:11000000": "politics and government",
    "medtop:12000000": "religion",
    "medtop:13000000": "science and technology",
    "medtop:14000000": "society",
    "medtop:15000000": "sport",
    "medtop:16000000": "conflict, war and peace",
    "medtop:17000000": "weather",
}

# The three-letter codes of the annotation guide.
TOPIC_CODES: Final[dict[str, str]] = dict(
    zip(
        (
            "ART", "CRI", "DIS", "ECO", "EDU", "ENV", "HEA", "HUM", "LAB",
            "LIF", "POL", "REL", "SCI", "SOC", "SPO", "WAR", "WEA",
        ),
        TOPICS,
        strict=True,
    )
)  # fmt: skip

TOPIC_URI: Final = "http://cv.iptc.org/newscodes/mediatopic/{code}"

GENRES: Final[tuple[GenreName, ...]] = ("reporting", "opinion")
GENRE_QCODE: Final[dict[GenreName, str]] = {
    "opinion": "genre:Opinion",
    "reporting": "genre:Current",
}
GENRE_SCHEMA_ORG: Final[dict[GenreName, str]] = {
    "opinion": "OpinionNewsArticle",
    "reporting": "ReportageNewsArticle",
}

STANCES: Final[tuple[StanceName, ...]] = ("critical", "neutral", "supportive")
