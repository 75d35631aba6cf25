"""The packages: their content, their size, their bytes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.archive import files_of, write_zip
from deploy.budget import Size, faults, report, size_of
from deploy.build import build
from deploy.bytecode import lambda_python
from deploy.parts import part_of
from deploy.prune import PRUNED, patterns, prune
from deploy.wheels import locked
from handlers.api import Api
from handlers.settings import Settings

ROOT = Path(__file__).parents[2]
NAMES = ("CopydeskApi", "CopydeskEncoderLayer")
EVENTS = sorted(path for path in (ROOT / "events").glob("*.json") if path.name != "article.json")

pytestmark = pytest.mark.xdist_group("package")


def built(folder: Path) -> dict[str, Path]:
    for name in NAMES:
        build(part_of(name), folder / name, cpu="x86_64")
        write_zip(folder / name, folder / f"{name}.zip")
    return {name: folder / name for name in NAMES}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("packages"))


def test_packages_are_within_their_budgets(packages: dict[str, Path]) -> None:
    sizes = [size_of(folder, folder.with_suffix(".zip")) for folder in packages.values()]
    assert not list(faults(sizes)), "\n".join(report(sizes))


def test_a_build_gives_the_same_bytes_again(packages: dict[str, Path], tmp_path: Path) -> None:
    for name, folder in built(tmp_path / "again").items():
        first = packages[name].with_suffix(".zip").read_bytes()
        again = folder.with_suffix(".zip").read_bytes()
        assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest(), name


def test_nothing_that_is_listed_is_left(packages: dict[str, Path]) -> None:
    for folder in (packages["CopydeskApi"], packages["CopydeskEncoderLayer"] / "python"):
        left = [
            path.relative_to(folder)
            for pattern, _ in patterns()
            for path in folder.glob(pattern.rstrip("/"))
            if path.name != "__pycache__" and path.is_dir() == pattern.endswith("/")
        ]
        assert not left


def test_the_function_has_no_encoder_and_the_layer_nothing_else(packages: dict[str, Path]) -> None:
    api, layer = packages["CopydeskApi"], packages["CopydeskEncoderLayer"]
    assert not {"onnxruntime", "tokenizers"} & {path.name for path in api.iterdir()}
    assert not list(api.rglob("*.onnx"))
    code = {path.name for path in (layer / "python").iterdir() if path.suffix != ".dist-info"}
    assert code == {"onnxruntime", "tokenizers"}
    shipped = {path.name for path in (ROOT / "src/model/artifact").iterdir()}
    assert {path.name for path in (layer / "copydesk").iterdir()} == shipped


@pytest.mark.skipif(lambda_python() is None, reason="no python3.13 on this machine")
class TestOnTheLambdasPython:
    """The pruned package by itself: no site-packages, nothing of this environment."""

    def python(self, package: Path, code: str, *arguments: str) -> Any:
        python = lambda_python()
        assert python is not None
        done = subprocess.run(
            [python, "-S", "-B", "-c", code, *arguments],
            env={"PYTHONPATH": str(package), "COPYDESK_METRICS": "off", "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def test_every_sample_is_answered_as_it_is_here(self, packages: dict[str, Path]) -> None:
        code = (
            "import json, sys, handlers.entry as entry\n"
            "replies = [entry.handler(json.load(open(path)), None) for path in sys.argv[1:]]\n"
            "print(json.dumps([[reply['statusCode'], len(reply['body'])] for reply in replies]))"
        )
        found = self.python(packages["CopydeskApi"], code, *map(str, EVENTS))
        here = Api(Settings(encoder="off"))
        replies = [here(json.loads(path.read_text(encoding="utf-8")), None) for path in EVENTS]
        assert found == [[reply["statusCode"], len(reply["body"])] for reply in replies]

    def test_every_module_of_ours_can_be_imported(self, packages: dict[str, Path]) -> None:
        package = packages["CopydeskApi"]
        modules = [
            ".".join(path.relative_to(package).with_suffix("").parts)
            for name in ("model", "handlers")
            for path in (package / name).rglob("*.py")
            if path.name != "__init__.py"
        ]
        code = (
            "import importlib, json, sys\n"
            "missing = []\n"
            "for name in sys.argv[1:]:\n"
            "    try: importlib.import_module(name)\n"
            "    except ModuleNotFoundError as error: missing.append([name, error.name])\n"
            "print(json.dumps(missing))"
        )
        in_lambda = {"boto3", "botocore", "snapshot_restore_py"}
        in_layer = {"onnxruntime", "tokenizers"}
        missing = self.python(package, code, *modules)
        assert {name for _, name in missing} <= in_lambda | in_layer

    def test_the_layer_runs_a_model(self, packages: dict[str, Path]) -> None:
        both = f"{packages['CopydeskApi']}:{packages['CopydeskEncoderLayer'] / 'python'}"
        code = (
            "import json, onnxruntime, tokenizers\n"
            "words = tokenizers.Tokenizer(tokenizers.models.WordLevel({'a': 0}, unk_token='a'))\n"
            "print(json.dumps([onnxruntime.get_available_providers(), words.encode('a').ids]))"
        )
        providers, ids = self.python(Path(both), code)
        assert "CPUExecutionProvider" in providers
        assert ids == [0]

    def test_bytecode_is_there_and_needs_no_look_at_its_source(
        self, packages: dict[str, Path]
    ) -> None:
        api = packages["CopydeskApi"]
        sources = [path for path in files_of(api) if path.suffix == ".py"]
        for source in sources:
            compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
            assert compiled.is_file(), source
            assert int.from_bytes(compiled.read_bytes()[4:8], "little") == 0b01, source
            assert str(api).encode() not in compiled.read_bytes()


def test_every_pattern_has_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert all(reason for _, reason in patterns())
    bad = tmp_path / PRUNED.name
    bad.write_text("numpy/everything/\n")
    monkeypatch.setattr("deploy.prune.PRUNED", bad)
    with pytest.raises(ValueError, match="without a reason"):
        list(patterns())


def test_pruning_takes_what_is_listed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a/tests/x.py", "a/x.pyi", "a/x.py", "a/libx.so", "handlers/cli/x.py", "tests.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    prune(tmp_path)
    left = [path.relative_to(tmp_path).as_posix() for path in files_of(tmp_path)]
    assert left == ["a/libx.so", "a/x.py", "tests.py"]


def test_a_package_over_its_budget_is_said_to_be() -> None:
    def size(name: str, unzipped: float, zipped: float) -> Size:
        return Size(name, int(unzipped * 1e6), int(zipped * 1e6), ())

    assert not list(faults([size("A", 85, 50), size("ALayer", 105, 60)]))
    assert [
        fault.split(":")[0] for fault in faults([size("A", 86, 51), size("ALayer", 105, 1)])
    ] == [
        "A unzipped",
        "A zipped",
        "A with the layer",
    ]


def test_pins_are_taken_with_their_hashes_and_markers() -> None:
    lock = (
        "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
        "b==2 ; python_version < '3' \\\n    --hash=sha256:22\n"
        "b==3 ; python_version >= '3' \\\n    --hash=sha256:33\n"
    )
    assert locked(lock, ()) == lock
    assert locked(lock, ("b",)) == lock[lock.index("b==2") :]
    with pytest.raises(SystemExit, match="not in the lock file: c"):
        locked(lock, ("c",))


def test_the_sources_are_not_emptied() -> None:
    for folder in (ROOT, ROOT.parent, Path("/")):
        with pytest.raises(SystemExit, match="would be emptied"):
            build(part_of("CopydeskApi"), folder, cpu="x86_64")


def test_an_unknown_processor_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy", "build", "CopydeskApi", str(tmp_path), "--cpu", "mips"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "CPU may be x86_64 or arm64" in done.stderr
