//! Beds and their nights. Rows are functions of the bed's state; unique (bed, night) holds even against a
//! program that forgot to ask.

use crate::{
    Hand, Loaded, Result,
    doctor::{Report, check},
    journal,
    sql::Unscoped,
};
use database::{Tx, Value};
use domain::base::{Bed, BedEvent, Place};
use jiff::civil::Date;
use std::collections::BTreeSet;
use vault::Master;

/// A bed as boards show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is.
    pub place: Place,
    /// Nights taken from the asked day on.
    pub taken: Vec<String>,
}

const STREAM: Unscoped = Unscoped::because("a bed is no person", "SELECT stream FROM bed WHERE code = $1");
const NEW: Unscoped = Unscoped::because(
    "row of the bed just installed",
    "INSERT INTO bed (code, stream, base, label, sex, way) VALUES ($1, $2, $3, $4, $5, $6)",
);
const LIST: Unscoped = Unscoped::because(
    "beds are no persons; the board shows nights, not names",
    "SELECT b.code, b.base, b.label, b.sex, b.way, n.night FROM bed b LEFT JOIN bed_night n ON n.bed = b.code AND n.night >= $1 AND n.night <= $2 ORDER BY b.code, n.night",
);
const TAKE: Unscoped = Unscoped::because(
    "nights follow the bed's state just decided",
    "INSERT INTO bed_night (bed, night, no) VALUES ($1, $2, $3)",
);
const GIVE_BACK: Unscoped = Unscoped::because(
    "nights follow the bed's state just decided",
    "DELETE FROM bed_night WHERE bed = $1 AND night = $2",
);
const NIGHTS: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT night, no FROM bed_night WHERE bed = $1 ORDER BY night",
);

pub(crate) fn statements() -> Vec<String> {
    [STREAM, NEW, LIST, TAKE, GIVE_BACK, NIGHTS].map(|s| s.text().to_owned()).into()
}

/// A bed by its code.
pub async fn load(tx: &mut Tx<'_>, keys: &Master, code: &str) -> Result<Option<Loaded<Bed>>> {
    match STREAM.one(tx, &[code.into()]).await? {
        Some(row) => journal::load_by_id(tx, keys, row.uuid(0)?).await,
        None => Ok(None),
    }
}

/// Every bed with the nights that are taken from one day to another.
pub async fn list(tx: &mut Tx<'_>, from: Date, until: Date) -> Result<Vec<Listed>> {
    let mut beds: Vec<Listed> = vec![];
    for row in LIST.query(tx, &[from.to_string().into(), until.to_string().into()]).await? {
        let code = row.text(0)?;
        if beds.last().is_none_or(|b| b.place.code != code) {
            let text = |i| row.text(i).map(str::to_owned);
            let sex = u8::try_from(row.int(3)?).unwrap_or_default();
            let place = Place { code: text(0)?, base: text(1)?, label: text(2)?, sex, way: text(4)? };
            beds.push(Listed { place, taken: vec![] });
        }
        if let (Some(night), Some(bed)) = (row.opt_text(5)?, beds.last_mut()) {
            bed.taken.push(night.to_owned());
        }
    }
    Ok(beds)
}

fn nights(bed: &Bed) -> BTreeSet<(String, String)> {
    bed.nights().map(|(night, no)| (night.to_string(), no.to_owned())).collect()
}

/// Appends events to a bed and writes the rows that differ.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Bed>,
    today: Date,
    events: Vec<BedEvent>,
) -> Result<Vec<String>> {
    let (is_new, before) = (of.version == 0, nights(&of.state));
    let kinds = journal::append(tx, hand, of, today, events).await?;
    put(tx, of, (!is_new).then_some(before)).await?;
    Ok(kinds)
}

/// Writes the rows that differ; all, where none are there before.
pub(crate) async fn put(
    tx: &mut Tx<'_>,
    of: &Loaded<Bed>,
    before: Option<BTreeSet<(String, String)>>,
) -> Result<()> {
    let place = &of.state.place;
    let code = place.code.as_str();
    if before.is_none() {
        let row: [Value; 6] = [
            code.into(),
            of.id.into(),
            place.base.as_str().into(),
            place.label.as_str().into(),
            i64::from(place.sex).into(),
            place.way.as_str().into(),
        ];
        NEW.run(tx, &row).await?;
    }
    let (before, after) = (before.unwrap_or_default(), nights(&of.state));
    for (night, _) in before.difference(&after) {
        GIVE_BACK.run(tx, &[code.into(), night.as_str().into()]).await?;
    }
    for (night, no) in after.difference(&before) {
        TAKE.run(tx, &[code.into(), night.as_str().into(), no.as_str().into()]).await?;
    }
    Ok(())
}

/// Doctor's part: the nights in the table are those of the state.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, bed: &Loaded<Bed>) -> Result<()> {
    let code = bed.state.place.code.as_str();
    let mut kept = BTreeSet::new();
    for row in NIGHTS.query(tx, &[code.into()]).await? {
        kept.insert((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
    }
    check(report, code, "bed_night_row", kept == nights(&bed.state));
    Ok(())
}
