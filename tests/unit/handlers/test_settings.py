from pathlib import Path

import pytest

from handlers.settings import Settings


def test_nothing_set_gives_the_defaults() -> None:
    assert Settings.from_environ({}) == Settings()


def test_everything_set_is_read() -> None:
    settings = Settings.from_environ(
        {
            "COPYDESK_MODEL": "/models/2",
            "COPYDESK_API_KEYS": " one, two ,,",
            "COPYDESK_CORS_ORIGIN": "https://desk.example",
            "COPYDESK_LOG_LEVEL": "debug",
            "COPYDESK_METRICS": "on",
            "COPYDESK_TRACING": "True",
            "COPYDESK_UNKNOWN": "x",
        }
    )
    assert settings == Settings(
        model=Path("/models/2"),
        api_keys=("one", "two"),
        cors_origin="https://desk.example",
        log_level="DEBUG",
        metrics=True,
        tracing=True,
    )


def test_empty_variables_count_as_not_set() -> None:
    names = ("MODEL", "API_KEYS", "CORS_ORIGIN", "LOG_LEVEL", "METRICS", "TRACING")
    assert Settings.from_environ({f"COPYDESK_{name}": "" for name in names}) == Settings()


@pytest.mark.parametrize(("variable", "metrics"), [("", True), ("off", False), ("on", True)])
def test_metrics_are_on_in_lambda_unless_switched_off(variable: str, metrics: bool) -> None:
    environ = {"AWS_LAMBDA_FUNCTION_NAME": "copydesk", "COPYDESK_METRICS": variable}
    assert Settings.from_environ(environ).metrics is metrics
