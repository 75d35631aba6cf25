"""``python -m deploy``: see the package's docstring."""

import argparse
import sys
from pathlib import Path

from deploy.archive import write_zip
from deploy.budget import faults, report, size_of
from deploy.build import build
from deploy.parts import part_of


def main() -> int:
    """Build or zip."""
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build", help="fill the folder of one resource of the template")
    one.add_argument("logical_id", help="CopydeskApi, CopydeskEncoderLayer ...")
    one.add_argument("folder", type=Path)
    one.add_argument("--cpu", default="x86_64", help="x86_64 (default) or arm64")
    many = commands.add_parser("zip", help="zip folders, report sizes, hold budgets")
    many.add_argument("folders", type=Path, nargs="+", metavar="folder")
    many.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.command == "build":
        build(part_of(arguments.logical_id), arguments.folder, cpu=arguments.cpu)
        return 0
    return _zip(arguments.folders, arguments.to)


def _zip(folders: list[Path], to: Path) -> int:
    sizes = []
    for folder in folders:
        archive = to / f"{folder.name}.zip"
        write_zip(folder, archive)
        sizes.append(size_of(folder, archive))
    print("\n".join(report(sizes)))
    over = list(faults(sizes))
    for fault in over:
        print(fault, file=sys.stderr)
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
