//! Floor 2: spreadsheets in and out, pictures in, papers out.
//!
//! [`roster`] turns the release roster of a prison into lines and judges each line; [`picture`] encodes a
//! photo or scan anew; [`limited`] does both in a child process with little memory and a deadline.
//! [`paper`] makes forms and letters, for the page and for the word processor.
//! Nothing here knows a rule of the field's life cycle, an account or a table: what a
//! line means for a case is decided above. Personal data never enters `Debug` output.

mod error;
mod limits;

pub mod answers;
pub mod limited;
pub mod paper;
pub mod picture;
pub mod roster;

pub use error::Unreadable;
pub use limits::Limits;
