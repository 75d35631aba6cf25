from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.contract import MAX_BATCH, MAX_CHARACTERS
from handlers.decode import article_of, batch_request, classify_request, id_of
from handlers.problems import Fault, Invalid, Problem, TooLarge

TEXT = {"text": "Some text."}


@pytest.mark.parametrize(
    ("value", "pointer", "detail"),
    [
        (None, "", "Expected `object`, got `null`"),
        ([], "", "Expected `object`, got `array`"),
        ({"text": 1}, "/text", "Expected `str | null`, got `int`"),
        ({**TEXT, "id": ""}, "/id", "Expected `str` of length >= 1"),
        ({**TEXT, "id": "i" * 201}, "/id", "Expected `str` of length <= 200"),
        ({**TEXT, "targets": "Putin"}, "/targets", "Expected `array | null`, got `str`"),
        ({**TEXT, "targets": ["a", 1]}, "/targets/1", "Expected `str`, got `int`"),
        ({**TEXT, "targets": ["t" * 201]}, "/targets/0", "Expected `str` of length <= 200"),
        ({**TEXT, "targets": ["t"] * 11}, "/targets", "Expected `array` of length <= 10"),
        ({**TEXT, "tasks": []}, "/tasks", "Expected `array` of length >= 1"),
        ({**TEXT, "tasks": ["x"]}, "/tasks/0", "Expected one of topic, genre, stance"),
        ({**TEXT, "include": ["x"]}, "/include/0", "Expected one of text, jsonld, ninjs"),
        ({**TEXT, "effort": "some"}, "/effort", "Expected one of full, fast"),
        ({**TEXT, "top_k": 0}, "/top_k", "Expected `int` >= 1"),
        ({**TEXT, "top_k": 18}, "/top_k", "Expected `int` <= 17"),
        ({**TEXT, "top_k": True}, "/top_k", "Expected `int`, got `bool`"),
        ({**TEXT, "min_probability": float("inf")}, "/min_probability", "Expected `float` <= 1.0"),
        ({**TEXT, "min_probability": -0.1}, "/min_probability", "Expected `float` >= 0.0"),
        ({**TEXT, "body": "x"}, "/body", "there is no such field"),
        ({**TEXT, "a/b~c": "x"}, "/a~1b~0c", "there is no such field"),
        ({**TEXT, "x` - at `$.id": "x"}, "/x` - at `$.id", "there is no such field"),
        ({**TEXT, "tasks": ["x' - at `$.id`"]}, "/tasks/0", "Expected one of topic, genre, stance"),
        ({}, "", "neither of text and html is given"),
        ({"text": None}, "", "neither of text and html is given"),
        ({**TEXT, "html": "<p>x"}, "", "both of text and html is given"),
    ],
)
def test_a_fault_is_named_by_pointer(value: Any, pointer: str, detail: str) -> None:
    with pytest.raises(Invalid) as caught:
        classify_request(value)
    assert caught.value.faults == (Fault(pointer, detail),)


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"text": "\ud800"}, "/text"),
        ({**TEXT, "title": "é\udfff"}, "/title"),
        ({**TEXT, "id": "\udc00"}, "/id"),
        ({"html": "<p>\ud83d"}, "/html"),
        ({**TEXT, "targets": ["a", "\ud83d"]}, "/targets/1"),
        ({**TEXT, "tasks": ["\ud83d"]}, ""),
        ({**TEXT, "\ud83d": 1}, ""),
    ],
)
def test_half_a_surrogate_pair_is_refused(value: Any, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        classify_request(value)
    assert caught.value.faults == (Fault(pointer, "lone surrogate"),)
    assert msgspec.json.encode(caught.value.body())


@pytest.mark.parametrize("field", ["text", "html"])
def test_an_article_has_so_many_characters_and_no_more(field: str) -> None:
    assert classify_request({field: "x" * MAX_CHARACTERS})
    assert classify_request({field: "\U0001f600" * MAX_CHARACTERS})
    with pytest.raises(TooLarge) as caught:
        classify_request({field: "x" * MAX_CHARACTERS, "title": "y"})
    assert caught.value.faults[0].pointer == f"/{field}"


def test_text_becomes_an_article_as_it_is() -> None:
    article = article_of(classify_request({"title": " T ", "text": "a\r\nb 😀"}))
    assert (article.title, article.text) == (" T ", "a\r\nb 😀")


def test_html_becomes_an_article_without_its_markup() -> None:
    html = "<html><title>Page</title><body><p>One &amp; two.</p><script>x()</script></body></html>"
    article = article_of(classify_request({"html": html, "title": "Mine"}))
    assert article.title == "Mine"
    assert "One & two." in article.text
    assert "x()" not in article.text


def test_a_batch_is_not_looked_into() -> None:
    assert batch_request({"articles": [1, None, {}]}).articles == [1, None, {}]


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({}, ""),
        ([], ""),
        ({"articles": []}, "/articles"),
        ({"articles": [1] * (MAX_BATCH + 1)}, "/articles"),
        ({"articles": {}}, "/articles"),
        ({"articles": [1], "id": "x"}, "/id"),
    ],
)
def test_a_batch_that_is_none_is_refused(value: Any, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        batch_request(value)
    assert caught.value.faults[0].pointer == pointer


@pytest.mark.parametrize(
    "value", [None, [], {"id": 1}, {"id": ""}, {"id": "x" * 201}, {"id": "\ud800"}]
)
def test_an_id_that_cannot_be_said_is_left_out(value: Any) -> None:
    assert id_of(value) is None


def test_an_id_is_found_in_what_is_no_request() -> None:
    assert id_of({"id": "7", "text": 1}) == "7"


FIELDS = st.sampled_from(
    "id title text html targets tasks include effort evidence min_probability top_k x".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.dictionaries(FIELDS, VALUES))
def test_any_object_is_a_request_or_a_problem_that_can_be_written(value: dict[str, Any]) -> None:
    written: Any
    try:
        written = article_of(classify_request(value)).text
    except Problem as problem:
        written = problem.body()
    assert msgspec.json.encode(written)
