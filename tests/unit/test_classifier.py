import pytest

from model.article import Article
from model.classifier import Classifier
from model.taxonomy import TOPICS
from tests.articles.voices import ARGUING, REPORTING, Piece

FRENCH = "Le gouvernement a annoncé mardi que les élections auront lieu au mois de juin. " * 4


def article(piece: Piece) -> Article:
    return Article.from_text(piece.text, piece.title)


@pytest.mark.parametrize("piece", ARGUING, ids=lambda piece: piece.name)
def test_the_authors_voice_makes_it_opinion(classifier: Classifier, piece: Piece) -> None:
    found = classifier.classify(article(piece), tasks=["genre"])
    assert found.genre is not None
    assert (found.genre.name, found.genre.decided) == ("opinion", True)
    quotes = [evidence.quote for evidence in found.evidence if evidence.for_ == "genre"]
    assert any(shown in quote for quote in quotes for shown in piece.shows)


@pytest.mark.parametrize("piece", REPORTING, ids=lambda piece: piece.name)
def test_angry_people_in_quotes_do_not(classifier: Classifier, piece: Piece) -> None:
    found = classifier.classify(article(piece), tasks=["genre"])
    assert found.genre is not None
    assert found.genre.name == "reporting"


@pytest.mark.parametrize("piece", ARGUING + REPORTING, ids=lambda piece: piece.name)
def test_topics_are_those_of_the_piece(classifier: Classifier, piece: Piece) -> None:
    topics = classifier.classify(article(piece), tasks=["topic"]).topics
    assert {topic.id for topic in topics} == set(TOPICS)
    assert abs(sum(topic.probability for topic in topics) - 1) < 1e-9
    assert topics[0].id in piece.topics
    assert [topic.probability for topic in topics] == sorted(
        (topic.probability for topic in topics), reverse=True
    )


def test_the_same_article_gets_the_same_answer(classifier: Classifier) -> None:
    piece = article(ARGUING[0])
    assert classifier.classify(piece) == classifier.classify(piece)
    assert Classifier.open().classify(piece) == classifier.classify(piece)


def test_other_languages_are_named_and_nothing_is_decided(classifier: Classifier) -> None:
    found = classifier.classify(Article.from_text(FRENCH), targets=["gouvernement"])
    assert found.language == "fr"
    assert found.topics == ()
    assert found.genre is not None
    assert (found.genre.name, found.genre.decided) == (None, False)
    assert (found.stance[0].name, found.stance[0].decided) == (None, False)
    assert [warning.code for warning in found.warnings] == ["language"]


@pytest.mark.parametrize("text", ["", "   ", "😀" * 40, "Two words", "\ud800"])
def test_too_little_text_decides_nothing(classifier: Classifier, text: str) -> None:
    found = classifier.classify(Article.from_text(text), targets=["anybody"])
    assert "too-little-text" in [warning.code for warning in found.warnings]
    assert not any(topic.decided for topic in found.topics)
    assert found.genre is not None
    assert not found.genre.decided
    assert not found.stance[0].decided


def test_a_target_that_is_never_named_is_said_so(classifier: Classifier) -> None:
    found = classifier.classify(article(REPORTING[0]), targets=["Atlantis Airways"])
    (stance,) = found.stance
    assert (stance.mentions, stance.name, stance.decided) == (0, None, False)
    assert [(w.code, w.subject) for w in found.warnings] == [
        ("target-not-found", "Atlantis Airways")
    ]


def test_a_target_in_other_words_is_answered_but_not_decided(classifier: Classifier) -> None:
    text = "The Dutch government lied again, and its shameless ministers laughed about it. " * 3
    found = classifier.classify(Article.from_text(text), targets=["the Netherlands"])
    (stance,) = found.stance
    assert stance.mentions == 3
    assert stance.name is not None
    assert not stance.decided
    assert [warning.code for warning in found.warnings] == ["target-inexact"]


def test_only_what_is_asked_for_is_answered(classifier: Classifier) -> None:
    stages: list[str] = []
    found = classifier.classify(
        article(REPORTING[0]),
        tasks=["topic"],
        effort="fast",
        observe=lambda stage, _: stages.append(stage),
    )
    assert found.genre is None
    assert found.stance == ()
    assert set(stages) == {"language", "features", "topic", "evidence"}


@pytest.mark.parametrize("piece", ARGUING + REPORTING, ids=lambda piece: piece.name)
def test_evidence_quotes_what_stands_there(classifier: Classifier, piece: Piece) -> None:
    source = article(piece)
    for evidence in classifier.classify(source).evidence:
        field = source.title if evidence.field == "title" else source.text
        assert field[evidence.start : evidence.end] == evidence.quote
        assert 0 < evidence.weight <= 1
