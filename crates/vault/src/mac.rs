//! HMAC-SM3 over fields whose lengths are written first, so that no two lists of fields look the same.
//!
//! Must never know: what is authenticated.

use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;
use zeroize::Zeroize;

/// A keyed function from lists of byte strings to 32 bytes.
#[derive(Clone)]
pub(crate) struct Keyed(Hmac<Sm3>);

impl Keyed {
    /// The key for one purpose, derived from the instance's key.
    pub(crate) fn derived(root: &[u8; 32], label: &str) -> Self {
        let mut key = derive(root, label);
        let keyed = Self(hmac(&key));
        key.zeroize();
        keyed
    }

    /// Begins a list of fields.
    pub(crate) fn begin(&self) -> Fields {
        Fields(self.0.clone())
    }
}

/// A list of fields under way.
#[derive(Clone)]
pub(crate) struct Fields(Hmac<Sm3>);

impl Fields {
    pub(crate) fn field(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}

/// The sub-key with this label.
pub(crate) fn derive(root: &[u8; 32], label: &str) -> [u8; 32] {
    let mut mac = hmac(root);
    mac.update(b"guitu key 1 ");
    mac.update(label.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hmac(key: &[u8; 32]) -> Hmac<Sm3> {
    // 32 bytes are less than a block of SM3, so this is HMAC with the key as it stands.
    let mut block = hmac::digest::Key::<Hmac<Sm3>>::default();
    block[..32].copy_from_slice(key);
    let mac = Hmac::new(&block);
    block.as_mut_slice().zeroize();
    mac
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use sm3::Digest;

    use super::*;

    #[test]
    fn sm3_of_abc_is_that_of_the_standard() {
        let expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(HEXLOWER.encode(&Sm3::digest(b"abc")), expected);
    }

    /// GM/T 0042-2015, appendix D.3.
    #[test]
    fn hmac_sm3_is_that_of_the_standard() {
        let key: [u8; 32] = std::array::from_fn(|n| n as u8 + 1);
        let text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".repeat(2);
        let mut mac = hmac(&key);
        mac.update(text.as_bytes());
        let expected = "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a";
        assert_eq!(HEXLOWER.encode(&mac.finalize().into_bytes()), expected);
    }
}
