//! Floor 2: what is kept. Naming: `load_*` finds one thing in the actor's scope, `list_*` a page of rows,
//! `find_*` by a key, `save_*`/`append` write. Argument order: `tx, scope, subject, …`.
//!
//! A [`Scope`] becomes the WHERE clause in exactly one place ([`sql`]); a statement without a scope slot
//! carries the reason why ([`sql::Unscoped`]). Rows about a case are functions of its state ([`rows`]) and
//! nothing else writes them. Personal data is sealed under its subject's key before it comes near SQL.
//! Must never know: HTTP, what a command means.

pub mod account;
pub mod anchor;
pub mod audit;
pub mod base;
pub mod calendar;
pub mod case;
pub mod changed;
pub mod dispute;
pub mod doctor;
mod error;
pub mod feed;
pub mod fetch;
pub mod held;
pub mod journal;
pub mod letter;
pub mod looks;
pub mod narrow;
pub mod note;
pub mod obligation;
pub mod opened;
pub mod page;
pub mod pending;
pub mod person;
pub mod prerelease;
pub mod reassign;
pub mod rebuild;
pub mod receipt;
pub mod roster;
pub mod rows;
pub mod rulebook;
pub mod scan;
pub mod schema;
mod scope;
pub mod session;
pub mod sql;
pub mod unit;
pub mod upload;

pub use error::{Error, Result};
pub use journal::{Hand, Loaded};
pub use scope::Scope;
