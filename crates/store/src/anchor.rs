//! Anchors: a keyed hash over the heads of all streams at an instant, kept outside the database as well.
//! Who can write the database but has no key can re-hash a chain, but not the anchor over it.

use crate::{Error, Result, sql::Unscoped};
use database::Tx;
use vault::Master;

/// One anchor; as text a line `INSTANT STREAMS HEX`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Everything recorded until this instant (milliseconds since 1970 UTC) is anchored.
    pub at: i64,
    /// How many streams.
    pub streams: u64,
    /// The keyed hash.
    pub mac: [u8; 32],
}

const HEADS: Unscoped = Unscoped::because(
    "anchors cover every stream; only links are read",
    "SELECT e.stream, e.version, e.link FROM event e JOIN (SELECT stream, MAX(version) AS version FROM event WHERE recorded_at <= $1 GROUP BY stream) h ON h.stream = e.stream AND h.version = e.version ORDER BY e.stream",
);

pub(crate) fn statements() -> Vec<String> {
    vec![HEADS.text().to_owned()]
}

/// Takes the anchor over everything recorded until `at`.
pub async fn take(tx: &mut Tx<'_>, keys: &Master, at: i64) -> Result<Anchor> {
    let mut heads = vec![];
    for row in HEADS.query(tx, &[at.into()]).await? {
        let version = [row.blob(0)?, &row.int(1)?.to_be_bytes()].concat();
        heads.push((version, row.bytes::<32>(2)?));
    }
    let mac = vault::chain::anchor(keys, &at.to_string(), heads.iter().map(|(v, link)| (v.as_slice(), link)))
        .map_err(|_| Error::Unreadable("heads of streams"))?;
    Ok(Anchor { at, streams: heads.len() as u64, mac })
}

impl Anchor {
    /// The line kept outside the database.
    pub fn line(&self) -> String {
        let hex: String = self.mac.iter().map(|b| format!("{b:02x}")).collect();
        format!("{} {} {hex}", self.at, self.streams)
    }

    /// Reads a line; `None` if it is none.
    pub fn parse(line: &str) -> Option<Anchor> {
        let mut words = line.split_whitespace();
        let (at, streams, hex) =
            (words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?.as_bytes());
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut mac = [0; 32];
        for (byte, pair) in mac.iter_mut().zip(hex.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Anchor { at, streams, mac })
    }
}
