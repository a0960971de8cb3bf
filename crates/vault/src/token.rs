//! Opaque, expiring texts for URLs: list cursors and search tokens.
//!
//! What stands in them may be about a person, so it is sealed, not merely signed. The alphabet is URL-safe
//! base64 without padding. Must never know: what time it is (it is told), what the content means.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;

use crate::data_key::DataKey;
use crate::random::Random;

/// Longer texts are refused before any work is done on them, in bytes.
const LONGEST: usize = 8 * 1024;

/// Seals and opens tokens of this instance.
#[derive(Clone)]
pub struct Token(DataKey);

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of this instance and purpose, or changed on its way.
    #[error("the token cannot be read")]
    Unreadable,
    /// It was good once.
    #[error("the token has expired")]
    Expired,
}

impl Token {
    pub(crate) fn new(key: DataKey) -> Self {
        Self(key)
    }

    /// A token that opens with the same `purpose` (say what it is for and for whom: `cursor`, account)
    /// before the instant `expires_at`, in the caller's unit of time.
    pub fn seal(&self, purpose: &[u8], content: &[u8], expires_at: i64, random: &mut dyn Random) -> String {
        let mut plain = Vec::with_capacity(8 + content.len());
        plain.extend_from_slice(&expires_at.to_be_bytes());
        plain.extend_from_slice(content);
        BASE64URL_NOPAD.encode(&self.0.seal(purpose, &plain, random))
    }

    /// The content of a token, if it is one of ours and `now` is before its end.
    pub fn open(&self, purpose: &[u8], text: &str, now: i64) -> Result<Vec<u8>, TokenError> {
        if text.len() > LONGEST {
            return Err(TokenError::Unreadable);
        }
        let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| TokenError::Unreadable)?;
        let plain = self.0.open(purpose, &sealed).map_err(|_| TokenError::Unreadable)?;
        let (expires_at, content) = plain.split_first_chunk().ok_or(TokenError::Unreadable)?;
        if now < i64::from_be_bytes(*expires_at) { Ok(content.to_vec()) } else { Err(TokenError::Expired) }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Master;
    use crate::random::counting;

    fn token() -> Token {
        Master::from_bytes([7; 32]).token().clone()
    }

    #[test]
    fn a_token_opens_until_its_end_and_for_its_purpose_only() {
        let text = token().seal(b"search", "王五".as_bytes(), 100, &mut counting());
        assert_eq!(token().open(b"search", &text, 99), Ok("王五".as_bytes().to_vec()));
        assert_eq!(token().open(b"search", &text, 100), Err(TokenError::Expired));
        assert_eq!(token().open(b"cursor", &text, 99), Err(TokenError::Unreadable));
    }

    #[test]
    fn a_wrapped_key_is_no_token() {
        let random = &mut counting();
        let master = Master::from_bytes([7; 32]);
        let wrapped = master.wrap(&DataKey::generate(random), b"search", random);
        let text = BASE64URL_NOPAD.encode(&wrapped);
        assert_eq!(master.token().open(b"search", &text, 0), Err(TokenError::Unreadable));
    }

    #[test]
    fn a_huge_text_is_refused() {
        assert_eq!(token().open(b"", &"A".repeat(10_000_000), 0), Err(TokenError::Unreadable));
    }

    proptest! {
        #[test]
        fn any_text_from_outside_is_answered(text in ".{0,200}", now in any::<i64>()) {
            prop_assert_eq!(token().open(b"search", &text, now), Err(TokenError::Unreadable));
        }

        #[test]
        fn tokens_need_no_escaping_in_a_url(content in prop::collection::vec(any::<u8>(), 0..100)) {
            let text = token().seal(b"cursor", &content, i64::MAX, &mut counting());
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            prop_assert_eq!(token().open(b"cursor", &text, i64::MIN), Ok(content));
        }
    }
}
