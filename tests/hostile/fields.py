"""JSON that is no request: types, bounds, unknown fields, half surrogate pairs, batches."""

from collections.abc import Iterator
from typing import Any, Final

from tests.hostile.request import BATCH, SECRET, TEXT, Hostile, post

__all__ = ["bad_items", "batches", "out_of_bounds", "surrogates", "unknown_fields", "wrong_types"]

VALUES: Final[dict[str, Any]] = {
    "true": True, "zero": 0, "negative": -1, "float": 1.5, "text": SECRET, "array": [], "object": {},
    "null": None, "array-of-null": [None], "array-of-numbers": [1], "array-of-arrays": [[]],
    "huge": 10**40,
}  # fmt: skip
FINE: Final[dict[str, frozenset[str]]] = {  # field -> values above that are fine
    "id": frozenset({"text", "null"}),
    "title": frozenset({"text", "null"}),
    "targets": frozenset({"array", "null"}),
    "tasks": frozenset({"null"}),
    "include": frozenset({"array"}),
    "min_probability": frozenset({"zero"}),
    "top_k": frozenset(),
}


def wrong_types() -> Iterator[Hostile]:
    for field, fine in FINE.items():
        for name, value in VALUES.items():
            if name not in fine:
                yield post(f"type/{field}/{name}", {"text": TEXT, field: value}, 422)
    for field in ("text", "html"):
        for name, value in VALUES.items():
            if name != "text":
                yield post(f"type/{field}/{name}", {field: value}, 422)
    for name, value in VALUES.items():
        yield post(f"type/body/{name}", value, 422)
        yield post(f"type/batch/{name}", value, 422, BATCH)
        if not name.startswith("array-of"):  # of whatever: that is a batch, of bad items
            yield post(f"type/articles/{name}", {"articles": value}, 422, BATCH)


def out_of_bounds() -> Iterator[Hostile]:
    cases: dict[str, dict[str, Any]] = {
        "id-empty": {"id": ""}, "id-201": {"id": 201 * "i"}, "id-emoji-201": {"id": 201 * "😀"},
        "targets-11": {"targets": 11 * ["x"]}, "targets-1000": {"targets": 1000 * [SECRET]},
        "target-empty": {"targets": [""]}, "target-201": {"targets": [201 * "t"]},
        "tasks-4": {"tasks": ["topic", "genre", "stance", "topic"]}, "tasks-case": {"tasks": ["Topic"]},
        "tasks-space": {"tasks": [" topic"]}, "tasks-other": {"tasks": [SECRET]},
        "include-4": {"include": 4 * ["text"]}, "include-other": {"include": ["html"]},
        "include-spoof": {"include": ["x' - at `$.id`"]}, "top_k-18": {"top_k": 18},
        "top_k-text": {"top_k": "5"}, "top_k-float": {"top_k": 5.5}, "top_k-1e18": {"top_k": 10**18},
        "min-above": {"min_probability": 1.0001}, "min-below": {"min_probability": -1e-9},
        "min-text": {"min_probability": "0.5"}, "min-1e308": {"min_probability": 1e308},
    }  # fmt: skip
    for name, fields in cases.items():
        yield post(f"bounds/{name}", {"text": TEXT, **fields}, 422)
    yield post("bounds/min-overflow", b'{"text": "a", "min_probability": 1e999}', 422)
    yield post("bounds/top_k-4000-digits", b'{"text": "a", "top_k": ' + b"9" * 4000 + b"}", 422)
    yield post("bounds/top_k-5000-digits", b'{"text": "a", "top_k": ' + b"9" * 5000 + b"}", 400)
    yield post("bounds/top_k-100k-digits", b'{"text": "a", "top_k": ' + b"9" * 99_999 + b"}", 400)
    yield post("bounds/both", {"text": TEXT, "html": TEXT}, 422)
    yield post("bounds/both-empty", {"text": "", "html": ""}, 422)
    yield post("bounds/neither", {"title": TEXT}, 422)
    yield post("bounds/both-null", {"text": None, "html": None}, 422)


def unknown_fields() -> Iterator[Hostile]:
    names = (
        "body", "content", "Text", "TEXT", "text ", " text", "texts", "url", "language", "target",
        "task", "topk", "topK", "minProbability", "__proto__", "constructor", "__class__", "self",
        "for", "$ref", "$", "", " ", ".", "a.b", "a[0]", "a/b", "~", "~0", "~1", "`", "' - at `$.id`",
        "\0", "text\0", "\n", "é", "😀", "тext", "\u202etxet", "<script>alert(1)</script>",
        "'; drop table articles; --", "${jndi:ldap://x}", "{{7*7}}", "%s%s%n", 9000 * "x",
    )  # fmt: skip
    for number, name in enumerate(names):
        yield post(f"unknown/{number:02}", {"text": TEXT, name: SECRET}, 422)


def surrogates() -> Iterator[Hostile]:
    for half in ("\ud800", "\udbff", "\udc00", "\udfff", "\ude00\ud83d"):
        name = half.encode("utf-16-be", "surrogatepass").hex()
        yield post(f"surrogate/text/{name}", {"text": TEXT + half}, 422)
        yield post(f"surrogate/html/{name}", {"html": f"<p>{TEXT}{half}"}, 422)
    for field in ("id", "title", "min_probability", "top_k"):
        yield post(f"surrogate/{field}", {"text": TEXT, field: "\ud800"}, 422)
    for field in ("targets", "tasks", "include"):
        yield post(f"surrogate/{field}", {"text": TEXT, field: ["\udc00"]}, 422)
    yield post("surrogate/key", {"text": TEXT, "\ud83d": 1}, 422)


def batches() -> Iterator[Hostile]:
    item = {"text": TEXT}
    for name, body in {
        "item": {"articles": item}, "101": {"articles": 101 * [{}]},
        "100000": {"articles": 100_000 * [0]}, "extra": {"articles": [item], "id": "x"},
        "list": [item], "article": item, "spelling": {"article": [item]},
        "options": {"articles": [item], "tasks": ["topic"]},
    }.items():  # fmt: skip
        yield post(f"batch/{name}", body, 422, BATCH)


def bad_items() -> Iterator[Hostile]:
    """Batches that are answered, each item by a problem of its own."""
    items: dict[str, Any] = {
        **VALUES, "both": {"text": TEXT, "html": TEXT}, "unknown": {"text": TEXT, SECRET: 1},
        "long": {"text": 200_001 * "x"}, "batch": {"articles": [{"text": TEXT}]},
        "deep": {"text": [[[[[]]]]]}, "surrogate": {"text": "\ud800"}, "surrogate-key": {"\ud800": 1},
        "surrogate-id": {"id": "\udfff", "text": 1}, "long-id": {"id": 9000 * "i", "text": 1},
        "number-id": {"id": 1, "text": TEXT},
    }  # fmt: skip
    for name, item in items.items():
        yield post(f"item/{name}", {"articles": [item]}, 200, BATCH)
    yield post("item/hundred", {"articles": 100 * [{"id": "same", SECRET: 1}]}, 200, BATCH)
