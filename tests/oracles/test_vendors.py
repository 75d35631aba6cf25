"""Our signatures against the vendors' own libraries, both ways."""

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks

from handlers.cms.base import Delivery, Unverified
from handlers.cms.contentful import CanonicalRequest
from handlers.cms.sanity import SanitySignature
from handlers.cms.schemes import Scheme, StandardWebhooks, verify

HERE = Path(__file__).parent
# `make oracles` puts them there.
MODULES = Path(os.environ.get("COPYDESK_ORACLES", HERE.parents[1] / ".venv" / "oracles"))
AT = 1_795_445_388.0
BODIES = (
    '{"title":"Plain"}',
    '{"title":"Straße “x” — café \N{PILE OF POO}","html":"<p>a&amp;b</p>\\n"}',
    '{"a":"' + "x" * 70_000 + '"}',
)
SECRETS = ("s" * 64, "Ünïcode" + "0123456789" * 5 + "abcdefg")
PATHS = ("/v1/hooks/gazette", "/prod/v1/hooks/a-b/Entry.publish", "/v1/hooks/a%20b")
VECTORS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))


def asks() -> list[dict[str, Any]]:
    """What the vendors are asked to sign."""
    stamp = int(AT * 1000)
    found: list[dict[str, Any]] = []
    for body in BODIES[:2]:
        for secret in SECRETS:
            found.append({"vendor": "sanity", "body": body, "secret": secret, "timestamp": stamp})
            found += [
                {
                    "vendor": "contentful",
                    "body": body,
                    "secret": secret,
                    "timestamp": stamp,
                    "path": path,
                    "headers": {"X-Contentful-Topic": " ContentManagement.Entry.publish "},
                }
                for path in PATHS
            ]
    return found


def run_node(asked: list[dict[str, Any]]) -> list[Any]:
    """Ask the vendors' libraries."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (MODULES / "node_modules").is_dir():
        pytest.skip("the vendors' libraries are not installed (make oracles)")
    done = subprocess.run(
        [node, str(HERE / "sign.cjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(MODULES / "node_modules")},
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def delivery_of(asked: dict[str, Any], signed: Any) -> tuple[Scheme, Delivery]:
    """The delivery that a vendor signed."""
    body = asked["body"].encode()
    if asked["vendor"] == "sanity":
        headers = {"sanity-webhook-signature": signed}
        return SanitySignature(), Delivery("POST", "/", None, headers, body, AT)
    headers = {**asked["headers"], **signed}
    lower = {name.lower(): value for name, value in headers.items()}
    return CanonicalRequest(), Delivery("POST", asked["path"], None, lower, body, AT)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['asked']['vendor']}")
def test_what_the_vendors_signed_is_verified(vector: dict[str, Any]) -> None:
    scheme, delivery = delivery_of(vector["asked"], vector["signed"])
    verify(scheme, delivery, ["another", vector["asked"]["secret"]], 300)
    with pytest.raises(Unverified):
        verify(scheme, delivery, ["another"], 300)


def test_the_vectors_are_what_the_vendors_sign_today() -> None:
    asked = [vector["asked"] for vector in VECTORS]
    assert asked == asks()
    assert run_node(asked) == [vector["signed"] for vector in VECTORS]


def test_the_vendors_verify_what_we_sign() -> None:
    asked: list[dict[str, Any]] = []
    for body in BODIES:
        for secret in SECRETS:
            plain = Delivery("POST", "/v1/hooks/gazette", None, {}, body.encode(), AT)
            sanity = SanitySignature().sign(plain, secret, AT)["sanity-webhook-signature"]
            contentful = CanonicalRequest().sign(plain, secret, AT)
            asked += [
                {"vendor": "sanity", "body": body, "secret": secret, "verify": sanity},
                {
                    "vendor": "contentful",
                    "body": body,
                    "secret": secret,
                    "path": plain.path,
                    "headers": contentful,
                    "verify": True,
                },
            ]
    assert run_node(asked) == [True] * len(asked)


@pytest.mark.parametrize(
    "secret", ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NQ"]
)
@pytest.mark.parametrize("body", BODIES)
def test_the_library_of_standard_webhooks_agrees_both_ways(body: str, secret: str) -> None:
    library = standardwebhooks.Webhook(secret)
    now = dt.datetime.now(dt.UTC)
    at = now.timestamp()
    ours = StandardWebhooks().sign(Delivery("POST", "", None, {}, body.encode(), at), secret, at)
    assert library.verify(body, ours) == json.loads(body)
    theirs = {
        "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
        "webhook-timestamp": str(int(at)),
        "webhook-signature": library.sign("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", now, body),
    }
    verify(StandardWebhooks(), Delivery("POST", "", None, theirs, body.encode(), at), [secret], 300)
