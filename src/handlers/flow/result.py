"""A result as it is told to a CMS's editors and to callbacks."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from handlers.cms.work import Wanted
from handlers.contract import ClassifyResponse
from handlers.flow.job import Job

__all__ = ["result_for_editors"]

_TOP: Final = 3


def result_for_editors(
    job: Job, answer: ClassifyResponse, terms: tuple[Wanted, ...], at: float
) -> dict[str, Any]:
    """Build what WordPress keeps as ``_copydesk_result`` and callbacks get as ``result``.

    Parameters
    ----------
    job : Job
    answer : ClassifyResponse
    terms : tuple of Wanted
        The site's terms that the answer asks for.
    at : float
        When, in seconds since 1970.
    """
    topics = [
        topic for rank, topic in enumerate(answer.topics) if topic.role is not None or rank < _TOP
    ]
    found: dict[str, Any] = msgspec.to_builtins(
        {
            "version": 1,
            "id": job.id,
            "model": answer.model,
            "classified_at": datetime.fromtimestamp(int(at), UTC),
            "content_hash": job.content_hash,
            "language": answer.language,
            "words": answer.words,
            "topics": topics,
            "genre": answer.genre,
            "stance": answer.stance,
            "evidence": answer.evidence,
            "suggested_terms": [
                {"name": term.name, "for": term.source, "probability": term.probability}
                for term in terms
            ],
            "warnings": answer.warnings,
        }
    )
    return found
