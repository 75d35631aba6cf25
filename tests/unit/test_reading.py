from model.features import tokenize
from model.reading import spoken_words


def spoken(text: str) -> tuple[list[str], list[str]]:
    tokens = tokenize(text)
    speech, scare = spoken_words(tokens)
    words = [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]
    return (
        [word for word, inside in zip(words, speech, strict=True) if inside],
        [word for word, inside in zip(words, scare, strict=True) if inside],
    )


def test_speech_and_scare_quotes_are_told_apart() -> None:
    text = 'The "peace plan" failed. "We are all very tired," she said.'
    assert spoken(text) == (["We", "are", "all", "very", "tired"], ["peace", "plan"])


def test_an_unclosed_mark_ends_with_its_line() -> None:
    speech, _ = spoken("“We will go on until the end\nThe crowd went home early today.")
    assert speech == ["We", "will", "go", "on", "until", "the", "end"]


def test_text_without_quotes_has_no_speech() -> None:
    assert spoken("Nothing is said here.") == ([], [])
    assert spoken("") == ([], [])
