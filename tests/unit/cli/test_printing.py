"""An answer for a person."""

import io
import re
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.contract import (
    ClassifyResponse,
    EvidenceAnswer,
    GenreAnswer,
    ModelAnswer,
    StanceAnswer,
    StanceProbabilities,
    TopicAnswer,
    WarningAnswer,
)
from handlers.printing import Style, answer_lines

QUOTE = "The mayor, who never missed a ribbon, missed this meeting."


def topic(name: str, probability: float, role: Any = None, *, decided: bool = False) -> TopicAnswer:
    return TopicAnswer(f"medtop:{name}", name, probability, role, decided)


def stance(target: str, name: Any, probability: float, *, decided: bool = True) -> StanceAnswer:
    shares = StanceProbabilities(probability, 1 - probability, 0.0)
    return StanceAnswer(target, name, probability, decided, shares, mentions=2)


ANSWER = ClassifyResponse(
    id="1",
    language="en",
    words=1431,
    topics=[
        topic("politics", 0.81, "main", decided=True),
        topic("labour", 0.09),
        topic("sport", 0.01),
    ],
    genre=GenreAnswer("opinion", 0.87, True, "genre:Opinion", "OpinionNewsArticle"),
    stance=[stance("Jane Roe", "critical", 0.91), stance("Gazprom", "neutral", 0.4, decided=False)],
    evidence=[
        EvidenceAnswer("genre", "text", 40, 98, QUOTE, 0.4),
        EvidenceAnswer("stance:Jane Roe", "text", 40, 98, QUOTE, 0.3),
        EvidenceAnswer("topic:medtop:politics", "title", 0, 13, "Council\nmeets", 0.2),
        EvidenceAnswer("stance:Gazprom", "text", 5, 9, "Gas.", 0.9),
        EvidenceAnswer("topic:medtop:sport", "text", 900, 910, "Football.", 0.9),
    ],
    model=ModelAnswer("1.2.3", "sha256:0123456789abcdef", "IPTC"),
    warnings=[],
)


def said(answer: ClassifyResponse = ANSWER, style: Style | None = None, title: str = "") -> str:
    return "\n".join(answer_lines(answer, style or Style(), title))


def changed(**fields: Any) -> ClassifyResponse:
    return msgspec.structs.replace(ANSWER, **fields)


def test_all_of_an_answer() -> None:
    assert said(title="Council  meets") == (
        "Council meets\n"
        "\n"
        "Topic   politics                                     81%\n"
        "        then labour                                   9%\n"
        "Genre   opinion                                      87%\n"
        "Stance  critical toward Jane Roe                     91%  named 2 times\n"
        "        undecided, likeliest neutral toward Gazprom  40%  named 2 times\n"
        "\n"
        "What shows it\n"
        "  “Council meets”\n"
        "      politics\n"
        "  “Gas.”\n"
        "      perhaps neutral toward Gazprom\n"
        "  “The mayor, who never missed a ribbon, missed this meeting.”\n"
        "      opinion; critical toward Jane Roe\n"
        "\n"
        "1,431 words, language en, model 1.2.3 (0123456789ab)"
    )


def test_a_narrow_table_wraps() -> None:
    assert said(style=Style(44)).startswith(
        "Topic   politics                         81%\n"
        "        then labour                       9%\n"
        "Genre   opinion                          87%\n"
        "Stance  critical toward Jane Roe, named\n"
        "        2 times                          91%\n"
        "        undecided, likeliest neutral\n"
        "        toward Gazprom, named 2 times    40%\n"
    )


def test_a_second_topic_that_is_present() -> None:
    topics = [topic("politics", 0.5, "main", decided=True), topic("labour", 0.4, "also")]
    assert "        also labour" in said(changed(topics=topics))


def test_undecided_is_said_in_words() -> None:
    genre = GenreAnswer("reporting", 0.55, False, "genre:Current", "ReportageNewsArticle")
    text = said(changed(topics=[topic("politics", 0.3, "main")], genre=genre))
    assert re.search(r"^Topic   undecided, likeliest politics +30%$", text, re.MULTILINE)
    assert re.search(r"^Genre   undecided, likeliest reporting +55%$", text, re.MULTILINE)
    assert "      perhaps reporting; critical toward Jane Roe" in text


def test_a_target_that_is_not_there() -> None:
    absent = StanceAnswer("Nobody", None, None, False, None, mentions=0)
    warning = WarningAnswer("target-not-found", "The article never names this target.", "Nobody")
    text = said(changed(stance=[absent], warnings=[warning]))
    assert "Stance  toward Nobody: not found in the article\n" in text
    assert "Note: Nobody: The article never names this target.\n" in text


def test_nothing_can_be_said() -> None:
    genre = GenreAnswer(None, None, False, None, "NewsArticle")
    warning = WarningAnswer("language", "The text seems to be de.")
    silent = changed(
        language="de", topics=[], genre=genre, stance=[], evidence=[], warnings=[warning], words=1
    )
    assert said(silent) == (
        "Genre   nothing can be said\n"
        "\n"
        "Note: The text seems to be de.\n"
        "1 word, language de, model 1.2.3 (0123456789ab)"
    )


def test_what_was_not_asked_is_not_said() -> None:
    text = said(changed(topics=[], genre=None, stance=[], evidence=[]))
    assert text == "1,431 words, language en, model 1.2.3 (0123456789ab)"


@pytest.mark.parametrize(
    ("probability", "shown"), [(1.0, "100%"), (0.9964, ">99%"), (0.994, "99%"), (0.001, "<1%")]
)
def test_no_certainty_that_is_none(probability: float, shown: str) -> None:
    text = said(changed(topics=[topic("politics", probability, "main", decided=True)]))
    assert re.search(rf"politics +{shown}$", text, re.MULTILINE)


def test_bars_are_as_long_as_the_probability() -> None:
    text = said(style=Style(100, bar="█░"))
    assert "  ████████░░  81%" in text
    assert "  █░░░░░░░░░   9%" in text


def test_colour_is_only_where_it_is_wanted() -> None:
    assert "\x1b" not in said(style=Style(80, bar="█░"))
    text = said(style=Style(80, colour=True), title="T")
    assert "\x1b[1mT\x1b[0m" in text
    assert re.sub(r"\x1b\[[012]m", "", text) == said(title="T")


def test_nothing_in_an_article_steers_the_terminal() -> None:
    evil = "a\x1b[2J\x07b\u202eevil\u2066\nsoft\u00adhyphen\u2028c\x9b31m 👩‍👩‍👧 naïve"
    evidence = [EvidenceAnswer("genre", "text", 0, 9, evil, 0.4)]
    text = said(changed(stance=[stance(evil, "critical", 0.9)], evidence=evidence), title=evil)
    assert {char for char in text if unicodedata.category(char) == "Cc"} == {"\n"}
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u2028\u00ad")
    assert "“a [2J bevil softhyphen c 31m 👩‍👩‍👧 naïve”" in text


def test_ten_passages_are_enough() -> None:
    evidence = [
        EvidenceAnswer("genre", "text", place, place + 1, f"Passage {place}.", place / 100)
        for place in range(30)
    ]
    text = said(changed(evidence=evidence))
    assert re.findall(r"Passage (\d+)", text) == [str(place) for place in range(20, 30)]


@given(st.integers(40, 100), st.text(max_size=300), st.booleans())
def test_no_line_is_wider_than_the_terminal(width: int, name: str, bars: bool) -> None:
    answer = changed(
        stance=[stance(name, "supportive", 0.5, decided=False)],
        evidence=[EvidenceAnswer(f"stance:{name}", "text", 0, 1, name, 0.1)],
    )
    style = Style(width, bar="#." if bars and width >= 64 else "")
    assert max(map(len, answer_lines(answer, style, name))) <= width


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "encoding", "style"),
    [
        ({}, "utf-8", Style(80, True, "█░")),
        ({"NO_COLOR": ""}, "utf-8", Style(80, True, "█░")),
        ({"NO_COLOR": "1"}, "utf-8", Style(80, False, "█░")),
        ({"TERM": "dumb"}, "utf-8", Style(80, False, "█░")),
        ({}, "ascii", Style(80, True, "#.")),
    ],
)
def test_a_terminal_gets_bars_and_colour(
    environ: dict[str, str], encoding: str, style: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert Style.of(Terminal(io.BytesIO(), encoding), environ) == style


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("72", 72), ("300", 100)])
def test_a_file_gets_neither(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Style.of(io.StringIO(), {}) == Style(width)


def test_a_narrow_terminal_gets_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert Style.of(Terminal(io.BytesIO(), "utf-8"), {}) == Style(50, True, "")
