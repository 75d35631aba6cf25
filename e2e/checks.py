"""What must hold of the function in its container."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deploy.parts import ROOT
from e2e.sam import Sam
from handlers.api import Api
from handlers.settings import Settings
from tests.articles.voices import ARGUING, REPORTING

__all__ = ["Failed", "edges", "http", "samples"]

_EDGES: Final = Path(__file__).with_name("edges.yaml")
_MADE: Final = frozenset({"id", "instance"})  # anew for every answer


class Failed(Exception):
    """A check does not hold."""


def samples(sam: Sam, parameters: Mapping[str, str]) -> Iterator[str]:
    """Every sample event is answered as the code here answers it."""
    here = Api(Settings(encoder="on" if parameters["Encoder"] == "true" else "off"))
    for path in sorted((ROOT / "events").glob("*.json")):
        if path.name == "article.json":  # a body, and no event
            continue
        event = json.loads(path.read_text(encoding="utf-8"))
        reply, log = sam.invoke("CopydeskApi", event, parameters)
        wanted = here(event, None)
        _check(isinstance(reply, dict), f"{path.stem}: no answer\n{log[-1500:]}")
        _check(
            reply["statusCode"] == wanted["statusCode"],
            f"{path.stem}: {reply['statusCode']} instead of {wanted['statusCode']}",
        )
        _check(_bare(reply) == _bare(wanted), f"{path.stem}: another answer than here")
        yield f"sam local invoke: {path.stem} {reply['statusCode']}"


def http(sam: Sam, parameters: Mapping[str, str]) -> Iterator[str]:
    """The API answers over HTTP: answers, problems, pages."""
    article = (ROOT / "events" / "article.json").read_bytes()
    with sam.api(parameters) as url:
        for what, path, body, status, kind in (
            ("an article", "/v1/classify", article, 200, "application/json"),
            ("the same, warm", "/v1/classify", article, 200, "application/json"),
            ("no article", "/v1/classify", b"{}", 422, "application/problem+json"),
            ("no JSON", "/v1/classify", b"{", 400, "application/problem+json"),
            ("2 MB", "/v1/classify", b" " * 2_000_000, 413, "application/problem+json"),
            ("health", "/v1/health", None, 200, "application/json"),
            ("the model", "/v1/model", None, 200, "application/json"),
            ("the page", "/docs", None, 200, "text/html; charset=utf-8"),
            ("the document", "/openapi.json", None, 200, "application/json"),
        ):
            found, found_kind, text = _call(url + path, body)
            _check(found == status, f"{what}: {found} instead of {status}: {text[:300]}")
            _check(found_kind == kind, f"{what}: {found_kind} instead of {kind}")
            if status == 200 and body:
                _check(json.loads(text)["genre"]["name"] == "opinion", f"{what}: {text[:300]}")
            yield f"sam local start-api: {what} {found}"


def edges(sam: Sam, parameters: Mapping[str, str]) -> Iterator[str]:
    """A batch ends before its time does; and what the runtime does where a function does not."""
    event = json.loads((ROOT / "events" / "classify_batch.json").read_text(encoding="utf-8"))
    text = "\n\n".join(piece.text for piece in ARGUING + REPORTING)
    long = (text * (40_000 // len(text) + 1))[:40_000]
    names = ["Eastfield", "Harwick", "Marta Silva", "Paulo Reis", "Graham Pell", "Portugal"]
    articles = [{"id": str(number), "text": long, "targets": names} for number in range(100)]
    event["body"] = json.dumps({"articles": articles})
    reply, log = sam.invoke("CopydeskApi", event, {**parameters, "Timeout": "4"})
    _check(
        isinstance(reply, dict) and reply.get("statusCode") == 200, f"a long batch\n{log[-1500:]}"
    )
    results = json.loads(reply["body"])["results"]
    left = [r for r in results if r.get("problem", {}).get("type", "").endswith("/not-reached")]
    _check(len(results) == 100 and 0 < len(left) < 100, f"a long batch: {len(left)} not reached")
    yield f"a batch of 4 MB in 4 s: {100 - len(left)} answered, {len(left)} said to be not reached"

    for function, said in (("Slow", "timed out"), ("Failing", "RuntimeError")):
        reply, log = sam.invoke(function, {}, template=_EDGES)
        _check(said in json.dumps(reply) + log, f"{function}: {log[-1500:]}")
        yield f"{function}: {said}"
    reply, log = sam.invoke("Hungry", {}, template=_EDGES)
    _check(not isinstance(reply, int), f"Hungry: answered {reply} in 256 MB")
    yield "Hungry: killed at its memory limit"


def _bare(reply: dict[str, Any]) -> Any:
    """The body without what is made anew."""
    try:
        body = json.loads(reply.get("body") or "null")
    except ValueError:
        return reply["body"]
    return _without(body)


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in _MADE}
    return [_without(item) for item in value] if isinstance(value, list) else value


def _call(url: str, body: bytes | None) -> tuple[int, str, str]:
    headers = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as reply:
            return reply.status, reply.headers["Content-Type"], reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)
