"""The image that a function runs in: AWS's own, or a stand-in where it cannot be pulled.

The stand-in is Debian's userland with this machine's python3.13 and awslambdaric at AWS's places.
Its C library is Debian's, not Amazon Linux's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.bytecode import lambda_python
from deploy.parts import ROOT
from deploy.wheels import PYTHON, install
from e2e.engine import NoEngine, run

__all__ = ["IMAGE", "provide"]

IMAGE: Final = f"public.ecr.aws/lambda/python:{PYTHON}-x86_64"
_CACHED: Final = ROOT / ".copydesk-cache" / "e2e" / "image.tar"
# What the managed runtime brings, of this project's own locks.
_RUNTIME: Final = (
    "awslambdaric", "simplejson", "snapshot-restore-py", "boto3", "botocore", "s3transfer",
    "python-dateutil", "six", "urllib3", "jmespath",
)  # fmt: skip
_LIBRARIES: Final = (
    "libssl3,libffi8,libsqlite3-0,zlib1g,libbz2-1.0,liblzma5,libreadline8,libuuid1,ca-certificates"
)
_FILES: Final = {
    "var/runtime/bootstrap": f"""\
#!/bin/sh
export PYTHONPATH="$PYTHONPATH:/opt/python:/var/runtime"
exec /var/lang/bin/python{PYTHON} -m awslambdaric "$_HANDLER"
""",
    "lambda-entrypoint.sh": """\
#!/bin/sh
export _HANDLER="$1"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
fi
exec /var/runtime/bootstrap
""",
}


def provide(environ: Mapping[str, str]) -> str:
    """See to it that the engine has the image.

    Returns
    -------
    str
        Whose it is, for a person.
    """
    known = ["docker", "image", "inspect", IMAGE]
    if not subprocess.run(known, env=dict(environ), capture_output=True, check=False).returncode:
        return "the image that the engine has"
    try:
        run(environ, "docker", "pull", "--quiet", "--platform=linux/amd64", IMAGE, timeout=300)
    except (RuntimeError, subprocess.TimeoutExpired):
        _import(environ)
        return "a stand-in (Debian's C library), since AWS's image cannot be pulled here"
    return "AWS's image"


def _import(environ: Mapping[str, str]) -> None:
    if not _CACHED.is_file():
        _build(_CACHED)
    changes = (
        "ENV PATH=/var/lang/bin:/usr/bin:/bin LD_LIBRARY_PATH=/var/lang/lib",
        "ENV LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime",
        "WORKDIR /var/task",
        'ENTRYPOINT ["/lambda-entrypoint.sh"]',
    )
    options = [option for change in changes for option in ("--change", change)]
    platform = "--platform=linux/amd64"
    run(environ, "docker", "import", platform, *options, os.fspath(_CACHED), IMAGE)


def _build(archive: Path) -> None:
    python = lambda_python()
    if python is None or shutil.which("debootstrap") is None or os.geteuid():
        raise NoEngine(
            f"{IMAGE} cannot be pulled. To build a stand-in: root, debootstrap and python{PYTHON}"
        )
    print("building the stand-in image (two minutes or so, once) ...", file=sys.stderr)
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="copydesk-image-") as name:
        root = Path(name)
        run(
            os.environ, "debootstrap", "--variant=minbase", f"--include={_LIBRARIES}", "bookworm",
            name, timeout=900,
        )  # fmt: skip
        _copy_python(Path(python).resolve().parents[1], root / "var/lang")
        install(ROOT / "requirements/dev.txt", root / "var/runtime", only=_RUNTIME, cpu="x86_64")
        for file, text in _FILES.items():
            (root / file).write_text(text, encoding="utf-8")
            (root / file).chmod(0o755)
        shutil.rmtree(root / "var/cache", ignore_errors=True)
        unfinished = archive.with_suffix(".part")
        run(os.environ, "tar", "-C", name, "-cf", os.fspath(unfinished), ".")
        unfinished.rename(archive)


def _copy_python(prefix: Path, to: Path) -> None:
    (to / "bin").mkdir(parents=True)
    shutil.copy2(prefix / "bin" / f"python{PYTHON}", to / "bin")
    library = f"python{PYTHON}"
    shutil.copytree(
        prefix / "lib" / library, to / "lib" / library, symlinks=True,
        ignore=shutil.ignore_patterns("test", "site-packages", "__pycache__", "idlelib"),
    )  # fmt: skip
    for shared in (prefix / "lib").glob("libpython*.so*"):
        shutil.copy2(shared, to / "lib", follow_symlinks=False)
