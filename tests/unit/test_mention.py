import pytest

from model.article import Article
from model.entities import find_target, main_subjects
from model.mention import same_subject

ARTICLE = Article.from_text(
    "Vladimir Putin met Olaf Scholz. Putin smiled, and Putin left. Scholz waited. "
    "Scholz went home to Berlin, and Hamburg heard of it.",
    "Putin meets Scholz",
)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Putin", "Vladimir Putin"),
        ("Vladimir Putin", "Vladimir Putin"),
        ("Olaf Scholz", "Olaf Scholz"),
        ("Hamburg", None),
        ("Nobody", None),
    ],
)
def test_a_target_is_the_subject_that_has_its_mentions(name: str, subject: str | None) -> None:
    subjects = main_subjects(ARTICLE, limit=2)
    found = same_subject(find_target(ARTICLE, name), subjects)
    assert (None if found is None else subjects[found].name) == subject
