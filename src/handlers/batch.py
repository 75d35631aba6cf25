"""A batch: articles that ask for little are classified several at a time, others one by one."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from handlers.contract import ClassifyRequest, ClassifyResponse
from handlers.deadline import Deadline
from handlers.decode import article_of, classify_request
from handlers.encode import encode
from handlers.observing import Metrics, count_answer
from handlers.service import ClassifierPort, answer_or_problem, not_reached

__all__ = ["answer_batch"]

# Of a chunk: more gain little, and the deadline is looked at between chunks.
_MOST: Final = 50
_CHARACTERS: Final = 250_000

Answer = ClassifyResponse | dict[str, Any]
Item = tuple[Any, ClassifyRequest | None]  # a JSON value; its request where others may join it


def answer_batch(
    classifier: ClassifierPort,
    values: Sequence[Any],
    deadline: Deadline,
    metrics: Metrics,
    report: Callable[[Exception], None],
) -> list[Answer]:
    """Answer every article of a batch, in order.

    Parameters
    ----------
    classifier : ClassifierPort
    values : sequence
        JSON values of requests.
    deadline : Deadline
        What there is no time left for is answered as such.
    metrics : Metrics
    report : callable
        Told of errors that are ours.
    """
    results: list[Answer] = []
    for chunk in _chunks([(value, _joinable(classifier, value)) for value in values]):
        with deadline.step() as in_time:
            if in_time:
                results += _answer_chunk(classifier, chunk, metrics, report)
            else:
                results += [not_reached(value, metrics) for value, _ in chunk]
    return results


def _joinable(classifier: ClassifierPort, value: Any) -> ClassifyRequest | None:
    """Convert a value to a request, if it is one that asks for nothing but topic and genre."""
    try:
        request = classify_request(value)
    except Exception:  # noqa: BLE001 - found again, and told, when its turn comes
        return None
    quick = request.effort == "fast" or not classifier.has_encoder
    plain = not request.evidence and request.tasks is not None and "stance" not in request.tasks
    return request if quick and plain else None


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Cut a batch into neighbours that are answered together."""
    chunk: list[Item] = []
    room = 0
    for item in items:
        size = _size(item[1])
        fits = len(chunk) < _MOST and size <= room
        if chunk and not (fits and _alike(chunk[0][1], item[1])):
            yield chunk
            chunk = []
        room = (room if chunk else _CHARACTERS) - size
        chunk.append(item)
    if chunk:
        yield chunk


def _size(request: ClassifyRequest | None) -> int:
    if request is None:
        return 0
    return sum(len(part or "") for part in (request.title, request.text, request.html))


def _alike(one: ClassifyRequest | None, other: ClassifyRequest | None) -> bool:
    return one is not None and other is not None and set(one.tasks or ()) == set(other.tasks or ())


def _answer_chunk(
    classifier: ClassifierPort,
    chunk: Sequence[Item],
    metrics: Metrics,
    report: Callable[[Exception], None],
) -> Sequence[Answer]:
    if len(chunk) > 1:
        try:
            return _answer_many(classifier, [request for _, request in chunk if request], metrics)
        except Exception:  # noqa: BLE001, S110 - found again, and told of the one that it is
            pass
    return [answer_or_problem(classifier, value, metrics, report) for value, _ in chunk]


def _answer_many(
    classifier: ClassifierPort, requests: Sequence[ClassifyRequest], metrics: Metrics
) -> list[ClassifyResponse]:
    """Answer requests that ask for the same; each is said to have taken its share of the time."""
    spent: dict[str, float] = {}
    started = time.perf_counter()
    articles = [article_of(request) for request in requests]
    spent["decode"] = time.perf_counter() - started
    found = classifier.classify_many(
        articles, tasks=requests[0].tasks or (), observe=spent.__setitem__
    )
    started = time.perf_counter()
    answers = [
        encode(*each, uuid.uuid4().hex) for each in zip(found, articles, requests, strict=True)
    ]
    spent["encode"] = time.perf_counter() - started
    for stage, seconds in spent.items():
        metrics.seconds(stage, seconds / len(answers), len(answers))
    for answer in answers:
        count_answer(metrics, answer)
    return answers
