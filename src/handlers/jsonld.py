"""A schema.org NewsArticle fragment, to embed in the article's page."""

from typing import Any

from model.article import Article
from model.result import Classification
from model.taxonomy import GENRE_SCHEMA_ORG, TOPIC_URI

__all__ = ["news_article"]


def news_article(found: Classification, article: Article) -> dict[str, Any]:
    """Describe an article as a schema.org NewsArticle or one of its subtypes.

    Only what is decided is said: an undecided genre leaves it a NewsArticle.
    Source: https://schema.org/NewsArticle, https://schema.org/DefinedTerm.
    """
    thing: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle"}
    if article.title:
        thing["headline"] = article.title
    if found.language:
        thing["inLanguage"] = found.language
    thing["wordCount"] = found.words
    genre = found.genre
    if genre is not None and genre.name is not None and genre.decided:
        thing["@type"] = GENRE_SCHEMA_ORG[genre.name]
        thing["genre"] = genre.name
    about = [
        {
            "@type": "DefinedTerm",
            "@id": TOPIC_URI.format(code=topic.id.removeprefix("medtop:")),
            "name": topic.name,
            "termCode": topic.id,
            "inDefinedTermSet": TOPIC_URI.format(code=""),
        }
        for topic in found.topics
        if topic.role is not None and topic.decided
    ]
    if about:
        thing["about"] = about
    return thing
