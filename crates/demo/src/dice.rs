//! Chance from a seed: the same seed gives the same city. SplitMix64, good enough to play with and nothing
//! else: whoever knows the seed knows every number, so it must never protect anything real.
//! Must never know: what is drawn.

/// A seeded source of chance.
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Dice of their own for the thing of that number, independent of what was drawn before.
    pub(crate) fn fork(&self, number: usize) -> Dice {
        Dice(Dice(self.0 ^ (number as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93)).next())
    }

    /// A number below `below`; 0 for 0.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        (self.next() % (below.max(1) as u64)) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// True in so many of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is never empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// One of a list by weights.
    pub(crate) fn weighted<'a, T>(&mut self, list: &'a [(usize, T)]) -> &'a T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in list {
            if left < *weight {
                return item;
            }
            left -= weight;
        }
        &list[0].1
    }
}

/// A source of nonces and ids that repeats with its seed, for an instance that holds fictitious people only.
/// Never for real data: keys and nonces drawn from it can be computed by anybody who knows the seed.
pub fn random(seed: u64) -> impl vault::Random + Send {
    let mut dice = Dice::new(seed);
    move |buffer: &mut [u8]| {
        for chunk in buffer.chunks_mut(8) {
            let bytes = dice.next().to_be_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_differs() {
        let draw = |seed| {
            let mut dice = Dice::new(seed);
            [dice.below(1_000_000), dice.below(1_000_000), dice.fork(3).below(1_000_000)]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut dice = Dice::new(1);
        for _ in 0..2000 {
            assert!((3..=9).contains(&dice.between(3, 9)));
            assert!(*dice.weighted(&[(0, false), (5, true)]), "weight nought is never drawn");
        }
        assert_eq!(dice.below(0), 0);
    }
}
