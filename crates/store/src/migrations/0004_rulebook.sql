-- The rule packs that a city accepted. Rows about cases follow the packs, so a work that writes asks first
-- whether the packs are still those it decides by.
CREATE TABLE rulebook (
    city TEXT NOT NULL PRIMARY KEY,
    stream BYTEA NOT NULL UNIQUE,
    packs BIGINT NOT NULL
);
