"""A Classification -> the response's types."""

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from handlers.contract import (
    ClassifyRequest,
    ClassifyResponse,
    EvidenceAnswer,
    GenreAnswer,
    ModelAnswer,
    StanceAnswer,
    StanceProbabilities,
    TopicAnswer,
    WarningAnswer,
)
from model.article import Article
from model.result import Classification, Genre, Stance, Topic
from model.taxonomy import GENRE_QCODE, GENRE_SCHEMA_ORG, STANCES

__all__ = ["encode"]

_DIGITS = 6


def encode(
    found: Classification, article: Article, request: ClassifyRequest, made_id: str
) -> ClassifyResponse:
    """Say a classification in the words of the API.

    Parameters
    ----------
    found : Classification
    article : Article
        What was classified.
    request : ClassifyRequest
        Whose `include`, `top_k` and `min_probability` are followed.
    made_id : str
        The id where the caller gave none.
    """
    id_ = request.id or made_id
    include = set(request.include)
    jsonld: dict[str, Any] | UnsetType = UNSET
    ninjs: dict[str, Any] | UnsetType = UNSET
    if "jsonld" in include:
        from handlers.jsonld import news_article

        jsonld = news_article(found, article)
    if "ninjs" in include:
        from handlers.ninjs import news_item

        ninjs = news_item(found, article, id_)
    return ClassifyResponse(
        id=id_,
        language=found.language,
        words=found.words,
        topics=_topics(found.topics, request),
        genre=None if found.genre is None else _genre(found.genre),
        stance=[_stance(stance) for stance in found.stance],
        evidence=[
            EvidenceAnswer(e.for_, e.field, e.start, e.end, e.quote, round(e.weight, _DIGITS))
            for e in found.evidence
        ],
        model=ModelAnswer(found.model.version, found.model.digest, found.model.taxonomy),
        warnings=[
            WarningAnswer(w.code, w.detail, UNSET if w.subject is None else w.subject)
            for w in found.warnings
        ],
        title=article.title if "text" in include else UNSET,
        text=article.text if "text" in include else UNSET,
        jsonld=jsonld,
        ninjs=ninjs,
    )


def _topics(topics: Sequence[Topic], request: ClassifyRequest) -> list[TopicAnswer]:
    return [
        TopicAnswer(t.id, t.name, round(t.probability, _DIGITS), t.role, t.decided)
        for t in topics[: request.top_k]
        if t.probability >= request.min_probability
    ]


def _genre(genre: Genre) -> GenreAnswer:
    if genre.name is None or genre.probability is None:
        return GenreAnswer(None, None, decided=False, qcode=None, schema_org="NewsArticle")
    return GenreAnswer(
        genre.name,
        round(genre.probability, _DIGITS),
        genre.decided,
        GENRE_QCODE[genre.name],
        GENRE_SCHEMA_ORG[genre.name],
    )


def _stance(stance: Stance) -> StanceAnswer:
    shares = stance.probabilities
    return StanceAnswer(
        stance.target,
        stance.name,
        None if stance.probability is None else round(stance.probability, _DIGITS),
        stance.decided,
        None
        if shares is None
        else StanceProbabilities(*(round(shares[name], _DIGITS) for name in STANCES)),
        stance.mentions,
    )
