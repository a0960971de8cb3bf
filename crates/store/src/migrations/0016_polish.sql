-- How far the fetch of a person has come. Rows of before are computed anew by `guitu rebuild-rows`.
ALTER TABLE prerelease ADD COLUMN fetch_stage TEXT NOT NULL DEFAULT 'open';
