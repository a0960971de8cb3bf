//! Floor 3: the unit of work, queries, jobs.
