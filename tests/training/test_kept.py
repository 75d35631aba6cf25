"""What is kept by a digest must be made again when any of its inputs changes."""

from pathlib import Path

import pytest

from training import kept
from training.corpora.annotations import FILES
from training.kept import digest_of_inputs, sources_of


def test_imports_of_imports_are_sources() -> None:
    found = {path.name for path in sources_of("training.heads")}
    assert {"heads.py", "topic.py", "linear.py", "vectorize.py", "bags.py", "features.py"} <= found


def test_what_joins_the_encoder_is_no_source_of_the_linear_heads() -> None:
    found = {path.name for path in sources_of("training.heads")}
    assert not {"full.py", "encodings.py", "encoder.py", "neural.py", "report.py"} & found


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "training/__init__.py": "",
        "training/top.py": "from model import under\nimport numpy\n",
        "training/apart.py": "",
        "src/model/__init__.py": "",
        "src/model/under.py": "from model.deeper import thing\n",
        "src/model/deeper.py": "thing = 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(kept, "_ROOTS", {"training": tmp_path, "model": tmp_path / "src"})
    return tmp_path


def test_code_far_below_changes_the_digest(tree: Path) -> None:
    before = digest_of_inputs("training.top")
    (tree / "src/model/deeper.py").write_text("thing = 2\n")
    assert digest_of_inputs("training.top") != before


def test_code_elsewhere_does_not(tree: Path) -> None:
    before = digest_of_inputs("training.top")
    (tree / "training/apart.py").write_text("changed = True\n")
    assert digest_of_inputs("training.top") == before


def test_labels_change_the_digest(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FOLDER", tree)
    for name in (*FILES, "sentences", "votes"):
        (tree / f"{name}.tsv").write_text("uid\n")
    before = digest_of_inputs("training.top")
    (tree / "votes.tsv").write_text("uid\nfresh\n")  # the encoder's alone
    assert digest_of_inputs("training.top") == before
    (tree / "articles.tsv").write_text("uid\nfresh\n")
    assert digest_of_inputs("training.top") != before
