"""Request in, response out: the same for the API, the command line and the server."""

import time
import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from handlers.contract import ClassifyRequest, ClassifyResponse
from handlers.decode import article_of, classify_request, id_of
from handlers.encode import encode
from handlers.observing import Metrics, NoMetrics, count_answer
from handlers.problems import Internal, NotReached, problem_of
from model.article import Article
from model.result import TASKS, Classification, Effort, ModelInfo, Task

__all__ = ["ClassifierPort", "answer", "answer_or_problem", "not_reached"]


class ClassifierPort(Protocol):
    """What the handlers need of a classifier; `model.classifier.Classifier` is one."""

    @property
    def info(self) -> ModelInfo:
        """Which model it is."""

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
        """Answer for one article."""

    @property
    def has_encoder(self) -> bool:
        """Whether effort full is more than fast."""

    def classify_many(
        self,
        articles: Sequence[Article],
        *,
        tasks: Collection[Task],
        observe: Callable[[str, float], None] | None = None,
    ) -> list[Classification]:
        """Answer topic and genre of several, as `classify` without encoder and evidence would."""


def answer(
    classifier: ClassifierPort, request: ClassifyRequest, metrics: Metrics | None = None
) -> ClassifyResponse:
    """Classify the article of a request."""
    metrics = metrics or NoMetrics()
    spent: dict[str, float] = {}  # a stage may come several times: evidence does

    def observe(stage: str, seconds: float) -> None:
        spent[stage] = spent.get(stage, 0.0) + seconds

    started = time.perf_counter()
    article = article_of(request)
    observe("decode", time.perf_counter() - started)
    found = classifier.classify(
        article,
        tasks=TASKS if request.tasks is None else request.tasks,
        targets=request.targets,
        effort=request.effort,
        evidence=request.evidence,
        observe=observe,
    )
    started = time.perf_counter()
    response = encode(found, article, request, uuid.uuid4().hex)
    observe("encode", time.perf_counter() - started)
    for stage, seconds in spent.items():
        metrics.seconds(stage, seconds)
    count_answer(metrics, response)
    return response


def answer_or_problem(
    classifier: ClassifierPort,
    value: Any,
    metrics: Metrics | None = None,
    report: Callable[[Exception], None] | None = None,
) -> ClassifyResponse | dict[str, Any]:
    """Answer one of many: what fails becomes ``{"id", "problem"}`` and the others go on.

    Parameters
    ----------
    classifier
    value
        JSON value of a request.
    metrics : Metrics, optional
    report : callable, optional
        Told of errors that are ours.
    """
    try:
        return answer(classifier, classify_request(value), metrics)
    except Exception as error:  # noqa: BLE001 - nothing may spoil the rest
        problem = problem_of(error)
        if isinstance(problem, Internal) and report is not None:
            report(error)
        if metrics is not None:
            metrics.count("ItemErrors" if isinstance(problem, Internal) else "ItemProblems")
        return {"id": id_of(value), "problem": problem.body()}


def not_reached(value: Any, metrics: Metrics) -> dict[str, Any]:
    """Answer one of many that there is no time left for."""
    metrics.count("ItemsNotReached")
    problem = NotReached("Send this article again, and fewer of them at once.")
    return {"id": id_of(value), "problem": problem.body()}
