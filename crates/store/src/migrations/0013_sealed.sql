-- Sealed cases that an account has opened with a reason, and until when that counts.
CREATE TABLE opened (
    account TEXT NOT NULL,
    no TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (account, no)
);
CREATE INDEX opened_until ON opened (until);

-- A number is free when nobody sees a case of that number, under whatever key.
CREATE INDEX visible_no ON visible (no);
