//! Floor 1: which person is this, which office is this address. Pure.
//!
//! Both questions have three kinds of answer: certain enough to act without a person, a question for a
//! person, or nothing to go by. A wrong answer is worse than a question. Nothing here reads a file, a clock
//! or a case.

pub mod address;
pub mod person;
