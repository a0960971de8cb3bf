//! Floor 1: two engines behind one transaction type. Knows no table.
//!
//! SQLite (bundled) and PostgreSQL run the same SQL text and promise the same: a [`Work`] is kept whole or
//! not at all, writers behave as if they followed one another, an answer of `Ok` is durable, and failures
//! have the same [`Kind`]. Only this crate begins and ends transactions. What it must never know: which
//! tables there are, what is personal, what time it is.

mod db;
mod error;
mod lite;
mod migration;
mod options;
mod pg;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;
mod work;

pub use db::{Db, Stats};
pub use error::{Error, Kind, Result};
pub use migration::{Migration, MigrationError, migrate};
pub use options::{Engine, Options, Target};
pub use tx::Tx;
pub use value::{Row, Value};
pub use work::Work;
