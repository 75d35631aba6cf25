"""JSON Lines: a line in, a line out, whatever a line holds."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.contract import MAX_BODY_BYTES
from handlers.jsonl import Answer, Line, answer_line, lines
from tests.fakes import FakeClassifier


def answer(raw: bytes | None, **defaults: Any) -> tuple[Answer, dict[str, Any]]:
    found = answer_line(FakeClassifier(), Line(7, 0, raw), defaults)
    assert b"\n" not in found.raw
    return found, json.loads(found.raw)


def test_a_line_is_answered_as_by_the_api() -> None:
    found, said = answer(b'{"id": "a", "title": "T", "text": "The Mayor!"}\r\n')
    assert found.ok
    assert (said["id"], said["genre"]["name"]) == ("a", "opinion")


def test_html_is_taken() -> None:
    _, said = answer(b'{"html": "<p>Two words</p>", "include": ["text"]}')
    assert said["text"] == "Two words"


def test_defaults_are_for_lines_that_do_not_say() -> None:
    _, said = answer(b'{"text": "A or B"}', targets=["A"])
    assert [stance["target"] for stance in said["stance"]] == ["A"]
    _, said = answer(b'{"text": "A or B", "targets": ["B"]}', targets=["A"])
    assert [stance["target"] for stance in said["stance"]] == ["B"]


@pytest.mark.parametrize(
    ("raw", "status", "id_"),
    [
        (b"not json", 400, None),
        (b'{"id": "a", "text": "caf\xe9"}', 400, None),
        (b'{"id": "a", "id": "b", "text": "x"}', 400, None),
        (b"[" * 100_000, 400, None),
        (b"[]", 422, None),
        (b"17", 422, None),
        (b'{"id": "a"}', 422, "a"),
        (b'{"id": 7, "text": "x"}', 422, None),
        (b'{"id": "a", "text": "x", "colour": "red"}', 422, "a"),
        (b'{"id": "a", "text": "\\ud800"}', 422, "a"),
        (json.dumps({"id": "a", "text": 200_001 * "x"}).encode(), 413, "a"),
        (None, 413, None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_fails_says_so_and_names_its_line(
    raw: bytes | None, status: int, id_: str | None
) -> None:
    found, said = answer(raw)
    assert not found.ok
    assert set(said) == {"id", "problem"}
    assert (said["id"], said["problem"]["status"]) == (id_, status)
    assert said["problem"]["instance"] == "urn:copydesk:line:7"
    assert said["problem"]["detail"]


def test_an_error_of_ours_is_reported_and_says_nothing_of_the_text() -> None:
    reported: list[Exception] = []
    line = Line(1, 0, b'{"id": "a", "text": "secret"}')
    found = answer_line(FakeClassifier(fails_on="secret"), line, {}, reported.append)
    assert not found.ok
    assert json.loads(found.raw)["problem"]["status"] == 500
    assert b"secret" not in found.raw
    assert [type(error) for error in reported] == [ValueError]


def test_blank_lines_are_left_out_and_counted() -> None:
    found = list(lines(io.BytesIO(b"\n  \nfirst\r\n\t\nsecond")))
    assert found == [Line(3, 7, b"first\r\n"), Line(5, 6, b"second")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("over", [0, 1, 2, 3, 100_000])
def test_a_line_over_the_limit_is_none_and_the_next_is_read(end: bytes, over: int) -> None:
    first = (10 + over) * b"x" + end
    given_ = first + (b"next\n" if end else b"")
    found = list(lines(io.BytesIO(given_), limit=10))
    assert [line.raw is None for line in found] == [over > 0] + [False] * bool(end)
    assert sum(line.size for line in found) == len(given_)


def test_a_line_over_the_limit_is_not_held_in_memory() -> None:
    class Endless(io.RawIOBase):
        """A gigabyte without a line break; notes the most that was asked for at once."""

        most = given = 0

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            self.most = max(self.most, size)
            size = min(size, 2**30 - self.given)
            self.given += size
            return size * b"x"

    stream = Endless()
    assert [line.raw for line in lines(stream)] == [None]  # type: ignore[arg-type]
    assert stream.most <= MAX_BODY_BYTES + 2


@given(st.lists(st.binary().map(lambda raw: raw.replace(b"\n", b""))))
def test_every_line_that_is_not_blank_gets_one_answer_in_order(given_: list[bytes]) -> None:
    found = list(lines(io.BytesIO(b"\n".join(given_))))
    assert [line.number for line in found] == [
        number for number, raw in enumerate(given_, 1) if raw.strip()
    ]
    for line in found:
        said = json.loads(answer_line(FakeClassifier(), line, {}).raw)
        assert "problem" in said or "topics" in said
