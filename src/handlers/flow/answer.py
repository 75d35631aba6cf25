"""``POST /v1/hooks/{site}``: API Gateway's event -> delivery -> answer. Loads no model."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from handlers.body import raw_body
from handlers.cms.base import Delivery
from handlers.flow.receive import MAX_HOOK_BYTES, Outcome, Receiver
from handlers.observing import EmbeddedMetrics, Metrics, NoMetrics, log_error, make_logger
from handlers.problems import (
    PROBLEM_JSON,
    Internal,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    UnsupportedMedia,
    problem_of,
)

__all__ = ["PREFIX", "Hooks"]

PREFIX: Final = "/v1/hooks/"
# A custom domain's base path may stand before it.
_PATH: Final = re.compile(
    r"\A(?:/[^/]+)?/v1/hooks/([A-Za-z0-9._-]{1,63})(?:/([A-Za-z0-9._-]{1,100}))?/?\Z"
)
_STATUS: Final = {"queued": 202}
_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Hooks:
    """Answers deliveries.

    Parameters
    ----------
    receiver : callable
        Gives the receiver; a failure is that request's, and the next one tries again.
    log_level : str
    metrics : bool
    clock : callable
        Seconds since 1970.
    """

    def __init__(
        self,
        receiver: Callable[[], Receiver],
        *,
        log_level: str = "INFO",
        metrics: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._receiver = receiver
        self._logger = make_logger(log_level)
        self._new_metrics: Callable[[], Metrics] = EmbeddedMetrics if metrics else NoMetrics
        self._clock = clock

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG002
        """Answer one API Gateway event; never raises."""
        started = time.perf_counter()
        metrics = self._new_metrics()
        request_id = (event.get("requestContext") or {}).get("requestId")
        site, fields = None, {}
        try:
            site, delivery = _delivery(event, self._clock())
            outcome = self._receiver().receive(site, delivery)
            status, fields = _STATUS.get(outcome.status, 200), _told(outcome)
            reply = _reply(status, msgspec.json.encode(fields), "application/json")
            metrics.count(f"Hook{outcome.status.capitalize()}")
        except Exception as error:  # noqa: BLE001 - every fault is answered
            problem = problem_of(error)
            fields = {"status": "refused", "reason": f"{problem.slug}: {_why(problem)}"}
            if isinstance(problem, Internal):
                log_error(self._logger, error, request_id)
            elif problem.status == Internal.status:  # names a secret or a parameter: not told
                problem = problem_of(RuntimeError())
            raw = msgspec.json.encode(problem.body(request_id))
            reply = _reply(problem.status, raw, PROBLEM_JSON, problem.headers)
            metrics.count(f"Problem{problem.status}")
        spent = round(1000 * (time.perf_counter() - started), 1)
        level = self._logger.warning if reply["statusCode"] >= 400 else self._logger.info
        level(
            "hook",
            extra={
                "site": site,
                "outcome": fields["status"],
                **{key: value for key, value in fields.items() if key != "status"},
                "status": reply["statusCode"],
                "milliseconds": spent,
                "request_id": request_id,
            },
        )
        metrics.flush()
        return reply


def _delivery(event: Mapping[str, Any], now: float) -> tuple[str, Delivery]:
    """Take the site and the delivery out of an event."""
    found = _PATH.search(str(event.get("path") or ""))
    if found is None:
        raise NotFound("Hooks go to /v1/hooks/SITE, or /v1/hooks/SITE/EVENT.")
    if event.get("httpMethod") != "POST":
        raise MethodNotAllowed("Deliveries are POSTed.", ("POST",))
    headers = {str(k).lower(): str(v) for k, v in (event.get("headers") or {}).items()}
    if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise UnsupportedMedia("Send deliveries as they are, without Content-Encoding.")
    body = raw_body(event)
    if len(body) > MAX_HOOK_BYTES:
        raise TooLarge(f"The delivery has {len(body):,} bytes; at most {MAX_HOOK_BYTES:,} are.")
    in_path = (event.get("requestContext") or {}).get("path")
    path = str(in_path or event["path"])
    return found[1], Delivery("POST", path, found[2], headers, body, now)


def _told(outcome: Outcome) -> dict[str, str]:
    """What the sender is told, and the log."""
    members = {
        "status": outcome.status,
        "reason": outcome.reason,
        "job": outcome.job,
        "document": outcome.document,
    }
    return {key: value for key, value in members.items() if value}


def _why(problem: Problem) -> str:
    """A problem's detail as far as it may be logged: of a payload that is not read yet, none."""
    return problem.title if problem.status in {400, 422} else problem.detail


def _reply(
    status: int, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"Content-Type": media_type, **_HEADERS, **(headers or {})},
        "body": body.decode(),
        "isBase64Encoded": False,
    }
