"""Every sentence here was written for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.corpora.furniture import repeated_lines, without_repeated
from training.corpora.genres import outlet_genre
from training.corpora.lines import plain_lines, sentences, unwrapped, with_commas
from training.corpora.outlets import outlet
from training.corpora.page import article_lines
from training.corpora.sentences import locate
from training.corpora.titles import clean_title, without_title
from training.corpora.topics import section_topic, url_topic


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("OPINION: Let the trams run all night", "Let the trams run all night"),
        ("Opinion | Let the trams run all night", "Let the trams run all night"),
        ("OPINION Let the trams run all night", "Let the trams run all night"),
        ("Let the trams run all night: Column", "Let the trams run all night"),
        ("Let the trams run all night (COMMENTARY)", "Let the trams run all night"),
        ("Editorial: Let the trams run all night", "Let the trams run all night"),
        ("Op-ed by the mayor: Let the trams run", "Let the trams run"),
        ("BREAKING: Tram strike is off", "Tram strike is off"),
        ("Tram strike is off (+video)", "Tram strike is off"),
        ("Tram strike is off (AP)", "Tram strike is off"),
        ("Tram strike is off | Fox News", "Tram strike is off"),
        ("Tram strike is off : NPR", "Tram strike is off"),
        ("Trams &amp; buses:  all\nnight", "Trams & buses: all night"),
        # Not about genre, or nothing else would be left.
        ("Public opinion shifts on trams", "Public opinion shifts on trams"),
        ("Mayor's op-ed angers drivers", "Mayor's op-ed angers drivers"),
        ("Opinion:", "Opinion:"),
        ("", ""),
    ],
)
def test_titles_do_not_name_their_genre(title: str, clean: str) -> None:
    assert clean_title(title) == clean


@given(st.text(max_size=80))
def test_a_title_is_never_cleaned_to_nothing(title: str) -> None:
    assert (
        bool(clean_title(title))
        == bool(clean_title(title).strip())
        == bool(" ".join(title.split()))
    )


def test_repeated_title_is_dropped() -> None:
    lines = ["Night trams “a success”.", "The city said so on Monday."]
    assert without_title(lines, 'Night trams "a success"') == lines[1:]


def test_title_in_front_of_the_first_sentence_is_dropped() -> None:
    lines = ["Night trams called a success The city said on Monday that they stay."]
    expected = ["The city said on Monday that they stay."]
    assert without_title(lines, "Night trams called a success") == expected


def test_a_sentence_that_begins_as_the_title_does_stays() -> None:
    lines = ["Night trams called a success by riders will stay.", "The city said so."]
    assert without_title(lines, "Night trams called a success") == lines
    assert without_title(["Night trams"], "Night trams") == ["Night trams"]
    assert without_title(lines, "") == lines
    assert without_title([], "Night trams") == []


@pytest.mark.parametrize(
    "line",
    [
        "CLICK HERE TO DOWNLOAD OUR APP",
        "Story Continued Below",
        "JUST WATCHED Tram leaves the rails Replay More Videos ... MUST WATCH Tram leaves",
        "Image copyright J. Doe Image caption The depot in autumn",
        "Media playback is unsupported on your device",
        "Enlarge this image toggle caption Jane Doe/AP Jane Doe/AP",
        "FILE - In this May 3, 2031, file photo, a tram waits. (AP Photo/Jane Doe)",
        "A tram waits at the depot. REUTERS/Jane Doe",
        "Read more: Ten trams to ride before you retire",
        "( Also on DAILY TRAM: Ten trams to ride)",
        "Sign up for our newsletter and get trams in your inbox",
        "Follow Jane Doe on Twitter",
        "Jane Doe and John Roe contributed to this report.",
        "© 2031 The Daily Tram. All rights reserved.",
        "Copyright © 2031 The Daily Tram, LLC.",
        "This column first appeared in The Daily Tram.",
        "Updated at 3:14 p.m. ET",
        "Slideshow (3 Images)",
        "ADVERTISEMENT",
        "Interested in Trams? Add Trams to your list.",
        "The views expressed by guests here are not those of The Daily Tram.",
        "* * *",
    ],
)
def test_page_furniture_goes(line: str) -> None:
    story = ["The city will run trams all night.", "Nobody objected.", line, "It starts in May."]
    assert article_lines(story) == [story[0], story[1], story[3]]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the tracks past the old depot and you come to the river.",
        "Readers want trams that run on time, the survey found.",
        "“Read my lips: no new trams,” the mayor said.",
        "More trams will be bought in spring if the council agrees to the loan.",
        "She expressed views on trams that most people in the hall shared.",
        "The photo of the tram in the river went round the world within the hour.",
        "Copyrighted timetables are a nuisance, and the council should free them.",
        "Video games about trams sell well in Japan.",
    ],
)
def test_an_articles_own_lines_stay(line: str) -> None:
    story = ["The city will run trams all night.", "Nobody objected.", line, "It starts in May."]
    assert article_lines(story) == story


def test_disclaimer_goes_from_within_a_line() -> None:
    line = "Trams are the future. The opinions expressed here are hers alone. Buses are not."
    assert article_lines([line]) == ["Trams are the future. Buses are not."]


def test_notes_on_the_author_go_from_the_edges_only() -> None:
    note = "Jane Doe is a columnist for The Daily Tram and the author of “Rails”."
    middle = "John Roe is a professor of transport at the university."
    story = [note, *["Trams matter."] * 3, middle, *["Trams matter."] * 5]
    assert article_lines(story) == story[1:]
    signed = "Editor's note: Jane Doe, a former driver, is the host of “Tram Talk.” The opinions "
    assert article_lines([signed + "expressed in this commentary are hers.", "Go."]) == ["Go."]


def test_links_to_people_collapse_to_the_name() -> None:
    line = (
        "Mayor Jane Doe Jane (Jay) Mary DoeTrams to stay, says mayor Council to meet on trams "
        "Ten trams to ride MORE (I) opened the depot."
    )
    assert article_lines([line]) == ["Mayor Jane Doe (I) opened the depot."]


def test_asides_and_openings_go() -> None:
    assert article_lines(["Trams stay. (RELATED: Ten Trams To Ride)"]) == ["Trams stay."]
    assert article_lines(["Story highlights Trams stay for good"]) == ["Trams stay for good"]
    assert article_lines(["It ends here. © 2031 Daily Tram Network."]) == ["It ends here."]


def test_lines_repeated_within_one_outlet_go() -> None:
    articles = [("a.com", [f"Story {n} of this week.", f"Desk {n} wrote this"]) for n in range(5)]
    articles = [(site, [f"Tale {'x' * n}.", lines[1]]) for n, (site, lines) in enumerate(articles)]
    articles.append(("b.com", ["Desk 9 wrote this"]))
    repeated = repeated_lines(articles)
    assert repeated["a.com"] == {"Desk 0 wrote this"}  # digits are one
    assert repeated["b.com"] == frozenset()
    assert without_repeated(articles[0][1], repeated["a.com"]) == ["Tale ."]
    assert without_repeated(["Desk 77 wrote this"], repeated["a.com"]) == []


def test_entities_tags_and_blanks() -> None:
    assert plain_lines("A &lt;b&gt;tram&lt;/b&gt;\u00a0 stops.\n\n \nIt #39;s late.") == [
        "A tram stops.",
        "It's late.",
    ]


@given(st.text())
def test_plain_lines_are_plain(text: str) -> None:
    for line in plain_lines(text):
        assert line
        assert line == " ".join(line.split())


def test_hard_wrapped_lines_join() -> None:
    wrapped = "Trams will run\nall night.\n    They start\nin May.\n    Fares 3\n    Rides 9"
    assert plain_lines(unwrapped(wrapped)) == [
        "Trams will run all night.",
        "They start in May.",
        "Fares 3",
        "Rides 9",
    ]


def test_lost_commas_return() -> None:
    lost = 'In May  the city  said Doe  bought 1 500 trams. "They run " she said.'
    assert (
        with_commas(lost) == 'In May, the city, said Doe, bought 1,500 trams. "They run," she said.'
    )


@given(st.text())
def test_sentences_make_up_the_line(line: str) -> None:
    assert "".join(sentences(line)) == line


@pytest.mark.parametrize(
    ("name", "url", "domain"),
    [
        ("CNN (Web News)", "http://money.cnn.com/2013/05/news", "cnn.com"),
        ("CNN - Editorial", "https://edition.cnn.com/opinions/x", "cnn.com"),
        ("BBC News", "http://news.bbc.co.uk/1/hi/x", "bbc.com"),
        ("Some Columnist", "http://www.foxbusiness.com/markets/x", "foxnews.com"),
        ("ABC", "http://abcnews.go.com/Politics/x", "abcnews.go.com"),
        ("wash-post", None, "washingtonpost.com"),
        ("Fox News", "", "foxnews.com"),
        ("reuters", "https://www.allsides.com/node/1", "reuters.com"),
        ("Some Columnist", "https://www.allsides.com/node/1", None),
        ("Nobody Knows", None, None),
        (None, None, None),
        (None, "not an address", None),
    ],
)
def test_outlets_have_one_spelling(name: str | None, url: str | None, domain: str | None) -> None:
    assert outlet(name, url) == domain


def test_sections_that_clearly_name_a_topic() -> None:
    assert section_topic("bbc", "sport") == "SPO"
    assert section_topic("bbc", "politics") is None  # half of it is schools, work and crime
    assert section_topic("abp", "education") is None
    assert section_topic("abp", "education", likely=True) == "EDU"
    assert section_topic("abp", "middle_east", likely=True) is None
    assert section_topic("reuters21578", "earn") == "ECO"
    assert section_topic("reuters21578", "grain ship") is None
    assert section_topic("reuters21578", "jobs") == "LAB"
    assert section_topic("abp", None) is None


def test_addresses_that_clearly_name_a_topic() -> None:
    assert url_topic("a.com", "https://a.com/sport/football/x.html") == "SPO"
    assert url_topic("a.com", "https://a.com/2031/health/sport/x") is None  # two topics
    assert url_topic("a.com", "https://a.com/x/health") is None  # the article's own name
    assert url_topic("a.com", "https://a.com/business/x") is None
    assert url_topic("cnn.com", "https://cnn.com/2031/01/02/business/x") == "ECO"
    assert url_topic("a.com", "https://a.com/business/x", likely=True) == "ECO"
    assert url_topic(None, None) is None


def test_outlets_that_mostly_print_one_genre() -> None:
    assert outlet_genre("spectator.org", "https://spectator.org/x") == "opinion"
    assert outlet_genre("townhall.com", "https://townhall.com/Tipsheet/x/y") == "opinion"
    assert outlet_genre("townhall.com", "https://townhall.com/news/x") is None
    assert outlet_genre(None, None) is None


def test_targets_are_found_as_words_first() -> None:
    assert locate("Iranian envoys left Iran.", "Iran") == (20, 24)
    assert locate("Iranian envoys left.", "Iran") == (0, 4)
    assert locate("The IRAN talks", "iran") == (4, 8)
    assert locate("The talks", "Iran") is None
    assert locate("The talks", " ") is None
