"""The hook function loads no model; nothing of AWS is needed on a machine of one's own."""

import subprocess
import sys

import pytest


def loaded_by(code: str, *names: str) -> list[str]:
    """Which of some modules are loaded in a fresh process after some code."""
    shown = f"import sys; {code}; print(sorted(set({names!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return list(eval(done.stdout))


MODEL = ("numpy", "selectolax", "gcld3", "onnxruntime", "model.classifier", "model.article")


@pytest.mark.parametrize(
    "kind", ["ghost", "wordpress", "strapi", "contentful", "sanity", "storyblok"]
)
def test_taking_a_delivery_loads_no_model_and_no_client(kind: str) -> None:
    code = f"import handlers.hooks; from handlers.cms.kinds import reader_of; reader_of({kind!r})"
    assert loaded_by(code, *MODEL, "handlers.net.client", "boto3", "waitress") == []


def test_a_machine_of_ones_own_needs_nothing_of_aws() -> None:
    assert loaded_by("import handlers.flow.local", "boto3", "botocore", "numpy") == []


def test_the_command_line_stays_light() -> None:
    heavy = ("numpy", "model", "msgspec", "urllib3", "sqlite3", "aws_lambda_powertools")
    assert loaded_by("import handlers.cli.hooks", *heavy) == []
