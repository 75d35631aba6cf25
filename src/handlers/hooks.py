"""The Lambda function that takes deliveries: ``POST /v1/hooks/{site}``. Loads no model."""

import functools
import os
from typing import Any

from handlers.flow.answer import Hooks
from handlers.flow.aws import open_aws
from handlers.settings import Settings

__all__ = ["handler"]


@functools.cache
def _process_hooks() -> Hooks:
    settings = Settings.from_environ(os.environ)
    receiver = functools.cache(lambda: open_aws(os.environ).receiver())
    return Hooks(receiver, log_level=settings.log_level, metrics=settings.metrics)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway: the Lambda function's entry point."""
    return _process_hooks()(event, context)
