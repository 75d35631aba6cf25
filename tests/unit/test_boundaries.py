"""Arrows go one way: handlers -> model <- training."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORBIDDEN = {
    "src/model": {"handlers", "training", "sklearn", "scipy", "joblib", "boto3", "botocore",
                  "aws_lambda_powertools", "msgspec", "waitress"},
    "src/handlers": {"training", "sklearn", "scipy", "joblib", "matplotlib"},
    "training": {"handlers", "boto3", "aws_lambda_powertools"},
}  # fmt: skip


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_no_arrow_goes_the_other_way(folder: str) -> None:
    guilty = {
        str(path.relative_to(ROOT)): sorted(bad)
        for path in (ROOT / folder).rglob("*.py")
        if (bad := imports(path) & FORBIDDEN[folder])
    }
    assert not guilty


def test_the_way_to_the_first_answer_loads_nothing_it_does_not_need() -> None:
    code = (
        "import sys, handlers.api, model.classifier\n"
        "heavy = {'sklearn', 'scipy', 'boto3', 'botocore.session', 'pydantic', 'waitress', 'joblib',"
        " 'aws_xray_sdk', 'onnxruntime', 'requests', 'hypothesis'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_reads_the_environment_when_imported() -> None:
    handlers = ROOT / "src" / "handlers"
    entries = {handlers / "entry.py", handlers / "worker_entry.py"}  # which Lambda alone imports
    for path in {*(ROOT / "src").rglob("*.py")} - entries:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                continue
            assert "attr='environ'" not in ast.dump(node), path
            assert "attr='getenv'" not in ast.dump(node), path
