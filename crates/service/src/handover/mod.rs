//! 衔接: rosters in, one person, one owner.

mod dispute;
mod former;
pub(crate) mod identity;
mod questions;
mod roster;
mod route;
mod take;
pub(crate) use take::raw_of;

pub(crate) use dispute::{corrections, disputes};
pub use questions::{Answers, Effect, Place, Told as AnswerTold};
pub use roster::{Preview, Summary, Told};
