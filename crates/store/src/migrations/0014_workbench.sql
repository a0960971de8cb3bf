-- 催办: since when, and by which bureau, the unit that owes it was last reminded; what was said is sealed.
ALTER TABLE obligation ADD COLUMN urged_on TEXT;
ALTER TABLE obligation ADD COLUMN urged_by TEXT;

-- Until when an account has seen what changed, milliseconds since 1970 UTC; 0 until it first says so.
ALTER TABLE account ADD COLUMN seen_until BIGINT NOT NULL DEFAULT 0;

-- What changed lately is read from the newest event on.
CREATE INDEX event_recorded ON event (recorded_at);
