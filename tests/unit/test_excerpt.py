"""What the encoder is given to read: rows of word pieces with the targets' names masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.article import Article
from model.artifact import SHIPPED
from model.entities import find_target
from model.excerpt import Row, article_row, sentence_row
from model.wordpieces import CLS, GAP, SEP, SLOTS, Pieces, WordPieces, masked_pieces

TEXT = "Mayor Reed broke her word. “Anna Reed lied,” said Hale. The council votes on Thursday."


@pytest.fixture(scope="module")
def wordpieces() -> WordPieces:
    return WordPieces.open(SHIPPED / "tokenizer.json")


def test_pieces_know_their_places(wordpieces: WordPieces) -> None:
    (pieces,) = wordpieces(TEXT, [(27, len(TEXT))])
    assert TEXT[slice(*pieces.spans[1])] == "Anna"
    assert pieces.spans[-1] == (len(TEXT) - 1, len(TEXT))


def test_a_name_of_several_pieces_becomes_one_mask() -> None:
    pieces = Pieces([10, 11, 12, 13], [(0, 2), (3, 6), (6, 9), (10, 12)])
    assert masked_pieces(pieces, {(3, 9): 1}) == (
        [10, SLOTS[1], 13],
        [-1, 1, -1],
        [0, 3, 10],
    )


def test_two_targets_side_by_side_are_two_masks() -> None:
    pieces = Pieces([10, 11, 12], [(0, 3), (3, 6), (7, 9)])
    found = masked_pieces(pieces, {(0, 3): 0, (3, 6): 1})
    assert found == ([SLOTS[0], SLOTS[1], 12], [0, 1, -1], [0, 3, 7])


def test_a_row_knows_where_its_pieces_start(wordpieces: WordPieces) -> None:
    article = Article.from_text(TEXT, "Reed on trial")
    row = article_row(wordpieces, article, [find_target(article, "Reed")])
    title = row.ids.index(SEP)
    assert row.starts[0] == row.starts[title] == row.starts[-1] == -1
    assert [TEXT[start] for start in row.starts[title + 1 : title + 4]] == ["M", "R", "b"]
    assert [article.title[start:][:2] for start in row.starts[1:title]] == ["Re", "on", "tr"]


def test_rows_are_the_same_whatever_the_name(wordpieces: WordPieces) -> None:
    def rows(name: str) -> tuple[Row, Row]:
        first, last = name.split()
        article = Article.from_text(TEXT.replace("Anna", first).replace("Reed", last))
        row = article_row(wordpieces, article, [find_target(article, name)])
        quoted = f"“{name} lied,” said Hale."
        return row, sentence_row(wordpieces, quoted, (1, 1 + len(name)))

    assert rows("Anna Reed") == rows("Olga Kowalczyk")


def test_what_is_no_name_keeps_its_words(wordpieces: WordPieces) -> None:
    text = "Critics fear the minimum wage. Minimum wage laws work, and the minimum wage is overdue."

    def row(text: str, target: str) -> list[int]:
        article = Article.from_text(text, "The Case for a Minimum Wage")
        return list(article_row(wordpieces, article, [find_target(article, target)]).ids)

    (wage,) = wordpieces("minimum wage", [(0, 12)])
    ids = row(text, "minimum wage")
    marked = [ids[at + 1 : at + 3] for at, piece in enumerate(ids) if piece == SLOTS[0]]
    assert marked == [wage.ids] * 4
    named = row(text.replace("minimum wage", "Wage Act"), "Wage Act")
    assert wage.ids[1] not in [named[at + 1] for at, p in enumerate(named) if p == SLOTS[0]]
    assert set(wage.ids).isdisjoint(row(text.lower(), "minimum wage"))


def test_a_sentence_row_is_a_window_around_its_target(wordpieces: WordPieces) -> None:
    text = "word " * 90 + "Reed " + "word " * 90
    row = sentence_row(wordpieces, text, (450, 454))
    assert row.ids[0] == CLS
    assert row.ids[-1] == SEP
    assert len(row.ids) == len(row.slots) == 58
    assert row.slots.count(0) == 1
    assert 10 < row.slots.index(0) < 48


def test_an_article_row_has_title_lead_tail_and_the_target_between(wordpieces: WordPieces) -> None:
    filler = "The weather stayed calm over the quiet harbour that whole long afternoon. "
    text = (
        filler * 18 + "Then Reed broke her promise to the town. " + filler * 20 + "All ends here."
    )
    article = Article.from_text(text, "Reed and the harbour")
    row = article_row(wordpieces, article, [find_target(article, "Reed")])
    assert len(row.ids) <= 32 + 160 + 62 + 40 + 8
    assert row.slots.count(0) == 2
    assert row.ids.count(GAP) == 2
    ends = wordpieces("All ends here.", [(0, 14)])[0].ids
    assert list(row.ids[-1 - len(ends) : -1]) == list(ends)


def test_a_short_article_is_read_whole(wordpieces: WordPieces) -> None:
    article = Article.from_text(TEXT)
    row = article_row(wordpieces, article)
    assert GAP not in row.ids
    assert set(row.slots) == {-1}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800", "\x00", "￿" * 10])
def test_strange_articles_have_rows_too(wordpieces: WordPieces, text: str) -> None:
    row = article_row(wordpieces, Article.from_text(text, text))
    assert row.ids[0] == CLS
    assert len(row.ids) == len(row.slots)


@given(st.text(max_size=300), st.data())
def test_any_span_of_any_text_gives_a_row(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    row = sentence_row(WordPieces.open(SHIPPED / "tokenizer.json"), text, (start, end))
    assert len(row.ids) == len(row.slots) <= 58
