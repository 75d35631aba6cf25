"""Changes of the surface: another editor, another font, another mail program."""

import re
import textwrap
from random import Random
from typing import Final

__all__ = ["curly", "hard_wrapped", "noisy_spaces", "on_one_line", "shouted", "straight"]

_STRAIGHT: Final = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_DOUBLE_OPENS: Final = re.compile(r"(?<![^\s(\[—–-])\"(?=\S)")
_SINGLE_OPENS: Final = re.compile(r"(?<![^\s(\[—–“-])'(?=[A-Za-z])")
_SENTENCE_GAP: Final = re.compile(r"(?<=[.!?]) (?=\S)")
_WIDTH: Final = 72


def curly(text: str) -> str:
    """Make straight quotation marks and apostrophes typographic ones."""
    text = _DOUBLE_OPENS.sub("“", text).replace('"', "”")
    return _SINGLE_OPENS.sub("‘", text).replace("'", "’")


def straight(text: str) -> str:
    """Make typographic quotation marks and apostrophes straight ones."""
    return text.translate(_STRAIGHT)


def shouted(text: str) -> str:
    """Set a title in capitals."""
    return text.upper()


def noisy_spaces(text: str, rng: Random) -> str:
    """Strew white space: other line breaks, empty lines, blanks at the ends, no-break spaces."""
    gaps = ("  ", " ", "\xa0")
    lines = []
    for line in text.split("\n"):
        loose = _SENTENCE_GAP.sub(lambda _: rng.choice(gaps), line)
        lines.append(loose + rng.choice(("", " ", "\t", "   ")))
    return rng.choice(("\n\n", "\r\n", "\n \n")).join(lines)


def hard_wrapped(text: str) -> str:
    """Break lines at 72 columns, with an empty line between paragraphs, as mail programs do."""
    wrapped = (textwrap.fill(line, _WIDTH) for line in text.split("\n") if line.strip())
    return "\n\n".join(wrapped)


def on_one_line(text: str) -> str:
    """Lose every line break."""
    return " ".join(text.split())
