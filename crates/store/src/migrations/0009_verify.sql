-- Whose number was recorded wrongly is still found by it; it is nobody's number any more, so that its true
-- bearer can be registered under it.
CREATE TABLE person_former_number (
    number BYTEA NOT NULL,
    person BYTEA NOT NULL,
    home TEXT NOT NULL,
    PRIMARY KEY (number, person)
);
CREATE INDEX person_former_number_person ON person_former_number (person);

-- One human being recorded twice: the bureau decided so, or number and name are the same.
CREATE TABLE person_link (
    person BYTEA NOT NULL PRIMARY KEY,
    joined BYTEA NOT NULL,
    home TEXT NOT NULL
);
CREATE INDEX person_link_joined ON person_link (joined);

-- Questions and disputes are listed by the rule that asks for them.
CREATE INDEX obligation_rule ON obligation (rule, due_on, no, kind, subject);
