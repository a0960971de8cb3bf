//! Given/when/then for columns.
