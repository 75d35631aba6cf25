"""Bodies that are no JSON: syntax, encodings, keys, depth."""

import gzip
import json
from collections.abc import Iterator

from tests.hostile.request import BATCH, SECRET, TEXT, Hostile, post

__all__ = ["keys_twice", "not_json", "not_utf8", "too_deep"]


def not_json() -> Iterator[Hostile]:
    quoted = json.dumps(TEXT)
    good = json.dumps({"text": SECRET}).encode()
    for cut in range(len(good)):
        yield post(f"cut/{cut}", good[:cut], 400)
    bodies = {
        "space": " \r\n\t", "word": SECRET, "form": f"text={SECRET}", "open-array": "[",
        "close-only": "}", "colon-only": ":", "comma-only": ",", "quote-only": '"',
        "no-colon": f'{{"text" {quoted}}}', "no-value": '{"text": }', "no-key": f"{{: {quoted}}}",
        "bare-key": f"{{text: {quoted}}}", "single-quotes": f"{{'text': '{SECRET}'}}",
        "trailing-comma": f'{{"text": {quoted},}}', "leading-comma": f'{{,"text": {quoted}}}',
        "two-commas": f'{{"text": {quoted},,"id": "1"}}', "two-values": f'{{"text": {quoted}}} {{}}',
        "json-lines": f'{{"text": {quoted}}}\n{{"text": {quoted}}}', "garbage-after": "{}x",
        "slash-comment": f'{{"text": {quoted}}} // {SECRET}', "star-comment": "/* */ {}",
        "hash-comment": f"# {SECRET}\n{{}}", "raw-newline": f'{{"text": "{SECRET}\n"}}',
        "raw-tab": f'{{"text": "{SECRET}\t"}}', "raw-nul": f'{{"text": "{SECRET}\0"}}',
        "raw-escape": f'{{"text": "{SECRET}\x1b[2J"}}', "bad-escape": f'{{"text": "{SECRET}\\x41"}}',
        "short-escape": '{"text": "\\u12"}', "bad-unicode": '{"text": "\\uZZZZ"}',
        "escape-at-end": '{"text": "\\', "backslash": "\\", "python-none": '{"text": None}',
        "python-true": '{"id": True}', "undefined": '{"text": undefined}',
        "nan": '{"min_probability": NaN}', "infinity": '{"min_probability": Infinity}',
        "minus-infinity": '{"top_k": -Infinity}', "plus-number": '{"top_k": +1}',
        "leading-zero": '{"top_k": 01}', "hex-number": '{"top_k": 0x1}',
        "dot-number": '{"min_probability": .5}', "number-dot": '{"min_probability": 1.}',
        "minus-only": '{"top_k": -}', "exponent-only": '{"top_k": 1e}', "half-true": "tru",
        "half-null": "nul", "array-comma": "[1,]", "array-colon": "[1:2]", "mismatch": "[}",
        "xml": f"<article>{SECRET}</article>", "html": f"<!doctype html><p>{SECRET}",
        "yaml": f"text: {SECRET}", "pickle": "(dp0\nS'text'\np1", "jsonp": "cb({})",
        "multipart": f"--x\r\n\r\n{SECRET}\r\n--x--", "xssi-prefix": ")]}'\n{}",
        "base64": "eyJ0ZXh0IjogImEifQ==", "no-break-space": "\u00a0{}", "zero-width": "\u200b{}",
        "fullwidth-braces": "｛｝", "curly-quotes": "{“text”: “a”}", "bom-twice": "\ufeff\ufeff{}",
        "bom-only": "\ufeff",
    }  # fmt: skip
    for name, body in bodies.items():
        yield post(f"not-json/{name}", body.encode(), 400)


def not_utf8() -> Iterator[Hostile]:
    good = json.dumps({"text": TEXT})
    bad = {
        "latin-1": b"caf\xe9", "continuation": b"\x80", "cut-2": b"\xc3", "cut-3": b"\xe2\x82",
        "cut-4": b"\xf0\x9f\x98", "overlong-slash": b"\xc0\xaf", "overlong-nul": b"\xc0\x80",
        "overlong-3": b"\xe0\x80\xaf", "surrogate": b"\xed\xa0\x80", "beyond": b"\xf4\x90\x80\x80",
        "surrogate-pair": b"\xed\xa0\xbd\xed\xb8\x80", "five": b"\xf8\x88\x80\x80\x80",
        "ff": b"\xff", "fe": b"\xfe",
    }  # fmt: skip
    for name, raw in bad.items():
        yield post(f"not-utf8/{name}", good.encode().replace(b"said", raw), 400)
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp037"):
        yield post(f"not-utf8/{codec}", good.encode(codec), 400)
    for name, raw in {
        "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-1.7\n%\xe2\xe3", "zip": b"PK\x03\x04\x14\x00",
        "gzip-unmarked": gzip.compress(good.encode(), mtime=0), "noise": bytes(range(256)),
        "nul": bytes(1), "nuls": bytes(1000), "elf": b"\x7fELF\x02\x01\x01\x00",
        "msgpack": b"\x81\xa4text\xa1a", "cbor": b"\xa1dtextaa", "pickle-4": b"\x80\x04K\x01.",
    }.items():  # fmt: skip
        yield post(f"binary/{name}", raw, 400)


def keys_twice() -> Iterator[Hostile]:
    quoted = json.dumps(TEXT)
    for field in ("id", "title", "text", "html", "targets", "tasks", "include", "min_probability"):
        body = f'{{"{field}": {quoted}, "{field}": {quoted}}}'
        yield post(f"key-twice/{field}", body.encode(), 400)
    for name, body in {
        "escaped": f'{{"text": {quoted}, "\\u0074ext": "b"}}', "null": '{"text": null, "text": "a"}',
        "nested": '{"text": "a", "x": {"y": 1, "y": 2}}', "empty": '{"": 1, "": 2}',
        "deep": '{"text": "a", "x": [[{"y": 1, "y": 2}]]}', "thrice": '{"a": 1, "a": 2, "a": 3}',
        "surrogate": '{"\\ud800": 1, "\\ud800": 2}', "proto": '{"__proto__": 1, "__proto__": 2}',
        "long": '{"%s": 1, "%s": 2}' % (2 * ("k" * 9000,)), "tags": '{"<script>": 1, "<script>": 2}',
    }.items():  # fmt: skip
        yield post(f"key-twice/{name}", body.encode(), 400)
    yield post("key-twice/batch", b'{"articles": [], "articles": []}', 400, BATCH)
    yield post("key-twice/item", b'{"articles": [{"text": "a", "text": "b"}]}', 400, BATCH)


def too_deep() -> Iterator[Hostile]:
    for name, opening, closing in (
        ("arrays", "[", "]"), ("objects", '{"a":', "}"), ("mixed", '[{"a":', "}]"),
        ("in-text", '{"text":[', "]}"), ("empty-keys", '{"":', "}"),
    ):  # fmt: skip
        yield post(f"deep/{name}", (opening * 30_000 + "1" + closing * 30_000).encode(), 400)
        yield post(f"deep/{name}-open", (opening * 90_000).encode(), 400)
    nested = "[" * 300 + "]" * 300
    yield post("deep/targets-300", f'{{"text": "a", "targets": {nested}}}'.encode(), 422)
    yield post("deep/unknown-300", f'{{"text": "a", "x": {nested}}}'.encode(), 422)
