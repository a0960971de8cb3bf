-- What was recorded, by time: for the auditor, who reads envelopes and never payloads.
CREATE INDEX event_time ON event (recorded_at, stream, version);
