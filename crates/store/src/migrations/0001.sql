-- One text for SQLite and PostgreSQL: BIGINT, TEXT, BYTEA only. Dates are ISO text, instants are
-- milliseconds since 1970 UTC, ids are 16 bytes (UUIDv7). Every column is classified in columns.toml.

-- Units of the city: bureaus, offices, custodial places, bases.
CREATE TABLE unit (
    code TEXT NOT NULL PRIMARY KEY,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT
);

-- One data key per subject, wrapped by the instance's master key. Forgetting = deleting the row.
CREATE TABLE subject_key (
    subject BYTEA NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    home TEXT NOT NULL
);

-- Heads of streams and their kept state; a state of another format is replayed from the journal.
CREATE TABLE stream (
    id BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BYTEA NOT NULL,
    version BIGINT NOT NULL,
    head BYTEA NOT NULL,
    format BIGINT NOT NULL,
    state BYTEA NOT NULL,
    home TEXT NOT NULL
);
CREATE INDEX stream_subject ON stream (subject, kind);
CREATE INDEX stream_kind ON stream (kind, id);

-- The journal: append only. The envelope is clear, the payload sealed under the subject's key.
CREATE TABLE event (
    stream BYTEA NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    kind_version BIGINT NOT NULL,
    happened_on TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    unit TEXT NOT NULL,
    payload BYTEA NOT NULL,
    link BYTEA NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (stream, version)
);

-- Names of persons in the normal form in which they are looked for.
CREATE TABLE person_name (
    name TEXT NOT NULL,
    person BYTEA NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (name, person)
);
CREATE INDEX person_name_person ON person_name (person);

-- Equality look-up of identity numbers by keyed hash; one number is one person.
CREATE TABLE person_number (
    number BYTEA NOT NULL PRIMARY KEY,
    person BYTEA NOT NULL,
    home TEXT NOT NULL
);
CREATE INDEX person_number_person ON person_number (person);

-- Who may see which case, with the columns that lists sort, filter and count by.
CREATE TABLE visible (
    unit TEXT NOT NULL,
    stream BYTEA NOT NULL,
    no TEXT NOT NULL,
    name TEXT NOT NULL,
    standing TEXT NOT NULL,
    category TEXT NOT NULL,
    owner TEXT NOT NULL,
    release_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, no)
);
CREATE INDEX visible_stream ON visible (stream);
CREATE INDEX visible_due ON visible (unit, due_on, no);
CREATE INDEX visible_name ON visible (unit, name, no);
CREATE INDEX visible_release ON visible (unit, release_on, no);
CREATE INDEX visible_owner ON visible (unit, owner, due_on, no);
CREATE INDEX visible_standing ON visible (unit, standing, due_on, no);

-- What is owed, once for every unit that may settle it.
CREATE TABLE obligation (
    unit TEXT NOT NULL,
    stream BYTEA NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    rule TEXT NOT NULL,
    due_on TEXT NOT NULL,
    owner TEXT NOT NULL,
    worker TEXT,
    settle TEXT NOT NULL,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    stream_kind TEXT NOT NULL,
    no TEXT NOT NULL,
    name TEXT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (stream, kind, subject, unit)
);
CREATE INDEX obligation_due ON obligation (unit, due_on, no, kind, subject);

-- Quarantined rows, once for every unit that may see them.
CREATE TABLE held (
    unit TEXT NOT NULL,
    stream BYTEA NOT NULL,
    no TEXT NOT NULL,
    roster TEXT NOT NULL,
    sheet TEXT NOT NULL,
    line BIGINT NOT NULL,
    name TEXT NOT NULL,
    custody TEXT NOT NULL,
    owner TEXT NOT NULL,
    problems BIGINT NOT NULL,
    fate TEXT NOT NULL,
    due_on TEXT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, no)
);
CREATE INDEX held_stream ON held (stream);
CREATE INDEX held_fate ON held (unit, fate, due_on, no);

-- Uploads, once for every unit that may see them.
CREATE TABLE roster (
    unit TEXT NOT NULL,
    no TEXT NOT NULL,
    custody TEXT NOT NULL,
    sender TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    repeats BIGINT NOT NULL,
    not_persons BIGINT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, no)
);

-- Rows that were taken in once are repeats ever after: keyed hash of the row's text.
CREATE TABLE roster_line (
    fingerprint BYTEA NOT NULL PRIMARY KEY,
    roster TEXT NOT NULL,
    no TEXT NOT NULL
);

-- Accounts as their streams say, and what signing in needs.
CREATE TABLE account (
    login TEXT NOT NULL PRIMARY KEY,
    stream BYTEA NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    unit TEXT,
    disabled BIGINT NOT NULL
);
CREATE INDEX account_unit ON account (unit, login);
CREATE UNIQUE INDEX account_stream ON account (stream);
CREATE TABLE credential (
    login TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
CREATE TABLE session (
    token BYTEA NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    csrf TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_login ON session (login);

-- Receipts by idempotency key: a repeated request answers the same and does nothing.
CREATE TABLE receipt (
    actor TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request BYTEA NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);

-- A file that was previewed and waits for a yes: sealed under a key of its own, gone after a while.
CREATE TABLE pending_roster (
    no TEXT NOT NULL PRIMARY KEY,
    subject BYTEA NOT NULL,
    actor TEXT NOT NULL,
    custody TEXT NOT NULL,
    content BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
