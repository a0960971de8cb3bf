//! Uploads: receipts, how far each has come, the fingerprints of their rows. What became of single lines is
//! in [`crate::upload`].
//! Must never know: what a row says.

use crate::{
    Result, Scope,
    page::{Ask, Page},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};

/// Where an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Lines are still being taken in.
    Taking,
    /// Every line was taken in.
    #[default]
    Taken,
    /// What it brought is being taken back.
    Withdrawing,
    /// Taken back.
    Withdrawn,
}

impl State {
    const ALL: [State; 4] = [State::Taking, State::Taken, State::Withdrawing, State::Withdrawn];

    /// Word in rows and the API.
    pub fn code(self) -> &'static str {
        match self {
            State::Taking => "taking",
            State::Taken => "taken",
            State::Withdrawing => "withdrawing",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Whether the program still has to go on with it.
    pub fn is_unfinished(self) -> bool {
        matches!(self, State::Taking | State::Withdrawing)
    }
}

/// A receipt: rows in = accepted + quarantined + repeats + lines that are no persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Number of the upload, in addresses.
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
    /// Running number printed on the receipt.
    pub number: String,
    /// Where it stands.
    pub state: State,
    /// Lines that are done: taken in, or taken back.
    pub done: i64,
    /// Number under which its file is kept.
    pub file: String,
    /// Number under which the reason of its withdrawal is kept.
    pub withdrawal: String,
    /// Cases and rows that were taken back.
    pub withdrawn: i64,
}

macro_rules! columns {
    () => {
        "v.no, v.custody, v.sender, v.actor, v.at, v.lines, v.accepted, v.quarantined, v.repeats, v.not_persons, v.number, v.state, v.done, v.file, v.withdrawal, v.withdrawn"
    };
}

const LIST: Sql = Sql::scoped(concat!(
    "SELECT ",
    columns!(),
    " FROM roster v WHERE {scope} AND v.no < $2 ORDER BY v.no DESC LIMIT $3"
));
const ONE: Sql = Sql::scoped(concat!("SELECT ", columns!(), " FROM roster v WHERE {scope} AND v.no = $2"));
const COUNT: Sql = Sql::scoped("SELECT COUNT(*) FROM roster v WHERE {scope}");
const UNFINISHED: Unscoped = Unscoped::because(
    "the program goes on with what was begun; nothing of it is shown",
    "SELECT DISTINCT no FROM roster WHERE state IN ('taking', 'withdrawing') ORDER BY no",
);
const KEPT: Unscoped = Unscoped::because(
    "the program goes on with what was begun; nothing of it is shown",
    "SELECT DISTINCT file, withdrawal FROM roster WHERE no = $1",
);
const NEW: Unscoped = Unscoped::because(
    "written for the units that may see it",
    "INSERT INTO roster (unit, no, custody, sender, actor, at, lines, accepted, quarantined, repeats, not_persons, home, number, state, done, file, withdrawal, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', 0)",
);
const MOVE: Unscoped = Unscoped::because(
    "writes how far the upload has come that the work loaded in scope",
    "UPDATE roster SET accepted = $2, quarantined = $3, repeats = $4, not_persons = $5, state = $6, done = $7, withdrawal = $8, withdrawn = $9 WHERE no = $1",
);
const NEXT: Unscoped = Unscoped::because(
    "counts the receipts of the unit that sends one",
    "INSERT INTO roster_number (unit, year, last) VALUES ($1, $2, 1) ON CONFLICT (unit, year) DO UPDATE SET last = roster_number.last + 1",
);
const LAST: Unscoped = Unscoped::because(
    "the number that was just counted",
    "SELECT last FROM roster_number WHERE unit = $1 AND year = $2",
);
const LINE: Unscoped = Unscoped::because(
    "a keyed hash tells whether the row was taken in before; nothing of it is shown",
    "SELECT no FROM roster_line WHERE fingerprint = $1",
);
const NEW_LINE: Unscoped = Unscoped::because(
    "remembers a row that was just taken in",
    "INSERT INTO roster_line (fingerprint, roster, no) VALUES ($1, $2, $3) ON CONFLICT (fingerprint) DO NOTHING",
);

const FORGET_LINE: Unscoped =
    Unscoped::because("what was withdrawn may be sent again", "DELETE FROM roster_line WHERE no = $1");

pub(crate) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [LIST, ONE, COUNT].map(|s| s.text(&[])).into();
    let unscoped = [UNFINISHED, KEPT, NEW, MOVE, NEXT, LAST, LINE, NEW_LINE, FORGET_LINE];
    all.extend(unscoped.map(|s| s.text().to_owned()));
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
        number: text(10)?,
        state: State::ALL.into_iter().find(|s| row.text(11) == Ok(s.code())).unwrap_or_default(),
        done: row.int(12)?,
        file: text(13)?,
        withdrawal: text(14)?,
        withdrawn: row.int(15)?,
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
        let row: [Value; 16] = [
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
            r.number.as_str().into(),
            r.state.code().into(),
            r.done.into(),
            r.file.as_str().into(),
        ];
        NEW.run(tx, &row).await?;
    }
    Ok(())
}

/// Writes how far an upload has come.
pub async fn advance(tx: &mut Tx<'_>, r: &Roster) -> Result<()> {
    let row: [Value; 9] = [
        r.no.as_str().into(),
        r.accepted.into(),
        r.quarantined.into(),
        r.repeats.into(),
        r.not_persons.into(),
        r.state.code().into(),
        r.done.into(),
        r.withdrawal.as_str().into(),
        r.withdrawn.into(),
    ];
    MOVE.run(tx, &row).await?;
    Ok(())
}

/// Numbers of the uploads that were begun and not finished.
pub async fn unfinished(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    UNFINISHED.query(tx, &[]).await?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// The numbers under which the file of an upload and the reason of its withdrawal are kept.
pub async fn kept_under(tx: &mut Tx<'_>, no: &str) -> Result<Option<(String, String)>> {
    let found = KEPT.one(tx, &[no.into()]).await?;
    found.map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).transpose()
}

/// The next running number of a unit's receipts in a year. Two works that count at once: the second is run
/// again by the engine.
pub async fn next_number(tx: &mut Tx<'_>, unit: &str, year: i64) -> Result<i64> {
    NEXT.run(tx, &[unit.into(), year.into()]).await?;
    Ok(LAST.one(tx, &[unit.into(), year.into()]).await?.map_or(Ok(0), |row| row.int(0))?)
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

/// Forgets the rows that became the case or held row of that number.
pub async fn forget_lines(tx: &mut Tx<'_>, no: &str) -> Result<()> {
    FORGET_LINE.run(tx, &[no.into()]).await?;
    Ok(())
}
