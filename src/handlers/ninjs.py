"""An IPTC ninjs 3 fragment: News in JSON, for systems that exchange it."""

from typing import Any, Final
from urllib.parse import quote

from model.article import Article
from model.result import Classification
from model.taxonomy import GENRE_QCODE, TOPIC_URI

__all__ = ["news_item"]

_STANDARD: Final = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_GENRE_URI: Final = "http://cv.iptc.org/newscodes/genre/{code}"


def news_item(found: Classification, article: Article, id_: str) -> dict[str, Any]:
    """Describe an article as a ninjs 3 news item: headline, subjects, genre.

    Only what is decided is said. The uri is a URN of the caller's id, since copydesk does not
    know the article's address; confidence is in percent. Source: https://iptc.org/std/ninjs/.
    """
    item: dict[str, Any] = {
        "uri": f"urn:copydesk:{quote(id_, safe='')}",
        "standard": dict(_STANDARD),
        "type": "text",
        "representationType": "partial",
    }
    if found.language:
        item["language"] = found.language
    if article.title:
        item["headlines"] = [{"role": "main", "value": article.title}]
    subjects = [
        {
            "name": topic.name,
            "rel": "about",
            "uri": TOPIC_URI.format(code=topic.id.removeprefix("medtop:")),
            "creator": f"copydesk {found.model.version}",
            "confidence": round(100 * topic.probability),
        }
        for topic in found.topics
        if topic.role is not None and topic.decided
    ]
    if subjects:
        item["subjects"] = subjects
    genre = found.genre
    if genre is not None and genre.name is not None and genre.decided:
        code = GENRE_QCODE[genre.name].removeprefix("genre:")
        item["genres"] = [{"name": code, "uri": _GENRE_URI.format(code=code)}]
    return item
