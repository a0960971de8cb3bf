//! Randomness as an argument: the binary passes the system's, tests pass a counter.
//!
//! Must never know: where random bytes come from.

/// A source of random bytes. Everything sealed relies on it being unpredictable and never repeating.
pub trait Random {
    /// Fills the whole buffer.
    fn fill(&mut self, buffer: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, buffer: &mut [u8]) {
        self(buffer);
    }
}

/// A counter in place of randomness, for the tests of this crate: never repeats, easily predicted.
#[cfg(test)]
pub(crate) fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u64;
    move |buffer| {
        for chunk in buffer.chunks_mut(8) {
            next += 1;
            chunk.copy_from_slice(&next.to_be_bytes()[8 - chunk.len()..]);
        }
    }
}
