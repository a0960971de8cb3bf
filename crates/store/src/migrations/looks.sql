-- Who read which file, why: one chain per server process and day, in a database file of its own.
CREATE TABLE look (
    server TEXT NOT NULL,
    day TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    unit TEXT NOT NULL,
    what TEXT NOT NULL,
    no TEXT NOT NULL,
    reason TEXT NOT NULL,
    link BYTEA NOT NULL,
    PRIMARY KEY (server, day, seq)
);
CREATE INDEX look_no ON look (no, at);
