"""``python -m training robustness``."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from model.result import Effort
from training.asking import Classifies, Opens, each
from training.bootstrap import Interval
from training.robustness.measure import (
    TASKS,
    Kept,
    Must,
    kept,
    musts,
    name_swap_invariance,
    party_musts,
)
from training.robustness.trials import ask_parties, try_article
from training.sample import Piece

__all__ = ["run"]

PAIRS: Final = (
    ("Mr Halloran", "Mr Fairbank"),
    ("Rosalind Whitcombe", "Owen Tillman"),
    ("Harwick Council", "Eastfield Council"),
    ("Mayor Ingram", "Senator Pemberton"),
)


def run(
    pieces: Sequence[Piece],
    model: Opens[Classifies],
    *,
    effort: Effort = "full",
    workers: int = 1,
    seed: int = 0,
) -> tuple[str, dict[str, Any]]:
    """Try every change on every article.

    Parameters
    ----------
    pieces : sequence of Piece
    model : Opens
    effort : {"full", "fast"}
    workers : int
        Processes.
    seed : int
        Of whatever the changes leave to chance.

    Returns
    -------
    str
        The table.
    dict
        All figures, for JSON.
    """
    trials = each(
        model,
        partial(try_article, effort=effort, seed=seed),
        list(enumerate(pieces)),
        workers=workers,
        name="robustness",
    )
    parties = each(
        model, partial(ask_parties, effort=effort), PAIRS, name="two parties", unit="pair"
    )
    stay = kept(trials)
    move = [
        *musts(trials),
        *party_musts([trial for found in parties for trial in found]),
    ]
    swap = name_swap_invariance(trials)
    text = "\n".join([*_stay_table(stay), "", *_move_table([swap, *move])])
    found = {
        "must_not_change": [asdict(one) for one in stay],
        "name_swap_invariance": asdict(swap),
        "must_change": [asdict(one) for one in move],
    }
    return text, found


def _stay_table(rows: Sequence[Kept]) -> Iterator[str]:
    yield "Must not change a decided answer: share that became another (n decided), mean |change|"
    yield (f"{'':22}" + "".join(f"{task:36}" for task in TASKS)).rstrip()
    for change in dict.fromkeys(row.change for row in rows):
        cells = [_stay_cell(row) for row in rows if row.change == change]
        yield f"{change:22}" + "".join(f"{cell:36}" for cell in cells).rstrip()


def _stay_cell(row: Kept) -> str:
    if row.moved is None:
        return "-"
    flipped = "    -                 " if row.flipped is None else _percent(row.flipped)
    return f"{flipped} ({row.decided})  {row.moved.value:.3f}"


def _move_table(rows: Sequence[Must]) -> Iterator[str]:
    yield f"Must hold{'':56}n  share{'':19}mean change of p"
    for row in rows:
        share = "-" if row.share is None else _percent(row.share)
        mean = "" if row.mean is None else f"{row.mean:+.3f}"
        yield f"{row.change:22}{row.wanted:40}{row.n:4}  {share:24}{mean}".rstrip()


def _percent(share: Interval) -> str:
    return f"{share.value:6.1%} [{share.low:.1%}, {share.high:.1%}]"
