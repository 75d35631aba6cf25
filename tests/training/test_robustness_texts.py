"""Each change of text by itself."""

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.article import Article
from model.sentences import sentence_spans
from tests.articles.voices import ARGUING, REPORTING
from training.robustness.furniture import AFTER, BEFORE, BETWEEN, with_boilerplate, without_bylines
from training.robustness.order import shuffled_tail
from training.robustness.people import FEMALE, MALE, people_of, swap_of
from training.robustness.spelling import PAIRS, american, british
from training.robustness.surface import (
    curly,
    hard_wrapped,
    noisy_spaces,
    on_one_line,
    shouted,
    straight,
)
from training.robustness.verdicts import NEGATIONS, PARTIES, VERDICTS, about_parties, with_verdict

TEXT = (
    "Hillary Clinton said on Monday that she would run. “I am ready,” Clinton told CNN.\n"
    "Donald Trump called the plan a joke. Mr. Trump's aides laughed. The Clintons did not.\n"
    "President Obama, who had met Clinton in May, said nothing."
)


def test_quotes_become_typographic() -> None:
    typed = "\"It's a 'free' country,\" she said (\"really\") - the players' coach."
    found = "“It’s a ‘free’ country,” she said (“really”) - the players’ coach."
    assert curly(typed) == found
    assert straight(found) == typed
    assert curly(found) == found


@given(st.text(alphabet="ab \"'“”‘’\n(.", max_size=60))
def test_the_shape_of_quotes_is_all_that_changes(text: str) -> None:
    assert straight(curly(text)) == straight(text)
    assert len(curly(text)) == len(text)


def test_a_title_is_shouted() -> None:
    assert shouted("Café opens") == "CAFÉ OPENS"


@pytest.mark.parametrize(
    "change", [hard_wrapped, on_one_line, lambda t: noisy_spaces(t, Random(1))]
)
def test_white_space_is_all_that_changes(change: object) -> None:
    assert callable(change)
    for piece in ARGUING + REPORTING:
        found = change(piece.text)
        assert found != piece.text
        assert found.split() == piece.text.split()


def test_lines_are_broken_at_72_columns() -> None:
    assert max(map(len, hard_wrapped(ARGUING[0].text).split("\n"))) <= 72
    assert "\n" not in on_one_line(ARGUING[0].text)


def test_noise_comes_from_the_seed() -> None:
    text = ARGUING[1].text
    assert noisy_spaces(text, Random(5)) == noisy_spaces(text, Random(5))
    assert noisy_spaces(text, Random(5)) != noisy_spaces(text, Random(6))


def test_spelling_keeps_the_case() -> None:
    britons = "The Labour Party's defence of its COLOUR programme was organised. Grey skies."
    americans = "The Labor Party's defense of its COLOR program was organized. Gray skies."
    assert american(britons) == americans
    assert british(americans) == britons


def test_spelling_leaves_other_words_alone() -> None:
    text = "A storey of tyres, a cheque; colourant @colour www.theatre.com among while 3-colour"
    assert american(text).split()[:5] == text.split()[:5]
    assert "@colour" in american(text)
    assert "www.theatre.com" in american(text)
    assert british("while among") == "while among"


def test_the_list_of_spellings_is_one_to_one() -> None:
    assert len(PAIRS) >= 150
    assert len(set(PAIRS.values())) == len(PAIRS)
    assert not set(PAIRS) & set(PAIRS.values())
    assert all(re.fullmatch("[a-z]+", word) for pair in PAIRS.items() for word in pair)
    whole = " ".join(PAIRS)
    assert american(whole) == " ".join(PAIRS.values())


def test_boilerplate_stands_around_the_article() -> None:
    text = REPORTING[0].text
    found = with_boilerplate(text, Random(0)).split("\n")
    own = {*BEFORE, *AFTER, *BETWEEN}
    assert [line for line in found if line not in own] == text.split("\n")
    assert sum(line in own for line in found) == 10
    assert found[0] in BEFORE
    assert found[-1] in AFTER


def test_bylines_and_datelines_are_taken_out() -> None:
    text = "By Ann Kessler\nLONDON, March 3 (Reuters) - Rain fell.\nReporting by A. B."
    assert without_bylines(text) == "Rain fell."
    assert without_bylines("Rain fell.\nNobody minded.") == "Rain fell.\nNobody minded."


@pytest.mark.parametrize("piece", ARGUING + REPORTING, ids=lambda piece: piece.name)
def test_the_tail_is_shuffled_and_the_rest_stays(piece: object) -> None:
    text = getattr(piece, "text", "")
    found = shuffled_tail(text, Random(2))
    before = [text[slice(*span)] for span in sentence_spans(text)]
    after = [found[slice(*span)] for span in sentence_spans(found)]
    assert Counter(after) == Counter(before)
    assert after[: int(len(before) * 0.6)] == before[: int(len(before) * 0.6)]
    assert after[-1] == before[-1]
    assert found == text or after != before


def test_a_short_text_has_no_tail() -> None:
    assert shuffled_tail("One. Two. Three.", Random(0)) == "One. Two. Three."


def test_people_are_found() -> None:
    found = people_of(Article.from_text(TEXT))
    assert ("Hillary", "Clinton") in found
    assert ("Donald", "Trump") in found
    assert not any("CNN" in words for words in found)


def test_names_are_swapped_everywhere() -> None:
    article = Article.from_text(TEXT, "CLINTON RUNS, Trump laughs")
    swap = swap_of(article, "Hillary Clinton", Random(3))
    assert swap is not None
    text, title, target = swap(article.text), swap(article.title), swap("Hillary Clinton")
    for name in ("Hillary", "Clinton", "Donald", "Trump", "CLINTON"):
        assert not re.search(rf"{name}", text + title + target)
    first, last = target.split()
    assert last.upper() in title
    assert f"The {last}s did not" in text
    assert f"{first} {last} said on Monday" in text
    assert "CNN" in text
    assert "in May" in text
    assert first not in MALE  # she is still a she
    assert len(text.split()) == len(TEXT.split())


def test_a_target_by_last_name_alone_is_swapped_too() -> None:
    article = Article.from_text(TEXT)
    swap = swap_of(article, "Trump", Random(0))
    assert swap is not None
    assert swap("Trump") != "Trump"
    assert swap("Trump") in swap(TEXT)


def test_what_cannot_be_told_from_a_word_is_not_swapped() -> None:
    article = Article.from_text(
        "Betty White met Bill Young. The White House is old. Young was glad."
    )
    assert swap_of(article, "Betty White", Random(0)) is None
    assert swap_of(Article.from_text("The council met. It rained."), None, Random(0)) is None


def test_first_names_that_are_words_need_their_last_name() -> None:
    text = "Will Kessler spoke. Will the bill pass? Bill Kessler asked. The Bill of Rights stays."
    swap = swap_of(Article.from_text(text), None, Random(0))
    assert swap is not None
    found = swap(text)
    assert "Will the bill pass?" in found
    assert "The Bill of Rights" in found
    assert "Will Kessler" not in found
    assert "Kessler" not in found


def test_names_of_men_and_women_are_apart() -> None:
    assert not MALE & FEMALE


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: verdict.title)
def test_a_verdict_stands_last_and_in_the_title(verdict: object) -> None:
    title, text = with_verdict("Council meets", "It met.\n", "Ann Rourke", verdict)  # type: ignore[arg-type]
    assert title.endswith(": Council meets")
    assert "Ann Rourke" in title
    assert text.startswith("It met.\n")
    assert text.count("Ann Rourke") >= 1
    assert "{" not in title + text
    assert ":" not in with_verdict("", "x", "Ann Rourke", verdict)[0]  # type: ignore[arg-type]


def test_each_stance_has_verdicts_and_each_negation_denies() -> None:
    assert Counter(v.stance for v in VERDICTS) == {"critical": 3, "supportive": 3}
    for negation in NEGATIONS:
        assert negation.said.stance != negation.denied.stance
        assert re.search(r"\b(?:not|no|neither)\b", negation.denied.end)
        assert re.search(r"\b(?:not|no)\b", negation.denied.title)


@pytest.mark.parametrize("template", PARTIES)
def test_texts_of_two_parties_are_long_enough_to_decide(template: str) -> None:
    text = about_parties(template, "Mr Ashworth", "Mr Ferris")
    assert len(text.split()) >= 20
    assert "Mr Ashworth" in text
    assert "Mr Ferris" in text
    assert "{" not in text
