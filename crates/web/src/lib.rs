//! Floor 4: pages and API over the services. No SQL, no rule.
