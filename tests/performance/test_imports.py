"""What a cold start imports, held to budgets.

A budget is a ratio of processor time to that of ``python -c pass`` in the same run, each the least
of several, so that neither a slow nor a busy machine fails it.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = 5

# Times bare Python, measured at about half of it on Python 3.13: see docs/architecture.md.
BUDGETS = {
    "handlers.contract": 8,
    "handlers.powertools": 14,
    "model.classifier": 16,
    "handlers.api": 24,
    "handlers.entry": 26,  # with the model opened
}

# The package without the encoder; with it, onnxruntime and the opening of the model come on top.
WITHOUT = {"COPYDESK_ENCODER": "off"}

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="wait4's times differ elsewhere"),
    pytest.mark.xdist_group("imports"),
]


def seconds(code: str) -> float:
    """The least processor time of several runs, this process's own import caches aside."""
    spent = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        environ = {"PYTHONPATH": str(ROOT / "src"), "OPENBLAS_NUM_THREADS": "1", **WITHOUT}
        subprocess.run([sys.executable, "-c", code], env=environ, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


@pytest.fixture(scope="module")
def bare() -> float:
    return seconds("pass")


@pytest.mark.parametrize(("module", "budget"), BUDGETS.items())
def test_an_import_is_within_its_budget(module: str, budget: float, bare: float) -> None:
    ratio = seconds(f"import {module}") / bare
    assert ratio <= budget, f"{module} takes {ratio:.1f} times bare Python"


def test_a_first_answer_imports_nothing_that_it_does_not_need() -> None:
    code = """
import json, sys
import handlers.entry
event = json.load(open(sys.argv[1]))
event["body"] = json.dumps({"text": "The council met. " * 20, "tasks": ["topic", "genre"]})
assert handlers.entry.handler(event, None)["statusCode"] == 200
needless = {
    "asyncio", "aws_lambda_powertools.logging", "aws_lambda_powertools.metrics",
    "aws_xray_sdk", "boto3", "gcld3", "handlers.docs",
    "handlers.openapi", "handlers.rehearsal", "model.entities", "model.html", "multiprocessing",
    "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.random", "onnxruntime", "pydantic",
    "selectolax", "tokenizers",
}
print(sorted(needless & set(sys.modules)))
"""
    event = ROOT / "events" / "classify.json"
    done = subprocess.run(
        [sys.executable, "-c", code, event],
        env=os.environ | WITHOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_powertools_is_whole_for_whoever_asks() -> None:
    code = """
from handlers.powertools import APIGatewayRestResolver
import aws_lambda_powertools, aws_lambda_powertools.event_handler as handlers
assert handlers.APIGatewayRestResolver is APIGatewayRestResolver
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import AppSyncResolver, content_types
assert aws_lambda_powertools.__version__
"""
    subprocess.run([sys.executable, "-c", code], check=True)
