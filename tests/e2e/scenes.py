"""What has to hold with every CMS. A scene raises, or gives what it saw in a few words."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.articles import ELECTION, MATCH, numbered
from tests.e2e.cms.base import Article, Cms, Credentials
from tests.e2e.cms.process import until
from tests.e2e.gate import Gate
from tests.e2e.service import Service

__all__ = ["SCENES", "TAGS", "Scene", "Stage"]

TAGS = {"medtop:15000000": "Sport", "medtop:11000000": "Politics"}
SOON = 60.0  # seconds within which tags have to be there
NEVER = 5.0  # seconds after which they will not come any more


@dataclass
class Stage:
    """A CMS, the service, and the gate that the service's calls go through."""

    cms: Cms
    service: Service
    gate: Gate
    credentials: Credentials
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    number: int = 0

    @property
    def site(self) -> str:
        return self.cms.name

    def article(self, article: Article = MATCH) -> Article:
        """Give an article that was not published before."""
        self.number += 1
        return numbered(article, self.number)

    def configure(self, **write_back: Any) -> None:
        """Tell the service of the site; takes effect at its next start."""
        upper = self.site.upper()
        given = self.cms.site(f"{upper}_SECRET", f"{upper}_KEY", self.gate.url, "tags")
        given["write_back"] |= {"topics": TAGS, "create": True, **write_back}
        env = {f"{upper}_SECRET": self.secret, f"{upper}_KEY": self.credentials.credential}
        self.service.configure(self.site, given, **env)

    def connect(self, secret: str | None = None) -> None:
        """Make the CMS send hooks."""
        self.cms.connect(self.service.hook(self.site), secret or self.secret)

    def tagged(self, post: str, *names: str, patience: float = SOON) -> float:
        """Wait for exactly these tags, and give the seconds it took."""
        started = time.monotonic()
        wanted = sorted(names)
        until(lambda: sorted(self.cms.tags(post)) == wanted, patience)
        found = sorted(self.cms.tags(post))
        assert found == wanted, f"tags {found}, not {wanted}"
        return time.monotonic() - started

    def received(self, post: str, outcome: str = "queued", number: int = 1) -> None:
        """Wait for deliveries of a post with this outcome."""
        until(
            lambda: len(self.deliveries(post, outcome)) >= number,
            SOON,
            saying=f"{number} deliveries of {post} are not {outcome}",
        )

    def deliveries(self, post: str, outcome: str) -> list[dict[str, Any]]:
        return self.service.lines("hook", site=self.site, document=post, outcome=outcome)

    def jobs(self, post: str) -> list[dict[str, Any]]:
        """Give the jobs of a post that ended."""
        return self.service.lines("job", site=self.site, document=post)

    def retries(self, post: str) -> list[dict[str, Any]]:
        """Give the write-backs of a post that will be tried again."""
        return self.service.lines("job to be retried", site=self.site, document=post)

    def refused(self) -> list[dict[str, Any]]:
        """Give the deliveries that were refused."""
        return self.service.lines("hook", site=self.site, outcome="refused")

    def quiet(self) -> None:
        """Wait until the service has had nothing to say for a while."""
        before, since = "", time.monotonic()
        while time.monotonic() - since < 2:
            if (now := self.service.log()) != before:
                before, since = now, time.monotonic()
            time.sleep(0.2)


Scene = Callable[[Stage], str]


def tags_arrive(stage: Stage) -> str:
    post = stage.cms.publish(stage.article())
    seconds = stage.tagged(post, "Sport")
    other = stage.cms.publish(stage.article(ELECTION))
    stage.tagged(other, "Politics")
    return f"{seconds:.1f} s after publishing"


def wrong_secret(stage: Stage) -> str:
    stage.connect("not-the-secret-of-this-site")
    try:
        before = len(stage.refused())
        post = stage.cms.publish(stage.article())
        until(lambda: len(stage.refused()) > before, SOON, saying="no refusal is logged")
        time.sleep(NEVER)
        assert stage.cms.tags(post) == [], "tags came"
        said = stage.refused()[-1]
        assert said["status"] == 401
        assert "secret" in said["reason"], said
        return f"nothing written; the log: {said['reason']!r}"
    finally:
        stage.connect()


def killed(stage: Stage) -> str:
    stage.gate.open = False
    try:
        post = stage.cms.publish(stage.article())
        stage.received(post)
        stage.service.kill()
    finally:
        stage.gate.open = True
    assert stage.cms.tags(post) == [], "it was not between 202 and write-back"
    stage.service.start()
    seconds = stage.tagged(post, "Sport")
    stage.quiet()
    done = [job for job in stage.jobs(post) if job["note"].startswith("written")]
    assert len(done) == 1, f"written {len(done)} times"
    return f"written once, {seconds:.1f} s after the restart"


def cms_down(stage: Stage) -> str:
    stage.gate.open = False
    try:
        post = stage.cms.publish(stage.article())
        stage.received(post)
        stage.cms.stop()
    finally:
        stage.gate.open = True
    try:
        until(lambda: len(stage.retries(post)) >= 3, 60, saying="no retries are logged")
        tries = len(stage.retries(post))
    finally:
        stage.cms.start()
    seconds = stage.tagged(post, "Sport", patience=90)
    return f"{tries} tries while it was down; {seconds:.1f} s after it was up again"


def published_twice(stage: Stage) -> str:
    post = stage.cms.publish(stage.article())
    stage.tagged(post, "Sport")
    stage.quiet()
    stage.cms.publish_again(post)
    stage.received(post, "duplicate")
    stage.quiet()
    assert len(stage.deliveries(post, "queued")) == 1, "queued again"
    assert len(stage.jobs(post)) == 1, "worked on again"
    stage.tagged(post, "Sport")
    return f"1 job, {len(stage.deliveries(post, 'duplicate'))} duplicates"


def own_tags_kept(stage: Stage) -> str:
    post = stage.cms.publish(stage.article(), "Harbour cup")
    stage.tagged(post, "Harbour cup", "Sport")
    stage.cms.add_tag(post, "Photo essay")
    stage.cms.edit(post, numbered(ELECTION, stage.number))
    stage.received(post, number=2)
    seconds = stage.tagged(post, "Harbour cup", "Photo essay", "Politics")
    stage.quiet()
    stage.tagged(post, "Harbour cup", "Photo essay", "Politics")
    return f"kept; the text changed, and Sport became Politics in {seconds:.1f} s"


def there_and_back(stage: Stage) -> str:
    first = stage.article()
    post = stage.cms.publish(first)
    stage.tagged(post, "Sport")
    stage.cms.edit(post, numbered(ELECTION, stage.number))
    stage.tagged(post, "Politics")
    stage.cms.edit(post, first)
    stage.tagged(post, "Sport")
    return "a text that comes back is classified again"


def caught_up(stage: Stage) -> str:
    stage.quiet()
    stage.service.stop()
    post = stage.cms.publish(stage.article())
    time.sleep(NEVER)  # the hook goes nowhere
    stage.cms.forget(post)
    stage.service.start()
    time.sleep(NEVER)
    assert stage.cms.tags(post) == [], "it came without being looked for"
    printed = stage.service.command("catch-up", stage.site, "--since", "1h")
    seconds = stage.tagged(post, "Sport")
    return f"{seconds:.1f} s after `copydesk hooks catch-up`: {printed.strip().splitlines()[-1]}"


def tried_by_command(stage: Stage) -> str:
    post = stage.cms.publish(stage.article())
    stage.tagged(post, "Sport")
    printed = stage.service.command("test", stage.site)
    steps = [line for line in printed.splitlines() if line.strip()]
    assert len(steps) >= 5, printed
    return f"{len(steps)} lines, the last: {steps[-1].strip()!r}"


SCENES: dict[str, Scene] = {
    "copydesk hooks test": tried_by_command,
    "tags arrive": tags_arrive,
    "wrong secret: nothing does, and the log says why": wrong_secret,
    "killed -9 between 202 and write-back": killed,
    "the CMS is down during the write-back": cms_down,
    "published twice: one classification": published_twice,
    "a person's own tags are kept": own_tags_kept,
    "changed there and back": there_and_back,
    "catch-up finds what was missed": caught_up,
}
