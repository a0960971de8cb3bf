//! Floor 1: what may happen, what is due, what counts.
//!
//! Pure: no I/O, no clock, no SQL, no HTTP. Time, rules and the actor are arguments ([`kernel::Ctx`]).
//! A [`case::Case`] is the sum of its columns; each column is one file of the same name on every floor.
//! Field terms and ids (R-06, T7, F9 …) follow the glossary in `docs/glossary.md`.

/// Debug of personal data prints nothing of it.
macro_rules! redacted {
    ($($T:ty),+) => { $(impl std::fmt::Debug for $T {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("[redacted]") }
    })+ };
}

pub mod account;
pub mod act;
pub mod base;
pub mod case;
pub mod casefile;
pub mod command;
pub mod fetch;
pub mod handover;
pub mod kernel;
pub mod letter;
pub mod note;
pub mod notice;
pub mod paper;
pub mod person;
pub mod placement;
pub mod quarantine;
pub mod question;
pub mod reassign;
pub mod release;
pub mod roster;
pub mod rulebook;
pub mod rules;
pub mod scan;
pub mod sealing;
pub mod settling;
pub mod unit;
pub mod urge;
pub mod visit;

#[cfg(test)]
mod given;
