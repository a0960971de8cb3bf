//! The instance's key and the four keys derived from it: to wrap, to blind, to anchor, for tokens.
//!
//! Each has its own label, so that an answer of one says nothing about another. Losing the master key loses
//! every person's data; it is kept outside the database. Must never know: where it is kept.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::cipher::KEY;
use crate::data_key::{DataKey, Unreadable};
use crate::mac::{Fields, Keyed, derive};
use crate::random::Random;
use crate::token::Token;

/// The instance's master key. Its bytes are wiped when it is dropped.
#[derive(Clone)]
pub struct Master {
    wrap: DataKey,
    blind: Keyed,
    anchor: Keyed,
    token: Token,
}

impl Master {
    /// Derives all keys; the bytes given are not kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self {
            wrap: cipher_key(&bytes, "wrap"),
            blind: Keyed::derived(&bytes, "blind"),
            anchor: Keyed::derived(&bytes, "anchor"),
            token: Token::new(cipher_key(&bytes, "token")),
        }
    }

    /// Seals a subject's key for keeping; it unwraps for the same `subject` only.
    pub fn wrap(&self, key: &DataKey, subject: &[u8], random: &mut dyn Random) -> Vec<u8> {
        self.wrap.seal(subject, key.bytes(), random)
    }

    /// The key that [`Master::wrap`] sealed for this subject.
    pub fn unwrap(&self, subject: &[u8], wrapped: &[u8]) -> Result<DataKey, Unreadable> {
        let plain = Zeroizing::new(self.wrap.open(subject, wrapped)?);
        let bytes: [u8; KEY] = plain.as_slice().try_into().map_err(|_| Unreadable)?;
        Ok(DataKey::from_bytes(Zeroizing::new(bytes)))
    }

    /// A keyed fingerprint for equality look-ups: the same value gives the same 32 bytes within a `kind`
    /// (`id_number`, `phone` ...), and nothing to whoever lacks the key. Normalise the value first.
    pub fn blind(&self, kind: &str, value: &str) -> [u8; 32] {
        let mut fields = self.blind.begin();
        fields.field(kind.as_bytes());
        fields.field(value.as_bytes());
        fields.finish()
    }

    /// A keyed fingerprint of a content that belongs to an owner: the same content of two owners gives two
    /// fingerprints that nobody without the key can match.
    pub fn content(&self, kind: &str, owner: &[u8], content: &[u8]) -> [u8; 32] {
        let mut fields = self.blind.begin();
        fields.field(kind.as_bytes());
        fields.field(owner);
        fields.field(content);
        fields.finish()
    }

    /// Seals and opens what travels through a browser: cursors, search tokens.
    pub fn token(&self) -> &Token {
        &self.token
    }

    pub(crate) fn anchor_fields(&self) -> Fields {
        self.anchor.begin()
    }
}

fn cipher_key(root: &[u8; 32], label: &str) -> DataKey {
    let mut derived = derive(root, label);
    let mut key = Zeroizing::new([0; KEY]);
    key.copy_from_slice(&derived[..KEY]);
    derived.zeroize();
    DataKey::from_bytes(key)
}

impl fmt::Debug for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Master[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;
    use crate::random::counting;

    fn master() -> Master {
        Master::from_bytes([7; 32])
    }

    #[test]
    fn a_wrapped_key_opens_what_the_key_sealed_for_its_subject_only() {
        let random = &mut counting();
        let key = DataKey::generate(random);
        let sealed = key.seal(b"", b"text", random);
        let wrapped = master().wrap(&key, b"subject 1", random);
        let unwrapped = master().unwrap(b"subject 1", &wrapped).unwrap();
        assert_eq!(unwrapped.open(b"", &sealed), Ok(b"text".to_vec()));
        assert_eq!(master().unwrap(b"subject 2", &wrapped).unwrap_err(), Unreadable);
        assert_eq!(Master::from_bytes([8; 32]).unwrap(b"subject 1", &wrapped).unwrap_err(), Unreadable);
    }

    #[test]
    fn a_sealed_text_of_another_length_is_no_key() {
        let master = master();
        let sealed = master.wrap.seal(b"subject", b"too short", &mut counting());
        assert_eq!(master.unwrap(b"subject", &sealed).unwrap_err(), Unreadable);
    }

    /// Computed with another implementation: HMAC-SM3 of OpenSSL, sub-key first, then lengths and fields.
    #[test]
    fn the_blind_index_never_changes() {
        let blind = master().blind("id_number", "110101199003070012");
        assert_eq!(
            HEXLOWER.encode(&blind),
            "ba1bd015027f5c849e08b3c8a46ef27da8e41d77763c09a109ff40ca507f5d41"
        );
    }

    #[test]
    fn one_content_of_two_owners_or_kinds_has_fingerprints_that_do_not_match() {
        let (a, b) = (master().content("scan", b"1", b"dots"), master().content("scan", b"2", b"dots"));
        assert_ne!(a, b);
        assert_eq!(a, master().content("scan", b"1", b"dots"));
        assert_ne!(a, master().content("scans", b"1", b"dots"));
        assert_ne!(a, master().content("scan", b"1d", b"ots"));
        assert_ne!(a, Master::from_bytes([8; 32]).content("scan", b"1", b"dots"));
    }

    #[test]
    fn keys_are_never_printed() {
        assert_eq!(format!("{:?} {:?}", master(), master().token()), "Master[redacted] Token[redacted]");
    }

    proptest! {
        #[test]
        fn kind_and_value_do_not_run_into_each_other(kind in "[a-z]{1,8}", value in "[a-z]{1,8}", cut in 0..8_usize) {
            let master = master();
            let joined = format!("{kind}{value}");
            let (left, right) = joined.split_at(cut.min(joined.len()));
            let same = left == kind;
            prop_assert_eq!(master.blind(left, right) == master.blind(&kind, &value), same);
        }
    }
}
