from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from training.plots import plot_confusion, plot_reliability, plot_risk_coverage

RNG = np.random.default_rng(0)
TRUTH = RNG.integers(0, 3, 200)
SCORES = RNG.dirichlet(np.ones(3), 200)
CONFUSION = np.array([[50, 3, 0], [9, 40, 2], [1, 0, 95]])


def reliability(path: Path) -> None:
    plot_reliability(TRUTH, SCORES, "Genre: sure and right", path)


def confusion(path: Path) -> None:
    plot_confusion(CONFUSION, ["critical", "neutral", "supportive"], "Stance", path)


def risk_coverage(path: Path) -> None:
    plot_risk_coverage(TRUTH, SCORES, "Topic", path)


@pytest.mark.parametrize("draw", [reliability, confusion, risk_coverage])
def test_the_same_data_gives_the_same_bytes(draw: Callable[[Path], None], tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "1.png", tmp_path / "a" / "2.png"
    draw(first)
    draw(second)
    assert first.read_bytes() == second.read_bytes()
    assert b"matplotlib" not in first.read_bytes()
    assert len(first.read_bytes()) < 100_000
    height, width, _ = imread(first).shape
    assert min(height, width) > 200


def test_other_data_gives_another_picture(tmp_path: Path) -> None:
    plot_reliability(TRUTH, SCORES, "x", tmp_path / "1.png")
    plot_reliability(1 - TRUTH, SCORES, "x", tmp_path / "2.png")
    assert (tmp_path / "1.png").read_bytes() != (tmp_path / "2.png").read_bytes()
