"""What a page puts around an article: added, and taken away."""

from random import Random
from typing import Final

from model.masks import masked

__all__ = ["AFTER", "BEFORE", "BETWEEN", "with_boilerplate", "without_bylines"]

BEFORE: Final = (
    "Share this article",
    "Listen to this article · 6 min",
    "Comments",
    "Published at 9:41 am, updated at 11:05 am",
    "Save for later",
    "5 min read",
)
BETWEEN: Final = (
    "Advertisement",
    "Story continues below",
    "Read more: The ten stories our readers liked best this week",
    "Sign up here for our morning briefing",
    "Recommended for you",
    "Article continues after the advertisement",
)
AFTER: Final = (
    "Sign up for our newsletter and get the day's best stories in your inbox every morning.",
    "Follow us on Facebook, Twitter and Instagram.",
    (
        "© 2024 Harwick Media Ltd. All rights reserved. This material may not be copied or "
        "redistributed without permission."
    ),
    "Have you got a story? Write to our newsroom or call our tip line.",
    "Support our work: subscribe today from two pounds a week. Cancel at any time.",
    "By using this site you agree to our terms of use, privacy policy and use of cookies.",
    "Most read · Most shared · Latest videos",
    "Download our app for iPhone and Android.",
)


def with_boilerplate(text: str, rng: Random) -> str:
    """Put page furniture of our own before, between and behind the lines of a text."""
    lines = text.split("\n")
    for line in rng.sample(BETWEEN, 2):
        lines.insert(rng.randint(min(1, len(lines)), len(lines)), line)
    return "\n".join([*rng.sample(BEFORE, 3), *lines, *rng.sample(AFTER, 5)])


def without_bylines(text: str) -> str:
    """Take out datelines, bylines, credits and headlines between the paragraphs."""
    lines = (line.strip() for line in masked(text).split("\n"))
    return "\n".join(line for line in lines if line)
