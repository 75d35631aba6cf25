"""A request's bytes -> JSON values: bounded, and strict where JSON parsers are lax."""

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Final

from handlers.problems import BadRequest, TooLarge, UnsupportedMedia

__all__ = ["parse_json", "raw_body", "read_body"]

_GZIP: Final = 16 + zlib.MAX_WBITS
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii"})
# A request needs four. Python 3.12 and later let json recurse 10,000 deep, which is more than a
# thread's stack of 1 MB holds: the process would die of it.
_MAX_DEPTH: Final = 400
_QUOTED: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_STEPS: Final = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}
_NO_BRACKETS: Final = bytes(set(range(256)) - set(_STEPS))


def read_body(event: Mapping[str, Any], limit: int) -> bytes:
    """Take the body out of an API Gateway proxy event.

    Parameters
    ----------
    event : mapping
        REST API format (payload 1.0).
    limit : int
        Most bytes, after inflation.

    Raises
    ------
    BadRequest, TooLarge, UnsupportedMedia
    """
    headers = {str(k).lower(): str(v) for k, v in (event.get("headers") or {}).items()}
    _check_media_type(headers.get("content-type"))
    raw = raw_body(event)
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"gzip", "x-gzip"}:
        # API Gateway inflates bodies itself, and leaves the header: text is inflated already.
        raw = _inflate(raw, limit) if event.get("isBase64Encoded") else raw
    elif encoding not in {"", "identity"}:
        raise UnsupportedMedia("Content-Encoding may be gzip or identity.")
    if len(raw) > limit:
        raise TooLarge(f"The body has {len(raw):,} bytes; at most {limit:,} are taken.")
    return raw


def parse_json(raw: bytes) -> Any:
    """Parse JSON: UTF-8 only, no key twice, no NaN, no depth without end.

    Raises
    ------
    BadRequest
        Saying where.
    """
    if not raw.strip():
        raise BadRequest('The body is empty; send JSON such as {"text": "…"}.')
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8: see byte {error.start}.") from error
    if _depth(raw) > _MAX_DEPTH:
        raise BadRequest(f"The JSON is nested too deeply; at most {_MAX_DEPTH} levels are taken.")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        what = error.msg.rstrip(": ").removesuffix(" at")
        where = f"line {error.lineno} column {error.colno}"
        raise BadRequest(f"The body is not JSON: {what} at {where}.") from error
    except ValueError as error:  # an integer of thousands of digits
        raise BadRequest("The JSON holds a number that is too long.") from error


def _check_media_type(value: str | None) -> None:
    if value is None or not value.strip():
        return
    media, *parameters = (part.strip().lower() for part in value.split(";"))
    if media != "application/json" and not media.endswith("+json"):
        raise UnsupportedMedia(
            "Send JSON, with the header Content-Type: application/json (curl: "
            "-H 'Content-Type: application/json')."
        )
    for parameter in parameters:
        name, _, charset = parameter.partition("=")
        if name.strip() == "charset" and charset.strip(' "') not in _UTF8:
            raise UnsupportedMedia("JSON is UTF-8; leave the charset out.")


def raw_body(event: Mapping[str, Any]) -> bytes:
    """Take the body's bytes out of an event, as they were sent.

    Raises
    ------
    BadRequest
    """
    body: str = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as error:
        raise BadRequest("The body is marked as base64 and is not.") from error


def _inflate(raw: bytes, limit: int) -> bytes:
    member = zlib.decompressobj(_GZIP)
    try:
        inflated = member.decompress(raw, limit + 1)
    except zlib.error as error:
        raise BadRequest("The body is marked as gzip and is not, or is damaged.") from error
    if len(inflated) > limit:
        raise TooLarge(f"The body inflates to more than {limit:,} bytes.")
    if not member.eof:
        raise BadRequest("The gzip body ends before its end.")
    if member.unused_data:
        raise BadRequest("The gzip body goes on after its end; send one member.")
    return inflated


def _depth(raw: bytes) -> int:
    """Bound the depth of JSON from above, and tell it exactly where that matters."""
    brackets = raw.count(b"[") + raw.count(b"{")
    if brackets <= _MAX_DEPTH:
        return brackets
    outside = _QUOTED.sub(b"", raw).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, outside)), default=0)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise BadRequest(f"The JSON has the key {twice[:100]!r} twice in one object.")
    return found


def _no_constant(name: str) -> Any:
    raise BadRequest(f"{name} is not JSON.")
