"""``python -m e2e``: builds, runs and checks the function in a real container engine.

Needs Docker; without it, as root on Debian, starts an engine of its own and stops it at the end.
Exit codes: 0 everything holds, 1 a check does not, 2 no engine, image or SAM CLI.
"""

import sys
import time

from deploy.parts import ENCODER_FILES, ROOT
from e2e.checks import Failed, edges, http, samples
from e2e.engine import NoEngine, engine
from e2e.image import provide
from e2e.sam import Sam


def main() -> int:
    """Run all checks."""
    started = time.monotonic()
    try:
        with engine() as environ:
            print(f"image: {provide(environ)}", flush=True)
            sam = Sam(environ)
            sam.build()
            for profile in _profiles():
                print(f"Encoder={profile}", flush=True)
                for check in (samples, http, edges):
                    for line in check(sam, Encoder=profile):
                        print(f"  ok  {line}", flush=True)
    except NoEngine as error:
        print(error, file=sys.stderr)
        return 2
    except (Failed, RuntimeError) as error:
        print(f"FAILED  {error}", file=sys.stderr)
        return 1
    print(f"all checks hold ({time.monotonic() - started:.0f} s)")
    return 0


def _profiles() -> tuple[str, ...]:
    artifact = ROOT / "src" / "model" / "artifact"
    whole = all((artifact / name).is_file() for name in ENCODER_FILES)
    return ("false", "true") if whole else ("false",)


if __name__ == "__main__":
    sys.exit(main())
