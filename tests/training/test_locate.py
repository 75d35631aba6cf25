import gzip
import hashlib
from pathlib import Path

import pytest

from training.corpora.locate import (
    REPOSITORY,
    DamagedCorpusError,
    MissingCorporaError,
    corpora_folder,
    corpus_path,
)
from training.corpora.read import read_checked, rows


def test_folder_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    assert corpora_folder({"COPYDESK_DATA": str(tmp_path)}) == tmp_path


@pytest.mark.parametrize("environ", [{}, {"COPYDESK_DATA": ""}])
def test_folder_beside_the_repository_otherwise(environ: dict[str, str]) -> None:
    beside = REPOSITORY.parent / "shared" / "data"
    if beside.is_dir():
        assert corpora_folder(environ) == beside
    else:
        with pytest.raises(MissingCorporaError, match="COPYDESK_DATA"):
            corpora_folder(environ)


def test_missing_folder_says_how_to_name_one(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(MissingCorporaError, match=r"gone does not exist.*COPYDESK_DATA="):
        corpora_folder({"COPYDESK_DATA": str(gone)})


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingCorporaError, match=r"has no bbc\.jsonl\.gz") as caught:
        corpus_path("bbc", tmp_path)
    assert caught.value.missing == ("bbc.jsonl.gz",)


def test_unknown_corpus_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        corpus_path("bcc", tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bbc.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"uid": "0"}\n'))
    with pytest.raises(DamagedCorpusError, match=r"bbc\.jsonl\.gz: its SHA-256 is .* Fetch"):
        list(rows("bbc", tmp_path))


def test_a_file_that_is_not_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(b"plain")
    with pytest.raises(DamagedCorpusError, match="not gzip"):
        list(read_checked(path, hashlib.sha256(b"plain").hexdigest()))


def test_rows_are_split_at_newlines_only(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    data = gzip.compress('{"text": "one\u2028two"}\n{"text": "three"}\n'.encode(), mtime=0)
    path.write_bytes(data)
    read = list(read_checked(path, hashlib.sha256(data).hexdigest()))
    assert read == [{"text": "one\u2028two"}, {"text": "three"}]
