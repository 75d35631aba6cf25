"""An answer for a person to read on a terminal."""

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TextIO

from handlers.contract import ClassifyResponse, EvidenceAnswer, StanceAnswer, TopicAnswer

__all__ = ["Style", "answer_lines"]

_LABEL: Final = 8
_BAR: Final = 10
_TOPICS: Final = 2
_NARROW: Final = 64  # columns; below, no bars and no asides
_PASSAGES: Final = 10
_LONGEST_QUOTE: Final = 400


@dataclass(frozen=True, slots=True)
class Style:
    """How to print.

    Attributes
    ----------
    width : int
        Columns.
    colour : bool
    bar : str
        The characters of a full and of an empty place; empty for no bars.
    """

    width: int = 80
    colour: bool = False
    bar: str = ""

    @classmethod
    def of(cls, stream: TextIO, environ: Mapping[str, str]) -> "Style":
        """Suit a stream: bars and colour on terminals, no colour under NO_COLOR."""
        width = min(max(shutil.get_terminal_size().columns, 40), 100)
        if not stream.isatty():
            return cls(width)
        plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        bar = "█░"
        try:
            bar.encode(stream.encoding)
        except UnicodeEncodeError:
            bar = "#."
        return cls(width, not plain, bar if width >= _NARROW else "")

    def bold(self, text: str) -> str:
        """Print as what matters."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour and text else text

    def faint(self, text: str) -> str:
        """Print as an aside."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    said: str
    probability: float | None = None
    aside: str = ""
    decided: bool = False


def answer_lines(answer: ClassifyResponse, style: Style, title: str = "") -> Iterator[str]:
    """Lay out an answer.

    Parameters
    ----------
    answer : ClassifyResponse
    style : Style
    title : str
        To head the answer where it does not include the article's.
    """
    title = answer.title if isinstance(answer.title, str) else title
    if title.strip():
        for line in textwrap.wrap(_clean(title), style.width):
            yield style.bold(line)
        yield ""
    rows = [*_topic_rows(answer.topics), *_genre_rows(answer), *_stance_rows(answer.stance)]
    yield from _table(rows, style)
    yield from _passages(answer, style)
    if rows:
        yield ""
    for warning in answer.warnings:
        target = f"{_clean(warning.target)}: " if isinstance(warning.target, str) else ""
        yield from textwrap.wrap(
            f"Note: {target}{_clean(warning.detail)}", style.width, subsequent_indent="      "
        )
    language = f", language {answer.language}" if answer.language else ""
    model = f"model {answer.model.version} ({answer.model.digest.removeprefix('sha256:')[:12]})"
    words = f"{answer.words:,} word{'s' * (answer.words != 1)}"
    for line in textwrap.wrap(f"{words}{language}, {model}", style.width):
        yield style.faint(line)


def _topic_rows(topics: list[TopicAnswer]) -> Iterator[_Row]:
    """The likeliest, and the second."""
    for place, topic in enumerate(topics[:_TOPICS]):
        said = topic.name
        if place == 0 and not topic.decided:
            said = f"undecided, likeliest {said}"
        elif place == 1:
            said = f"also {said}" if topic.role == "also" else f"then {said}"
        main = place == 0 and topic.decided
        yield _Row("" if place else "Topic", said, topic.probability, decided=main)


def _genre_rows(answer: ClassifyResponse) -> Iterator[_Row]:
    genre = answer.genre
    if genre is None:
        return
    if genre.name is None:
        yield _Row("Genre", "nothing can be said")
        return
    said = genre.name if genre.decided else f"undecided, likeliest {genre.name}"
    yield _Row("Genre", said, genre.probability, decided=genre.decided)


def _stance_rows(stances: list[StanceAnswer]) -> Iterator[_Row]:
    for place, stance in enumerate(stances):
        target = _clean(stance.target)
        if stance.name is None:
            named = "nothing can be said" if stance.mentions else "not found in the article"
            said, aside = f"toward {target}: {named}", ""
        else:
            said = f"{stance.name} toward {target}"
            said = said if stance.decided else f"undecided, likeliest {said}"
            aside = f"named {stance.mentions} time{'s' * (stance.mentions != 1)}"
        label = "" if place else "Stance"
        yield _Row(label, said, stance.probability, aside, decided=stance.decided)


def _table(rows: list[_Row], style: Style) -> Iterator[str]:
    """Say, bar, probability, aside; columns as wide as the terminal lets them be."""
    if style.width < _NARROW:
        rows = [
            replace(row, said=", ".join(filter(None, (row.said, row.aside))), aside="")
            for row in rows
        ]
    bar = _BAR + 2 if style.bar else 0
    asides = max((len(row.aside) for row in rows), default=0)
    room = style.width - _LABEL - bar - len(" >99%") - (asides + 2 if asides else 0)
    longest = max((len(row.said) for row in rows if row.probability is not None), default=0)
    column = min(longest, room)
    for row in rows:
        label = style.bold(row.label) + " " * (_LABEL - len(row.label))
        wide = style.width - _LABEL if row.probability is None else column
        *above, last = textwrap.wrap(row.said, wide) or [""]
        for line in above:
            yield label + (style.bold(line) if row.decided else line)
            label = " " * _LABEL
        said = style.bold(last) if row.decided else last
        if row.probability is None:
            yield f"{label}{said}"
            continue
        said += " " * (column - len(last))
        drawn = f"  {_bar(row.probability, style.bar)}" if style.bar else ""
        aside = f"  {style.faint(row.aside)}" if row.aside else ""
        yield f"{label}{said}{drawn} {_percent(row.probability):>4}{aside}"


def _passages(answer: ClassifyResponse, style: Style) -> Iterator[str]:
    """The weightiest passages, each once, in the order of the article."""
    names = _names(answer)
    shown = [passage for passage in answer.evidence if passage.for_ in names]
    places: dict[tuple[bool, int, int], list[EvidenceAnswer]] = {}
    for passage in sorted(shown, key=lambda passage: -passage.weight):
        place = (passage.field == "text", passage.start, passage.end)
        if place in places or len(places) < _PASSAGES:
            places.setdefault(place, []).append(passage)
    if not places:
        return
    yield ""
    yield style.bold("What shows it")
    for _, passages in sorted(places.items()):
        quote = textwrap.shorten(_clean(passages[0].quote), _LONGEST_QUOTE, placeholder=" …")
        yield from textwrap.wrap(
            f"“{quote}”", style.width, initial_indent="  ", subsequent_indent="   "
        )
        shows = "; ".join(names[passage.for_] for passage in passages)
        for line in textwrap.wrap(shows, style.width - 6):
            yield f"      {style.faint(line)}"


def _names(answer: ClassifyResponse) -> Mapping[str, str]:
    """What the evidence calls the answers that are shown -> what the reader is told."""
    names = {f"topic:{topic.id}": topic.name for topic in answer.topics[:_TOPICS]}
    if answer.genre is not None and answer.genre.name is not None:
        names["genre"] = _perhaps(answer.genre.name, decided=answer.genre.decided)
    for stance in answer.stance:
        said = f"{stance.name} toward {_clean(stance.target)}"
        names[f"stance:{stance.target}"] = _perhaps(said, decided=stance.decided)
    return names


def _perhaps(said: str, *, decided: bool) -> str:
    return said if decided else f"perhaps {said}"


def _bar(probability: float, places: str) -> str:
    full = round(probability * _BAR)
    return places[0] * full + places[1] * (_BAR - full)


def _percent(probability: float) -> str:
    """Never a certainty that is none."""
    if 0.995 <= probability < 1:
        return ">99%"
    if 0 < probability < 0.005:
        return "<1%"
    return f"{probability:.0%}"


def _clean(text: str) -> str:
    """One line, without what steers a terminal: control characters, changes of direction."""
    return " ".join("".join(map(_harmless, text)).split())


def _harmless(char: str) -> str:
    if char.isprintable() or char in "\u200c\u200d":  # these join letters and emoji
        return char
    return "" if unicodedata.category(char) == "Cf" else " "
