"""The HTTP API: API Gateway's event -> answer, by powertools' REST resolver."""

import functools
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from handlers.body import parse_json, read_body
from handlers.contract import (
    MAX_ANSWER_BYTES,
    MAX_BATCH_BYTES,
    MAX_BODY_BYTES,
    HealthResponse,
    ModelResponse,
)
from handlers.deadline import Deadline
from handlers.decode import batch_request, classify_request
from handlers.observing import EmbeddedMetrics, Metrics, NoMetrics, log_error, make_logger
from handlers.opening import opener
from handlers.powertools import CORSConfig, NotFoundError, Response
from handlers.problems import (
    PROBLEM_JSON,
    Internal,
    MethodNotAllowed,
    ModelUnavailable,
    NotFound,
    TooLarge,
    problem_of,
)
from handlers.resolver import Resolver
from handlers.service import ClassifierPort, answer
from handlers.settings import Settings
from handlers.tracing import Handler, traced

__all__ = ["ROUTES", "Api"]

# Every address and the methods it knows. HEAD is answered as GET without its body.
ROUTES: Final[dict[str, tuple[str, ...]]] = {
    "/": ("GET",),
    "/docs": ("GET",),
    "/openapi.json": ("GET",),
    "/v1/classify": ("POST",),
    "/v1/classify/batch": ("POST",),
    "/v1/health": ("GET",),
    "/v1/model": ("GET",),
}
_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Api:
    """The API of one process.

    Parameters
    ----------
    settings : Settings
    open_classifier : callable, optional
        Opens the model, at the latest when a request needs it; an error is reported to that
        request, and the next one tries again.
    """

    def __init__(
        self, settings: Settings, open_classifier: Callable[[], ClassifierPort] | None = None
    ) -> None:
        self.settings = settings
        self.classifier = opener(settings, open_classifier)
        self._new_metrics: Callable[[], Metrics] = (
            EmbeddedMetrics if settings.metrics else NoMetrics
        )
        self._resolver = self._routes()

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer one event; never raises.

        Parameters
        ----------
        event : mapping
            API Gateway REST API proxy event (payload 1.0).
        context : LambdaContext
        """
        metrics = self._new_metrics()
        try:
            reply = self._reply(event, context, metrics)
        except Exception as error:  # noqa: BLE001 - no event that API Gateway sends
            log_error(self._logger, error, None)
            reply = _bare_reply(problem_of(error).body())
        if (status := int(reply["statusCode"])) >= 400:
            metrics.count(f"Problem{status}")
        metrics.flush()
        return reply

    def rehearse(self) -> None:
        """Answer samples, so that whatever is done at a first request is done.

        Raises
        ------
        ArtifactError
            If the model cannot be opened.
        RuntimeError
            If a sample is not answered.
        """
        from handlers.rehearsal import sample_events

        self.classifier()
        new_metrics, self._new_metrics = self._new_metrics, NoMetrics
        try:
            for event in sample_events():
                status = self(event, None)["statusCode"]
                if status != 200:
                    raise RuntimeError(f"{event['path']} answered a sample with {status}")
        finally:
            self._new_metrics = new_metrics

    def report(self, error: Exception) -> None:
        """Log an error that no request brought about."""
        log_error(self._logger, error, None)

    def traced(self) -> Handler:
        """Give this API with X-Ray traces, or without where the SDK is missing."""
        try:
            return traced(self)
        except ImportError:
            self._logger.warning("COPYDESK_TRACING is on but aws-xray-sdk is not installed")
            return self

    @functools.cached_property
    def _logger(self) -> Any:
        """The logger of powertools; most requests log nothing, and do not pay for its import."""
        return make_logger(self.settings.log_level)

    def _reply(self, event: Mapping[str, Any], context: Any, metrics: Metrics) -> dict[str, Any]:
        head = event["httpMethod"] == "HEAD"
        method = "GET" if head else event["httpMethod"]
        self._resolver.context["metrics"] = metrics
        reply = self._resolver.resolve(
            {**event, "httpMethod": method, "path": _clean_path(event)}, context
        )
        return {**reply, "body": ""} if head else reply

    def _routes(self) -> Resolver:
        origin = self.settings.cors_origin
        cors = CORSConfig(origin, allow_headers=["x-api-key", "content-type"]) if origin else None
        resolver = Resolver(cors)
        resolver.post("/v1/classify")(self._classify)
        resolver.post("/v1/classify/batch")(self._batch)
        resolver.get("/v1/model")(self._model)
        resolver.get("/v1/health")(self._health)
        resolver.get("/openapi.json")(self._openapi)
        resolver.get("/docs")(self._docs)
        resolver.get("/")(self._index)
        resolver.not_found(self._not_found)
        resolver.exception_handler(Exception)(self._problem)
        return resolver

    def _classify(self) -> Response[str]:
        request = classify_request(self._json_body(MAX_BODY_BYTES))
        return _json(answer(self.classifier(), request, self._metrics))

    def _batch(self) -> Response[str]:
        from handlers.batch import answer_batch  # most functions answer one by one

        batch = batch_request(self._json_body(MAX_BATCH_BYTES))
        deadline = Deadline(self._resolver.lambda_context)
        results = answer_batch(
            self.classifier(), batch.articles, deadline, self._metrics, self._report
        )
        return _json({"results": results})

    def _json_body(self, limit: int) -> Any:
        started = time.perf_counter()
        value = parse_json(read_body(self._event, limit))
        self._metrics.seconds("parse", time.perf_counter() - started)
        return value

    def _model(self) -> Response[str]:
        info = self.classifier().info
        return _json(
            ModelResponse(
                version=info.version,
                digest=info.digest,
                taxonomy=info.taxonomy,
                labels={task: list(names) for task, names in info.labels.items()},
                thresholds=dict(info.thresholds),
                metrics=dict(info.metrics),
            )
        )

    def _health(self) -> Response[str]:
        return _json(HealthResponse("ok", self.classifier().info.version))

    def _openapi(self) -> Response[str]:
        from handlers.docs import openapi_text

        headers = {**_HEADERS, "Cache-Control": "max-age=300"}
        return Response(200, "application/json", openapi_text(), headers)

    def _docs(self) -> Response[str]:
        from handlers.docs import DOCS_HEADERS, docs_page

        headers = {**_HEADERS, **DOCS_HEADERS}
        return Response(200, "text/html; charset=utf-8", docs_page(), headers)

    def _index(self) -> Response[str]:
        stage = self._event.get("requestContext", {}).get("stage") or ""
        in_path = str(self._event.get("requestContext", {}).get("path") or "")
        prefix = f"/{stage}" if stage and in_path.startswith(f"/{stage}") else ""
        return Response(302, "text/plain", "See /docs", {"Location": f"{prefix}/docs"})

    def _not_found(self, _error: NotFoundError) -> Response[str]:
        path = str(self._event.get("path"))
        if path not in ROUTES:
            return self._problem(NotFound("See /docs for the addresses there are."))
        allowed = (*ROUTES[path], *(("HEAD",) if "GET" in ROUTES[path] else ()), "OPTIONS")
        if self._event.get("httpMethod") == "OPTIONS":
            return Response(204, None, "", {"Allow": ", ".join(allowed)})
        return self._problem(MethodNotAllowed(f"{path} knows {', '.join(allowed)}.", allowed))

    def _problem(self, error: Exception) -> Response[str]:
        problem = problem_of(error)
        if isinstance(problem, Internal | ModelUnavailable):
            self._report(error)
        return _json(problem.body(self._request_id), problem.status, PROBLEM_JSON, problem.headers)

    def _report(self, error: Exception) -> None:
        log_error(self._logger, error, self._request_id)

    @property
    def _event(self) -> Mapping[str, Any]:
        event: Mapping[str, Any] = self._resolver.current_event.raw_event
        return event

    @property
    def _metrics(self) -> Metrics:
        metrics: Metrics = self._resolver.context["metrics"]
        return metrics

    @property
    def _request_id(self) -> str | None:
        context = self._event.get("requestContext") or {}
        return str(context["requestId"]) if context.get("requestId") else None


def _json(
    body: Any,
    status: int = 200,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    text = msgspec.json.encode(body).decode("utf-8")
    if len(text) > MAX_ANSWER_BYTES // 4 and _size_in_reply(text) > MAX_ANSWER_BYTES:
        raise TooLarge("The answer is too large to send. Send fewer articles, or include less.")
    return Response(status, media_type, text, {**_HEADERS, **(headers or {})})


def _size_in_reply(text: str) -> int:
    """Bytes once the Lambda runtime has put the body, as a JSON string, into its reply."""
    return len(text.encode()) + text.count('"') + text.count("\\")


def _bare_reply(problem: Mapping[str, Any]) -> dict[str, Any]:
    body = msgspec.json.encode(problem).decode()
    headers = {"Content-Type": PROBLEM_JSON, **_HEADERS}
    return {"statusCode": problem["status"], "headers": headers, "body": body}


def _clean_path(event: Mapping[str, Any]) -> str:
    """Give the route's own spelling: powertools matches by pattern, where a dot is any letter.

    Behind a custom domain with a base path, only ``resource`` says which route it is.
    """
    if (resource := event.get("resource")) in ROUTES:
        return str(resource)
    found = str(event["path"] or "/").rstrip("/") or "/"
    return found if found in ROUTES else "/nowhere"
