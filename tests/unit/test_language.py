import pytest

from model.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met on Monday to discuss the budget for the coming year.", "en"),
        ("Le conseil municipal s'est réuni lundi pour discuter du budget.", "fr"),
        ("Der Stadtrat hat am Montag über den Haushalt beraten.", "de"),
        ("市议会星期一开会讨论明年的预算问题，会议持续了三个小时。", "zh"),
        ("", None),
        ("12 34 56 https://example.org/abc", None),
        ("😀" * 100, None),
        ("\ud800\x00\x01", None),
        ("Too short", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert identify(text) == language


def test_a_foreign_quote_at_the_beginning_does_not_decide() -> None:
    quote = "„Das ist eine Schande für unser ganzes Land“, sagte er. " * 3
    text = "The minister said on Monday that the government would not change its plans. " * 40
    assert identify(quote + text) == "en"
