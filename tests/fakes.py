"""In-memory stand-ins for the model and for API Gateway."""

import base64
import gzip
import json
import logging
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.article import Article
from model.result import (
    TASKS,
    Classification,
    Effort,
    Evidence,
    Genre,
    ModelInfo,
    Stance,
    Task,
    Topic,
    Warning,
)
from model.taxonomy import GENRES, STANCES, TOPICS

INFO = ModelInfo(
    version="9.9.9",
    digest="sha256:" + 64 * "0",
    taxonomy="IPTC Media Topics 2024-10-10",
    labels={"topic": tuple(TOPICS), "genre": GENRES, "stance": STANCES},
    thresholds={"topic": 0.5, "genre": 0.7, "stance": 0.6},
    metrics={"topic": {"macro_f1": 0.75, "ece": 0.04, "n": 1200}},
)
GUESSES = (0.6, 0.2) + 15 * (0.2 / 15,)


@dataclass
class FakeClassifier:
    """Answers by rule: politics, opinion where there is an exclamation mark, critical."""

    info: ModelInfo = INFO
    fails_on: str = "\0never"
    decided: bool = True
    asked: list[tuple[Article, frozenset[str], tuple[str, ...] | None]] = field(
        default_factory=list
    )
    barrier: threading.Barrier | None = None
    has_encoder: bool = False
    chunks: list[int] = field(default_factory=list)  # how many articles were asked for together

    def classify(
        self,
        article: Article,
        *,
        tasks: Collection[Task] = TASKS,
        targets: Sequence[str] | None = None,
        effort: Effort = "full",
        evidence: bool = True,
        observe: Callable[[str, float], None] | None = None,
    ) -> Classification:
        self.asked.append((article, frozenset(tasks), None if targets is None else tuple(targets)))
        if self.barrier is not None:
            self.barrier.wait(timeout=10)
        if self.fails_on in article.text:
            raise ValueError(f"cannot read {article.text!r}")
        if observe is not None:
            for stage in ("language", "features", "evidence", "evidence"):
                observe(stage, 0.001)
        words = len(article.text.split())
        topics = self._topics() if "topic" in tasks else ()
        return Classification(
            language="en" if words else None,
            words=words,
            topics=topics,
            genre=self._genre(article) if "genre" in tasks else None,
            stance=self._stances(article, targets) if "stance" in tasks else (),
            evidence=self._evidence(article, topics) if evidence else (),
            model=self.info,
            warnings=tuple(
                Warning("target-not-found", "The article never names this target.", target)
                for target in targets or ()
                if target not in article.text
            ),
        )

    def classify_many(
        self,
        articles: Sequence[Article],
        *,
        tasks: Collection[Task],
        observe: Callable[[str, float], None] | None = None,
    ) -> list[Classification]:
        self.chunks.append(len(articles))
        found = [self.classify(article, tasks=tasks, evidence=False) for article in articles]
        if observe is not None:
            observe("language", 0.001 * len(articles))
        return found

    def _topics(self) -> tuple[Topic, ...]:
        ids = ["medtop:11000000", *(topic for topic in TOPICS if topic != "medtop:11000000")]
        roles = ("main", "also", *(15 * (None,)))
        return tuple(
            Topic(topic, TOPICS[topic], guess, role, self.decided and role is not None)  # type: ignore[arg-type]
            for topic, guess, role in zip(ids, GUESSES, roles, strict=True)
        )

    def _genre(self, article: Article) -> Genre:
        if not article.text:
            return Genre(None, None, decided=False)
        name = GENRES[1] if "!" in article.text else GENRES[0]
        return Genre(name, 0.9, self.decided)

    def _stances(self, article: Article, targets: Sequence[str] | None) -> tuple[Stance, ...]:
        shares = dict(zip(STANCES, (0.8, 0.15, 0.05), strict=True))
        return tuple(
            Stance(target, "critical", 0.8, self.decided, shares, article.text.count(target))
            if target in article.text
            else Stance(target, None, None, decided=False, probabilities=None, mentions=0)
            for target in (["Mayor"] if targets is None else targets)
        )

    def _evidence(self, article: Article, topics: tuple[Topic, ...]) -> tuple[Evidence, ...]:
        if not topics or not article.text:
            return ()
        end = min(20, len(article.text))
        quote = article.text[:end]
        return (Evidence(f"topic:{topics[0].id}", "text", 0, end, quote, 0.5),)


def fresh_logger() -> None:
    """Log to the standard output of now: powertools keeps that of the process's first `Api`."""
    for log_handler in logging.getLogger("copydesk").handlers:
        if isinstance(log_handler, logging.StreamHandler):
            log_handler.stream = sys.stdout


def api_event(
    method: str,
    path: str,
    body: str | bytes | Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    request_id: str = "request-1",
    stage: str = "prod",
) -> dict[str, Any]:
    """Build what API Gateway sends: payload 1.0; a body that is not text travels as base64."""
    headers = {"Content-Type": "application/json", **(headers or {})} if body else headers or {}
    text: str | None
    is_base64 = False
    if isinstance(body, Mapping):
        text = json.dumps(body)
    elif isinstance(body, bytes):
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            text, is_base64 = base64.b64encode(body).decode("ascii"), True
    else:
        text = body
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "requestId": request_id,
            "stage": stage,
            "path": f"/{stage}{path}",
            "httpMethod": method,
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": text,
        "isBase64Encoded": is_base64,
    }


def gzip_event(path: str, body: bytes) -> dict[str, Any]:
    return api_event("POST", path, gzip.compress(body), {"Content-Encoding": "gzip"})


def header(reply: Mapping[str, Any], name: str) -> str | None:
    """Find a header of a reply, whichever way it is spelled and carried."""
    several: Mapping[str, list[str]] = reply.get("multiValueHeaders") or {}
    single: Mapping[str, str] = reply.get("headers") or {}
    found = {key.lower(): values[-1] for key, values in several.items()}
    found |= {key.lower(): value for key, value in single.items()}
    return found.get(name.lower())
