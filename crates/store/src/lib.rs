//! Floor 2: what is kept: SQL, migrations, journal, looks, rows.
