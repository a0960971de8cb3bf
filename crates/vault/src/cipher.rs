//! The cipher behind one small trait, so that a faster core can take its place.
//!
//! SM4 in GCM mode with 96-bit nonces and 128-bit tags (RFC 8998). The table-based SM4 used here
//! ([`crate::block`]) is not constant-time against an attacker who shares the machine's cache.
//! Must never know: keys' purposes.

use aes_gcm::aead::AeadInOut;
use aes_gcm::aead::consts::U12;
use aes_gcm::{AesGcm, KeyInit, Nonce};

use crate::block::Sm4;
use crate::data_key::Unreadable;

/// Bytes of a key.
pub(crate) const KEY: usize = 16;
/// Bytes of a nonce.
pub(crate) const NONCE: usize = 12;
/// Bytes of a tag.
pub(crate) const TAG: usize = 16;

/// Authenticated encryption in place; the tag stands after the ciphertext.
pub(crate) trait Cipher {
    /// Expands the key once; sealing and opening then start at once.
    fn new(key: &[u8; KEY]) -> Self;
    /// Turns `buffer[from..]` into ciphertext and tag.
    fn encrypt(&self, nonce: &[u8; NONCE], aad: &[u8], plain: &[u8], out: &mut Vec<u8>);
    /// Answers the plaintext, if key, nonce, `aad`, ciphertext and tag belong together.
    fn decrypt(&self, nonce: &[u8; NONCE], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable>;
}

/// GCM of the RustCrypto crates over our core of SM4.
#[derive(Clone)]
pub(crate) struct Sm4Gcm(AesGcm<Sm4, U12>);

impl Cipher for Sm4Gcm {
    fn new(key: &[u8; KEY]) -> Self {
        Self(AesGcm::new(key.into()))
    }

    fn encrypt(&self, nonce: &[u8; NONCE], aad: &[u8], plain: &[u8], out: &mut Vec<u8>) {
        let from = out.len();
        out.extend_from_slice(plain);
        let nonce = Nonce::<U12>::from(*nonce);
        let tag = self.0.encrypt_inout_detached(&nonce, aad, (&mut out[from..]).into());
        // GCM refuses only what is longer than 64 GiB.
        out.extend_from_slice(&tag.expect("less than 64 GiB to seal"));
    }

    fn decrypt(&self, nonce: &[u8; NONCE], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (cipher, tag) = sealed.split_last_chunk::<TAG>().ok_or(Unreadable)?;
        let mut plain = cipher.to_vec();
        let nonce = Nonce::<U12>::from(*nonce);
        let opened = self.0.decrypt_inout_detached(&nonce, aad, plain.as_mut_slice().into(), tag.into());
        opened.map_err(|_| Unreadable)?;
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXUPPER;

    use super::*;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        HEXUPPER.decode(text.as_bytes()).unwrap().try_into().unwrap()
    }

    #[test]
    fn rfc_8998_appendix_a_1() {
        let cipher = Sm4Gcm::new(&hex("0123456789ABCDEFFEDCBA9876543210"));
        let nonce = hex("00001234567800000000ABCD");
        let aad = hex::<20>("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let plain = hex::<64>(concat!(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD",
            "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
        ));
        let expected = concat!(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735",
            "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D",
            "83DE3541E4C2B58177E065A9BF7B62EC"
        );
        let mut sealed = Vec::new();
        cipher.encrypt(&nonce, &aad, &plain, &mut sealed);
        assert_eq!(HEXUPPER.encode(&sealed), expected);
        assert_eq!(cipher.decrypt(&nonce, &aad, &sealed), Ok(plain.to_vec()));
    }
}
