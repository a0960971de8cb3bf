//! Disputes and open questions: what is owed by rule, in the asker's scope, whoever owes it.
//! A bureau sees what the bureaus and offices below it are to decide (R-07, R-07b) and what custodial places
//! were asked (R-06b).
//! Must never know: what is disputed.

use crate::{
    Result, Scope,
    obligation::{owed, owed_columns},
    page::{Ask, COUNT_CAP, Page},
    rows::Owed,
    sql::Sql,
};
use database::{Row, Tx, Value};

/// What the list is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything that a bureau is to decide.
    All,
    /// Returned twice.
    Returned,
    /// Corrections that the custodial place disputes (R-07b).
    Correction,
    /// Whether two records are of one person (G5).
    Likeness,
}

impl Kind {
    /// All, in the order in which they are shown.
    pub const ALL: [Kind; 4] = [Kind::All, Kind::Returned, Kind::Correction, Kind::Likeness];

    /// Code in URLs; empty for all.
    pub fn code(self) -> &'static str {
        match self {
            Kind::All => "",
            Kind::Returned => "returned",
            Kind::Correction => "correction",
            Kind::Likeness => "likeness",
        }
    }

    fn filter(self) -> &'static str {
        match self {
            Kind::All => "o.rule IN ('R-07', 'R-07b')",
            Kind::Returned => "o.rule = 'R-07'",
            Kind::Correction => "o.rule = 'R-07b' AND o.kind = 'decide-dispute'",
            Kind::Likeness => "o.rule = 'R-07b' AND o.kind = 'decide-likeness'",
        }
    }
}

// CROSS: few things are disputed, many cases are visible.
const LIST: Sql = Sql::scoped(concat!(
    "SELECT ",
    owed_columns!("o"),
    " FROM obligation o CROSS JOIN visible v WHERE {scope} AND {filter} AND v.stream = o.stream AND o.unit = o.owner AND (o.due_on, o.no, o.kind, o.subject) > ($2, $3, $4, $5) ORDER BY o.due_on, o.no, o.kind, o.subject LIMIT $6"
));
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM obligation o CROSS JOIN visible v WHERE {scope} AND {filter} AND v.stream = o.stream AND o.unit = o.owner LIMIT $2) AS counted",
);
// Feedback that waits for an answer of a custodial place.
const PLACES: Sql = Sql::scoped(
    "SELECT v.custody, COUNT(DISTINCT o.stream), MIN(o.due_on) FROM obligation o CROSS JOIN prerelease v WHERE {scope} AND o.rule = 'R-06b' AND o.kind = 'answer' AND v.stream = o.stream AND o.unit = o.owner AND v.custody > $2 GROUP BY v.custody ORDER BY v.custody LIMIT $3",
);
const PLACE_COUNT: Sql = Sql::scoped(
    "SELECT COUNT(DISTINCT v.custody) FROM obligation o CROSS JOIN prerelease v WHERE {scope} AND o.rule = 'R-06b' AND o.kind = 'answer' AND v.stream = o.stream AND o.unit = o.owner",
);
const OF_PLACE: Sql = Sql::scoped(
    "SELECT o.due_on, o.no FROM obligation o CROSS JOIN prerelease v WHERE {scope} AND v.custody = $2 AND o.rule = 'R-06b' AND o.kind = 'answer' AND v.stream = o.stream AND o.unit = o.owner AND (o.due_on, o.no) > ($3, $4) ORDER BY o.due_on, o.no LIMIT $5",
);

/// A custodial place with questions that wait for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Code of the place.
    pub custody: String,
    /// How many persons are asked about.
    pub persons: i64,
    /// The earliest day on which an answer is due.
    pub due_on: String,
}

pub(crate) fn statements() -> Vec<String> {
    let filters = Kind::ALL.map(Kind::filter).into_iter();
    let lists = filters.flat_map(|f| [LIST, COUNT].map(|s| s.text(&[("{filter}", f)])));
    lists.chain([PLACES, PLACE_COUNT, OF_PLACE].map(|s| s.text(&[]))).collect()
}

/// A page of what is disputed, earliest decision first.
pub async fn list(tx: &mut Tx<'_>, scope: &Scope, kind: Kind, ask: &Ask) -> Result<Page<Owed>> {
    page(tx, scope, kind.filter(), ask).await
}

/// A page of custodial places that were asked something, by code.
pub async fn asked(tx: &mut Tx<'_>, scope: &Scope, ask: &Ask) -> Result<Page<Asked>> {
    let after = ask.after.as_ref().map_or("", |(custody, _)| custody.as_str());
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let found = PLACES.query(tx, scope, &[], [after.into(), limit.into()]).await?;
    let place = |row: &Row| -> Result<Asked> {
        Ok(Asked { custody: row.text(0)?.to_owned(), persons: row.int(1)?, due_on: row.text(2)?.to_owned() })
    };
    let items = found.iter().map(place).collect::<Result<Vec<_>>>()?;
    let count = PLACE_COUNT.query(tx, scope, &[], []).await?;
    let count = count.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |p| (p.custody.clone(), String::new())))
}

/// The next cases about which a custodial place was asked: the day of the answer and the number, earliest first.
pub async fn of_place(
    tx: &mut Tx<'_>,
    scope: &Scope,
    custody: &str,
    after: &(String, String),
    limit: i64,
) -> Result<Vec<(String, String)>> {
    let params: [Value; 4] = [custody.into(), after.0.as_str().into(), after.1.as_str().into(), limit.into()];
    let found = OF_PLACE.query(tx, scope, &[], params).await?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

async fn page(tx: &mut Tx<'_>, scope: &Scope, filter: &'static str, ask: &Ask) -> Result<Page<Owed>> {
    let (due, place) = ask.after.clone().unwrap_or_default();
    let mut place = place.splitn(3, ' ');
    let [no, kind, subject] = [(); 3].map(|()| place.next().unwrap_or_default());
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let params: [Value; 5] = [due.into(), no.into(), kind.into(), subject.into(), limit.into()];
    let found = LIST.query(tx, scope, &[("{filter}", filter)], params).await?;
    let items = found.iter().map(owed).collect::<Result<Vec<_>>>()?;
    let count = COUNT.query(tx, scope, &[("{filter}", filter)], [(COUNT_CAP + 1).into()]).await?;
    let count = count.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |o| {
        (o.due_on.clone(), format!("{} {} {}", o.no, o.kind, o.subject))
    }))
}
