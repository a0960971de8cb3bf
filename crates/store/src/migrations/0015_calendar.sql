-- Somebody goes to fetch the person on the day of his release: the calendar counts it by day.
ALTER TABLE prerelease ADD COLUMN goes BIGINT NOT NULL DEFAULT 0;
CREATE INDEX prerelease_release ON prerelease (unit, release_on, no);

-- The private address of an account's calendar: a keyed hash of its secret. Whether there is one and what it
-- shows is told by the account's stream.
CREATE TABLE feed (
    login TEXT NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL,
    own BIGINT NOT NULL
);
CREATE UNIQUE INDEX feed_secret ON feed (secret);

-- One note a day of what is long overdue below a bureau. Which things they are is sealed in the stream.
CREATE TABLE note (
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    stream BYTEA NOT NULL,
    places BIGINT NOT NULL,
    overdue BIGINT NOT NULL,
    settled BIGINT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, day)
);
CREATE UNIQUE INDEX note_stream ON note (stream);

-- Who has marked which note as read.
CREATE TABLE note_read (
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    login TEXT NOT NULL,
    PRIMARY KEY (unit, day, login)
);
