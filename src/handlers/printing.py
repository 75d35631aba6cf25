"""An answer for a person to read on a terminal."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Style", "answer_lines"]

_BAR = 20


@dataclass(frozen=True, slots=True)
class Style:
    """How to print: columns, and whether in colour."""

    width: int = 80
    colour: bool = False

    def bold(self, text: str) -> str:
        """Print as a heading."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def faint(self, text: str) -> str:
        """Print as an aside."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text


def answer_lines(answer: dict[str, Any], style: Style) -> Iterator[str]:
    """Lay out a response of the API.

    Parameters
    ----------
    answer : dict
        As its JSON.
    style : Style
    """
    yield style.bold("Topic")
    main = [topic for topic in answer["topics"] if topic["role"]] or answer["topics"][:1]
    if not main:
        yield "  nothing can be said"
    for topic in main:
        said = "also present" if topic["role"] == "also" else _sure(topic["decided"])
        yield _row(topic["name"], topic["probability"], said, style)
    genre = answer["genre"]
    if genre is not None:
        yield style.bold("Genre")
        if genre["name"] is None:
            yield "  nothing can be said"
        else:
            yield _row(genre["name"], genre["probability"], _sure(genre["decided"]), style)
    if answer["stance"]:
        yield style.bold("Stance")
    for stance in answer["stance"]:
        if stance["name"] is None:
            yield f"  toward {stance['target']}: never named, or not English"
            continue
        times = f"named {stance['mentions']} time{'s' * (stance['mentions'] != 1)}"
        said = f"{_sure(stance['decided'])}, {times}"
        yield f"  toward {stance['target']}"
        yield _row(f"  {stance['name']}", stance["probability"], said, style)
    yield from _passages(answer, style)
    for warning in answer["warnings"]:
        target = f"{warning['target']}: " if "target" in warning else ""
        yield style.faint(f"Note: {target}{warning['detail']}")
    language = answer["language"] or "unknown language"
    model = answer["model"]
    yield style.faint(
        f"{answer['words']} words, {language}; model {model['version']} "
        f"{model['digest'].removeprefix('sha256:')[:12]}"
    )


def _passages(answer: dict[str, Any], style: Style) -> Iterator[str]:
    names = {f"topic:{topic['id']}": f"topic: {topic['name']}" for topic in answer["topics"]}
    last = None
    for passage in answer["evidence"]:
        if passage["for"] != last:
            last = passage["for"]
            what = names.get(last, last.replace("stance:", "stance toward "))
            yield style.bold(f"What shows the {what}")
        where = "title" if passage["field"] == "title" else f"at {passage['start']}"
        quote = " ".join(passage["quote"].split())
        text = f"“{quote}” ({where}, {passage['weight']:.0%})"
        yield from textwrap.wrap(
            text, style.width, initial_indent="  ", subsequent_indent="    "
        )


def _row(name: str, probability: float, said: str, style: Style) -> str:
    full = round(probability * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    return f"  {name:42s} {bar} {probability:4.0%}  {style.faint(said)}"


def _sure(decided: bool) -> str:
    return "decided" if decided else "not sure enough to decide"
