"""The words of the answer: a Classification and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "TASKS",
    "Classification",
    "Effort",
    "EncoderUse",
    "Evidence",
    "Field",
    "Genre",
    "GenreName",
    "ModelInfo",
    "Stance",
    "StanceName",
    "Task",
    "Topic",
    "TopicRole",
    "Warning",
    "WarningCode",
]

Task = Literal["topic", "genre", "stance"]
Effort = Literal["full", "fast"]
EncoderUse = Literal["auto", "on", "off"]
Field = Literal["title", "text"]
GenreName = Literal["opinion", "reporting"]
StanceName = Literal["critical", "neutral", "supportive"]
TopicRole = Literal["main", "also"]
WarningCode = Literal[
    "language", "too-little-text", "target-not-found", "target-inexact", "no-target"
]

TASKS: tuple[Task, ...] = ("topic", "genre", "stance")


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the 17 IPTC Media Topics and how likely it is the main one.

    Attributes
    ----------
    id : str
        IPTC Media Topic, e.g. ``medtop:11000000``.
    name : str
        Its English label.
    probability : float
        Calibrated probability of being the main topic; the 17 sum to one.
    role : {"main", "also"} or None
        ``main`` for the first, ``also`` for one clearly present beside it.
    decided : bool
        Whether the probability reaches the published threshold.
    """

    id: str
    name: str
    probability: float
    role: TopicRole | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Genre:
    """Opinion or reporting. `name` and `probability` are None where nothing can be said."""

    name: GenreName | None
    probability: float | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Stance:
    """The article's stance toward one target.

    A target that the article never names has ``mentions`` 0 and no name.
    ``probabilities`` is in the order critical, neutral, supportive.
    """

    target: str
    name: StanceName | None
    probability: float | None
    decided: bool
    probabilities: Mapping[StanceName, float] | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that speaks for an answer.

    Attributes
    ----------
    for_ : str
        ``topic:medtop:…``, ``genre`` or ``stance:<target>``.
    field : {"title", "text"}
    start, end : int
        Unicode code points of the field, end exclusive.
    quote : str
        ``field[start:end]``.
    weight : float
        Its share in the answer, 0 to 1.
    """

    for_: str
    field: Field
    start: int
    end: int
    quote: str
    weight: float


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word of the answer
    """Something the reader of an answer should know.

    `subject` is the target, where the warning is about one.
    """

    code: WarningCode
    detail: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model answered, and what is known of it.

    Attributes
    ----------
    version, digest, taxonomy : str
    labels : mapping of task to its labels, in the order of the probabilities
    thresholds : mapping of task to the probability from which an answer is decided
    metrics : mapping
        As measured by ``python -m training evaluate`` and stored in the artifact.
    """

    version: str
    digest: str
    taxonomy: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Classification:
    """Everything copydesk says about one article.

    `topics` has all 17, best first (empty where not asked for or not English);
    `genre` is None where not asked for; `stance` has one entry a target.
    """

    language: str | None
    words: int
    topics: tuple[Topic, ...]
    genre: Genre | None
    stance: tuple[Stance, ...]
    evidence: tuple[Evidence, ...]
    model: ModelInfo
    warnings: tuple[Warning, ...] = ()
