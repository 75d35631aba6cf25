"""Text -> word pieces with their places: what the encoder reads."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.errors import ArtifactError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["CLS", "GAP", "SEP", "SLOTS", "Pieces", "WordPieces", "masked_pieces"]

# Ids of bert-base-uncased's vocabulary, which gte-small shares.
CLS: Final = 101
SEP: Final = 102
# Tokens that the vocabulary left unused: the masks of up to three targets, and the place where
# sentences were left out. Their vectors were learned in fine-tuning.
SLOTS: Final = (2, 3, 4)
GAP: Final = 5

_LONGEST: Final = 1000  # code points of a sentence that are read


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one passage.

    Attributes
    ----------
    ids : list of int
    spans : list of (start, end)
        Code points of the passage's field, ends exclusive.
    """

    ids: Sequence[int]
    spans: Sequence[tuple[int, int]]


class WordPieces:
    """Cuts passages into word pieces. Safe to share between threads.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Without truncation and padding.
    """

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, path: Path) -> "WordPieces":
        """Open a ``tokenizer.json``.

        Raises
        ------
        ArtifactError
        ImportError
            Where the library ``tokenizers`` is not installed.
        """
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise ArtifactError(path.name, f"is not a tokenizer: {error}") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(tokenizer)

    def __call__(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Pieces]:
        """Cut passages of one field.

        Parameters
        ----------
        text : str
            The field; lone surrogates are read as unknown characters.
        spans : sequence of (start, end)
            The passages: code points, ends exclusive. What is longer than a thousand code points
            is cut.

        Returns
        -------
        list of Pieces
        """
        passages = [text[start : min(end, start + _LONGEST)] for start, end in spans]
        clean = [passage.encode("utf-8", "replace").decode("utf-8") for passage in passages]
        found = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [
            Pieces(one.ids, [(start + a, start + b) for a, b in one.offsets])
            for one, (start, _) in zip(found, spans, strict=True)
        ]


def masked_pieces(
    pieces: Pieces, mentions: Mapping[tuple[int, int], int], kept: Container[int] = ()
) -> tuple[list[int], list[int], list[int]]:
    """Put a mask in the place of every mention.

    Parameters
    ----------
    pieces : Pieces
    mentions : mapping of (start, end) to slot
        Code points of the same field, and which target is named there.
    kept : container of int
        Slots whose words stay, behind their mask.

    Returns
    -------
    ids : list of int
    slots : list of int
        The slot of each piece, -1 where no target is named.
    starts : list of int
        Where each piece starts in its field.
    """
    ids: list[int] = []
    slots: list[int] = []
    starts: list[int] = []
    spans = sorted(mentions)
    at = 0
    last: tuple[int, int] | None = None
    for piece, (start, end) in zip(pieces.ids, pieces.spans, strict=True):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        inside = at < len(spans) and spans[at][0] < end
        if not inside:
            ids.append(piece)
            slots.append(-1)
            starts.append(start)
            last = None
        elif spans[at] != last:
            last = spans[at]
            slot = mentions[last]
            ids.append(SLOTS[slot])
            slots.append(slot)
            starts.append(start)
        if inside and mentions[spans[at]] in kept:
            ids.append(piece)
            slots.append(-1)
            starts.append(start)
    return ids, slots, starts
