"""What is wrong around the body: size, compression, media type, address, method."""

import gzip
import json
import zlib
from collections.abc import Iterator

from tests.hostile.request import BATCH, CLASSIFY, SECRET, TEXT, Hostile, post

__all__ = ["compressed", "elsewhere", "media_types", "too_large"]


def too_large() -> Iterator[Hostile]:
    words = 40_000 * "word "
    for name, body in {
        "text": {"text": words + "x"}, "html": {"html": words + "x"}, "emoji": {"text": 200_001 * "é"},
        "title": {"text": "x", "title": words}, "sum": {"text": words[:-9], "title": 10 * "x"},
        "tags": {"html": 70_000 * "<p>"},
    }.items():  # fmt: skip
        yield post(f"large/{name}", body, 413)
    yield post("large/body", {"text": TEXT, "title": 1_000_001 * "x"}, 413)
    yield post("large/spaces", b" " * 1_000_001, 413)
    yield post("large/not-json", b"x" * 1_000_001, 413)
    yield post("large/escapes", b'{"text": "' + b"\\u00e9" * 170_000 + b'"}', 413)
    yield post("large/batch", b'{"articles": [' + b" " * 5_000_000 + b"]}", 413, BATCH)
    yield post("large/batch-item", {"articles": [{"text": 5_000_000 * "x"}]}, 413, BATCH)


def compressed() -> Iterator[Hostile]:
    good = gzip.compress(json.dumps({"text": TEXT}).encode(), mtime=0)
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 0xFF
    for cut in range(0, len(good), 8):
        yield post(f"gzip/cut-{cut}", good[:cut], 400, Content_Encoding="gzip")
    for name, raw, status in (
        ("bad-checksum", good[:-8] + bytes(8), 400),
        ("flipped", bytes(flipped), 400), ("zlib", zlib.compress(b'{"text": "a"}'), 400),
        ("tail", good + b"x", 400), ("two-members", good + good, 400),
        ("twice", gzip.compress(good, mtime=0), 400), ("of-nothing", gzip.compress(b"", mtime=0), 400),
        ("of-no-json", gzip.compress(b"text", mtime=0), 400), ("bomb", bomb, 413),
        ("spaces", gzip.compress(b" " * 2_000_000, mtime=0), 413),
    ):  # fmt: skip
        yield post(f"gzip/{name}", raw, status, Content_Encoding="gzip")
    yield post("gzip/bomb-batch", bomb, 413, BATCH, Content_Encoding="gzip")
    for encoding in (
        "br", "deflate", "compress", "zstd", "gzip, gzip", "gzip;q=1", "x", "*", "utf-8", "../etc",
    ):  # fmt: skip
        yield post(f"encoding/{encoding}", good, 415, Content_Encoding=encoding)


def media_types() -> Iterator[Hostile]:
    for number, media_type in enumerate((
        "text/plain", "text/html", "text/json", "application/xml", "application/octet-stream",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png",
        "application/x-json", "application/jsonp", "application/jsonx", "application/javascript",
        "application/x-ndjson", "application/jsonl", "application/gzip", "json", "*/*",
        "application/*", "application/", "/json", "application/json, text/plain",
        "application / json", "application/json; charset=latin-1", "application/json;charset=x",
        "application/json; charset=utf-16", 'application/json; charset="iso-8859-1"',
        f"{SECRET}/{SECRET}", 3000 * "a",
    )):  # fmt: skip
        yield post(f"media/{number:02}", {"text": TEXT}, 415, Content_Type=media_type)


def elsewhere() -> Iterator[Hostile]:
    for number, path in enumerate((
        "/v1", "/v1/", "/v2/classify", "/v1/Classify", "/V1/CLASSIFY", "/classify", "/v1/classify/1",
        "/v1/classify/batch/x", "//v1/classify", "/v1//classify", "/v1/classify%20",
        "/v1/classify%00", "/v1/../v1/classify", "/./v1/classify", "/v1/classify;x=1",
        "/v1/classify.json", "/%76%31/classify", "/v1%2fclassify", "/..%2f..%2fetc/passwd",
        "/../../etc/passwd", "/..", "/%2e%2e/x", "/etc/passwd", "/.env", "/.git/config", "/admin",
        "/wp-login.php", "/favicon.ico", "/robots.txt", "/docs/x", "/openapi.yaml",
        "/v1/health/deep", "/v1/healthz", "/v1/models", "/v1/model/x", "/v1/é", "/v1/%F0%9F%98%80",
        f"/v1/{SECRET}", "/" + 4000 * "a", "/" + 2000 * "a/", "/v1/*", "/*", "/<script>", "/{proxy+}",
    )):  # fmt: skip
        yield Hostile(f"path/{number:02}", b'{"text": "a"}', 404, path)
    for path, methods in {
        "/": "POST PUT PATCH DELETE", "/docs": "POST PUT DELETE", "/openapi.json": "PUT PATCH POST",
        CLASSIFY: "GET HEAD PUT PATCH DELETE TRACE CONNECT PROPFIND BREW",
        BATCH: "GET HEAD PUT PATCH DELETE TRACE", "/v1/health": "POST PUT DELETE",
        "/v1/model": "POST PATCH DELETE",
    }.items():  # fmt: skip
        for method in methods.split():
            yield Hostile(f"method/{method} {path}", b"{}", 405, path, method)
