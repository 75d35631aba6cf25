"""Text without accents, with plain apostrophes and hyphens, and the way back to its offsets."""

from unicodedata import category, normalize

__all__ = ["Folded", "fold"]

_FIRST_BRAHMIC = 0x0900  # below: Latin, Greek, Cyrillic, Hebrew, Arabic and their neighbours
_PLAIN = dict.fromkeys("‘’‛ʼ`´", "'") | dict.fromkeys("‐‑–—", "-") | {"\xa0": " ", "ı": "i"}


class Folded:
    """A folded text that knows where its characters stood.

    Attributes
    ----------
    text : str
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: list[int] | None = None
        if text.isascii():
            return
        strange = [char for char in set(text) if not char.isascii()]
        marks = frozenset(char for char in strange if category(char) == "Mn")
        if marks:  # letter and accent apart: the accents go, and offsets are kept
            self._places = [at for at, char in enumerate(text) if char not in marks]
            self.text = "".join([text[at] for at in self._places])
            self._places.append(len(text))
        table = {ord(char): bare for char in strange if (bare := _bare(char)) != char}
        self.text = self.text.translate(table)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the folded text stands in the original one."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + self._marks_behind(end)

    def _marks_behind(self, end: int) -> int:
        """1, and the accents that belong to the last character."""
        assert self._places is not None
        return self._places[end] - self._places[end - 1]


def fold(text: str) -> str:
    """Fold a text."""
    return Folded(text).text


def _bare(char: str) -> str:
    """One character for one."""
    if char in _PLAIN:
        return _PLAIN[char]
    decomposed = normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    # What is left of a syllable of Hangul or of a voiced kana would be another letter.
    bare = ord(base) < _FIRST_BRAHMIC and all(category(one) == "Mn" for one in marks)
    return base if bare else char
