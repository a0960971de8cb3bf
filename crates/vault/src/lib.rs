//! Floor 1: keys, sealing of personal data, blind index, hash chain. Pure: keys and randomness are arguments.
//!
//! An event about a person is sealed under that person's [`DataKey`] (SM4-GCM, RFC 8998), which is kept
//! wrapped by the instance's [`Master`] key; destroying the wrapped key forgets the person. Equality
//! look-ups go through a keyed HMAC-SM3 ([`Master::blind`]), never a plain hash. The journal is a chain of
//! SM3 hashes ([`chain`]) with keyed daily anchors. `Debug` of everything here prints `[redacted]`.
//! Must never know: what is sealed, where it is kept, what time it is, where keys come from.

mod block;
pub mod chain;
mod cipher;
mod data_key;
mod mac;
mod master;
mod random;
mod secret;
mod token;

pub use data_key::{DataKey, Unreadable};
pub use master::Master;
pub use random::Random;
pub use secret::Secret;
pub use token::{Token, TokenError};
