-- Days on which somebody is away and the account that stands in; why he is away stays in his stream.
ALTER TABLE account ADD COLUMN leave_from TEXT;
ALTER TABLE account ADD COLUMN leave_until TEXT;
ALTER TABLE account ADD COLUMN stand_in TEXT;

-- Many cases given on to other workers at once. Which cases is sealed in the stream.
CREATE TABLE reassignment (
    unit TEXT NOT NULL,
    stream BYTEA NOT NULL,
    made_on TEXT NOT NULL,
    maker TEXT NOT NULL,
    cases BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, made_on, stream)
);
CREATE UNIQUE INDEX reassignment_stream ON reassignment (stream);
