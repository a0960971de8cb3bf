//! Many cases given on at once: one stream each, one row for the office that made it. Which cases and whom is
//! sealed in the stream.
//! Must never know: which worker a case has now.

use crate::{
    Hand, Loaded, Result, Scope,
    doctor::{Report, check},
    journal::{self, STREAM_COLUMNS},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use domain::reassign::{Event, Reassignment};
use jiff::civil::Date;
use uuid::Uuid;
use vault::Master;

/// One of them as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its stream.
    pub id: Uuid,
    /// The day.
    pub made_on: String,
    /// The account that made it.
    pub maker: String,
    /// How many cases.
    pub cases: i64,
    /// Taken back.
    pub undone: bool,
}

const LOAD: Sql = Sql::scoped(
    "SELECT {columns} FROM reassignment v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.stream = $2",
);
const LATEST: Sql = Sql::scoped(
    "SELECT v.stream, v.made_on, v.maker, v.cases, v.undone FROM reassignment v WHERE {scope} ORDER BY v.made_on DESC, v.stream DESC LIMIT $2",
);
const PUT: Unscoped = Unscoped::because(
    "row of what was just decided, for the office that made it",
    "INSERT INTO reassignment (unit, stream, made_on, maker, cases, undone, home) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (stream) DO UPDATE SET undone = excluded.undone",
);
const KEPT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT stream, made_on, maker, cases, undone, unit FROM reassignment WHERE stream = $1",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![LOAD.text(&[("{columns}", STREAM_COLUMNS)]), LATEST.text(&[])];
    all.extend([PUT, KEPT].map(|s| s.text().to_owned()));
    all
}

fn listed(row: &Row) -> Result<Listed> {
    Ok(Listed {
        id: row.uuid(0)?,
        made_on: row.text(1)?.to_owned(),
        maker: row.text(2)?.to_owned(),
        cases: row.int(3)?,
        undone: row.bool(4)?,
    })
}

/// What the row of a stream says.
fn row_of(made: &Loaded<Reassignment>) -> Listed {
    let state = &made.state;
    Listed {
        id: made.id,
        made_on: state.on.map(|on| on.to_string()).unwrap_or_default(),
        maker: state.by.clone(),
        cases: i64::try_from(state.moves.len()).unwrap_or(i64::MAX),
        undone: state.undone.is_some(),
    }
}

/// One of the scope's own office.
pub async fn load(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    id: Uuid,
) -> Result<Option<Loaded<Reassignment>>> {
    match LOAD.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], [id.into()]).await?.first() {
        Some(row) => journal::loaded(tx, keys, row).await.map(Some),
        None => Ok(None),
    }
}

/// Those of the scope's own office, the latest first.
pub async fn latest(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Listed>> {
    LATEST.query(tx, scope, &[], [limit.into()]).await?.iter().map(listed).collect()
}

/// Appends events and writes the row.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Reassignment>,
    today: Date,
    events: Vec<Event>,
) -> Result<Vec<String>> {
    let kinds = journal::append(tx, hand, of, today, events).await?;
    put(tx, of).await?;
    Ok(kinds)
}

/// Writes the row.
pub(crate) async fn put(tx: &mut Tx<'_>, of: &Loaded<Reassignment>) -> Result<()> {
    let row = row_of(of);
    let values: [Value; 7] = [
        of.state.unit.code().into(),
        row.id.into(),
        row.made_on.into(),
        row.maker.into(),
        row.cases.into(),
        row.undone.into(),
        of.home.as_str().into(),
    ];
    PUT.run(tx, &values).await?;
    Ok(())
}

/// Doctor's part: the row says what the stream says.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, made: &Loaded<Reassignment>) -> Result<()> {
    let kept = KEPT.one(tx, &[made.id.into()]).await?;
    let holds = match &kept {
        Some(row) => listed(row)? == row_of(made) && row.text(5)? == made.state.unit.code(),
        None => false,
    };
    check(report, made.id, "reassignment_row", holds);
    Ok(())
}
