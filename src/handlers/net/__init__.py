"""The way out: HTTP to configured hosts only."""
