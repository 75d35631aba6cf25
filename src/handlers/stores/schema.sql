CREATE TABLE IF NOT EXISTS jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    document TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
    due REAL NOT NULL,
    leased_until REAL NOT NULL DEFAULT 0,
    receipt TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS jobs_by_site ON jobs (state, site, due);
CREATE INDEX IF NOT EXISTS jobs_by_document ON jobs (site, document, state, seq);
CREATE TABLE IF NOT EXISTS served (site TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    site TEXT NOT NULL,
    document TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    version TEXT NOT NULL,
    job TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    result BLOB,
    result_hash TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL DEFAULT '[]',
    dismissed TEXT NOT NULL DEFAULT '[]',
    changed REAL NOT NULL,
    PRIMARY KEY (site, document)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deliveries (
    site TEXT NOT NULL,
    minute INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (site, minute)
) WITHOUT ROWID;
