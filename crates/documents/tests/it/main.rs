//! The crate from outside: fixtures, formats, hostile files, judgements of rosters; papers, pictures.
//!
//! The fixtures come from `bench/roster/generate_roster.py`; all persons in them are
//! fictitious. What the files should say is taken from the generator's gold files, never
//! from the code under test.

mod answers;
mod any;
mod fixtures;
mod formats;
mod given;
mod hostile;
mod judge;
mod paper;
mod picture;
mod shapes;
