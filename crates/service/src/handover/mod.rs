//! 衔接: rosters in, one person, one owner.

mod roster;
mod route;
mod take;
pub(crate) use take::raw_of;

pub use roster::{Preview, Summary, Told};
