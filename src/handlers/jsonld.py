"""A schema.org NewsArticle fragment, to embed in the article's page."""

from typing import Any

from model.article import Article
from model.result import Classification
from model.taxonomy import GENRE_SCHEMA_ORG, TOPIC_URI

__all__ = ["news_article"]


def news_article(found: Classification, article: Article) -> dict[str, Any]:
    """Describe an article as a schema.org NewsArticle or one of its subtypes.

    Source: https://schema.org/NewsArticle, https://schema.org/DefinedTerm. Only what is decided
    is said; an undecided genre leaves it a NewsArticle.
    """
    genre = found.genre
    decided = genre is not None and genre.decided and genre.name is not None
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": GENRE_SCHEMA_ORG[genre.name] if decided else "NewsArticle",  # type: ignore[union-attr,index]
    }
    if article.title:
        thing["headline"] = article.title
    if found.language:
        thing["inLanguage"] = found.language
    thing["wordCount"] = found.words
    if decided:
        thing["genre"] = genre.name  # type: ignore[union-attr]
    about = [
        {
            "@type": "DefinedTerm",
            "@id": TOPIC_URI.format(code=topic.id.removeprefix("medtop:")),
            "name": topic.name,
            "termCode": topic.id,
            "inDefinedTermSet": "http://cv.iptc.org/newscodes/mediatopic/",
        }
        for topic in found.topics
        if topic.role is not None and topic.decided
    ]
    if about:
        thing["about"] = about
    return thing
