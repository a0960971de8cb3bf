-- The month in which somebody comes home, for every unit that may see his case, with the marks of what is done
-- before that day. Dates that stand for "nothing" are 9999-12-31 where lists ask "due by", else empty.
CREATE TABLE prerelease (
    unit TEXT NOT NULL,
    stream BYTEA NOT NULL,
    no TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    custody TEXT NOT NULL,
    month TEXT NOT NULL,
    release_on TEXT NOT NULL,
    category TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    at_office BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    notice BIGINT NOT NULL,
    corrected BIGINT NOT NULL,
    assessment BIGINT NOT NULL,
    receipt BIGINT NOT NULL,
    family BIGINT NOT NULL,
    village BIGINT NOT NULL,
    arrived BIGINT NOT NULL,
    uncounted TEXT NOT NULL,
    unlinked_month TEXT NOT NULL,
    unlinked_on TEXT NOT NULL,
    reported_on TEXT NOT NULL,
    notice_due TEXT NOT NULL,
    assessment_due TEXT NOT NULL,
    receipt_due TEXT NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, no)
);
CREATE INDEX prerelease_stream ON prerelease (stream);
CREATE INDEX prerelease_month ON prerelease (unit, month, release_on, no);
CREATE INDEX prerelease_unlinked ON prerelease (unit, unlinked_month, unlinked_on, no);
CREATE INDEX prerelease_notice ON prerelease (unit, notice_due, no);
CREATE INDEX prerelease_assessment ON prerelease (unit, assessment_due, no);
CREATE INDEX prerelease_receipt ON prerelease (unit, receipt_due, no);

-- Which unit has a book of letters for which year, for every unit that may read it. What stands in the book
-- is sealed in its stream.
CREATE TABLE letterbook (
    unit TEXT NOT NULL,
    book TEXT NOT NULL,
    year BIGINT NOT NULL,
    stream BYTEA NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (unit, book, year)
);
CREATE INDEX letterbook_stream ON letterbook (stream);
