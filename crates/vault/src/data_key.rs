//! One person's key, and what is sealed under it.
//!
//! Sealed: version byte, nonce, ciphertext, tag. The version and the caller's `aad` (where the text belongs:
//! stream, version, kind) are authenticated, so a sealed text moved elsewhere does not open. Random 96-bit
//! nonces are safe for some 2^32 texts a key; a person has thousands. Must never know: what is sealed.

use std::fmt;

use zeroize::Zeroizing;

use crate::cipher::{Cipher, KEY, NONCE, Sm4Gcm, TAG};
use crate::random::Random;

/// The form written today: SM4-GCM.
const VERSION: u8 = 1;

/// What sealing adds to the length of a text, in bytes.
const OVERHEAD: usize = 1 + NONCE + TAG;

/// The key of one subject. Its bytes are wiped when it is dropped.
#[derive(Clone)]
pub struct DataKey {
    bytes: Zeroizing<[u8; KEY]>,
    cipher: Sm4Gcm,
}

/// It does not open: wrong key, wrong place, damaged, or no sealed text at all. Deliberately not told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed data cannot be read: wrong key, wrong place or damaged")]
pub struct Unreadable;

impl DataKey {
    /// A new key.
    pub fn generate(random: &mut dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; KEY]);
        random.fill(bytes.as_mut_slice());
        Self::from_bytes(bytes)
    }

    pub(crate) fn from_bytes(bytes: Zeroizing<[u8; KEY]>) -> Self {
        let cipher = Sm4Gcm::new(&bytes);
        Self { bytes, cipher }
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY] {
        &self.bytes
    }

    /// Seals `plain`; it opens only with the same `aad`.
    ///
    /// # Panics
    /// If `plain` is longer than 64 GiB.
    pub fn seal(&self, aad: &[u8], plain: &[u8], random: &mut dyn Random) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        self.cipher.encrypt(&nonce, &versioned(aad), plain, &mut sealed);
        sealed
    }

    /// Opens what [`DataKey::seal`] made with the same key and `aad`.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let Some((&VERSION, rest)) = sealed.split_first() else { return Err(Unreadable) };
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
        self.cipher.decrypt(nonce, &versioned(aad), rest)
    }
}

fn versioned(aad: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(1 + aad.len());
    all.push(VERSION);
    all.extend_from_slice(aad);
    all
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::counting;

    #[test]
    fn the_same_text_sealed_twice_looks_different() {
        let random = &mut counting();
        let key = DataKey::generate(random);
        assert_ne!(key.seal(b"a", b"text", random), key.seal(b"a", b"text", random));
    }

    #[test]
    fn another_key_does_not_open() {
        let random = &mut counting();
        let (key, other) = (DataKey::generate(random), DataKey::generate(random));
        let sealed = key.seal(b"", "王五".as_bytes(), random);
        assert_eq!(other.open(b"", &sealed), Err(Unreadable));
    }

    #[test]
    fn an_unknown_version_does_not_open() {
        let random = &mut counting();
        let key = DataKey::generate(random);
        let mut sealed = key.seal(b"", b"text", random);
        sealed[0] = 2;
        assert_eq!(key.open(b"", &sealed), Err(Unreadable));
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", DataKey::generate(&mut counting())), "DataKey[redacted]");
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_in_its_place_only(
            plain in prop::collection::vec(any::<u8>(), 0..300),
            aad in prop::collection::vec(any::<u8>(), 0..40),
            elsewhere in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let random = &mut counting();
            let key = DataKey::generate(random);
            let sealed = key.seal(&aad, &plain, random);
            prop_assert_eq!(sealed.len(), plain.len() + 29);
            prop_assert_eq!(key.open(&aad, &sealed), Ok(plain));
            prop_assert_eq!(key.open(&elsewhere, &sealed).is_ok(), elsewhere == aad);
        }

        #[test]
        fn one_changed_bit_or_a_lost_end_does_not_open(
            plain in prop::collection::vec(any::<u8>(), 0..60),
            at in any::<prop::sample::Index>(),
            bit in 0..8_u32,
        ) {
            let random = &mut counting();
            let key = DataKey::generate(random);
            let sealed = key.seal(b"place", &plain, random);
            let place = at.index(sealed.len());
            prop_assert_eq!(key.open(b"place", &sealed[..place]), Err(Unreadable));
            let mut changed = sealed;
            changed[place] ^= 1 << bit;
            prop_assert_eq!(key.open(b"place", &changed), Err(Unreadable));
        }
    }
}
