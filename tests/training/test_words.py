"""Words' vectors in four bits; needs PyTorch (requirements/encoder-training.txt)."""

import pytest

torch = pytest.importorskip("torch")

from training.encoder.words import four_bits  # noqa: E402


def test_four_bits_are_near_and_stay() -> None:
    table = torch.randn(50, 128, generator=torch.Generator().manual_seed(1))
    rounded = four_bits(table)
    found = rounded.table()
    assert rounded.packed.shape == (50, 64)
    assert rounded.low.shape == rounded.step.shape == (50, 4)
    assert float((found - table).abs().max()) < 0.25  # half a step of a block from -3.5 to 3.5
    assert torch.equal(four_bits(found).table(), found)


def test_a_block_of_one_number_stays() -> None:
    found = four_bits(torch.full((1, 64), 0.5)).table()
    assert torch.equal(found, torch.full((1, 64), 0.5))


def test_vectors_are_looked_up() -> None:
    rounded = four_bits(torch.arange(256.0).reshape(2, 128))
    ids = torch.tensor([[1, 0], [1, 1]])
    assert torch.equal(rounded(ids), rounded.table()[ids])
