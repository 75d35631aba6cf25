"""The commands, in this process; tests/integration/test_cli.py runs them in their own."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handlers import settings
from handlers.cli import main
from handlers.openapi import document_text
from model.classifier import Classifier
from tests.fakes import INFO, FakeClassifier

STORY = "Council meets\n\nThe Mayor spoke! The council listened."


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClassifier:
    """Stands in for the model."""
    classifier = FakeClassifier()
    monkeypatch.setattr(Classifier, "open", lambda _path=None, encoder="auto": classifier)
    return classifier


@pytest.fixture
def story(tmp_path: Path) -> str:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return str(file)


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


Captured = pytest.CaptureFixture[str]


# classify


def test_for_a_person(fake: FakeClassifier, story: str, capsys: Captured) -> None:
    assert main(["classify", story]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Council meets\n\nTopic   politics and government  ")
    assert "Genre   opinion" in out
    assert fake.asked[0][0].text == "The Mayor spoke! The council listened."


def test_as_json(fake: FakeClassifier, story: str, capsys: Captured) -> None:
    assert main(["classify", "--json", "--include", "text", "--include", "ninjs", story]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["title"] == "Council meets"
    assert found["ninjs"]["headlines" if "headlines" in found["ninjs"] else "headline"]
    assert out.startswith('{\n  "id"')
    assert out.endswith("}\n")
    assert fake.asked[0][1] == {"topic", "genre", "stance"}


def test_standard_input(
    fake: FakeClassifier, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    give(monkeypatch, "The Mayor spoke.")
    assert main(["classify"]) == 0
    give(monkeypatch, "The Mayor spoke again.")
    assert main(["classify", "-"]) == 0
    assert "Genre   reporting" in capsys.readouterr().out
    assert [article.text for article, _, _ in fake.asked] == [
        "The Mayor spoke.", "The Mayor spoke again.",
    ]  # fmt: skip


def test_targets_and_tasks_are_handed_on(fake: FakeClassifier, story: str) -> None:
    wanted = ["--target", "Mayor", "--target", "Jane", "--task", "stance", "--task", "topic"]
    assert main(["classify", story, *wanted]) == 0
    _, tasks, targets = fake.asked[0]
    assert tasks == {"stance", "topic"}
    assert targets == ("Mayor", "Jane")


def test_html(fake: FakeClassifier, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>T</title><article><p>One.</p></article>", encoding="utf-8")
    assert main(["classify", str(page)]) == 0
    assert main(["classify", str(page), "--title", "Mine"]) == 0
    fragment = tmp_path / "fragment.txt"
    fragment.write_text("<p>One &amp; two</p>", encoding="utf-8")
    assert main(["classify", "--html", str(fragment)]) == 0
    assert main(["classify", str(fragment)]) == 0
    assert [article.text for article, _, _ in fake.asked] == [
        "One.", "One.", "One & two", "<p>One &amp; two</p>",
    ]  # fmt: skip
    assert fake.asked[1][0].title == "Mine"


@pytest.mark.parametrize(
    ("options", "title", "start"),
    [
        ([], "Council meets", "The Mayor"),
        (["--title", "Mine"], "Mine", "Council meets\n"),
        (["--no-title-from-first-line"], "", "Council meets\n"),
        (["--title-from-first-line"], "Council meets", "The Mayor"),
    ],
)
def test_titles(
    fake: FakeClassifier, story: str, options: list[str], title: str, start: str
) -> None:
    assert main(["classify", story, *options]) == 0
    article = fake.asked[0][0]
    assert article.title == title
    assert article.text.startswith(start)


def test_a_request_of_the_api(fake: FakeClassifier, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"id": "a", "text": "The Mayor.", "targets": ["X"]}', encoding="utf-8")
    assert main(["classify", str(file), "--json"]) == 0
    assert main(["classify", str(file), "--json", "--target", "Mayor"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n}\n")[0] + "}")["id"] == "a"
    assert [targets for _, _, targets in fake.asked] == [("X",), ("Mayor",)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"text": "x", "colour": 1}', "/colour: there is no such field"),
        ("[1]", "no JSON object"),
        ("{", "not JSON"),
    ],
)
def test_a_request_that_is_none(
    fake: FakeClassifier, tmp_path: Path, capsys: Captured, text: str, says: str
) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")
    assert main(["classify", str(file)]) == 1
    assert says in capsys.readouterr().err
    assert not fake.asked


def test_limits_are_the_apis(fake: FakeClassifier, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "long.txt"
    file.write_text(200_001 * "x", encoding="utf-8")
    assert main(["classify", str(file)]) == 1
    assert "200,001 characters" in capsys.readouterr().err
    assert main(["classify", str(file), *(11 * ["--target", "x"])]) == 1
    assert capsys.readouterr().err.startswith("copydesk: /targets: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify", "--include", "text"],
        ["classify", "--workers", "2"],
        ["classify", "--jsonl", "--json"],
        ["classify", "--jsonl", "--html"],
        ["classify", "--jsonl", "--title", "x"],
        ["classify", "--jsonl", "--title-from-first-line"],
        ["classify", "--jsonl", "--workers", "0"],
        ["classify", "--jsonl", "--workers", "²"],
        ["classify", "--task", "weather"],
        ["classify", "a", "b"],
        ["classify", "--tit", "x"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "http"],
        ["serve", "--threads", "-1"],
        ["serve", "--timeout", "nan"],
        ["serve", "--timeout", "0"],
        ["openapi", "--check", "a", "--output", "b"],
        ["nonsense"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_2_and_says_why(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert re.match(r"copydesk( \w+)?: error: \S", last)


def test_without_a_command_the_help_is_shown(capsys: Captured) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "examples:" in captured.err


# --jsonl


def lines_of(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_lines(fake: FakeClassifier, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    good = [{"id": "a", "text": "One."}, {"id": "b", "html": "<p>Two!"}]
    give(monkeypatch, lines_of(good[0]) + "\n" + lines_of(good[1]))
    assert main(["classify", "--jsonl", "--task", "genre", "--include", "text"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["text"], one["topics"]) for one in found] == [
        ("a", "One.", []), ("b", "Two!", []),
    ]  # fmt: skip
    assert fake.asked[0][1] == {"genre"}


def test_a_bad_line_does_not_stop_the_run(
    fake: FakeClassifier, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": "a"}\n\xff\n' + lines_of({"id": "c", "text": "x"}).encode())
    assert main(["classify", "--jsonl", str(file)]) == 1
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [(one["id"], "problem" in one) for one in found] == [
        ("a", True), (None, True), ("c", False),
    ]  # fmt: skip
    assert captured.err == "copydesk: 2 of 3 lines have problems\n"
    assert len(fake.asked) == 1


def test_an_error_of_ours_says_where_and_not_what(
    fake: FakeClassifier, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    fake.fails_on = "secret"
    give(monkeypatch, lines_of({"text": "x"}, {"text": "secret"}))
    assert main(["classify", "--jsonl"]) == 1
    captured = capsys.readouterr()
    assert "copydesk: line 2: ValueError at fakes.py:" in captured.err
    assert "secret" not in captured.err + captured.out


@pytest.mark.usefixtures("fake")
def test_no_lines_are_no_problem(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    give(monkeypatch, "")
    assert main(["classify", "--jsonl"]) == 0
    assert capsys.readouterr() == ("", "")


# model


@pytest.mark.usefixtures("fake")
def test_model_as_json_is_what_the_api_answers(capsys: Captured) -> None:
    from handlers.api import Api
    from handlers.settings import Settings
    from tests.fakes import api_event

    assert main(["model", "--json"]) == 0
    answered = Api(Settings(), FakeClassifier)(api_event("GET", "/v1/model"), None)
    assert json.loads(capsys.readouterr().out) == json.loads(answered["body"])


@pytest.mark.usefixtures("fake")
def test_model_for_a_person(capsys: Captured) -> None:
    assert main(["model"]) == 0
    out = capsys.readouterr().out
    assert f"digest     {INFO.digest}" in out
    assert "  genre             reporting, opinion\n" in out
    assert "  genre             0.70\n" in out
    assert "  topic                  0.750                         0.040     1,200\n" in out


def test_a_model_that_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    monkeypatch.setenv("COPYDESK_MODEL", str(tmp_path))
    for command in ("model", "serve", "demo"):
        assert main([command]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("copydesk: ")
        assert captured.err.count("\n") == 1


# openapi


def test_openapi_is_printed_written_and_checked(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "openapi.json"
    assert main(["openapi"]) == 0
    assert capsys.readouterr().out == document_text()
    assert main(["openapi", "--output", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == document_text()
    assert main(["openapi", "--check", str(file)]) == 0
    assert capsys.readouterr() == ("", "")


def test_openapi_shows_what_drifted(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(document_text().replace('"3.1.0"', '"3.0.0"'), encoding="utf-8")
    assert main(["openapi", "--check", str(file)]) == 1
    captured = capsys.readouterr()
    assert '-"openapi": "3.0.0"' in captured.out.replace(" ", "").replace(":", ": ")
    assert f"copydesk openapi --output {file}" in captured.err
    file.write_text("[]", encoding="utf-8")
    assert main(["openapi", "--check", str(file)]) == 1
    assert capsys.readouterr().out.count("\n") == 41


def test_openapi_check_of_nothing(tmp_path: Path, capsys: Captured) -> None:
    assert main(["openapi", "--check", str(tmp_path / "none.json")]) == 1
    assert "No such file" in capsys.readouterr().err


# help


@pytest.mark.parametrize("command", ["classify", "serve", "demo", "model", "openapi"])
def test_every_command_teaches(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert f"examples:\n  copydesk {command}" in out
    assert "exit codes:\n  0 " in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_help_names_every_variable_that_is_read(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    source = Path(settings.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"COPYDESK_[A-Z_]+", source)) - {"COPYDESK_TRACING"}  # AWS only
    assert "COPYDESK_API_KEYS" in read
    for name in read:
        assert f"  {name} " in out


def test_version(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("copydesk 0.")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, handlers.cli\n"
        "try: handlers.cli.main(['classify', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'msgspec', 'model', 'waitress', 'aws_lambda_powertools',"
        " 'importlib.metadata', 'multiprocessing', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
