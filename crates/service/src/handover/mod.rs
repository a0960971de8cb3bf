//! 衔接: rosters in, one person, one owner. [`roster`] sends and lists, `preview` says what would come,
//! `progress` takes an upload in piece by piece, `take` one row, `judge` what a row comes to, `known` whether
//! the person is, `withdraw` takes back, `one` is one person by a form, `result` hands a file back,
//! `questions` and `asking` are for custodial places that never sign in.
//! Must never know: pages.

mod asking;
mod dispute;
mod former;
pub(crate) mod identity;
mod judge;
mod known;
mod one;
mod preview;
mod progress;
mod questions;
mod result;
mod roster;
mod route;
mod take;
mod withdraw;
pub(crate) use take::raw_of;

pub(crate) use dispute::{corrections, disputes};
pub use one::Handed;
pub use preview::{Preview, Shown};
pub use progress::Running;
pub use questions::{Answers, Effect, Place, Told as AnswerTold};
pub use roster::{Summary, Told};
pub use store::roster::Roster as Receipt;
