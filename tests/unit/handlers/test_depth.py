"""How deep JSON may be is the same for every Python, and no thread's stack is too small for it."""

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.body import _MAX_DEPTH, _depth, parse_json
from handlers.problems import BadRequest

DEPTHS = st.integers(1, 3 * _MAX_DEPTH)
NESTS = pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('{"[[{{\\"":[', "]}")]
)


def levels(opening: str) -> int:
    return 1 if opening in {"[", '{"a":'} else 2


@NESTS
def test_it_is_as_deep_as_it_may_be_and_no_deeper(opening: str, closing: str) -> None:
    most = _MAX_DEPTH // levels(opening)
    assert parse_json((opening * most + "1" + closing * most).encode())
    with pytest.raises(BadRequest, match=f"nested too deeply; at most {_MAX_DEPTH} levels"):
        parse_json((opening * (most + 1) + "1" + closing * (most + 1)).encode())


@given(DEPTHS, st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.booleans())
def test_brackets_in_strings_do_not_count(depth: int, text: str, ascii_only: bool) -> None:
    strings = [text, '[{"', '\\"[', "]}" * 300, "[{" * 300]
    inner = json.dumps(dict.fromkeys(strings, strings), ensure_ascii=ascii_only)
    raw = f"{depth * '['}{inner}{depth * ']'}".encode()
    assert _depth(raw) == depth + 2


@pytest.mark.parametrize(
    "raw",
    [
        5_000_000 * b"[",
        b"[" + 1_600_000 * b"[]," + b"[]]",
        1_600_000 * b'""[',
        5_000_000 * b'"' + 600 * b"[",
        501 * b"[" + b'"' + 2_400_000 * b'\\"',
        501 * b"[" + b'"' + 4_900_000 * b"\\",
    ],
    ids=["open", "pairs", "strings", "quotes", "escaped-quotes", "backslashes"],
)
def test_looking_takes_time_in_proportion(raw: bytes) -> None:
    started = time.process_time()
    _depth(raw)
    assert time.process_time() - started < 1.5


@NESTS
def test_a_small_stack_is_enough(opening: str, closing: str) -> None:
    """In a process of its own: what is tested for would end it."""
    depth = 9_000 // levels(opening)
    code = f"""
import threading
from handlers.body import parse_json
from handlers.problems import BadRequest
said = []
def ask(depth):
    try:
        parse_json(({opening!r} * depth + "1" + {closing!r} * depth).encode())
    except BadRequest as problem:
        said.append(problem.detail)
threading.stack_size(256 * 1024)
for depth in ({_MAX_DEPTH // levels(opening)}, {depth}):
    thread = threading.Thread(target=ask, args=(depth,))
    thread.start()
    thread.join()
assert len(said) == 1 and "too deeply" in said[0], said
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
