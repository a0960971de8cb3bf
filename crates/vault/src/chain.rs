//! The journal's proof: every entry hashes the one before it, and a keyed anchor a day covers all heads.
//!
//! A link can be recomputed by anybody who has the journal, also after the person's key was destroyed,
//! because it covers the ciphertext. An anchor cannot be made without the master key, so whoever rewrites the
//! whole journal is still found out. Must never know: what an entry says, which table it is in.

use sm3::{Digest, Sm3};
use subtle::ConstantTimeEq;

use crate::mac::Fields;
use crate::master::Master;

/// What the first entry of every stream names as the one before it.
pub const GENESIS: [u8; 32] = [0; 32];

/// The hash of an entry: SM3 over the previous hash, then envelope and ciphertext, each after its length.
pub fn link(previous: &[u8; 32], envelope: &[u8], ciphertext: &[u8]) -> [u8; 32] {
    let mut hash = Sm3::new();
    hash.update(b"guitu link 1 ");
    hash.update(previous);
    for field in [envelope, ciphertext] {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().into()
}

/// Compares two hashes in constant time.
pub fn same(left: &[u8; 32], right: &[u8; 32]) -> bool {
    left.ct_eq(right).into()
}

/// The heads were not given in strictly rising order of their streams: the anchor would depend on chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("heads must come in strictly rising order of their streams")]
pub struct Unsorted;

/// An anchor under way, for heads that are read page by page.
pub struct Anchor {
    fields: Fields,
    last: Option<Vec<u8>>,
    count: u64,
}

impl Anchor {
    /// Begins the anchor of a day (`2026-11-24`).
    pub fn begin(master: &Master, day: &str) -> Self {
        let mut fields = master.anchor_fields();
        fields.field(day.as_bytes());
        Self { fields, last: None, count: 0 }
    }

    /// Adds the newest hash of a stream.
    pub fn head(&mut self, stream: &[u8], hash: &[u8; 32]) -> Result<(), Unsorted> {
        if self.last.as_deref().is_some_and(|last| last >= stream) {
            return Err(Unsorted);
        }
        self.fields.field(stream);
        self.fields.field(hash);
        self.last = Some(stream.to_vec());
        self.count += 1;
        Ok(())
    }

    /// The anchor; it covers how many heads there were, too.
    pub fn finish(mut self) -> [u8; 32] {
        self.fields.field(&self.count.to_be_bytes());
        self.fields.finish()
    }
}

/// The anchor of a day over all heads at once.
pub fn anchor<'a>(
    master: &Master,
    day: &str,
    heads: impl IntoIterator<Item = (&'a [u8], &'a [u8; 32])>,
) -> Result<[u8; 32], Unsorted> {
    let mut anchor = Anchor::begin(master, day);
    for (stream, hash) in heads {
        anchor.head(stream, hash)?;
    }
    Ok(anchor.finish())
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    /// Computed with another implementation: SM3 of OpenSSL over the same bytes.
    #[test]
    fn a_link_never_changes() {
        let hash = link(&GENESIS, b"envelope", b"ciphertext");
        assert_eq!(
            HEXLOWER.encode(&hash),
            "955a813a7626458a94cb278b56f2cacb5cce1d9fcbf58834ddd3338ab3eddf43"
        );
    }

    #[test]
    fn an_anchor_depends_on_key_day_streams_and_heads() {
        let heads: [(&[u8], &[u8; 32]); 2] = [(b"a", &[1; 32]), (b"b", &[2; 32])];
        let master = Master::from_bytes([7; 32]);
        let anchored = anchor(&master, "2026-11-24", heads).unwrap();
        let others = [
            anchor(&Master::from_bytes([8; 32]), "2026-11-24", heads),
            anchor(&master, "2026-11-25", heads),
            anchor(&master, "2026-11-24", [heads[0]]),
            anchor(&master, "2026-11-24", [heads[0], (b"c", &[2; 32])]),
            anchor(&master, "2026-11-24", [heads[0], (b"b", &[3; 32])]),
        ];
        assert!(same(&anchored, &anchor(&master, "2026-11-24", heads).unwrap()));
        assert!(others.iter().all(|other| !same(&anchored, &other.unwrap())));
    }

    #[test]
    fn heads_out_of_order_or_twice_are_refused() {
        let master = Master::from_bytes([7; 32]);
        let hash = &[0; 32];
        assert_eq!(anchor(&master, "d", [(&b"b"[..], hash), (b"a", hash)]), Err(Unsorted));
        assert_eq!(anchor(&master, "d", [(&b"a"[..], hash), (b"a", hash)]), Err(Unsorted));
    }

    proptest! {
        #[test]
        fn envelope_and_ciphertext_do_not_run_into_each_other(
            all in prop::collection::vec(any::<u8>(), 1..50),
            first in any::<prop::sample::Index>(),
            second in any::<prop::sample::Index>(),
        ) {
            let (a, b) = (first.index(all.len()), second.index(all.len()));
            let left = link(&GENESIS, &all[..a], &all[a..]);
            let right = link(&GENESIS, &all[..b], &all[b..]);
            prop_assert_eq!(left == right, a == b);
        }
    }
}
