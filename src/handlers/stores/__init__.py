"""Where jobs and results are kept: ports, and adapters for SQLite and AWS."""
