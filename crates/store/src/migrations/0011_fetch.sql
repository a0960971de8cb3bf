-- What became of the release and what the fetch cost: once a year and case for every unit that counts it.
-- Rows are functions of the case's state.
CREATE TABLE pickup (
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    owner TEXT NOT NULL,
    no TEXT NOT NULL,
    stream BYTEA NOT NULL,
    must BIGINT NOT NULL,
    fetched BIGINT NOT NULL,
    car BIGINT NOT NULL,
    travel BIGINT NOT NULL,
    meals BIGINT NOT NULL,
    road BIGINT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, year, owner, no)
);
CREATE INDEX pickup_stream ON pickup (stream);

-- The yearly money of a unit for fetching people, as its stream says.
CREATE TABLE pickup_budget (
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    stream BYTEA NOT NULL,
    fen BIGINT NOT NULL,
    PRIMARY KEY (unit, year)
);
CREATE UNIQUE INDEX pickup_budget_stream ON pickup_budget (stream);
