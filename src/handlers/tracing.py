"""X-Ray traces, where they are asked for: importing the SDK costs a quarter of a second."""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Handler", "traced"]

Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def traced(call: Handler) -> Handler:
    """Wrap a Lambda handler in a trace of its own.

    Neither answers nor errors go into the trace: both may quote the article.

    Raises
    ------
    ImportError
        If aws-xray-sdk is not installed.
    """
    from aws_lambda_powertools.tracing import Tracer

    tracer = Tracer(service="copydesk", auto_patch=False)

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        return call(event, context)

    wrapped: Handler = tracer.capture_lambda_handler(
        handler, capture_response=False, capture_error=False
    )
    return wrapped
