"""`copydesk hooks`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from handlers.cli import main
from handlers.cli.hooks.catch_up import moment
from tests.hooks.conftest import HTML, SECRETS, OpenFlow, ghost_site, wordpress_site, work_off
from tests.hooks.fake_ghost import FakeGhost
from tests.hooks.fake_wordpress import FakeWordPress
from tests.hooks.sites import site


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write a configuration, and set its secrets; gives the arguments that name it."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    def make(*listed: dict[str, Any]) -> list[str]:
        path = tmp_path / "sites.json"
        path.write_text(json.dumps({"version": 1, "sites": listed}))
        return ["--sites", str(path), "--state", str(tmp_path)]

    return make


def test_check_says_what_is_there(sites: Any, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = sites(site("ghost"), site("sanity"))
    assert main(["hooks", "check", *arguments[:2]]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 sites, valid"


def test_check_names_faults_and_missing_secrets(
    sites: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = sites({**site("ghost"), "kinds": 1})[:2]
    assert main(["hooks", "check", *arguments]) == 1
    assert "/sites/0/kinds: there is no such member" in capsys.readouterr().err
    monkeypatch.delenv("HOOK_SECRET")
    arguments = sites(site("ghost"))[:2]
    assert main(["hooks", "check", *arguments]) == 1
    assert "HOOK_SECRET is not set" in capsys.readouterr().err
    assert main(["hooks", "check", "--no-secrets", *arguments]) == 0


def test_without_a_configuration_it_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COPYDESK_SITES", raising=False)
    assert main(["hooks", "dead"]) == 1
    assert "--sites FILE, or COPYDESK_SITES" in capsys.readouterr().err


def test_schema_is_printed_and_checked(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert main(["hooks", "schema"]) == 0
    file = tmp_path / "schema.json"
    file.write_bytes(capsysbinary.readouterr().out)
    assert main(["hooks", "schema", "--check", str(file)]) == 0
    file.write_text("{}")
    assert main(["hooks", "schema", "--check", str(file)]) == 1


@pytest.mark.parametrize("name", ["ghost", "wordpress", "strapi", "contentful", "sanity", "drupal"])
def test_test_shows_every_step(name: str, sites: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hooks", "test", name, *sites(site(name))]) == 0
    steps = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    expected = ["configuration", "secrets", "signature", "signature", "wrong", "classified"]
    assert steps[: len(expected)] == expected


def test_test_asks_the_cms_and_writes_only_where_told(
    sites: Any, ghost: FakeGhost, ghost_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    topics = {f"medtop:{number:02}000000": "Topical" for number in range(1, 18)}
    arguments = sites(ghost_site(ghost_url, topics=topics, threshold=0.0))
    ghost.post("p1", "Bridge repair delayed", HTML, tags=("Harbour",))
    assert main(["hooks", "test", "gazette", *arguments]) == 0
    said = capsys.readouterr().out
    assert "would be: Topical" in said
    assert "the CMS takes the credential" in said
    assert ghost.names("p1") == ["Harbour"]
    assert main(["hooks", "test", "gazette", "--write", "p1", *arguments]) == 0
    assert "written 1 tags -> 2" in capsys.readouterr().out
    assert ghost.names("p1") == ["Harbour", "Topical"]
    assert main(["hooks", "test", "gazette", "--write", "nope", *arguments]) == 1


def test_test_says_which_step_failed(
    sites: Any, ghost_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = sites(ghost_site(ghost_url))
    monkeypatch.setenv("GHOST_KEY", "abc:00ff")
    assert main(["hooks", "test", "gazette", *arguments]) == 1
    assert "is the credential right?" in capsys.readouterr().err
    assert main(["hooks", "test", "other", *arguments]) == 1
    assert "no site is named other; configured: gazette" in capsys.readouterr().err


def test_dead_and_retry(
    sites: Any, open_flow: OpenFlow, ghost: FakeGhost, ghost_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from handlers.cms.base import Document
    from handlers.flow.job import job_of

    arguments = sites(ghost_site(ghost_url))
    flow = open_flow(ghost_site(ghost_url))
    for name in ("p1", "p2"):
        flow.queue.put(job_of("gazette", Document(name, "post", "T", html=HTML), 1.0))
        taken = flow.queue.take(60)
        assert taken is not None
        flow.queue.bury(taken, "PUT gazette.example/posts: 422")
    assert main(["hooks", "dead", *arguments]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("gazette  p1  tried 1  PUT gazette.example/posts: 422")
    assert main(["hooks", "retry", first.split()[0], *arguments]) == 0
    assert main(["hooks", "retry", first.split()[0], *arguments]) == 1
    capsys.readouterr()
    assert main(["hooks", "retry", "--all", *arguments]) == 0
    assert capsys.readouterr().out == "1 job queued again\n"
    assert flow.queue.depth() == 2
    ghost.post("p1", "T", HTML)
    ghost.post("p2", "T", HTML)
    work_off(flow)
    assert ghost.names("p1") == ghost.names("p2") == ["Politics", "Culture"]
    assert second


def test_catch_up_finds_what_was_missed_and_nothing_else(
    sites: Any, open_flow: OpenFlow, ghost: FakeGhost, ghost_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    arguments = sites(ghost_site(ghost_url))
    flow = open_flow(ghost_site(ghost_url))
    ghost.post("p1", "Bridge repair delayed", HTML)
    ghost.post("short", "Hm", "<p>Hm.</p>")
    command = ["hooks", "catch-up", "gazette", "--since", "24h", *arguments]
    assert main([*command, "--dry-run"]) == 0
    assert "1 would be queued, 1 ignored" in capsys.readouterr().out
    assert flow.queue.depth() == 0
    assert main(command) == 0
    assert "1 queued, 1 ignored" in capsys.readouterr().out
    work_off(flow)
    assert ghost.names("p1") == ["Politics", "Culture"]
    assert main(command) == 0
    assert "1 ignored, 1 duplicate" in capsys.readouterr().out  # oldest first


def test_catch_up_asks_wordpress_too(
    sites: Any, open_flow: OpenFlow, wordpress: FakeWordPress, wordpress_url: str
) -> None:
    arguments = sites(wordpress_site(wordpress_url))
    flow = open_flow(wordpress_site(wordpress_url))
    wordpress.post(4, "Bridge", HTML)
    assert main(["hooks", "catch-up", "courier", "--since", "2026-11-20", *arguments]) == 0
    work_off(flow)
    assert wordpress.names(4) == ["Politics", "Culture"]


def test_catch_up_says_where_it_can_not(sites: Any, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = sites(site("sanity"), ghost_site("http://127.0.0.1:9"))
    assert main(["hooks", "catch-up", "sanity", "--since", "1d", *arguments]) == 1
    assert "no api that copydesk can ask" in capsys.readouterr().err
    assert main(["hooks", "catch-up", "gazette", "--since", "1d", *arguments]) == 1
    assert "refused" in capsys.readouterr().err


def test_times_are_read() -> None:
    assert moment("2026-11-20") == datetime(2026, 11, 20, tzinfo=UTC)
    assert moment("2026-11-20T08:30:00+02:00") == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert abs(moment("90m") - (datetime.now(UTC) - timedelta(minutes=90))) < timedelta(seconds=5)
    for wrong in ("yesterday", "24", "-3d", ""):
        with pytest.raises(Exception, match="is no time"):
            moment(wrong)
