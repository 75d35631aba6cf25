"""The function at the edges of its runtime, under the emulator."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.articles.voices import ARGUING, REPORTING
from tests.fakes import api_event
from tests.runtime.rie import emulator, lambda_function

ROOT = Path(__file__).parents[2]
ENTRY = "handlers.entry.handler"
TEXT = "\n\n".join(piece.text for piece in ARGUING + REPORTING)
HEALTH = api_event("GET", "/v1/health")

pytestmark = [
    pytest.mark.lambda_runtime,
    pytest.mark.skipif(
        emulator() is None, reason="no Lambda Runtime Interface Emulator (Linux; make sam)"
    ),
    pytest.mark.xdist_group("rie"),
]


def batch(articles: list[dict[str, Any]]) -> dict[str, Any]:
    return api_event("POST", "/v1/classify/batch", {"articles": articles})


def test_the_model_is_opened_in_the_init_phase(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    with lambda_function(ENTRY, tmp_path, COPYDESK_MODEL=nowhere) as function:
        page = function.invoke(api_event("GET", "/docs"))  # which needs no model
        output = function.output()
    assert page["statusCode"] == 200
    assert "ArtifactError" in output


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_a_damaged_artifact_is_loud_and_health_says_which_file(tmp_path: Path, damage: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(ROOT / "src" / "model" / "artifact", model)
    file = model / "genre.coef.npy"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw if damage == "flipped" else raw[:1000])
    if damage == "gone":
        file.unlink()
    with lambda_function(ENTRY, tmp_path, COPYDESK_MODEL=str(model)) as function:
        reply = function.invoke(HEALTH)
        refused = function.invoke(api_event("POST", "/v1/classify", {"text": TEXT}))
        page = function.invoke(api_event("GET", "/docs"))
        output = function.output()
    assert (reply["statusCode"], refused["statusCode"], page["statusCode"]) == (503, 503, 200)
    assert "genre.coef.npy" in json.loads(reply["body"])["detail"]
    assert '"level":"ERROR"' in output
    assert "genre.coef.npy" in output


def test_an_event_of_six_megabytes_is_refused_with_a_problem(tmp_path: Path) -> None:
    event = api_event("POST", "/v1/classify/batch", "[" + " " * 5_990_000 + "]")
    with lambda_function(ENTRY, tmp_path) as function:
        reply = function.invoke(event)
        after = function.invoke(HEALTH)
    assert reply["statusCode"] == 413
    assert "at most 5,000,000 are taken" in json.loads(reply["body"])["detail"]
    assert after["statusCode"] == 200


def test_an_answer_near_six_megabytes_is_sent_and_a_larger_one_is_a_problem(
    tmp_path: Path,
) -> None:
    def of_marks(size: int) -> dict[str, Any]:
        # Nothing to classify but to send back, in which every mark takes four bytes: \\\".
        article = {"text": '"' * size, "include": ["text"], "tasks": ["topic"]}
        return batch([article] * 12)

    with lambda_function(ENTRY, tmp_path, timeout=60) as function:
        large = function.invoke(of_marks(125_000), timeout=120)
        larger = function.invoke(of_marks(129_800), timeout=120)
        after = function.invoke(HEALTH)
    assert large["statusCode"] == 200
    assert 5_900_000 < len(json.dumps(large)) < 6_291_556
    assert larger["statusCode"] == 413
    assert "too large to send" in json.loads(larger["body"])["detail"]
    assert after["statusCode"] == 200


def test_a_batch_ends_before_its_time_does(tmp_path: Path) -> None:
    articles = [{"id": str(number), "text": TEXT[:500]} for number in range(100)]
    source, path = ROOT / "tests" / "runtime" / "functions", [ROOT / "src"]
    with lambda_function("late.handler", tmp_path, source=source, path=path, timeout=8) as function:
        function.invoke(HEALTH)
        reply = function.invoke(batch(articles))
        after = function.invoke(HEALTH)
    assert reply["statusCode"] == 200
    results = json.loads(reply["body"])["results"]
    assert [result["id"] for result in results] == [str(number) for number in range(100)]
    late = ["problem" in result for result in results]
    assert 0 < sum(late) < 100
    assert late == sorted(late)
    assert after["statusCode"] == 200


def test_memory_does_not_grow(tmp_path: Path) -> None:
    """Ten thousand are counted by ``python -m benchmarks.memory``; here a few hundred."""
    events = [
        api_event("POST", "/v1/classify", {"text": TEXT[:3000]}),
        api_event("POST", "/v1/classify", {"html": f"<p>{TEXT[:2000]}</p>", "include": ["ninjs"]}),
        api_event("POST", "/v1/classify", "{"),
        HEALTH,
    ]
    with lambda_function(ENTRY, tmp_path) as function:
        for number in range(200):
            function.invoke(events[number % len(events)])
        before = function.memory()
        for number in range(400):
            function.invoke(events[number % len(events)])
        grown = function.memory() - before
    assert grown < 2_000_000, f"{grown:,} bytes in 400 invocations"
