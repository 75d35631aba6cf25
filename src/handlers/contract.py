"""What is asked and answered: the types of the API. The OpenAPI document is made of them."""

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

__all__ = [
    "MAX_ANSWER_BYTES",
    "MAX_BATCH",
    "MAX_BATCH_BYTES",
    "MAX_BODY_BYTES",
    "MAX_CHARACTERS",
    "BatchRequest",
    "ClassifyRequest",
    "ClassifyResponse",
    "EvidenceAnswer",
    "FailedItem",
    "FaultAnswer",
    "GenreAnswer",
    "HealthResponse",
    "ModelAnswer",
    "ModelResponse",
    "ProblemAnswer",
    "StanceAnswer",
    "StanceProbabilities",
    "TopicAnswer",
    "WarningAnswer",
]

MAX_BODY_BYTES: Final = 1_000_000
MAX_BATCH_BYTES: Final = 5_000_000
MAX_CHARACTERS: Final = 200_000
# Lambda's limit for an answer is 6 MiB; the rest is for headers.
MAX_ANSWER_BYTES: Final = 6_200_000
MAX_BATCH: Final = 100

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Target = Annotated[str, Meta(min_length=1, max_length=200)]
Targets = Annotated[list[Target], Meta(max_length=10)]
TaskName = Literal["topic", "genre", "stance"]
Tasks = Annotated[list[TaskName], Meta(min_length=1, max_length=3)]
EffortName = Literal["full", "fast"]
Extra = Literal["text", "jsonld", "ninjs"]
Include = Annotated[list[Extra], Meta(max_length=3)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
# Told to readers of the schema; whoever goes over it gets a 413, and no 422, from decode.
Content = Annotated[str, Meta(extra_json_schema={"maxLength": MAX_CHARACTERS})]


class ClassifyRequest(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """An article to classify: text or html, one of the two."""

    id: Annotated[Id | None, Meta(description="Yours, to find the answer by. Made if missing.")] = (
        None
    )
    title: Annotated[
        str | None, Meta(description="The headline. From html it is found if not given.")
    ] = None
    text: Annotated[
        Content | None, Meta(description="Plain text; with the title at most 200,000 characters.")
    ] = None
    html: Annotated[
        Content | None,
        Meta(description="A page or an article's markup; its boilerplate is left out."),
    ] = None
    targets: Annotated[
        Targets | None,
        Meta(description="Names to ask stance toward. Without it the main subjects are found."),
    ] = None
    tasks: Annotated[Tasks | None, Meta(description="What to answer; all three by default.")] = None
    effort: Annotated[
        EffortName,
        Meta(
            description="fast leaves the small transformer out: milliseconds, and less sure. "
            "Where it is not deployed every answer is fast."
        ),
    ] = "full"
    evidence: Annotated[
        bool,
        Meta(description="Whether to find the passages that show the answers; faster without."),
    ] = True
    include: Annotated[
        Include,
        Meta(description="More to answer: the text classified, schema.org JSON-LD, IPTC ninjs."),
    ] = []
    min_probability: Annotated[
        Probability, Meta(description="Leave out topics below this probability.")
    ] = 0.0
    top_k: Annotated[
        Annotated[int, Meta(ge=1, le=17)], Meta(description="At most so many topics.")
    ] = 17


class BatchRequest(Struct, forbid_unknown_fields=True, frozen=True):
    """Up to 100 articles; one that is not valid does not spoil the others.

    The articles are converted one by one later, each to a `ClassifyRequest`.
    """

    articles: Annotated[list[Any], Meta(min_length=1, max_length=MAX_BATCH)]


class TopicAnswer(Struct, frozen=True):
    """One IPTC Media Topic. The 17 probabilities of being the main one sum to one."""

    id: str
    name: str
    probability: Probability
    role: Literal["main", "also"] | None
    decided: bool


class GenreAnswer(Struct, frozen=True):
    """Opinion or reporting; null where nothing can be said."""

    name: Literal["opinion", "reporting"] | None
    probability: Probability | None
    decided: bool
    qcode: Annotated[str | None, Meta(description="IPTC genre, e.g. genre:Opinion")]
    schema_org: Annotated[str, Meta(description="schema.org type, e.g. OpinionNewsArticle")]


class StanceProbabilities(Struct, frozen=True):
    """They sum to one."""

    critical: Probability
    neutral: Probability
    supportive: Probability


class StanceAnswer(Struct, frozen=True):
    """The article's stance toward one target; name is null where it is never named."""

    target: str
    name: Literal["critical", "neutral", "supportive"] | None
    probability: Probability | None
    decided: bool
    probabilities: StanceProbabilities | None
    mentions: Annotated[int, Meta(ge=0)]


class EvidenceAnswer(Struct, frozen=True):
    """A passage that shows an answer. Offsets count Unicode code points; the end is exclusive."""

    for_: Annotated[str, Meta(description="topic:medtop:…, genre or stance:<target>")] = field(
        name="for"
    )
    field: Literal["title", "text"]
    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    quote: str
    weight: Probability


class WarningAnswer(Struct, frozen=True, omit_defaults=True):
    """What to know about an answer."""

    code: Literal["language", "too-little-text", "target-not-found", "target-inexact", "no-target"]
    detail: str
    target: str | UnsetType = UNSET


class ModelAnswer(Struct, frozen=True):
    """Which model answered."""

    version: str
    digest: str
    taxonomy: str


class ClassifyResponse(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What copydesk says of one article."""

    id: str
    language: str | None
    words: Annotated[int, Meta(ge=0)]
    topics: list[TopicAnswer]
    genre: GenreAnswer | None
    stance: list[StanceAnswer]
    evidence: list[EvidenceAnswer]
    model: ModelAnswer
    warnings: list[WarningAnswer]
    title: Annotated[str | UnsetType, Meta(description="With include: text")] = UNSET
    text: Annotated[str | UnsetType, Meta(description="With include: text")] = UNSET
    jsonld: Annotated[
        dict[str, Any] | UnsetType, Meta(description="With include: jsonld. schema.org")
    ] = UNSET
    ninjs: Annotated[
        dict[str, Any] | UnsetType, Meta(description="With include: ninjs. IPTC ninjs 3")
    ] = UNSET


class FaultAnswer(Struct, frozen=True):
    """One place in the body that is wrong."""

    pointer: Annotated[str, Meta(description="JSON Pointer (RFC 6901)")]
    detail: str


class ProblemAnswer(Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | UnsetType = UNSET
    errors: list[FaultAnswer] | UnsetType = UNSET


class FailedItem(Struct, frozen=True):
    """An article of a batch that could not be classified."""

    id: str | None
    problem: ProblemAnswer


class ModelResponse(Struct, frozen=True):
    """The model that answers, what it was measured at, and from which probability it decides."""

    version: str
    digest: str
    taxonomy: str
    labels: dict[str, list[str]]
    thresholds: dict[str, float]
    metrics: dict[str, Any]


class HealthResponse(Struct, frozen=True):
    """It is up, and the model is open."""

    status: Literal["ok"]
    version: str
