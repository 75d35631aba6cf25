import numpy as np
import pytest

from model.features import hash_words, ngrams, salted, stems, tokenize


def words(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def test_words_are_runs_of_letters_digits_and_marks() -> None:
    text = "Café owners’ 3.5 % — naïve, e\u0301té; 日本"
    assert words(text) == ["Café", "owners", "3", "5", "naïve", "e\u0301té", "日本"]


def test_a_word_hashes_the_same_wherever_it_stands() -> None:
    alone = tokenize("council").hashes[0]
    assert tokenize("… the Council, again").hashes[1] == alone
    assert hash_words(["council"])[0] == alone


def test_case_digits_and_quotes_are_folded() -> None:
    assert (tokenize("In 1987").hashes == tokenize("in 2024").hashes).all()
    assert (tokenize("“x”").marks == tokenize('"x"').marks).all()
    assert (tokenize("a–b").marks == tokenize("a-b").marks).all()


def test_letters_that_grow_when_lowered_do_not_move_offsets() -> None:
    assert words("İİ then") == ["İİ", "then"]


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00\x01", "😀", "…"])
def test_text_without_words_has_none(text: str) -> None:
    assert len(tokenize(text)) == 0


def test_pairs_depend_on_order() -> None:
    a, b = hash_words(["dog", "bites"]), hash_words(["bites", "dog"])
    assert ngrams(a, 2)[0] != ngrams(b, 2)[0]
    assert len(ngrams(a[:1], 2)) == 0


def test_salts_part_fields() -> None:
    hashes = hash_words(["election"])
    assert len({int(salted(hashes, salt)[0]) for salt in range(50)}) == 50


def test_stems_are_shared_by_inflections() -> None:
    text = "condemned condemning contrite"
    one, two, three = stems(text, tokenize(text), 6)
    assert one == two != three


def test_hashes_spread_over_the_upper_bits() -> None:
    hashes = tokenize(
        " ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26)}x" for i in range(600))
    ).hashes
    assert len(np.unique(hashes >> np.uint64(32))) == len(np.unique(hashes))


def test_hashes_are_part_of_the_artifact_format() -> None:
    # Changing these orphans every artifact there is: see model.artifact's rules.
    assert hash_words(["council", "été"]).tolist() == [HASH_COUNCIL, HASH_ETE]


HASH_COUNCIL = 10911481683282889152
HASH_ETE = 397413118724819502
