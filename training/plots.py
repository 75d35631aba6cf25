"""Figures for the model card: one house style, the same bytes for the same data."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from training.calibration import expected_calibration_error, reliability, risk_coverage

__all__ = ["plot_confusion", "plot_reliability", "plot_risk_coverage"]

_INK: Final = "#1f2933"
_BLUE: Final = "#1d6fa5"
_GREY: Final = "#9aa5b1"
_STYLE: Final[Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": _GREY,
    "axes.grid": True,
    "axes.labelcolor": _INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "font.family": "DejaVu Sans",  # comes with matplotlib: no font of the machine
    "font.size": 9,
    "grid.color": "#e4e7eb",
    "legend.frameon": False,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}
_DPI: Final = 110


def plot_reliability(truth: ArrayLike, probabilities: ArrayLike, title: str, path: Path) -> None:
    """Draw how often the top label is right against how sure the model is of it.

    Parameters
    ----------
    truth : int array of shape (n,)
    probabilities : float array of shape (n, classes)
    title : str
    path : Path
        The PNG to write.
    """
    found = reliability(truth, probabilities)
    error = expected_calibration_error(truth, probabilities)
    full = found.counts > 0
    with _figure(path, (4.6, 4.8)) as figure:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[4, 1])
        above.plot(
            [0, 1], [0, 1], color=_GREY, linestyle="--", linewidth=1, label="as sure as right"
        )
        above.plot(
            found.confidence[full],
            found.accuracy[full],
            color=_BLUE,
            marker="o",
            markersize=4,
            label=f"measured (ECE {error:.3f})",
        )
        above.set(ylabel="share that is right", ylim=(0, 1.02), title=title)
        above.legend(loc="upper left")
        below.bar(
            found.edges[:-1],
            found.counts,
            width=np.diff(found.edges),
            align="edge",
            color=_BLUE,
            edgecolor="white",
        )
        below.set(xlabel="probability of the top label", ylabel="answers", xlim=(0, 1))


def plot_confusion(confusion: ArrayLike, labels: Sequence[str], title: str, path: Path) -> None:
    """Draw which label is given for which.

    Parameters
    ----------
    confusion : int array of shape (classes, classes)
        Rows true, columns predicted. Coloured by the share of the row.
    labels : sequence of str
    title : str
    path : Path
        The PNG to write.
    """
    counts = np.asarray(confusion, dtype=np.int64)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = 2.0 + 0.42 * len(labels)
    with _figure(path, (size, size)) as figure:
        axes = figure.subplots()
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.grid(visible=False)
        places = range(len(labels))
        axes.set_xticks(places, labels, rotation=90)
        axes.set_yticks(places, labels)
        axes.set(xlabel="predicted", ylabel="true", title=title)
        _write_counts(axes, counts, shares)


def plot_risk_coverage(truth: ArrayLike, probabilities: ArrayLike, title: str, path: Path) -> None:
    """Draw the accuracy of the surest answers against the share that is answered.

    Parameters
    ----------
    truth : int array of shape (n,)
    probabilities : float array of shape (n, classes)
    title : str
    path : Path
        The PNG to write.
    """
    _, coverage, accuracy = risk_coverage(truth, probabilities)
    steady = coverage * len(np.asarray(truth)) >= 20  # the share among fewer jumps about
    with _figure(path, (4.6, 3.2)) as figure:
        axes = figure.subplots()
        axes.plot(coverage[steady], accuracy[steady], color=_BLUE)
        axes.set(
            xlabel="share of articles answered, surest first",
            ylabel="share that is right",
            xlim=(0, 1),
            title=title,
        )
        axes.set_ylim(top=1.005)


def _write_counts(axes: Axes, counts: np.ndarray, shares: np.ndarray) -> None:
    for row, column in np.argwhere(counts > 0):
        dark = shares[row, column] > 0.5
        axes.text(
            column,
            row,
            str(counts[row, column]),
            ha="center",
            va="center",
            fontsize=7,
            color="white" if dark else _INK,
        )


@contextmanager
def _figure(path: Path, inches: tuple[float, float]) -> Iterator[Figure]:
    """Open a figure that is written to `path` at the end, without pyplot's global state."""
    with style.context(_STYLE, after_reset=True):  # whatever the user's matplotlibrc says
        figure = Figure(figsize=inches, layout="constrained")
        FigureCanvasAgg(figure)
        yield figure
        path.parent.mkdir(parents=True, exist_ok=True)
        # No version of matplotlib, no date: the same data must give the same bytes.
        figure.savefig(path, format="png", dpi=_DPI, metadata={"Software": None})
