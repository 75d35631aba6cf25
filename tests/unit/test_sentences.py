import pytest

from model.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["LONDON (Reuters) - Mr. Smith of the U.S. Senate met J. K. Rowling at 3 p.m. on Jan. 5.", "It rained."],
        ["“It is over,” he said.", "“Go home.”", "They went."],
        ['"Is it?"', "No one knew."],
        ["They left (in a hurry.)", "The price rose 3.5 percent."],
        ["See Node.js or http://example.org/a.Html now.", "Then stop."],
        ["He works at Acme Inc.", "The firm paid."],
        ["Acme Inc. Chairman Dr. Lee resigned."],
        ["What now?!", "Nothing…", "Really?"],
        ["It happened in the U.S.", "The weather was fine."],
        ["Gen. Mark Roe and Sen. Ann Poe agreed."],
        ["It ended 2-1 at St. James.", "Fans sang."],
        ["Emoji 😀.", "Cafe\u0301 next."],
    ],
    ids=lambda sentences: sentences[0][:20],
)  # fmt: skip
def test_sentences(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_lines_end_sentences_and_crlf_is_one_break() -> None:
    assert split("A headline\r\nThe text.\n\nMore") == ["A headline", "The text.", "More"]


def test_glued_sentences_are_parted() -> None:
    assert split("It ended in Gaza.With less time left, they ran.") == [
        "It ended in Gaza.", "With less time left, they ran.",
    ]  # fmt: skip


def test_an_endless_sentence_is_cut_where_it_can_be() -> None:
    pieces = split("word, " * 900)
    assert max(map(len, pieces)) <= 1000
    assert all(piece.endswith(",") for piece in pieces)
    assert split("x" * 2500) == ["x" * 1000, "x" * 1000, "x" * 500]
