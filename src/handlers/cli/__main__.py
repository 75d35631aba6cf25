"""``python -m handlers.cli``."""

import sys

from handlers.cli import main

if __name__ == "__main__":
    sys.exit(main())
