"""The site configuration: faults by JSON Pointer, the schema, where it is read from."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from handlers.problems import BadRequest, Invalid, Problem
from handlers.sites.check import parse_sites
from handlers.sites.config import SecretRef
from handlers.sites.load import SiteBook, read_source
from handlers.sites.schema import schema, schema_text
from handlers.sites.secrets import AwsSecrets, CachedSecrets, EnvironmentSecrets, NoSecret
from tests.hooks.sites import SITES, site

DOCS = Path(__file__).parents[2] / "docs" / "integrations"
GOOD = site("ghost")


def faults(*sites: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        parse_sites(json.dumps({"sites": sites, **more}).encode())
    return {fault.pointer: fault.detail for fault in raised.value.faults}


@pytest.mark.parametrize("name", SITES)
def test_every_kind_is_valid_and_fits_the_schema(name: str) -> None:
    document = {"version": 1, "sites": [site(name)]}
    parse_sites(json.dumps(document).encode())
    jsonschema.validate(document, schema())


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        ({"name": "A b"}, "/name", "regex"),
        ({"kind": "joomla"}, "/kind", "joomla"),
        ({"secrets": []}, "/secrets", "length >= 1"),
        ({"secrets": [{"env": "A"}] * 3}, "/secrets", "length <= 2"),
        ({"secrets": [{}]}, "/secrets/0", "one of env, ssm, secretsmanager"),
        ({"secrets": [{"env": "A", "ssm": "b"}]}, "/secrets/0", "one of env"),
        ({"secrets": [{"env": "A", "key": "b"}]}, "/secrets/0", "belongs to secretsmanager"),
        ({"secrets": ["hunter2"]}, "/secrets/0", "got `str`"),
        ({"posts": {"min_word": 3}}, "/posts/min_word", "no such member"),
        ({"post/s": 1}, "/post~1s", "no such member"),
        ({"freshness_seconds": 5}, "/freshness_seconds", ">= 30"),
        ({"api": {"url": "ftp://x"}}, "/api/url", "regex"),
        ({"api": {"url": "https://user:pw@x.example"}}, "/api/url", "regex"),
        ({"fields": {"id": "id"}}, "/fields/id", "regex"),
        ({"write_back": {"mode": "tags"}}, "", "needs api"),
        ({"write_back": {"mode": "callback"}}, "", "needs a callback"),
        ({"write_back": {"topics": {"medtop:99": "x"}}}, "/write_back", "none of the 17"),
        ({"write_back": {"genres": {"satire": "x"}}}, "/write_back/genres", "satire"),
        ({"write_back": {"threshold": 2}}, "/write_back/threshold", "<= 1.0"),
        ({"scheme": {"type": "bearer"}}, "", "scheme of its own"),
    ],
)
def test_a_fault_is_named(change: dict[str, Any], pointer: str, says: str) -> None:
    found = faults({**GOOD, **change})
    assert list(found) == [f"/sites/0{pointer}"]
    assert says in found[f"/sites/0{pointer}"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "generic"}, "needs a scheme"),
        ({"kind": "storyblok"}, "sends no text"),
        ({"kind": "strapi", "scheme": {"type": "hmac", "header": "X"}}, "signs nothing"),
        ({"kind": "generic", "scheme": {"type": "hmac"}}, "needs a header"),
        ({"kind": "generic", "scheme": {"type": "hmac", "header": "X", "signed": "x"}}, "{body} once"),
        ({"kind": "generic", "scheme": {"type": "hmac", "header": "X", "signed": "{timestamp}{body}"}},
         "timestamp_header is needed"),
        ({"kind": "generic", "scheme": {"type": "hmac", "header": "X", "timestamp_header": "T"}},
         "proves nothing"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said(more: dict[str, Any], says: str) -> None:
    found = faults({"name": "x", "secrets": [{"env": "A"}], **more})
    assert any(says in detail for detail in found.values()), found


def test_every_site_is_checked_and_names_are_there_once() -> None:
    found = faults(GOOD, {**GOOD, "kind": "?"}, {"name": "x"}, version=2)
    assert set(found) == {"/version", "/sites/1/kind", "/sites/1/name", "/sites/2"}


@pytest.mark.parametrize(
    ("raw", "error"),
    [(b"", BadRequest), (b"{", BadRequest), (b"[]", Invalid), (b'{"sites": {}}', Invalid)],
)
def test_what_is_no_configuration_is_refused(raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_sites(raw)


def test_no_fault_quotes_a_secret_that_was_put_there_by_mistake() -> None:
    assert "hunter2" not in json.dumps(faults({**GOOD, "secrets": ["hunter2"]}))


def test_the_committed_schema_is_the_types() -> None:
    assert (DOCS / "sites.schema.json").read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_every_example_of_the_docs_is_valid(page: Path) -> None:
    found = 0
    for block in re.findall(r"```json\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        value = json.loads(textwrap.dedent(block))
        sites = value.get("sites") or ([value] if "kind" in value else [])
        document = {"version": 1, "sites": sites}
        found += len(parse_sites(json.dumps(document).encode()))
        jsonschema.validate(document, schema())
    assert found


# Secrets and sources


def test_a_secret_of_the_environment_is_not_empty() -> None:
    source = EnvironmentSecrets({"A": "x", "B": ""})
    assert source.get(SecretRef(env="A")) == "x"
    for ref in (SecretRef(env="B"), SecretRef(env="C"), SecretRef(ssm="/a")):
        with pytest.raises(NoSecret):
            source.get(ref)


def test_in_aws_secrets_do_not_come_from_the_environment() -> None:
    with pytest.raises(NoSecret, match="ssm or secretsmanager"):
        AwsSecrets(lambda _service: None).get(SecretRef(env="A"))


def test_secrets_are_kept_for_five_minutes() -> None:
    environ, now = {"A": "old"}, [0.0]
    secrets = CachedSecrets(EnvironmentSecrets(environ), lambda: now[0])
    ref = SecretRef(env="A")
    assert secrets.get(ref) == "old"
    environ["A"] = "new"
    now[0] = 299.0
    assert secrets.get(ref) == "old"
    now[0] = 301.0
    assert secrets.get(ref) == "new"
    assert not secrets.forget([ref])  # just looked up
    now[0] = 340.0
    assert secrets.forget([ref])


def test_a_configuration_is_read_again_and_a_broken_one_does_not_replace_it() -> None:
    raw, now = [json.dumps({"sites": [GOOD]}).encode()], [0.0]
    book = SiteBook(lambda: raw[0], lambda: now[0])
    assert book.get("ghost") is not None
    raw[0] = json.dumps({"sites": [{**GOOD, "name": "other"}]}).encode()
    assert book.get("other") is None
    now[0] = 61.0
    assert book.get("other") is not None
    raw[0] = b"{"
    now[0] = 122.0
    assert book.get("other") is not None


def test_a_configuration_that_never_worked_is_said(tmp_path: Path) -> None:
    book = SiteBook(lambda: read_source(str(tmp_path / "none.json"), lambda _service: None))
    with pytest.raises(OSError, match="No such file"):
        book.get("x")
    with pytest.raises(Problem, match="/copydesk/sites cannot be read: AttributeError"):
        read_source("ssm:/copydesk/sites", lambda _service: None)


def test_a_first_configuration_that_is_not_valid_is_our_fault() -> None:
    book = SiteBook(lambda: b'{"version": 1, "sites": [{"name": "gazette", "kind": "ghos"}]}')
    with pytest.raises(Problem) as caught:
        book.get("gazette")
    assert caught.value.status == 500
    assert not isinstance(caught.value, Invalid)
