//! Parts of a form that carries files, piece by piece: a short text, or a file within a limit. What is beyond
//! the limit is read to its end and thrown away, so that the browser hears the answer instead of a broken
//! connection. Must never know: what is in a file.

use axum::{
    extract::multipart::{Field, MultipartError},
    http::StatusCode,
};

/// Bytes of a part that is no file.
const SHORT: usize = 1_000;

/// Why a part cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// More than the limit.
    TooLarge,
    /// Not what a form sends, or broken off.
    Broken,
}

impl From<MultipartError> for Unread {
    fn from(error: MultipartError) -> Unread {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Unread::TooLarge,
            _ => Unread::Broken,
        }
    }
}

/// A part that can only be short.
pub async fn short(mut part: Field<'_>) -> Result<String, Unread> {
    let mut bytes = vec![];
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > SHORT {
            return Err(Unread::Broken);
        }
    }
    String::from_utf8(bytes).map_err(|_| Unread::Broken)
}

/// A file of at most so many bytes; empty where none was chosen.
pub async fn file(mut part: Field<'_>, most: usize) -> Result<Vec<u8>, Unread> {
    let (mut bytes, mut length) = (vec![], 0_usize);
    while let Some(chunk) = part.chunk().await? {
        length += chunk.len();
        if length > most {
            bytes = vec![];
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if length > most { Err(Unread::TooLarge) } else { Ok(bytes) }
}
