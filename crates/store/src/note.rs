//! Notes of what is long overdue below a bureau: one stream a day, one row for the bureau, a mark for who has read
//! it; and the statements that find what is overdue.
//! Must never know: after how many days a bureau is told.

use crate::{
    Hand, Loaded, Result, Scope,
    doctor::{Report, check},
    journal::{self, STREAM_COLUMNS},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use domain::{
    note::{AT_MOST, Event, Item, Note},
    unit::Unit,
};
use jiff::civil::Date;
use vault::Master;

/// A note as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The day.
    pub day: String,
    /// At how many places something is overdue.
    pub places: i64,
    /// How much is overdue.
    pub overdue: i64,
    /// How much of the note before is settled.
    pub settled: i64,
    /// The asker has marked it as read.
    pub read: bool,
}

/// A thing of a note as it is now.
#[derive(Clone, PartialEq, Eq)]
pub struct Standing {
    /// Name of the person.
    pub name: String,
    /// Still owed, and since when; `None` when it is settled.
    pub due_on: Option<String>,
}

impl std::fmt::Debug for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Standing[{:?} redacted]", self.due_on)
    }
}

// Both tables are seen through the bureau's own rows; what is owed there is read once, at its owner.
const OF_CASES: Sql = Sql::scoped(
    "SELECT o.owner, o.kind, o.title, o.stream_kind, o.no, o.subject FROM visible v JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner WHERE {scope} AND v.due_on < $2 AND o.due_on < $2 AND o.owner <> v.unit ORDER BY v.due_on, v.no, o.kind, o.subject LIMIT $3",
);
const OF_ROWS: Sql = Sql::scoped(
    "SELECT o.owner, o.kind, o.title, o.stream_kind, o.no, o.subject FROM held v JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner WHERE {scope} AND v.fate = 'held' AND v.due_on < $2 AND o.due_on < $2 AND o.owner <> v.unit ORDER BY v.due_on, v.no, o.kind, o.subject LIMIT $3",
);
const CASE: Sql = Sql::scoped(
    "SELECT v.name, o.due_on FROM visible v LEFT JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner AND o.kind = $3 AND o.subject = $4 WHERE {scope} AND v.no = $2",
);
const ROW: Sql = Sql::scoped(
    "SELECT v.name, o.due_on FROM held v LEFT JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner AND o.kind = $3 AND o.subject = $4 WHERE {scope} AND v.no = $2",
);
const LATEST: Sql = Sql::scoped(
    "SELECT v.day, v.places, v.overdue, v.settled, CASE WHEN r.login IS NULL THEN 0 ELSE 1 END FROM note v LEFT JOIN note_read r ON r.unit = v.unit AND r.day = v.day AND r.login = $2 WHERE {scope} AND v.day < $3 ORDER BY v.day DESC LIMIT $4",
);
const LOAD: Sql = Sql::scoped(
    "SELECT {columns} FROM note v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.day = $2",
);
const PUT: Unscoped = Unscoped::because(
    "row of the note just made, for the bureau that is told",
    "INSERT INTO note (unit, day, stream, places, overdue, settled, home) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const READ: Unscoped = Unscoped::because(
    "the asker's own mark on a note that he was shown",
    "INSERT INTO note_read (unit, day, login) VALUES ($1, $2, $3) ON CONFLICT (unit, day, login) DO NOTHING",
);
const KEPT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, day, places, overdue, settled FROM note WHERE stream = $1",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [OF_CASES, OF_ROWS, CASE, ROW, LATEST].map(|s| s.text(&[])).into();
    all.push(LOAD.text(&[("{columns}", STREAM_COLUMNS)]));
    all.extend([PUT, READ, KEPT].map(|s| s.text().to_owned()));
    all
}

/// What units other than the scope's own owe since before a day; at most one more than a note lists.
pub async fn overdue(tx: &mut Tx<'_>, scope: &Scope, before: Date) -> Result<Vec<Item>> {
    owed_before(tx, scope, before, i64::try_from(AT_MOST + 1).unwrap_or(i64::MAX)).await
}

/// Whether there is anything that they owe since before a day.
pub async fn is_overdue(tx: &mut Tx<'_>, scope: &Scope, before: Date) -> Result<bool> {
    Ok(!owed_before(tx, scope, before, 1).await?.is_empty())
}

async fn owed_before(tx: &mut Tx<'_>, scope: &Scope, before: Date, most: i64) -> Result<Vec<Item>> {
    let mut found = vec![];
    for sql in [OF_CASES, OF_ROWS] {
        let params: [Value; 2] = [before.to_string().into(), most.into()];
        for row in sql.query(tx, scope, &[], params).await? {
            found.push(item(&row)?);
        }
    }
    Ok(found)
}

fn item(row: &Row) -> Result<Item> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Item {
        owner: Unit::new(row.text(0)?),
        kind: text(1)?,
        title: text(2)?,
        of: text(3)?,
        no: text(4)?,
        subject: text(5)?,
    })
}

/// How a thing of a note stands now; `None` where the scope sees it no longer.
pub async fn standing(tx: &mut Tx<'_>, scope: &Scope, item: &Item) -> Result<Option<Standing>> {
    let sql = if item.of == "row" { ROW } else { CASE };
    let params = [item.no.as_str().into(), item.kind.as_str().into(), item.subject.as_str().into()];
    let found = sql.query(tx, scope, &[], params).await?;
    let standing =
        |r: &Row| Ok(Standing { name: r.text(0)?.to_owned(), due_on: r.opt_text(1)?.map(str::to_owned) });
    found.first().map(standing).transpose()
}

/// Notes of the scope's own unit before a day, the latest first, as an account sees them.
pub async fn latest(
    tx: &mut Tx<'_>,
    scope: &Scope,
    login: &str,
    before: &str,
    limit: i64,
) -> Result<Vec<Listed>> {
    let params: [Value; 3] = [login.into(), before.into(), limit.into()];
    let listed = |r: &Row| {
        Ok(Listed {
            day: r.text(0)?.to_owned(),
            places: r.int(1)?,
            overdue: r.int(2)?,
            settled: r.int(3)?,
            read: r.bool(4)?,
        })
    };
    LATEST.query(tx, scope, &[], params).await?.iter().map(listed).collect()
}

/// The note of the scope's own unit of a day.
pub async fn load(tx: &mut Tx<'_>, scope: &Scope, keys: &Master, day: &str) -> Result<Option<Loaded<Note>>> {
    match LOAD.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], [day.into()]).await?.first() {
        Some(row) => journal::loaded(tx, keys, row).await.map(Some),
        None => Ok(None),
    }
}

/// What the row of a note says: unit, day, places, overdue, settled.
fn row_of(note: &Note) -> (String, String, i64, i64, i64) {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let day = note.on.map_or_else(String::new, |on| on.to_string());
    let (places, overdue) = (number(note.counts().len()), number(note.items.len()));
    (note.unit.code().to_owned(), day, places, overdue, i64::from(note.settled))
}

/// Appends the events of a new note and writes its row. A second note of a unit and day cannot be written.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Note>,
    today: Date,
    events: Vec<Event>,
) -> Result<()> {
    journal::append(tx, hand, of, today, events).await?;
    put(tx, of).await
}

/// Writes the row of a note.
pub(crate) async fn put(tx: &mut Tx<'_>, of: &Loaded<Note>) -> Result<()> {
    let (unit, day, places, overdue, settled) = row_of(&of.state);
    let values: [Value; 7] = [
        unit.into(),
        day.into(),
        of.id.into(),
        places.into(),
        overdue.into(),
        settled.into(),
        of.home.as_str().into(),
    ];
    PUT.run(tx, &values).await?;
    Ok(())
}

/// An account has read the note of its unit and a day.
pub async fn mark_read(tx: &mut Tx<'_>, scope: &Scope, day: &str, login: &str) -> Result<()> {
    READ.run(tx, &[scope.unit().code().into(), day.into(), login.into()]).await?;
    Ok(())
}

/// Doctor's part: the row says what the stream says.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, note: &Loaded<Note>) -> Result<()> {
    let holds = match KEPT.one(tx, &[note.id.into()]).await? {
        Some(r) => {
            let texts = (r.text(0)?.to_owned(), r.text(1)?.to_owned());
            (texts.0, texts.1, r.int(2)?, r.int(3)?, r.int(4)?) == row_of(&note.state)
        }
        None => false,
    };
    check(report, note.id, "note_row", holds);
    Ok(())
}
