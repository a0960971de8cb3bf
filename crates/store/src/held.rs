//! Quarantined rows in scope.

use crate::{
    Hand, Loaded, Result, Scope,
    journal::{self, STREAM_COLUMNS},
    page::{Ask, COUNT_CAP, Page},
    rows::{self, HeldRow},
    sql::Sql,
};
use database::{Row as Found, Tx, Value};
use domain::{
    quarantine::{Event, Row},
    rules::Rules,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use vault::Master;

const LIST: Sql = Sql::scoped(
    "SELECT v.no, v.roster, v.sheet, v.line, v.name, v.custody, v.owner, v.problems, v.fate, v.due_on FROM held v WHERE {scope} AND v.fate = $2 {filter} AND (v.due_on, v.no) > ($3, $4) ORDER BY v.due_on, v.no LIMIT $5",
);
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM held v WHERE {scope} AND v.fate = $2 {filter} LIMIT $3) AS counted",
);
const LOAD: Sql = Sql::scoped(
    "SELECT {columns} FROM held v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.no = $2",
);

const FILTERS: [&str; 4] =
    ["", "AND v.roster = $6", "AND v.owner = $6", "AND v.roster = $6 AND v.owner = $7"];
const COUNT_FILTERS: [&str; 4] =
    ["", "AND v.roster = $4", "AND v.owner = $4", "AND v.roster = $4 AND v.owner = $5"];

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Number of the upload.
    pub roster: Option<String>,
    /// Owner's code.
    pub owner: Option<String>,
}

impl Filter {
    fn slot(&self) -> usize {
        usize::from(self.roster.is_some()) + 2 * usize::from(self.owner.is_some())
    }

    fn params(&self) -> impl Iterator<Item = Value> {
        self.roster.iter().chain(&self.owner).map(|v| Value::from(v.as_str()))
    }
}

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![LOAD.text(&[("{columns}", STREAM_COLUMNS)])];
    all.extend(FILTERS.map(|filter| LIST.text(&[("{filter}", filter)])));
    all.extend(COUNT_FILTERS.map(|filter| COUNT.text(&[("{filter}", filter)])));
    all
}

fn held(row: &Found) -> Result<HeldRow> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(HeldRow {
        no: text(0)?,
        roster: text(1)?,
        sheet: text(2)?,
        line: row.int(3)?,
        name: text(4)?,
        custody: text(5)?,
        owner: text(6)?,
        problems: row.int(7)?,
        fate: text(8)?,
        due_on: text(9)?,
    })
}

/// A page of rows with that fate (`held`, `released`, `rejected`), earliest due first.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    fate: &str,
    filter: &Filter,
    ask: &Ask,
) -> Result<Page<HeldRow>> {
    let (due, no) = ask.after.clone().unwrap_or_default();
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let params = [fate.into(), due.into(), no.into(), limit.into()].into_iter().chain(filter.params());
    let found = LIST.query(tx, scope, &[("{filter}", FILTERS[filter.slot()])], params).await?;
    let items = found.iter().map(held).collect::<Result<Vec<_>>>()?;
    let params = [fate.into(), (COUNT_CAP + 1).into()].into_iter().chain(filter.params());
    let counted = COUNT.query(tx, scope, &[("{filter}", COUNT_FILTERS[filter.slot()])], params).await?;
    let count = counted.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |r| (r.due_on.clone(), r.no.clone())))
}

/// One row by its number.
pub async fn load(tx: &mut Tx<'_>, scope: &Scope, keys: &Master, no: &str) -> Result<Option<Loaded<Row>>> {
    let found = LOAD.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], [no.into()]).await?;
    match found.first() {
        Some(row) => journal::loaded(tx, keys, row).await.map(Some),
        None => Ok(None),
    }
}

/// Appends events to a held row and writes the rows that differ.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Row>,
    no: &str,
    today: Date,
    events: Vec<Event>,
    rules: (&Rules, &Calendar),
) -> Result<Vec<String>> {
    let before = rows::of_held(&of.state, no, rules.0, rules.1);
    let kinds = journal::append(tx, hand, of, today, events).await?;
    let after = rows::of_held(&of.state, no, rules.0, rules.1);
    rows::save(tx, of.id, &of.home, &before, &after).await?;
    Ok(kinds)
}
