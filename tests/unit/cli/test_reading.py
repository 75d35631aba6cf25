"""Files and standard input -> text."""

import io
import sys
from pathlib import Path

import pytest

from handlers.cli.reading import looks_like_html, read_text, split_title
from handlers.problems import BadRequest, TooLarge


class Keyboard(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffÉtude 🙂\r\n".encode())
    assert read_text(str(file)) == "Étude 🙂\r\n"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (
            b"caf\xe9 au lait",
            r"is not UTF-8 text \(see byte 3\). Convert it: iconv -f WINDOWS-1252",
        ),
        ("text".encode("utf-16"), "is UTF-16. Convert it: iconv -f UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, raw: bytes, says: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    with pytest.raises(BadRequest, match=f"a.txt {says}"):
        read_text(str(file))


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.write(2_000_000 * b"x")
    with pytest.raises(TooLarge, match="200,000 characters"):
        read_text(str(file))


@pytest.mark.parametrize(
    ("name", "says"), [("none", "No such file"), (".", "Is a directory"), ("a\0b", "null byte")]
)
def test_what_cannot_be_opened_is_said(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(BadRequest, match=says):
        read_text(str(tmp_path / name))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    with pytest.raises(BadRequest, match=r"standard input .* iconv -f WINDOWS-1252 -t UTF-8$"):
        read_text("-")


def test_at_the_keyboard_it_is_said_how_to_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard(io.BytesIO(b"text")))
    assert read_text("-") == "text"
    assert "Ctrl-D" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "text", "html"),
    [
        ("a.HTML", "plain", True),
        ("a.htm", "plain", True),
        ("-", "\n <!DOCTYPE html><p>", True),
        ("-", "<html lang='en'>", True),
        ("a.txt", "A < B in <html>", False),
        ("-", "", False),
    ],
)
def test_html_is_told_by_name_or_start(file: str, text: str, html: bool) -> None:
    assert looks_like_html(file, text) is html


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Council meets\n\nIt met.", "Council meets"),
        ("\r\n  Will it meet?  \r\n\r\nIt met.\r\n", "Will it meet?"),
        ("Council meets\nIt met.", None),  # no blank line
        ("It met.\n\nThen it went home.", None),  # a sentence
        ("Council meets\n\n", None),  # nothing after it
        ("Council meets", None),
        (151 * "x" + "\n\nIt met.", None),
    ],
)
def test_the_first_line_is_the_title_if_it_looks_like_one(text: str, title: str | None) -> None:
    found, rest = split_title(text, wanted=None)
    assert found == title
    assert rest == (text if title is None else rest)
    assert rest.strip() == (text.strip() if title is None else "It met.")


def test_the_first_line_is_the_title_if_that_is_asked_for() -> None:
    assert split_title("It met.\nThen it went.", wanted=True) == ("It met.", "Then it went.")
    assert split_title("Title\n\nText.", wanted=False) == (None, "Title\n\nText.")
