import pytest

from model.article import Article
from model.entities import Entity, find_target, main_subjects

TEXT = (
    "MOSCOW (Reuters) - Russian President Vladimir Putin said on Tuesday that the European Central "
    "Bank (ECB) was wrong. Mr. Putin's aides disagreed. The ECB declined to comment. Critics say "
    "Putin is isolated. US officials told us nothing. The Russian president smiled.\n\n"
    "“Germany must act,” said Olaf Scholz. However, Scholz waited. Immigration was not discussed."
)
ARTICLE = Article.from_text(TEXT, "Putin Attacks the ECB Over Rates")


def quotes(entity: Entity, article: Article = ARTICLE) -> list[str]:
    return [
        (article.title if m.field == "title" else article.text)[m.start : m.end]
        for m in entity.mentions
    ]


def test_subjects_are_merged_where_the_text_ties_them() -> None:
    found = {entity.name: quotes(entity) for entity in main_subjects(ARTICLE)}
    assert next(iter(found)) == "Vladimir Putin"
    assert {"Putin", "The Russian president"} <= set(found["Vladimir Putin"])
    assert quotes(main_subjects(ARTICLE)[1]).count("ECB") == 3


def test_no_weekday_dateline_agency_or_common_word_is_a_subject() -> None:
    names = {entity.name for entity in main_subjects(ARTICLE, limit=20)}
    assert not names & {"MOSCOW", "Reuters", "Tuesday", "Critics", "However", "Russian", "The"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vladimir Putin", 4),
        ("Putin", 4),
        ("putin", 4),
        ("European Central Bank", 4),
        ("the ECB", 3),
        ("US", 1),
        ("Olaf Scholz", 2),
        ("immigration", 1),
        ("Gazprom", 0),
        ("Put", 0),
        ("", 0),
        ("(((", 0),
        ("x" * 10_000, 0),
        (".*", 0),
    ],
)
def test_targets_are_found(name: str, expected: int) -> None:
    assert len(find_target(ARTICLE, name).mentions) == expected


def test_us_is_not_us() -> None:
    assert quotes(find_target(ARTICLE, "us")) == ["us"]


def test_two_people_of_one_name_are_not_merged() -> None:
    article = Article.from_text("Bill Clinton met Hillary Clinton. Clinton smiled.")
    assert quotes(find_target(article, "Hillary Clinton"), article) == ["Hillary Clinton"]
    assert "Clinton" not in {entity.name for entity in main_subjects(article)}


def test_accents_and_apostrophes_are_folded() -> None:
    article = Article.from_text("Erdoğan’s party met Sinn Fein and O’Neill.")
    assert quotes(find_target(article, "Erdogan"), article) == ["Erdoğan"]
    assert quotes(find_target(article, "O'Neill"), article) == ["O’Neill"]


def test_a_weekday_before_a_last_name_is_nobody() -> None:
    article = Article.from_text("Vladimir Putin spoke. On Tuesday Putin left. But Putin stayed.")
    assert len(find_target(article, "Vladimir Putin").mentions) == 3


COUNCIL = Article.from_text(
    "The bus was hijacked near the market, police said. The Dutch government condemned the attack "
    "on the crowded market. European banks stayed open. Angela Davis spoke in Bristol.",
    "Seven hurt as hijacked bus hits a market",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Longyan bus hijacking", ["hijacked bus", "bus was hijacked"]),
        ("the Netherlands", ["Dutch"]),
        ("Netherlands (country)", ["Dutch"]),
        ("market attack", ["attack on the crowded market"]),
        ("European Central Bank", []),  # "European banks" are not it
        ("Angela Merkel", []),
        ("Market", []),  # nor is a market a company of that name
        ("Bristol Rovers", []),
        ("official policy", []),  # which is no police
    ],
)
def test_a_target_can_be_spoken_of_in_other_words(name: str, expected: list[str]) -> None:
    found = find_target(COUNCIL, name)
    assert quotes(found, COUNCIL) == expected
    assert not found.exact


def test_a_target_that_is_named_is_exact() -> None:
    assert find_target(ARTICLE, "Vladimir Putin (president)").exact
