import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.artifact import SHIPPED, Artifact, write_artifact
from model.classifier import Classifier
from model.errors import ArtifactError

KEPT = Path(__file__).parents[1] / "artifacts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_artifact(tmp_path, {"version": "1"}, {"a": np.arange(3.0), "b": np.ones((2, 2), "<f2")})
    return tmp_path


def edit(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_what_is_written_is_read(folder: Path) -> None:
    artifact = Artifact.open(folder)
    assert artifact.array("a").tolist() == [0, 1, 2]
    assert not artifact.array("a").flags.writeable
    assert artifact.manifest["version"] == "1"


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_artifact(again, {"version": "1"}, {"b": np.ones((2, 2), "<f2"), "a": np.arange(3.0)})
    for path in again.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_a_flipped_byte_is_found(folder: Path) -> None:
    path = folder / "a.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(ArtifactError, match=r"a\.npy.*digest"):
        Artifact.open(folder)


def test_a_missing_array_is_named(folder: Path) -> None:
    (folder / "b.npy").unlink()
    with pytest.raises(ArtifactError, match=r"b\.npy"):
        Artifact.open(folder)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": "other"}, "not a copydesk model"),
        ({"format_version": 99}, "format_version 99"),
        ({"format_version": "1"}, "format_version '1'"),
        ({"arrays": []}, "lists no arrays"),
        (
            {"arrays": {"a": {"file": "../a.npy", "sha256": "", "dtype": "<f8", "shape": []}}},
            "unusable",
        ),
        ({"arrays": {"a": {"file": "a.npy"}}}, "listed wrongly"),
    ],
)
def test_a_foreign_or_damaged_manifest_is_refused(
    folder: Path, changes: dict[str, object], says: str
) -> None:
    edit(folder, **changes)
    with pytest.raises(ArtifactError, match=says):
        Artifact.open(folder)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_manifest_that_is_no_json_is_refused(folder: Path, raw: bytes) -> None:
    (folder / "manifest.json").write_bytes(raw)
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        Artifact.open(folder)


def test_a_pickle_is_never_loaded(folder: Path) -> None:
    np.save(folder / "a.npy", np.array([object()], dtype=object), allow_pickle=True)
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["arrays"]["a"]["sha256"] = hashlib.sha256((folder / "a.npy").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ArtifactError, match=r"a\.npy"):
        Artifact.open(folder)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"manifest\.json: cannot be read"):
        Artifact.open(tmp_path / "nowhere")


def test_an_artifact_without_a_head_is_refused(folder: Path) -> None:
    with pytest.raises(ArtifactError, match="another training"):
        Classifier.open(folder)


def test_the_shipped_one_names_what_it_was_made_from() -> None:
    manifest = Artifact.open(SHIPPED).manifest
    assert manifest["training"]["corpora"]
    assert set(manifest["metrics"]) >= {"topic", "genre", "stance"}


@pytest.mark.parametrize("kept", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_every_version_ever_released_still_opens(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / kept.name
    shutil.copytree(kept, copy)
    expected = json.loads((copy / "expected.json").read_text())
    artifact = Artifact.open(copy)
    assert artifact.digest == expected["digest"]
    assert {name: array.tolist() for name, array in artifact.arrays.items()} == expected["arrays"]
