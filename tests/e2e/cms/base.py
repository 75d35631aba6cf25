"""What a scene needs of a CMS."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Article", "Cms", "Credentials", "cache"]


@dataclass(frozen=True, slots=True)
class Article:
    """What is published."""

    title: str
    html: str

    def changed(self, sentence: str) -> "Article":
        """Give it with a further paragraph."""
        return Article(self.title, f"{self.html}<p>{sentence}</p>")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the service needs to write back."""

    credential: str
    version: str


class Cms(Protocol):
    """A real CMS on loopback."""

    name: str
    url: str

    def install(self) -> None:
        """Install it where it is missing."""

    def fresh(self) -> Credentials:
        """Start it with an empty site."""

    def start(self) -> None:
        """Start it with the site it has."""

    def stop(self) -> None:
        """Stop it; nothing is deleted."""

    def connect(self, url: str, secret: str) -> None:
        """Send hooks to this address from now on, signed with this secret."""

    def publish(self, article: Article, *tags: str) -> str:
        """Publish a post with tags and give its id."""

    def publish_again(self, post: str) -> None:
        """Take a post back and publish it again, unchanged."""

    def edit(self, post: str, article: Article) -> None:
        """Change a published post's text."""

    def forget(self, post: str) -> None:
        """Make the CMS give up a delivery that it would try again."""

    def tags(self, post: str) -> list[str]:
        """Give the names of a post's tags."""

    def add_tag(self, post: str, name: str) -> None:
        """Add a tag as an editor would."""

    def site(self, secret_env: str, credential_env: str, api: str, mode: str) -> dict[str, Any]:
        """Give what the service's configuration says of this site, but for its name."""


def cache(name: str) -> Path:
    """Where a CMS is installed and runs; outside the repository, kept between runs."""
    return Path.home() / ".cache" / "copydesk-e2e" / name
