"""The hooks end to end, with a real Ghost and a real WordPress on this machine.

    python -m tests.e2e [ghost] [wordpress] [--only WORDS] [--keep]

Installs what is missing (Ghost from npm, WordPress, PHP, MariaDB and Chromium from Debian's
packages), starts the CMSs and `copydesk serve` on loopback, plays every scene, prints a table.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.e2e import browser
from tests.e2e.cms.base import Cms
from tests.e2e.cms.ghost import Ghost
from tests.e2e.cms.wordpress import WordPress
from tests.e2e.gate import Gate
from tests.e2e.scenes import SCENES, Stage
from tests.e2e.scenes_wordpress import WORDPRESS_SCENES
from tests.e2e.service import Service

_CMSS: dict[str, Callable[[], Cms]] = {"ghost": Ghost, "wordpress": WordPress}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    cms: str
    scene: str
    passed: bool
    seconds: float
    saw: str


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.e2e",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cms", nargs="*", choices=[*_CMSS, []], help="which (default: both)")
    parser.add_argument("--only", default="", help="only scenes with these words in their name")
    parser.add_argument("--keep", action="store_true", help="keep the service's folder")
    arguments = parser.parse_args()
    rows: list[Row] = []
    for name in arguments.cms or _CMSS:
        rows += play(_CMSS[name](), arguments.only, keep=arguments.keep)
    print("\n" + table(rows), flush=True)
    failed = sum(not row.passed for row in rows)
    print(f"\n{len(rows) - failed} passed, {failed} failed")
    return 1 if failed or not rows else 0


def play(cms: Cms, only: str, *, keep: bool) -> list[Row]:
    """Play all scenes with one CMS."""
    cms.install()
    scenes = dict(SCENES)
    if isinstance(cms, WordPress):
        browser.install()
        scenes |= WORDPRESS_SCENES
    rows = []
    folder = Path(tempfile.mkdtemp(prefix="copydesk-e2e-"))
    service = Service(folder)
    gate = Gate(cms.url)
    try:
        credentials = cms.fresh()
        print(f"\n{cms.name} {credentials.version}; the service's log: {folder}/service.log")
        stage = Stage(cms, service, gate, credentials)
        stage.configure()
        service.start()
        stage.connect()
        for name, scene in scenes.items():
            if only in name:
                rows.append(_play(stage, name, scene))
    finally:
        service.stop()
        gate.close()
        cms.stop()
        if not keep and all(row.passed for row in rows):
            _remove(folder)
    return rows


def _play(stage: Stage, name: str, scene: Callable[[Stage], str]) -> Row:
    started = time.monotonic()
    print(f"  {name} ...", end=" ", flush=True)
    try:
        saw, passed = scene(stage), True
    except Exception as error:  # noqa: BLE001 - the other scenes are to be played too
        traceback.print_exc()
        saw, passed = f"{type(error).__name__}: {error}"[:300], False
        stage.gate.open = True
        stage.service.stop()
        stage.service.start()
    seconds = time.monotonic() - started
    print("ok" if passed else "FAILED", f"({seconds:.0f} s)", flush=True)
    return Row(stage.cms.name, name, passed, seconds, saw)


def table(rows: list[Row]) -> str:
    """Draw the table."""
    widest = max(len(row.scene) for row in rows) if rows else 0
    return "\n".join(
        f"{row.cms:9} {row.scene:{widest}}  {'ok    ' if row.passed else 'FAILED'}"
        f" {row.seconds:5.1f} s  {row.saw}"
        for row in rows
    )


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
