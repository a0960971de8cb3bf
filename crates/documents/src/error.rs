//! Why a whole file could not be read, in words for the person who sent it.
//!
//! A bad row is no reason: it is quarantined alone. Only what makes the file as a whole
//! unusable ends here, with a stable code and one Chinese sentence that says what the
//! file is and what to do. The message may name a heading, sheet or line, never a value.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The file cannot be read at all. Nothing of it was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// Stable name of the cause, for programs: one of `Unreadable::CODES`.
    pub code: &'static str,
    /// What it is and what to do, in Chinese.
    pub message: String,
}

impl Unreadable {
    /// Every code that exists.
    pub const CODES: &'static [&'static str] = &[
        "empty",
        "encrypted",
        "old_xls",
        "html",
        "other_format",
        "damaged",
        "no_header",
        "missing_column",
        "duplicate_column",
        "wrong_encoding",
        "too_large",
        "unclosed_quote",
        "forbidden_content",
        "reader_failed",
        "too_heavy",
        "not_a_picture",
        "picture_pdf",
        "picture_heic",
        "picture_format",
        "picture_dimensions",
        "picture_damaged",
        "picture_too_heavy",
        "picture_reader_failed",
    ];

    /// A cause with its sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(Self::CODES.contains(&code), "unlisted code {code}");
        Self { code, message: message.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            code: String,
            message: String,
        }
        let wire = Wire::deserialize(deserializer)?;
        let code = Self::CODES.iter().find(|known| **known == wire.code);
        Ok(Self { code: code.copied().unwrap_or("reader_failed"), message: wire.message })
    }
}
