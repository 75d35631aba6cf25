import sys
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.tracing import traced


class FakeTracer:
    """powertools' Tracer, which needs aws-xray-sdk."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def capture_lambda_handler(self, call: Any, **options: Any) -> Any:
        def handler(event: Any, context: Any) -> Any:
            return {**call(event, context), "tracer": self.options, "capture": options}

        return handler


def test_neither_answers_nor_errors_are_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(Tracer=FakeTracer)
    monkeypatch.setitem(sys.modules, "aws_lambda_powertools.tracing", module)
    reply = traced(lambda event, context: {"got": (event, context)})({"a": 1}, "context")
    assert reply == {
        "got": ({"a": 1}, "context"),
        "tracer": {"service": "copydesk", "auto_patch": False},
        "capture": {"capture_response": False, "capture_error": False},
    }


def test_without_the_sdk_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aws_lambda_powertools.tracing", None)
    with pytest.raises(ImportError):
        traced(lambda _event, _context: {})
