"""Examples as arrays; needs PyTorch (requirements/encoder-training.txt)."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from tests.training.packings import answers, examples
from training.encoder.packed import Examples
from training.encoder.taught import Taught
from training.errors import TrainingError


def test_what_is_known_is_what_has_a_label_or_a_vote() -> None:
    found = examples()
    assert found.sentences.known.tolist() == [True, True, False]
    assert found.articles.known.tolist() == [True, False]
    assert found.articles.named.tolist() == [[False, True, False], [False, False, True]]


def test_some_rows_are_cut_to_their_longest() -> None:
    chosen = torch.tensor([1, 0])
    some = examples().sentences.take(chosen, 4)
    ids, mask, slots = some.input
    assert ids.tolist() == [[101, 2, 102, 0], [101, 2, 7, 102]]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert slots.tolist() == [[-1, 0, -1, -1], [-1, 0, -1, -1]]
    assert some.taught.shape == (2, 3)  # of three columns, as many as nothing is cut


def test_pieces_that_show_a_stance_are_bits_of_slot_and_side() -> None:
    shown = examples().articles.shown
    assert shown[0].tolist() == [0, 0, 1 << 2, (1 << 2) | (1 << 3), 0]
    assert not shown[1].any()


def test_examples_come_back_as_they_were_kept(tmp_path: Path) -> None:
    first = examples()
    first.save(tmp_path / "examples.npz")
    again = Examples.load(tmp_path / "examples.npz")
    assert again.digest() == first.digest()
    assert torch.equal(again.articles.stances.nan_to_num(-1), first.articles.stances.nan_to_num(-1))
    assert again.sentences.weight.tolist() == [1.0, 0.0, 0.0]


def test_answers_to_other_examples_are_refused(tmp_path: Path) -> None:
    of = examples()
    answers(of).save(tmp_path / "taught.npz", of)
    kept = Taught.load(tmp_path / "taught.npz", of)
    assert kept.articles.stances.shape == (2, 3, 3)
    assert kept.articles.shown is None
    other = Examples(of.sentences.take(torch.tensor([0]), 4), of.articles)
    with pytest.raises(TrainingError, match="answers other examples"):
        Taught.load(tmp_path / "taught.npz", other)


def test_kept_answers_are_probabilities() -> None:
    folder = Path(__file__).parents[2] / "training" / "taught"
    with np.load(folder / "answers.npz", allow_pickle=False) as kept:
        assert kept["sentences"].shape[1:] == (3,)
        assert kept["stances"].shape == (len(kept["topic"]), 3, 3)
        for name in ("sentences", "stances", "topic"):
            total = kept[name].astype(int).sum(axis=-1)
            assert abs(total - 255).max() <= kept[name].shape[-1] // 2  # rounded one by one
