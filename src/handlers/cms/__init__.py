"""The CMSs: one file each to verify and read what it sends, one to talk to its API."""
