"""What the engineer on call sees: metrics and logs, and never a word of an article."""

import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final, Protocol

import msgspec

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
_MOST_VALUES: Final = 100  # of one metric in one document


class Metrics(Protocol):
    """Where numbers go."""

    def count(self, name: str, value: float = 1) -> None:
        """Add to a counter."""

    def seconds(self, stage: str, value: float, times: int = 1) -> None:
        """Record how long a stage took: one that came so often."""

    def flush(self) -> None:
        """Send what was collected for this request."""


class NoMetrics:
    """Numbers go nowhere."""

    def count(self, name: str, value: float = 1) -> None:
        """Do nothing."""

    def seconds(self, stage: str, value: float, times: int = 1) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""


class EmbeddedMetrics:
    """CloudWatch's embedded metric format: a line of JSON on standard output.

    Counts: Articles, TopicDecided, GenreDecided, StanceAsked, StanceDecided, Problem<status>
    (answers), ItemProblems and, of ours, ItemErrors (articles of batches); Hook<Outcome>
    (deliveries); JobDone, JobSkipped, JobRetried, JobErrors, JobGivenBack, JobDead, JobRejected
    (messages of the queue). Milliseconds:
    Latency<Stage>, of parse, decode, the classifier's stages, encode, and whole jobs.

    powertools' Metrics would take a tenth of a request's time (docs/architecture.md).
    """

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = {}
        self._units: dict[str, str] = {}

    def count(self, name: str, value: float = 1) -> None:
        """Add to a counter."""
        self._add(name, "Count", value)

    def seconds(self, stage: str, value: float, times: int = 1) -> None:
        """Record how long a stage took: one that came so often."""
        self._add(f"Latency{stage.capitalize()}", "Milliseconds", 1000 * value, times)

    def flush(self) -> None:
        """Print what was collected for this request."""
        most = max(map(len, self._values.values()), default=0)
        for start in range(0, most, _MOST_VALUES):
            part = {
                name: values[start : start + _MOST_VALUES]
                for name, values in self._values.items()
                if len(values) > start
            }
            sys.stdout.write(self._document(part) + "\n")
        self._values.clear()

    def _add(self, name: str, unit: str, value: float, times: int = 1) -> None:
        self._values.setdefault(name, []).extend([value] * times)
        self._units[name] = unit

    def _document(self, values: Mapping[str, list[float]]) -> str:
        directive = {
            "Namespace": _NAMESPACE,
            "Dimensions": [["service"]],
            "Metrics": [{"Name": name, "Unit": self._units[name]} for name in values],
        }
        about = {"Timestamp": int(1000 * time.time()), "CloudWatchMetrics": [directive]}
        return msgspec.json.encode({"_aws": about, "service": _SERVICE, **values}).decode()


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
