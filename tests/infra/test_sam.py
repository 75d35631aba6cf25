"""The SAM CLI itself: the template is valid, and what it builds runs on the Lambda's Python."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAM = shutil.which("sam", path=f"{ROOT / '.venv' / 'sam' / 'bin'}{os.pathsep}{os.environ['PATH']}")

pytestmark = [
    pytest.mark.sam,
    pytest.mark.skipif(SAM is None, reason="the SAM CLI is not installed (make sam)"),
    pytest.mark.xdist_group("sam"),
]


def sam(*arguments: str) -> str:
    """Run the SAM CLI without telemetry or credentials."""
    assert SAM is not None
    environ = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-central-1"}
    if python := lambda_python():
        environ["PATH"] = f"{python.parent}{os.pathsep}{environ['PATH']}"
        environ["LAMBDA_PYTHON"] = str(python)
    done = subprocess.run(
        [SAM, *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def lambda_python() -> Path | None:
    """Find a real python3.13: LAMBDA_PYTHON, the PATH, pyenv's versions."""
    candidates = [os.environ.get("LAMBDA_PYTHON", ""), shutil.which("python3.13") or ""]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(path) for path in sorted(pyenv.glob("3.13*/bin/python3.13"))]
    for candidate in filter(None, candidates):
        probe = subprocess.run([candidate, "-c", "import ssl"], capture_output=True)
        if probe.returncode == 0:
            return Path(candidate)
    return None


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build once; the folder that would be zipped."""
    folder = tmp_path_factory.mktemp("build")
    sam("build", "--build-dir", str(folder), "--cached", "--cache-dir", str(folder / "cache"))
    return folder / "CopydeskApi"


def test_the_template_is_valid() -> None:
    assert "valid SAM Template" in sam("validate", "--lint", "-t", "template.yaml")


def test_the_package_holds_what_runs_and_nothing_else(package: Path) -> None:
    names = {path.name for path in package.iterdir()}
    assert {"model", "handlers", "numpy", "selectolax", "gcld3", "msgspec"} <= names
    assert not names & {"boto3", "botocore", "sklearn", "scipy", "training", "tests", "waitress"}
    assert (package / "model" / "artifact" / "manifest.json").is_file()
    assert not list(package.rglob("tests"))


def test_the_layer_adds_the_encoder_and_nothing_that_the_function_has(package: Path) -> None:
    layer = package.parent / "CopydeskEncoderLayer"
    names = {path.name for path in (layer / "python").iterdir() if "-" not in path.name}
    assert names == {"onnxruntime", "tokenizers"}
    assert (layer / "copydesk" / "manifest.json").is_file()
    assert not list((package / "model" / "artifact").glob("*.onnx"))


def test_the_package_answers_on_the_lambdas_python(package: Path) -> None:
    python = lambda_python()
    if python is None:
        pytest.skip("no python3.13 on this machine")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import json, handlers.entry as api\n"
        "reply = api.handler(json.load(open(sys.argv[2])), None)\n"
        "print(reply['statusCode'], json.loads(reply['body'])['genre']['name'])"
    )
    event = ROOT / "events" / "classify.json"
    done = subprocess.run(
        [python, "-I", "-c", code, package, event], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "200 opinion", done.stderr
