"""Ours against what a user would write without us, in one run."""
