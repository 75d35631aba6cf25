"""Where `copydesk serve` keeps its state."""

import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["state_folder"]


def state_folder(environ: Mapping[str, str]) -> Path:
    """Give COPYDESK_STATE, or the user's folder for state on this system."""
    if given := environ.get("COPYDESK_STATE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "copydesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "copydesk"
    base = environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "copydesk"
