import base64
import contextlib
import gzip
import json
import math
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.body import parse_json, read_body
from handlers.problems import BadRequest, Problem, TooLarge, UnsupportedMedia
from tests.fakes import api_event, gzip_event

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(JSON)
def test_json_comes_back_as_it_went(value: Any) -> None:
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_json(b"\xef\xbb\xbf" + json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_problem(raw: bytes) -> None:
    with contextlib.suppress(BadRequest):
        json.dumps(parse_json(raw)).encode()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"{", "line 1 column 2"),
        (b'{"text": "a"\n "title": 1}', "line 2 column 2"),
        (b'{"text": "caf\xe9"}', "byte 13"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "'c' twice"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "number that is too long"),
        (b'{"text": "a\x01b"}', "Invalid control character at line 1 column 12"),
        (b'{"text": "a', "Unterminated string starting at line 1"),
        (b"text=hello", "not JSON"),
        ('{"text": "a"}'.encode("utf-16"), "not UTF-8"),
    ],
)
def test_what_is_not_json_is_said(raw: bytes, says: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_json(raw)
    assert says in caught.value.detail


def test_a_key_twice_is_named_without_its_length() -> None:
    with pytest.raises(BadRequest) as caught:
        parse_json(b'{"%s": 1, "%s": 2}' % (b"k" * 5000, b"k" * 5000))
    assert len(caught.value.detail) < 250


def test_gzip_is_inflated() -> None:
    assert read_body(gzip_event("/v1/classify", b'{"text": "a"}'), 100) == b'{"text": "a"}'


@given(st.binary(min_size=1, max_size=300), st.integers(1, 300))
def test_the_limit_holds_after_inflation_to_the_byte(raw: bytes, limit: int) -> None:
    event = gzip_event("/v1/classify", raw)
    if len(raw) <= limit:
        assert read_body(event, limit) == raw
    else:
        with pytest.raises(TooLarge):
            read_body(event, limit)


def test_a_zip_bomb_does_not_go_off() -> None:
    bomb = gzip.compress(bytes(300_000_000), compresslevel=9, mtime=0)
    started = time.perf_counter()
    with pytest.raises(TooLarge):
        read_body(api_event("POST", "/", bomb, {"Content-Encoding": "gzip"}), 1_000_000)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"plain", "marked as gzip and is not"),
        (gzip.compress(b"whole", mtime=0)[:-4], "ends before its end"),
        (gzip.compress(b"whole", mtime=0)[:-8] + bytes(8), "damaged"),
        (gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0), "one member"),
        (gzip.compress(b"one", mtime=0) + b"tail", "one member"),
    ],
)
def test_damaged_gzip_is_said(raw: bytes, says: str) -> None:
    event = api_event("POST", "/", base64.b64encode(raw).decode(), {"Content-Encoding": "gzip"})
    with pytest.raises(BadRequest, match=says):
        read_body({**event, "isBase64Encoded": True}, 1000)


def test_what_api_gateway_has_inflated_is_read_as_it_is() -> None:
    event = api_event("POST", "/", '{"text": "a"}', {"Content-Encoding": "gzip"})
    assert read_body({**event, "isBase64Encoded": False}, 100) == b'{"text": "a"}'


def test_base64_bodies_are_decoded_and_checked() -> None:
    event = api_event("POST", "/", base64.b64encode(b'{"text": "\xc3\xa9"}').decode())
    event["isBase64Encoded"] = True
    assert read_body(event, 100) == b'{"text": "\xc3\xa9"}'
    for bad in ("@@@@", "YWI", "é"):
        with pytest.raises(BadRequest, match="base64"):
            read_body({**event, "body": bad}, 100)


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8";profile=x',
        "application/problem+json",
        "",
        "  ",
    ],
)
def test_json_by_any_name_is_taken(media_type: str) -> None:
    event = api_event("POST", "/", "{}", {"Content-Type": media_type})
    assert read_body(event, 100) == b"{}"


def test_no_media_type_is_taken_for_json() -> None:
    assert read_body({**api_event("POST", "/", "{}"), "headers": None}, 100) == b"{}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=application/json"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Encoding": "br"},
        {"content-encoding": "gzip, gzip"},
    ],
)
def test_other_types_and_encodings_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(UnsupportedMedia):
        read_body(api_event("POST", "/", "{}", headers), 100)


def test_half_a_surrogate_pair_in_the_event_is_no_utf_8() -> None:
    with pytest.raises(BadRequest, match="not UTF-8"):
        parse_json(read_body(api_event("POST", "/", '{"text": "\ud800"}'), 100))


def test_huge_numbers_do_not_pass_for_numbers() -> None:
    assert parse_json(b"[1e999]") == [math.inf]  # the contract's bounds refuse it


def test_problems_never_quote_the_body() -> None:
    for raw in (b'{"text": "secret', b'{"text": secret}', b'{"text": "secret\xff"}'):
        with pytest.raises(Problem) as caught:
            parse_json(raw)
        assert "secret" not in caught.value.detail
