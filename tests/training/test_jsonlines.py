import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.jsonlines import Row, RowError, read_rows

CHOICES = {"-1": 0, "0": 1, "1": 2, "critical": 0}


def written(folder: Path, raw: bytes, name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def row(**values: object) -> Row:
    return Row(Path("rows.jsonl"), 7, values)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_rows_with_their_lines(tmp_path: Path, pack: type[bytes]) -> None:
    raw = '\ufeff{"a": "é"}\r\n\n  \n{"b": [1]}'.encode()
    found = list(read_rows(written(tmp_path, pack(raw))))  # whatever the name says
    assert [(one.line, dict(one.values)) for one in found] == [(1, {"a": "é"}), (4, {"b": [1]})]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "has no rows"),
        (b"\n \n", "has no rows"),
        (b'{"a": 1}\n{"a": }\n', "line 2: is not JSON"),
        (b'{"a": 1}\n[1]\n', "line 2: must be a JSON object, not [1]"),
        (b'[\n{"a": 1}\n]\n', "jq -c '.[]'"),
        (b'{"a": 1}\n"\xff"\n', "line 2: is not UTF-8"),
        (gzip.compress(b'{"a": 1}\n' * 999, mtime=0)[:-9], "is not whole"),
        (b"[" * 100_000, "line 1: is not JSON"),
    ],
)
def test_faults_are_named(tmp_path: Path, raw: bytes, says: str) -> None:
    path = written(tmp_path, raw)
    with pytest.raises(RowError) as caught:
        list(read_rows(path))
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="No such file"):
        list(read_rows(tmp_path / "none.jsonl"))
    with pytest.raises(RowError, match="directory"):
        list(read_rows(tmp_path))


@pytest.mark.parametrize("value", [None, "", "-"])
def test_ways_to_say_nothing(value: object) -> None:
    assert row(a=value).get("a") is None
    assert row(a=value).choice("a", CHOICES) is None
    assert row().text("a") is None


@pytest.mark.parametrize(
    ("value", "place"), [(-1, 0), (0, 1), ("1", 2), (1.0, 2), ("Critical", 0), (" 0 ", 1)]
)
def test_choices_as_people_write_them(value: object, place: int) -> None:
    assert row(a=value).choice("a", CHOICES) == place


@pytest.mark.parametrize("value", [2, "yes", True, False, 0.5, [0], {"a": 0}])
def test_what_is_no_choice_is_said(value: object) -> None:
    with pytest.raises(RowError) as caught:
        row(a=value).choice("a", CHOICES)
    assert str(caught.value).startswith("rows.jsonl: line 7: a: ")
    assert "-1, 0, 1, critical" in str(caught.value)


def test_text_must_be_text() -> None:
    with pytest.raises(RowError, match="a: must be a string, not 3"):
        row(a=3).text("a")


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=8)), min_size=1, max_size=5))
def test_what_is_written_is_read(objects: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = "\n".join(json.dumps(one) for one in objects)
        path = written(Path(folder), raw.encode())
        assert [dict(one.values) for one in read_rows(path)] == objects
