"""``python -m e2e``: builds, runs and checks the function in a real container engine.

Needs Docker; without it, as root on Debian, starts an engine of its own and stops it at the end.
Exit codes: 0 everything holds, 1 a check does not, 2 no engine, image or SAM CLI.
"""

import argparse
import signal
import sys
import time

from deploy.parts import ENCODER_FILES, ROOT
from e2e.checks import Failed, edges, http, samples
from e2e.engine import NoEngine, engine
from e2e.image import provide
from e2e.sam import Sam

CHECKS = {"samples": samples, "http": http, "edges": edges}


def main() -> int:
    """Run the checks."""
    parser = argparse.ArgumentParser(prog="python -m e2e", description=__doc__)
    parser.add_argument("--only", choices=CHECKS, action="append", help="all by default")
    wanted = parser.parse_args().only or list(CHECKS)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whatever ends it, it cleans up
    started = time.monotonic()
    try:
        with engine() as environ:
            print(f"image: {provide(environ)}", flush=True)
            sam = Sam(environ)
            sam.build()
            for profile in _profiles():
                print(f"Encoder={profile}", flush=True)
                for name in wanted:
                    for line in CHECKS[name](sam, {"Encoder": profile}):
                        print(f"  ok  {line}", flush=True)
    except (NoEngine, FileNotFoundError) as error:  # no SAM CLI: `make sam`
        print(error, file=sys.stderr)
        return 2
    except (Failed, RuntimeError) as error:
        print(f"FAILED  {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"all checks hold ({time.monotonic() - started:.0f} s)")
    return 0


def _profiles() -> tuple[str, ...]:
    artifact = ROOT / "src" / "model" / "artifact"
    whole = all((artifact / name).is_file() for name in ENCODER_FILES)
    return ("false", "true") if whole else ("false",)


if __name__ == "__main__":
    sys.exit(main())
