//! The bytes of pictures attached to cases, sealed under the key of the case's subject and found by a keyed
//! hash of what is kept, the address. An address is sixteen bytes, written as 32 hexadecimal digits; the same
//! picture in two cases has two addresses. Destroying the subject's key forgets the pictures with the rest.
//! Must never know: what a picture shows, who may attach it.

use crate::{
    Error, Hand, Loaded, Result, Scope,
    doctor::{Report, check},
    sql::{Sql, Unscoped},
};
use database::{Tx, Value};
use domain::case::Case;
use std::collections::BTreeSet;
use uuid::Uuid;
use vault::Master;

/// What is kept of a picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The picture.
    pub whole: Vec<u8>,
    /// The small one for lists.
    pub small: Vec<u8>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept[redacted]")
    }
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The picture.
    Whole,
    /// The small one.
    Small,
}

impl Part {
    const ALL: [Part; 2] = [Part::Whole, Part::Small];

    fn column(self) -> &'static str {
        match self {
            Part::Whole => "p.whole",
            Part::Small => "p.small",
        }
    }
}

// A picture that was attached, withdrawn and attached again is there already.
const NEW: Unscoped = Unscoped::because(
    "writes the picture of the case that the work loaded",
    "INSERT INTO scan (stream, address, whole, small, home) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (stream, address) DO NOTHING",
);
const FETCH: Sql = Sql::scoped(
    "SELECT {part} FROM visible v JOIN scan p ON p.stream = v.stream WHERE {scope} AND v.no = $2 AND p.address = $3",
);
const ADDRESSES: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT address FROM scan WHERE stream = $1 ORDER BY address",
);
const KEPT: Unscoped = Unscoped::because(
    "doctor opens every picture",
    "SELECT whole, small FROM scan WHERE stream = $1 AND address = $2",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all: Vec<String> = Part::ALL.map(|part| FETCH.text(&[("{part}", part.column())])).into();
    all.extend([NEW, ADDRESSES, KEPT].map(|s| s.text().to_owned()));
    all
}

/// The address of bytes in a case.
pub fn address(keys: &Master, case: &Loaded<Case>, bytes: &[u8]) -> String {
    written(keys.content("scan", case.id.as_bytes(), bytes))
}

/// The fingerprint under which a file that was sent is known again in a case.
pub fn fingerprint(keys: &Master, case: &Loaded<Case>, sent: &[u8]) -> String {
    written(keys.content("scan file", case.id.as_bytes(), sent))
}

/// The first sixteen bytes of a hash in hexadecimal digits.
fn written(hash: [u8; 32]) -> String {
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(first).simple().to_string()
}

/// The bytes of an address; `None` for what cannot be one.
fn parsed(address: &str) -> Option<Uuid> {
    Uuid::try_parse(address).ok().filter(|a| a.simple().to_string() == address)
}

/// Sealed for its place only: this case, this address, this part. These words never change: what was sealed
/// with them opens with them alone.
fn aad(case: Uuid, address: Uuid, part: Part) -> Vec<u8> {
    let word: &[u8] = match part {
        Part::Whole => b"whole",
        Part::Small => b"small",
    };
    [b"scan".as_slice(), case.as_bytes(), address.as_bytes(), word].concat()
}

/// Keeps a picture; answers its address.
pub async fn save(tx: &mut Tx<'_>, hand: &Hand, case: &Loaded<Case>, kept: &Kept) -> Result<String> {
    let id = address(&hand.keys, case, &kept.whole);
    let address = parsed(&id).ok_or(Error::Unreadable("address"))?;
    let row: [Value; 5] = [
        case.id.into(),
        address.into(),
        case.seal(hand, &aad(case.id, address, Part::Whole), &kept.whole).into(),
        case.seal(hand, &aad(case.id, address, Part::Small), &kept.small).into(),
        case.home.as_str().into(),
    ];
    NEW.run(tx, &row).await?;
    Ok(id)
}

/// One part of a picture of a case that was loaded through the same scope.
pub async fn fetch(
    tx: &mut Tx<'_>,
    scope: &Scope,
    case: &Loaded<Case>,
    address: &str,
    part: Part,
) -> Result<Option<Vec<u8>>> {
    let Some(address) = parsed(address) else { return Ok(None) };
    let no = case.state.handover.sent.no.as_str();
    let slots = [("{part}", part.column())];
    let found = FETCH.query(tx, scope, &slots, [no.into(), address.into()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let opened = case.open(&aad(case.id, address, part), row.blob(0)?);
    opened.map(Some).map_err(|_| Error::Unreadable("scan"))
}

/// Doctor's part: every picture the case tells of is there and no other, opens, and is what its address says.
pub(crate) async fn prove(
    tx: &mut Tx<'_>,
    keys: &Master,
    report: &mut Report,
    case: &Loaded<Case>,
) -> Result<()> {
    let no = case.state.handover.sent.no.as_str();
    let mut rows = BTreeSet::new();
    for row in ADDRESSES.query(tx, &[case.id.into()]).await? {
        rows.insert(row.uuid(0)?);
    }
    let told: BTreeSet<Uuid> = case.state.scan.addresses().into_iter().filter_map(parsed).collect();
    check(report, no, "scan_row", rows == told && told.len() == case.state.scan.addresses().len());
    for at in rows {
        let sound = match KEPT.one(tx, &[case.id.into(), at.into()]).await? {
            Some(row) => {
                let open = |part, sealed| case.open(&aad(case.id, at, part), sealed);
                let whole = open(Part::Whole, row.blob(0)?);
                let small = open(Part::Small, row.blob(1)?);
                small.is_ok() && whole.is_ok_and(|w| parsed(&address(keys, case, &w)) == Some(at))
            }
            None => false,
        };
        check(report, no, "scan_damaged", sound);
    }
    Ok(())
}
