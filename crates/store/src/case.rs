//! Cases in scope: one by its number, pages of the list, look-up by name or identity number.

use crate::{
    Hand, Loaded, Result, Scope, fetch,
    journal::{self, STREAM_COLUMNS},
    page::{Ask, COUNT_CAP, Page},
    rows::{self, Listed},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use domain::{case::Case, rules::Rules};
use jiff::civil::Date;
use reference::calendar::Calendar;
use uuid::Uuid;
use vault::Master;

/// How the list is sorted; the number breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Earliest obligation first.
    Due,
    /// By name.
    Name,
    /// By release date.
    Release,
}

impl Sort {
    /// All.
    pub const ALL: [Sort; 3] = [Sort::Due, Sort::Name, Sort::Release];

    /// Code in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Due => "due",
            Sort::Name => "name",
            Sort::Release => "release",
        }
    }

    pub(crate) fn column(self) -> &'static str {
        match self {
            Sort::Due => "v.due_on",
            Sort::Name => "v.name",
            Sort::Release => "v.release_on",
        }
    }

    pub(crate) fn key(self, row: &Listed) -> String {
        match self {
            Sort::Due => row.due_on.clone(),
            Sort::Name => row.name.clone(),
            Sort::Release => row.release_on.clone(),
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Owner's code.
    pub owner: Option<String>,
    /// Code of the standing.
    pub standing: Option<String>,
}

// `CASE`-free on purpose: each combination of filter and order is a text of its own and has an index.
const LIST: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM visible v WHERE {scope} {filter} AND ({order}, v.no) > ($2, $3) ORDER BY {order}, v.no LIMIT $4",
);
const COUNT: Sql =
    Sql::scoped("SELECT COUNT(*) FROM (SELECT 1 FROM visible v WHERE {scope} {filter} LIMIT $2) AS counted");
const LOAD: Sql = Sql::scoped(
    "SELECT {columns} FROM visible v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.no = $2",
);
const BY_NAME: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM person_name n CROSS JOIN stream s CROSS JOIN visible v WHERE {scope} AND s.subject = n.person AND s.kind = 'case' AND v.stream = s.id AND n.name >= $2 AND n.name < $3 ORDER BY v.name, v.no LIMIT $4",
);
const BY_NO: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM visible v WHERE {scope} AND v.no = $2",
);
// CROSS: SQLite keeps the order of the tables; it would read all cases of the unit otherwise.
const OF_PERSON: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM stream s CROSS JOIN visible v WHERE v.stream = s.id AND {scope} AND s.subject = $2 AND s.kind = 'case' ORDER BY v.release_on DESC, v.no",
);
const OWNERS: Sql = Sql::scoped(
    "SELECT v.owner, COUNT(*), SUM(CASE WHEN v.due_on < $2 THEN 1 ELSE 0 END) FROM visible v WHERE {scope} GROUP BY v.owner ORDER BY v.owner",
);

const TAKEN: Unscoped = Unscoped::because(
    "a new number must be free in the whole city; nothing of the other case is shown",
    "SELECT COUNT(*) FROM visible WHERE no = $1",
);
const COMING: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM visible v WHERE {scope} AND v.release_on >= $2 AND v.release_on <= $3 ORDER BY v.release_on, v.no LIMIT $4",
);

const FILTERS: [&str; 4] =
    ["", "AND v.owner = $5", "AND v.standing = $5", "AND v.owner = $5 AND v.standing = $6"];
const COUNT_FILTERS: [&str; 4] =
    ["", "AND v.owner = $3", "AND v.standing = $3", "AND v.owner = $3 AND v.standing = $4"];

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![LOAD.text(&[("{columns}", STREAM_COLUMNS)])];
    all.extend([BY_NAME, BY_NO, OF_PERSON, OWNERS, COMING].map(|s| s.text(&[])));
    all.push(TAKEN.text().to_owned());
    for filter in FILTERS {
        all.extend(Sort::ALL.map(|s| LIST.text(&[("{filter}", filter), ("{order}", s.column())])));
    }
    all.extend(COUNT_FILTERS.map(|filter| COUNT.text(&[("{filter}", filter)])));
    all
}

impl Filter {
    fn slot(&self) -> usize {
        usize::from(self.owner.is_some()) + 2 * usize::from(self.standing.is_some())
    }

    fn params(&self) -> impl Iterator<Item = Value> {
        self.owner.iter().chain(&self.standing).map(|v| Value::from(v.as_str()))
    }
}

pub(crate) fn listed(row: &Row) -> Result<Listed> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Listed {
        no: text(0)?,
        name: text(1)?,
        standing: text(2)?,
        category: text(3)?,
        owner: text(4)?,
        release_on: text(5)?,
        due_on: text(6)?,
    })
}

/// One page of cases.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    ask: &Ask,
) -> Result<Page<Listed>> {
    let (key, no) = ask.after.clone().unwrap_or_default();
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let params = [key.into(), no.into(), limit.into()].into_iter().chain(filter.params());
    let slots = [("{filter}", FILTERS[filter.slot()]), ("{order}", sort.column())];
    let found = LIST.query(tx, scope, &slots, params).await?;
    let items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let count = count(tx, scope, filter).await?;
    Ok(Page::cut(items, ask.limit, count, |row| (sort.key(row), row.no.clone())))
}

/// How many cases there are, counted up to the cap and one more.
pub async fn count(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter) -> Result<i64> {
    let slots = [("{filter}", COUNT_FILTERS[filter.slot()])];
    let params = std::iter::once(Value::from(COUNT_CAP + 1)).chain(filter.params());
    let found = COUNT.query(tx, scope, &slots, params).await?;
    Ok(found.first().map_or(Ok(0), |row| row.int(0))?)
}

/// One case by its number and the scope in which it is; `None` outside the scope as for a number that does not
/// exist. What is not the unit's is looked for by the same statement among the actor's sealed cases: somebody
/// else's sealed case and no case at all run the same statements.
pub async fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    no: &str,
) -> Result<Option<(Loaded<Case>, Scope)>> {
    for within in std::iter::once(scope.clone()).chain(scope.sealed()) {
        let found = LOAD.query(tx, &within, &[("{columns}", STREAM_COLUMNS)], [no.into()]).await?;
        if let Some(row) = found.first() {
            return Ok(Some((journal::loaded(tx, keys, row).await?, within)));
        }
    }
    Ok(None)
}

/// The same without the scope in which it was found.
pub async fn load(tx: &mut Tx<'_>, scope: &Scope, keys: &Master, no: &str) -> Result<Option<Loaded<Case>>> {
    Ok(find(tx, scope, keys, no).await?.map(|(case, _)| case))
}

/// Cases of persons one of whose names begins so.
pub async fn find_by_name(tx: &mut Tx<'_>, scope: &Scope, name: &str, limit: i64) -> Result<Vec<Listed>> {
    let from = crate::person::normal(name);
    if from.is_empty() {
        return Ok(vec![]);
    }
    let to = format!("{from}\u{10FFFF}");
    let found = BY_NAME.query(tx, scope, &[], [from.into(), to.into(), limit.into()]).await?;
    let mut items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    items.dedup_by(|a, b| a.no == b.no);
    Ok(items)
}

/// The case of that number as lists show it.
pub async fn find_by_no(tx: &mut Tx<'_>, scope: &Scope, no: &str) -> Result<Option<Listed>> {
    BY_NO.query(tx, scope, &[], [no.into()]).await?.first().map(listed).transpose()
}

/// All cases of a person that are in scope, latest first.
pub async fn of_person(tx: &mut Tx<'_>, scope: &Scope, person: Uuid) -> Result<Vec<Listed>> {
    OF_PERSON.query(tx, scope, &[], [person.into()]).await?.iter().map(listed).collect()
}

/// For every owner in scope: its code, how many cases, how many with something late on that day.
pub async fn by_owner(tx: &mut Tx<'_>, scope: &Scope, today: Date) -> Result<Vec<(String, i64, i64)>> {
    let found = OWNERS.query(tx, scope, &[], [today.to_string().into()]).await?;
    found.iter().map(|r| Ok((r.text(0)?.to_owned(), r.int(1)?, r.int(2)?))).collect()
}

/// Cases with a release from one day to another, both included; earliest first.
pub async fn coming(
    tx: &mut Tx<'_>,
    scope: &Scope,
    from: Date,
    until: Date,
    limit: i64,
) -> Result<Vec<Listed>> {
    let params: [Value; 3] = [from.to_string().into(), until.to_string().into(), limit.into()];
    COMING.query(tx, scope, &[], params).await?.iter().map(listed).collect()
}

/// Whether a case number is taken. Every case is seen by somebody.
pub async fn no_taken(tx: &mut Tx<'_>, no: &str) -> Result<bool> {
    Ok(TAKEN.one(tx, &[no.into()]).await?.map_or(Ok(0), |row| row.int(0))? > 0)
}

/// Appends events to a case and writes the rows that differ. Answers the kinds of the events.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Case>,
    today: Date,
    events: Vec<domain::case::CaseEvent>,
    rules: (&Rules, &Calendar),
) -> Result<Vec<String>> {
    let before = rows::of_case(&of.state, rules.0, rules.1);
    let pickups = fetch::Before::of(&of.state);
    let kinds = journal::append(tx, hand, of, today, events).await?;
    let after = rows::of_case(&of.state, rules.0, rules.1);
    rows::save(tx, of.id, &of.home, &before, &after).await?;
    pickups.save(tx, of).await?;
    Ok(kinds)
}
