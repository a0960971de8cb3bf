//! 变动: which cases in scope others have written to since an instant, newest first. One line for each case: the
//! latest event by somebody else, opened for its title, and how many there are. Read from the newest event on,
//! so that a page costs what it shows and not what the city keeps.
//! Must never know: what an event means beyond its line in the timeline.

use crate::{
    Result, Scope, journal,
    page::{Ask, Page},
    sql::Sql,
};
use database::{Row, Tx, Value};
use domain::{case::Case, kernel::Entry, unit::Level};
use vault::Master;

/// One case that changed.
pub struct Changed {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// Owner.
    pub owner: String,
    /// The latest change.
    pub entry: Entry,
    /// When it was recorded, milliseconds since 1970 UTC.
    pub recorded_at: i64,
    /// By which account.
    pub actor: String,
    /// For which unit.
    pub unit: String,
    /// How many changes by others there are in this case since.
    pub changes: i64,
}

/// Changed cases are counted up to here; beyond it only "more" is told.
pub const CHANGED_CAP: i64 = 99;

// CROSS: SQLite keeps the order of the tables. A city, that sees everything, reads events from the newest on; whoever
// sees a part reads the events of his cases. An event is the latest of its
// case when no later one of it is by somebody else; later versions are never recorded earlier.
const LIST: Sql = Sql::scoped(
    "SELECT e.version, e.kind, e.kind_version, e.happened_on, e.recorded_at, e.actor, e.unit, e.payload, v.no, v.name, v.owner, s.subject, k.wrapped, e.stream, (SELECT COUNT(*) FROM event c WHERE c.stream = e.stream AND c.recorded_at > $2 AND c.actor <> $3) FROM {tables} CROSS JOIN stream s CROSS JOIN subject_key k WHERE {scope} AND e.recorded_at > $2 AND e.actor <> $3 AND v.stream = e.stream AND s.id = e.stream AND k.subject = s.subject AND NOT EXISTS (SELECT 1 FROM event n WHERE n.stream = e.stream AND n.version > e.version AND n.actor <> $3) AND e.recorded_at <= $4 AND (e.recorded_at < $4 OR v.no < $5) ORDER BY e.recorded_at DESC, v.no DESC LIMIT $6",
);
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM {tables} WHERE {scope} AND e.recorded_at > $2 AND e.actor <> $3 AND v.stream = e.stream AND NOT EXISTS (SELECT 1 FROM event n WHERE n.stream = e.stream AND n.version > e.version AND n.actor <> $3) ORDER BY e.recorded_at DESC LIMIT $4) AS counted",
);

const OF_ALL: &str = "event e CROSS JOIN visible v";
const OF_PART: &str = "visible v CROSS JOIN event e";

fn tables(scope: &Scope) -> [(&'static str, &'static str); 1] {
    [("{tables}", if scope.unit().level() == Level::City { OF_ALL } else { OF_PART })]
}

pub(crate) fn statements() -> Vec<String> {
    let texts = |tables| [LIST, COUNT].map(|s| s.text(&[("{tables}", tables)]));
    [texts(OF_ALL), texts(OF_PART)].concat()
}

/// Whose changes are not told to himself, and since when.
#[derive(Debug, Clone)]
pub struct Since {
    /// The account that looks.
    pub account: String,
    /// Milliseconds since 1970 UTC.
    pub instant: i64,
}

/// One page of cases that changed.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    since: &Since,
    ask: &Ask,
) -> Result<Page<Changed>> {
    let (at, no) = ask.after.clone().unwrap_or_default();
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let at: i64 = at.parse().unwrap_or(i64::MAX);
    let params: [Value; 5] =
        [since.instant.into(), since.account.as_str().into(), at.into(), no.into(), limit.into()];
    let found = LIST.query(tx, scope, &tables(scope), params).await?;
    let items = found.iter().map(|row| changed(keys, row)).collect::<Result<Vec<_>>>()?;
    let count = count(tx, scope, since).await?;
    let mut page = Page::cut(items, ask.limit, count, |c| (c.recorded_at.to_string(), c.no.clone()));
    page.at_least = page.at_least.min(CHANGED_CAP);
    page.exact = count <= CHANGED_CAP;
    Ok(page)
}

/// How many cases changed, counted up to the cap and one more.
pub async fn count(tx: &mut Tx<'_>, scope: &Scope, since: &Since) -> Result<i64> {
    let params: [Value; 3] = [since.instant.into(), since.account.as_str().into(), (CHANGED_CAP + 1).into()];
    let found = COUNT.query(tx, scope, &tables(scope), params).await?;
    Ok(found.first().map_or(Ok(0), |row| row.int(0))?)
}

fn changed(keys: &Master, row: &Row) -> Result<Changed> {
    let key = journal::unwrap_key(keys, row.uuid(11)?, row.blob(12)?)?;
    let past = journal::opened::<Case>(row.uuid(13)?, &key, row)?;
    Ok(Changed {
        no: row.text(8)?.to_owned(),
        name: row.text(9)?.to_owned(),
        owner: row.text(10)?.to_owned(),
        entry: past.event.entry(),
        recorded_at: past.recorded_at,
        actor: past.actor,
        unit: past.unit,
        changes: row.int(14)?,
    })
}

impl std::fmt::Debug for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Changed[{} {} redacted]", self.no, self.recorded_at)
    }
}
