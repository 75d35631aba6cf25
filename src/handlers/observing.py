"""What the engineer on call sees: metrics and logs, and never a word of an article."""

import traceback
from pathlib import PurePath
from typing import Any, Final, Protocol

from handlers.contract import ClassifyResponse
from model.errors import ArtifactError

__all__ = [
    "EmbeddedMetrics",
    "Metrics",
    "NoMetrics",
    "count_answer",
    "log_error",
    "make_logger",
]

_NAMESPACE: Final = "copydesk"
_SERVICE: Final = "copydesk"


class Metrics(Protocol):
    """Where numbers go."""

    def count(self, name: str, value: float = 1) -> None:
        """Add to a counter."""

    def seconds(self, stage: str, value: float) -> None:
        """Record how long a stage took."""

    def flush(self) -> None:
        """Send what was collected for this request."""


class NoMetrics:
    """Numbers go nowhere."""

    def count(self, name: str, value: float = 1) -> None:
        """Do nothing."""

    def seconds(self, stage: str, value: float) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""


class EmbeddedMetrics:
    """CloudWatch's embedded metric format, by powertools: a line of JSON on standard output.

    Counts: Articles, TopicDecided, GenreDecided, StanceAsked, StanceDecided, Problem<status>
    (answers), ItemProblems (articles of batches). Milliseconds: Latency<Stage>, of parse,
    decode, the classifier's stages, and encode.
    """

    def __init__(self) -> None:
        from aws_lambda_powertools.metrics import MetricUnit
        from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import (
            AmazonCloudWatchEMFProvider,
        )

        self._unit = MetricUnit
        self._emf = AmazonCloudWatchEMFProvider(namespace=_NAMESPACE, service=_SERVICE)

    def count(self, name: str, value: float = 1) -> None:
        """Add to a counter."""
        self._emf.add_metric(name=name, unit=self._unit.Count, value=value)

    def seconds(self, stage: str, value: float) -> None:
        """Record how long a stage took."""
        name = f"Latency{stage.capitalize()}"
        self._emf.add_metric(name=name, unit=self._unit.Milliseconds, value=1000 * value)

    def flush(self) -> None:
        """Print what was collected for this request."""
        if self._emf.metric_set:
            self._emf.flush_metrics()


def count_answer(metrics: Metrics, answer: ClassifyResponse) -> None:
    """Count an answer and what it decided."""
    metrics.count("Articles")
    if answer.topics:
        metrics.count("TopicDecided", answer.topics[0].decided)
    if answer.genre is not None:
        metrics.count("GenreDecided", answer.genre.decided)
    for stance in answer.stance:
        metrics.count("StanceAsked")
        metrics.count("StanceDecided", stance.decided)


def make_logger(level: str) -> Any:
    """Make powertools' structured logger."""
    from aws_lambda_powertools.logging import Logger

    return Logger(service=_SERVICE, level=level)


def log_error(logger: Any, error: Exception, request_id: str | None) -> None:
    """Log an error of ours: its type and the places in the code.

    Never its message, which may quote the article, unless it is about the model's files.
    """
    message = str(error) if isinstance(error, ArtifactError) else "unexpected error"
    frames = [
        f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-8:]
    ]
    extra = {"error": type(error).__name__, "frames": frames, "request_id": request_id}
    logger.error(message, extra=extra)
