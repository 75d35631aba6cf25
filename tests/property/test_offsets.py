"""Offsets hold whatever the text is."""

from hypothesis import given
from hypothesis import strategies as st

from model.article import Article
from model.entities import find_target, main_subjects
from model.features import tokenize
from model.reading import read
from model.sentences import sentence_spans

WORDS = st.sampled_from(
    ["Mr. ", "Putin", "the ", "U.S. ", "“Stop!” ", "e\u0301", "😀", "\r\n", "\n\n", " ", "said. ", "3.5 ",
     "Anna ", "Berg’s ", "(NATO) ", "…", "\u2028", "İ", "\ud800", '"', "’", "Node.js ", "a.b"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map("".join))


@given(TEXTS)
def test_sentences_are_ordered_trimmed_and_lose_nothing(text: str) -> None:
    end = 0
    kept = []
    for start, stop in sentence_spans(text):
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        kept.append(text[start:stop])
        end = stop
    assert "".join("".join(kept).split()) == "".join(text.split())


@given(TEXTS)
def test_no_sentence_begins_inside_a_grapheme(text: str) -> None:
    import unicodedata

    for start, _ in sentence_spans(text):
        if start and not text[start - 1].isspace():
            assert not unicodedata.combining(text[start])


@given(TEXTS)
def test_words_are_slices_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert (tokens.starts < tokens.ends).all()
    assert (tokens.ends[:-1] <= tokens.starts[1:]).all()
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert not any(char.isspace() for char in text[start:end])


@given(TEXTS, TEXTS)
def test_mentions_lie_in_their_sentences(title: str, text: str) -> None:
    article = Article.from_text(text, title)
    entities = [*main_subjects(article), find_target(article, "Putin"), find_target(article, text)]
    for entity in entities:
        for mention in entity.mentions:
            field = article.title if mention.field == "title" else article.text
            sentence = article.sentences[mention.sentence]
            assert sentence.field == mention.field
            assert sentence.start <= mention.start < mention.end <= len(field)


@given(TEXTS)
def test_reading_marks_every_word(text: str) -> None:
    reading = read(Article.from_text(text))
    assert len(reading.spoken) == len(reading.scare) == len(reading.text)
    assert not (reading.spoken & reading.scare).any()
