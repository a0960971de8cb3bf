-- An upload is taken in piece by piece: how far it has come, where its file is kept, under which number its
-- receipt is printed. `done` counts lines; while it is taken in, the counts add up to `done`.
ALTER TABLE roster ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE roster ADD COLUMN state TEXT NOT NULL DEFAULT 'taken';
ALTER TABLE roster ADD COLUMN done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE roster ADD COLUMN withdrawal TEXT NOT NULL DEFAULT '';
ALTER TABLE roster ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
UPDATE roster SET done = lines;
CREATE INDEX roster_no ON roster (no);
CREATE INDEX roster_state ON roster (state, no);

-- What became of each line of an upload, in the order of the file.
CREATE TABLE upload_line (
    roster TEXT NOT NULL,
    line BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    no TEXT NOT NULL,
    PRIMARY KEY (roster, line)
);

-- The last running number of the receipts of a unit in a year.
CREATE TABLE roster_number (
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (unit, year)
);

CREATE INDEX held_roster ON held (unit, roster, fate, due_on, no);
CREATE INDEX roster_line_no ON roster_line (no);
