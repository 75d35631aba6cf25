"""The HTTP API: API Gateway's event -> answer, by powertools' REST resolver."""

import functools
import os
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from aws_lambda_powertools.event_handler.api_gateway import (
    APIGatewayRestResolver,
    CORSConfig,
    Response,
)
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from handlers.body import parse_json, read_body
from handlers.contract import (
    MAX_BATCH_BYTES,
    MAX_BODY_BYTES,
    HealthResponse,
    ModelResponse,
)
from handlers.decode import batch_request, classify_request
from handlers.observing import EmbeddedMetrics, Metrics, NoMetrics, make_logger
from handlers.problems import (
    PROBLEM_JSON,
    Internal,
    MethodNotAllowed,
    ModelUnavailable,
    NotFound,
    problem_of,
)
from handlers.service import ClassifierPort, answer, answer_or_problem
from handlers.settings import Settings

__all__ = ["ROUTES", "Api", "handler"]

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
_HERE: Final = Path(__file__).parent


class Api:
    """The API of one process.

    Parameters
    ----------
    settings : Settings
    open_classifier : callable, optional
        Opens the model, at the first request that needs it; an error is reported to that
        request, and the next one tries again.
    """

    def __init__(
        self, settings: Settings, open_classifier: Callable[[], ClassifierPort] | None = None
    ) -> None:
        self.settings = settings
        self._open = open_classifier or functools.partial(_open_model, settings.model)
        self._classifier: ClassifierPort | None = None
        self._logger = make_logger(settings.log_level)
        self._new_metrics: Callable[[], Metrics] = (
            EmbeddedMetrics if settings.metrics else NoMetrics
        )
        self._resolver = self._routes()

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer one event.

        Parameters
        ----------
        event : mapping
            API Gateway REST API proxy event (payload 1.0).
        context : LambdaContext
        """
        event = {**event, "path": _clean_path(event.get("path"))}
        head = event.get("httpMethod") == "HEAD"
        if head:
            event["httpMethod"] = "GET"
        metrics = self._new_metrics()
        try:
            self._resolver.context["metrics"] = metrics
            reply = self._resolver.resolve(event, context)
        except Exception as error:  # noqa: BLE001 - the last line of defence
            reply = self._last_resort(error, event)
        status = int(reply.get("statusCode", 500))
        if status >= 400:
            metrics.count(f"Problem{status // 100}xx")
        metrics.flush()
        if head:
            reply["body"] = ""
        return reply

    def classifier(self) -> ClassifierPort:
        """Open the model if it is not open yet.

        Raises
        ------
        ArtifactError
        """
        if self._classifier is None:
            self._classifier = self._open()
        return self._classifier

    def _routes(self) -> APIGatewayRestResolver:
        origin = self.settings.cors_origin
        cors = CORSConfig(origin, allow_headers=["x-api-key", "content-type"]) if origin else None
        resolver = APIGatewayRestResolver(cors=cors)
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
        raw = read_body(self._event, MAX_BODY_BYTES)
        request = classify_request(parse_json(raw))
        return _json(answer(self.classifier(), request, self._metrics))

    def _batch(self) -> Response[str]:
        raw = read_body(self._event, MAX_BATCH_BYTES)
        batch = batch_request(parse_json(raw))
        classifier = self.classifier()
        results = [
            answer_or_problem(classifier, value, self._metrics, self._report)
            for value in batch.articles
        ]
        return _json({"results": results})

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
        body = (_HERE / "openapi.json").read_text(encoding="utf-8")
        return Response(200, "application/json", body, {"Cache-Control": "max-age=300"})

    def _docs(self) -> Response[str]:
        body = (_HERE / "docs.html").read_text(encoding="utf-8")
        headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'; connect-src 'self'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(200, "text/html; charset=utf-8", body, headers)

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
        """Log an error of ours: type and places, never its message, which may hold payload."""
        self._logger.error(
            "unexpected error" if not _is_safe(error) else str(error),
            extra={
                "error": type(error).__name__,
                "frames": [
                    f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                    for frame in traceback.extract_tb(error.__traceback__)[-8:]
                ],
                "request_id": self._request_id,
            },
        )

    def _last_resort(self, error: Exception, event: Mapping[str, Any]) -> dict[str, Any]:
        self._logger.error("unreadable event", extra={"error": type(error).__name__})
        del event
        body = msgspec.json.encode(problem_of(Internal("")).body()).decode()
        return {"statusCode": 500, "headers": {"Content-Type": PROBLEM_JSON}, "body": body}

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


@functools.cache
def _process_api() -> Api:
    settings = Settings.from_environ(os.environ)
    api = Api(settings)
    if settings.tracing:
        from aws_lambda_powertools.tracing import Tracer

        Tracer(service="copydesk", auto_patch=False)
    return api


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway: the Lambda function's entry point."""
    return _process_api()(event, context)


def _open_model(path: Path | None) -> ClassifierPort:
    from model.classifier import Classifier

    return Classifier.open(path)


def _json(
    body: Any,
    status: int = 200,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    text = msgspec.json.encode(body).decode("utf-8")
    return Response(status, media_type, text, dict(headers or {}))


def _is_safe(error: Exception) -> bool:
    return isinstance(problem_of(error), ModelUnavailable)


def _clean_path(path: Any) -> str:
    text = str(path or "/")
    return text.rstrip("/") or "/" if len(text) < 500 else "/too-long"
