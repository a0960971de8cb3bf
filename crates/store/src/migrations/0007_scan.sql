-- Pictures attached to cases: sealed under the key of the case's subject, found by the keyed hash of what is
-- sealed. What a picture shows and whether it was withdrawn is told by the case alone.
CREATE TABLE scan (
    stream BYTEA NOT NULL,
    address BYTEA NOT NULL,
    whole BYTEA NOT NULL,
    small BYTEA NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (stream, address)
);
