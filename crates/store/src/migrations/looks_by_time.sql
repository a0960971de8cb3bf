-- Looks by time, for the auditor.
CREATE INDEX look_time ON look (at, server, seq);
