//! Numbers by which people speak of things: made by the program from randomness, no sequence needed.

use crate::{Now, Result};
use database::Tx;
use store::Hand;

/// A number below `below`, drawn evenly.
fn draw(hand: &Hand, below: u64) -> u64 {
    let mut bytes = [0; 8];
    hand.fill(&mut bytes);
    u64::from_be_bytes(bytes) % below // 2^64 is so much larger that the bias does not matter for a label
}

/// A free case number: the year and eight digits.
pub(crate) async fn case(tx: &mut Tx<'_>, hand: &Hand, now: Now) -> Result<String> {
    loop {
        let no = format!("{:04}{:08}", now.today.year(), draw(hand, 100_000_000));
        if !store::case::no_taken(tx, &no).await? {
            return Ok(no);
        }
    }
}

/// The number of a held row: Q and ten digits. A clash is a lost race and drawn again.
pub(crate) fn held(hand: &Hand) -> String {
    format!("Q{:010}", draw(hand, 10_000_000_000))
}

/// The number of an upload: day, second of the day, two digits; later uploads sort after earlier ones.
pub(crate) fn roster(hand: &Hand, now: Now) -> String {
    let second = (now.millis / 1000 + 8 * 3600).rem_euclid(86_400);
    format!("{}-{second:05}-{:02}", now.today.strftime("%Y%m%d"), draw(hand, 100))
}
