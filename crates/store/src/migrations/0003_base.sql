-- Beds of transitional bases. A bed is no person; who lies in it is told by the case alone.
CREATE TABLE bed (
    code TEXT NOT NULL PRIMARY KEY,
    stream BYTEA NOT NULL,
    base TEXT NOT NULL,
    label TEXT NOT NULL,
    sex BIGINT NOT NULL,
    way TEXT NOT NULL
);

-- Every night of a bed belongs to one case at most, whatever the programs do.
CREATE TABLE bed_night (
    bed TEXT NOT NULL,
    night TEXT NOT NULL,
    no TEXT NOT NULL,
    PRIMARY KEY (bed, night)
);
