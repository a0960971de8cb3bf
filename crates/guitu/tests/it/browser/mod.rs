//! A real Chromium against the real program: the walk of one person, at the width of an old PC and of a phone.

mod driver;
mod layout;
mod walk;

pub use driver::{Browser, Server};
