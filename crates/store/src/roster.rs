//! Uploads and the fingerprints of their rows.

use crate::{
    Result, Scope,
    page::{Ask, Page},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};

/// A receipt: rows in = accepted + quarantined + repeats + lines that are no persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Number of the receipt.
    pub no: String,
    /// The custodial place whose persons it lists.
    pub custody: String,
    /// The unit that uploaded it.
    pub sender: String,
    /// The account that uploaded it.
    pub actor: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// Lines in the file that are not blank.
    pub lines: i64,
    /// Rows that became cases.
    pub accepted: i64,
    /// Rows held for mending.
    pub quarantined: i64,
    /// Rows taken in before.
    pub repeats: i64,
    /// Titles, totals, notes, repeated headers.
    pub not_persons: i64,
}

const LIST: Sql = Sql::scoped(
    "SELECT v.no, v.custody, v.sender, v.actor, v.at, v.lines, v.accepted, v.quarantined, v.repeats, v.not_persons FROM roster v WHERE {scope} AND v.no < $2 ORDER BY v.no DESC LIMIT $3",
);
const ONE: Sql = Sql::scoped(
    "SELECT v.no, v.custody, v.sender, v.actor, v.at, v.lines, v.accepted, v.quarantined, v.repeats, v.not_persons FROM roster v WHERE {scope} AND v.no = $2",
);
const COUNT: Sql = Sql::scoped("SELECT COUNT(*) FROM roster v WHERE {scope}");
const NEW: Unscoped = Unscoped::because(
    "written for the units that may see it",
    "INSERT INTO roster (unit, no, custody, sender, actor, at, lines, accepted, quarantined, repeats, not_persons, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
const LINE: Unscoped = Unscoped::because(
    "a keyed hash tells whether the row was taken in before; nothing of it is shown",
    "SELECT no FROM roster_line WHERE fingerprint = $1",
);
const NEW_LINE: Unscoped = Unscoped::because(
    "remembers a row that was just taken in",
    "INSERT INTO roster_line (fingerprint, roster, no) VALUES ($1, $2, $3) ON CONFLICT (fingerprint) DO NOTHING",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [LIST, ONE, COUNT].map(|s| s.text(&[])).into();
    all.extend([NEW, LINE, NEW_LINE].map(|s| s.text().to_owned()));
    all
}

fn roster(row: &Row) -> Result<Roster> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Roster {
        no: text(0)?,
        custody: text(1)?,
        sender: text(2)?,
        actor: text(3)?,
        at: row.int(4)?,
        lines: row.int(5)?,
        accepted: row.int(6)?,
        quarantined: row.int(7)?,
        repeats: row.int(8)?,
        not_persons: row.int(9)?,
    })
}

/// A page of uploads, latest first.
pub async fn list(tx: &mut Tx<'_>, scope: &Scope, ask: &Ask) -> Result<Page<Roster>> {
    let before = ask.after.as_ref().map_or("\u{10FFFF}", |(no, _)| no.as_str());
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let found = LIST.query(tx, scope, &[], [before.into(), limit.into()]).await?;
    let items = found.iter().map(roster).collect::<Result<Vec<_>>>()?;
    let counted = COUNT.query(tx, scope, &[], []).await?;
    let count = counted.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |r| (r.no.clone(), String::new())))
}

/// One upload by its number.
pub async fn find(tx: &mut Tx<'_>, scope: &Scope, no: &str) -> Result<Option<Roster>> {
    ONE.query(tx, scope, &[], [no.into()]).await?.first().map(roster).transpose()
}

/// Writes a receipt for every unit that may see it.
pub async fn save(tx: &mut Tx<'_>, r: &Roster, seen_by: &[&str]) -> Result<()> {
    for unit in seen_by {
        let row: [Value; 12] = [
            (*unit).into(),
            r.no.as_str().into(),
            r.custody.as_str().into(),
            r.sender.as_str().into(),
            r.actor.as_str().into(),
            r.at.into(),
            r.lines.into(),
            r.accepted.into(),
            r.quarantined.into(),
            r.repeats.into(),
            r.not_persons.into(),
            r.sender.as_str().into(),
        ];
        NEW.run(tx, &row).await?;
    }
    Ok(())
}

/// The number of the case or held row that a row with this fingerprint became.
pub async fn line(tx: &mut Tx<'_>, fingerprint: &[u8]) -> Result<Option<String>> {
    match LINE.one(tx, &[fingerprint.to_vec().into()]).await? {
        Some(row) => Ok(Some(row.text(0)?.to_owned())),
        None => Ok(None),
    }
}

/// Remembers what a row became.
pub async fn save_line(tx: &mut Tx<'_>, fingerprint: &[u8], roster: &str, no: &str) -> Result<()> {
    NEW_LINE.run(tx, &[fingerprint.to_vec().into(), roster.into(), no.into()]).await?;
    Ok(())
}
