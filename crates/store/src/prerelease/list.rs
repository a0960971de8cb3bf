//! Pages and counts of the pre-release rows, in scope. Each filter is a text of its own.

use super::{COLUMNS, Listed, listed};
use crate::{
    Result, Scope,
    page::{Ask, COUNT_CAP, Page},
    sql::Sql,
};
use database::{Tx, Value};
use jiff::civil::Date;

/// What the list of a month is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Everybody.
    Nothing,
    /// Not at an office yet.
    Office,
    /// Not verified yet.
    Verification,
    /// The notice is not here.
    Notice,
    /// The assessment is not here.
    Assessment,
    /// The receipt did not go back.
    Receipt,
    /// The family does not know.
    Family,
    /// The village does not know.
    Village,
    /// Key persons: nothing lacks, more is to be prepared.
    Key,
    /// Those who came home.
    Home,
    /// Those who do not count.
    Uncounted,
}

impl Lack {
    /// All.
    pub const ALL: [Lack; 11] = [
        Lack::Nothing,
        Lack::Office,
        Lack::Verification,
        Lack::Notice,
        Lack::Assessment,
        Lack::Receipt,
        Lack::Family,
        Lack::Village,
        Lack::Key,
        Lack::Home,
        Lack::Uncounted,
    ];

    /// Code in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Lack::Nothing => "all",
            Lack::Office => "office",
            Lack::Verification => "verification",
            Lack::Notice => "notice",
            Lack::Assessment => "assessment",
            Lack::Receipt => "receipt",
            Lack::Family => "family",
            Lack::Village => "village",
            Lack::Key => "key",
            Lack::Home => "home",
            Lack::Uncounted => "uncounted",
        }
    }

    /// The filter of a code.
    pub fn from_code(code: &str) -> Option<Lack> {
        Lack::ALL.into_iter().find(|l| l.code() == code)
    }

    fn filter(self) -> &'static str {
        match self {
            Lack::Nothing => "",
            Lack::Office => "AND v.at_office = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Verification => "AND v.verified = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Notice => "AND v.notice = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Assessment => "AND v.assessment = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Receipt => "AND v.receipt = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Family => "AND v.family = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Village => "AND v.village = 0 AND v.arrived = 0 AND v.uncounted = ''",
            Lack::Key => "AND v.category = 'key' AND v.uncounted = ''",
            Lack::Home => "AND v.arrived = 1 AND v.uncounted = ''",
            Lack::Uncounted => "AND v.uncounted <> ''",
        }
    }
}

/// A paper that can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// The notice, from the custodial place.
    Notice,
    /// The assessment, from the custodial place.
    Assessment,
    /// The receipt, from us.
    Receipt,
}

impl Paper {
    /// All.
    pub const ALL: [Paper; 3] = [Paper::Notice, Paper::Assessment, Paper::Receipt];

    /// Code in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Paper::Notice => "notice",
            Paper::Assessment => "assessment",
            Paper::Receipt => "receipt",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Paper::Notice => "v.notice_due",
            Paper::Assessment => "v.assessment_due",
            Paper::Receipt => "v.receipt_due",
        }
    }

    /// Until when the paper of a row is owed.
    pub fn due_on(self, row: &Listed) -> &str {
        match self {
            Paper::Notice => &row.papers_due[0],
            Paper::Assessment => &row.papers_due[1],
            Paper::Receipt => &row.papers_due[2],
        }
    }
}

/// The figures of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many are in each filter, in the order of [`Lack::ALL`].
    pub of: Vec<i64>,
    /// Custodial places that sent after a day, and how many.
    pub sent_after: Vec<(String, i64)>,
    /// Units that have not given theirs to an office, and how many.
    pub not_given: Vec<(String, i64)>,
    /// Why persons do not count, and how many.
    pub uncounted: Vec<(String, i64)>,
}

const LIST: Sql = Sql::scoped(
    "SELECT {columns} FROM prerelease v WHERE {scope} AND v.month = $4 {filter} AND (v.release_on, v.no) > ($2, $3) ORDER BY v.release_on, v.no LIMIT $5",
);
const LIST_OF_OWNER: Sql = Sql::scoped(
    "SELECT {columns} FROM prerelease v WHERE {scope} AND v.month = $4 AND v.owner = $6 {filter} AND (v.release_on, v.no) > ($2, $3) ORDER BY v.release_on, v.no LIMIT $5",
);
const COUNT: Sql = Sql::scoped("SELECT COUNT(*) FROM prerelease v WHERE {scope} AND v.month = $2 {filter}");
const COUNT_OF_OWNER: Sql =
    Sql::scoped("SELECT COUNT(*) FROM prerelease v WHERE {scope} AND v.month = $2 AND v.owner = $3 {filter}");
const SENT_AFTER: Sql = Sql::scoped(
    "SELECT v.custody, COUNT(*) FROM prerelease v WHERE {scope} AND v.month = $2 AND v.entered_on > $3 GROUP BY v.custody ORDER BY v.custody",
);
const NOT_GIVEN: Sql = Sql::scoped(
    "SELECT v.owner, COUNT(*) FROM prerelease v WHERE {scope} AND v.month = $2 AND v.at_office = 0 AND v.arrived = 0 AND v.uncounted = '' GROUP BY v.owner ORDER BY v.owner",
);
const UNCOUNTED: Sql = Sql::scoped(
    "SELECT v.uncounted, COUNT(*) FROM prerelease v WHERE {scope} AND v.month = $2 AND v.uncounted <> '' GROUP BY v.uncounted ORDER BY v.uncounted",
);
const UNLINKED: Sql = Sql::scoped(
    "SELECT {columns} FROM prerelease v WHERE {scope} AND v.unlinked_month = $4 AND (v.unlinked_on, v.no) > ($2, $3) ORDER BY v.unlinked_on, v.no LIMIT $5",
);
const UNLINKED_COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN v.reported_on = '' AND v.uncounted = 'outside' THEN 1 ELSE 0 END), 0) FROM prerelease v WHERE {scope} AND v.unlinked_month = $2",
);
const MISSING: Sql = Sql::scoped(
    "SELECT {columns} FROM prerelease v WHERE {scope} AND {due} <= $4 AND ({due}, v.no) > ($2, $3) ORDER BY {due}, v.no LIMIT $5",
);
const MISSING_COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM prerelease v WHERE {scope} AND {due} <= $2 LIMIT $3) AS counted",
);

pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [SENT_AFTER, NOT_GIVEN, UNCOUNTED, UNLINKED_COUNT].map(|s| s.text(&[])).into();
    all.push(UNLINKED.text(&[("{columns}", COLUMNS)]));
    for lack in Lack::ALL {
        let slots = [("{columns}", COLUMNS), ("{filter}", lack.filter())];
        all.extend([LIST, LIST_OF_OWNER, COUNT, COUNT_OF_OWNER].map(|s| s.text(&slots)));
    }
    for paper in Paper::ALL {
        let slots = [("{columns}", COLUMNS), ("{due}", paper.column())];
        all.extend([MISSING, MISSING_COUNT].map(|s| s.text(&slots)));
    }
    all
}

/// The keys after which a page begins, the month or day it is about, and one row more than it shows.
fn paged(ask: &Ask, about: &str) -> [Value; 4] {
    let (key, no) = ask.after.clone().unwrap_or_default();
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    [key.into(), no.into(), about.into(), limit.into()]
}

/// Those who are released in a month (`2026-12`), earliest first; of one owner where one is asked for.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    month: &str,
    lack: Lack,
    owner: Option<&str>,
    ask: &Ask,
) -> Result<Page<Listed>> {
    let slots = [("{columns}", COLUMNS), ("{filter}", lack.filter())];
    let (list, count) = match owner {
        Some(_) => (LIST_OF_OWNER, COUNT_OF_OWNER),
        None => (LIST, COUNT),
    };
    let owner = || owner.map(Value::from);
    let found = list.query(tx, scope, &slots, paged(ask, month).into_iter().chain(owner())).await?;
    let items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let counted = count.query(tx, scope, &slots, std::iter::once(month.into()).chain(owner())).await?;
    let count = counted.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |r| (r.release_on.clone(), r.no.clone())))
}

/// The figures of a month; who sent after `sent_by` is late or had a reason.
pub async fn counts(tx: &mut Tx<'_>, scope: &Scope, month: &str, sent_by: Date) -> Result<Counts> {
    let mut counts = Counts::default();
    for lack in Lack::ALL {
        let found = COUNT.query(tx, scope, &[("{filter}", lack.filter())], [month.into()]).await?;
        counts.of.push(found.first().map_or(Ok(0), |row| row.int(0))?);
    }
    let after = [month.into(), sent_by.to_string().into()];
    counts.sent_after = grouped(tx, scope, SENT_AFTER, after).await?;
    counts.not_given = grouped(tx, scope, NOT_GIVEN, [month.into()]).await?;
    counts.uncounted = grouped(tx, scope, UNCOUNTED, [month.into()]).await?;
    Ok(counts)
}

async fn grouped(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sql: Sql,
    params: impl IntoIterator<Item = Value>,
) -> Result<Vec<(String, i64)>> {
    let found = sql.query(tx, scope, &[], params).await?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Those who were found in a month not to belong here, in the order in which that was found.
pub async fn unlinked(tx: &mut Tx<'_>, scope: &Scope, month: &str, ask: &Ask) -> Result<Page<Listed>> {
    let found = UNLINKED.query(tx, scope, &[("{columns}", COLUMNS)], paged(ask, month)).await?;
    let items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let (count, _) = unlinked_count(tx, scope, month).await?;
    Ok(Page::cut(items, ask.limit, count, |r| (r.unlinked_on.clone(), r.no.clone())))
}

/// How many were found in a month not to belong here, and how many of them are still to be reported upward.
pub async fn unlinked_count(tx: &mut Tx<'_>, scope: &Scope, month: &str) -> Result<(i64, i64)> {
    let found = UNLINKED_COUNT.query(tx, scope, &[], [month.into()]).await?;
    found.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// Cases whose paper is owed by a day, the longest owed first.
pub async fn missing(
    tx: &mut Tx<'_>,
    scope: &Scope,
    paper: Paper,
    by: Date,
    ask: &Ask,
) -> Result<Page<Listed>> {
    let slots = [("{columns}", COLUMNS), ("{due}", paper.column())];
    let found = MISSING.query(tx, scope, &slots, paged(ask, &by.to_string())).await?;
    let items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let count = missing_count(tx, scope, paper, by).await?;
    Ok(Page::cut(items, ask.limit, count, |r| (paper.due_on(r).to_owned(), r.no.clone())))
}

/// How many cases owe a paper by a day, counted up to the cap and one more.
pub async fn missing_count(tx: &mut Tx<'_>, scope: &Scope, paper: Paper, by: Date) -> Result<i64> {
    let slots = [("{due}", paper.column())];
    let params: [Value; 2] = [by.to_string().into(), (COUNT_CAP + 1).into()];
    let found = MISSING_COUNT.query(tx, scope, &slots, params).await?;
    Ok(found.first().map_or(Ok(0), |row| row.int(0))?)
}
