//! Disputes and open questions: what is owed by rule, in the asker's scope, whoever owes it.
//! A bureau sees what the bureaus and offices below it are to decide (R-07, R-07b) and what custodial places
//! were asked (R-06b).
//! Must never know: what is disputed.

use crate::{
    Result, Scope,
    obligation::owed,
    page::{Ask, COUNT_CAP, Page},
    rows::Owed,
    sql::Sql,
};
use database::{Tx, Value};

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
const LIST: Sql = Sql::scoped(
    "SELECT o.unit, o.kind, o.subject, o.rule, o.due_on, o.owner, o.worker, o.settle, o.title, o.why, o.stream_kind, o.no, o.name, o.urged_on, o.urged_by FROM obligation o CROSS JOIN visible v WHERE {scope} AND {filter} AND v.stream = o.stream AND o.unit = o.owner AND (o.due_on, o.no, o.kind, o.subject) > ($2, $3, $4, $5) ORDER BY o.due_on, o.no, o.kind, o.subject LIMIT $6",
);
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM obligation o CROSS JOIN visible v WHERE {scope} AND {filter} AND v.stream = o.stream AND o.unit = o.owner LIMIT $2) AS counted",
);
/// Feedback that waits for an answer.
const ASKED: &str = "o.rule = 'R-06b' AND o.kind = 'answer'";

pub(crate) fn statements() -> Vec<String> {
    let filters = Kind::ALL.map(Kind::filter).into_iter().chain([ASKED]);
    filters.flat_map(|f| [LIST, COUNT].map(|s| s.text(&[("{filter}", f)]))).collect()
}

/// A page of what is disputed, earliest decision first.
pub async fn list(tx: &mut Tx<'_>, scope: &Scope, kind: Kind, ask: &Ask) -> Result<Page<Owed>> {
    page(tx, scope, kind.filter(), ask).await
}

/// A page of the questions that custodial places were asked, earliest first.
pub async fn asked(tx: &mut Tx<'_>, scope: &Scope, ask: &Ask) -> Result<Page<Owed>> {
    page(tx, scope, ASKED, ask).await
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
