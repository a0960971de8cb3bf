//! What is owed, as the workbench and the API list it.

use crate::{
    Result, Scope,
    page::{Ask, COUNT_CAP, Page},
    rows::Owed,
    sql::Sql,
};
use database::{Row, Tx, Value};
use jiff::civil::Date;

/// The columns that [`owed`] reads, in its order, of the table with that alias. Where a row stands under other
/// keys, what is told as its unit is said in the place of `unit`.
macro_rules! owed_columns {
    ($of:literal) => {
        owed_columns!($of, ".unit", of $of)
    };
    ($($unit:literal),+, of $of:literal) => {
        concat!(
            $($unit),+, ", ", $of, ".kind, ", $of, ".subject, ", $of, ".rule, ", $of, ".due_on, ", $of, ".owner, ", $of,
            ".worker, ", $of, ".settle, ", $of, ".title, ", $of, ".why, ", $of, ".stream_kind, ", $of, ".no, ", $of,
            ".name, ", $of, ".urged_on, ", $of, ".urged_by"
        )
    };
}
pub(crate) use owed_columns;

const LIST: Sql = Sql::scoped(concat!(
    "SELECT ",
    owed_columns!("v"),
    " FROM obligation v WHERE {scope} AND v.due_on <= $2{whose} AND (v.due_on, v.no, v.kind, v.subject) > ($3, $4, $5, $6) ORDER BY v.due_on, v.no, v.kind, v.subject LIMIT $7"
));
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM obligation v WHERE {scope} AND v.due_on >= $2 AND v.due_on <= $3{whose} LIMIT $4) AS counted",
);
const DUE: Sql = Sql::scoped(
    "SELECT COUNT(CASE WHEN v.due_on < $2 THEN 1 END), COUNT(CASE WHEN v.due_on = $2 THEN 1 END), COUNT(CASE WHEN v.due_on > $2 THEN 1 END) FROM obligation v WHERE {scope} AND v.due_on <= $3{whose}",
);
// Once, under however many keys its rows stand.
const OF_CASE: Sql = Sql::scoped(concat!(
    "SELECT DISTINCT ",
    owed_columns!("o.owner AS unit", of "o"),
    " FROM visible v JOIN obligation o ON o.stream = v.stream WHERE {scope} AND v.no = $2 ORDER BY o.due_on, o.kind"
));
const LATE_BELOW: Sql = Sql::scoped(concat!(
    "SELECT ",
    owed_columns!("o"),
    " FROM visible v JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner WHERE {scope} AND v.due_on < $2 AND o.due_on < $2 AND o.owner <> v.unit ORDER BY v.due_on, v.no, o.due_on, o.kind LIMIT $3"
));
const URGED_BELOW: Sql = Sql::scoped(concat!(
    "SELECT ",
    owed_columns!("o"),
    " FROM visible v JOIN obligation o ON o.stream = v.stream AND o.unit = o.owner WHERE {scope} AND v.due_on < $2 AND o.urged_on IS NOT NULL AND o.owner <> v.unit ORDER BY o.urged_on, o.due_on, o.no, o.kind, o.subject LIMIT $3"
));
// A worker of an open case is named in every obligation of the office that is not the head's own.
const BY_WORKER: Sql = Sql::scoped(
    "SELECT v.worker, COUNT(DISTINCT v.stream), SUM(CASE WHEN v.due_on <= $2 THEN 1 ELSE 0 END) FROM obligation v WHERE {scope} AND v.worker IS NOT NULL GROUP BY v.worker ORDER BY v.worker",
);

const OF_WORKER: Sql = Sql::scoped(
    "SELECT DISTINCT v.no, v.name FROM obligation v WHERE {scope} AND v.owner = v.unit AND v.worker = $2 AND v.stream_kind = 'case' ORDER BY v.no LIMIT $3",
);

/// So many accounts may be asked for at once: himself and those for whom he stands in.
const WHOSE: usize = 16;
const OF_ANYBODY: [(&str, &str); 1] = [("{whose}", "")];
const LISTED_OF: [(&str, &str); 1] = [(
    "{whose}",
    " AND v.worker IN ($8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
)];
const DUE_OF: [(&str, &str); 1] = [(
    "{whose}",
    " AND v.worker IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
)];
const COUNTED_OF: [(&str, &str); 1] = [(
    "{whose}",
    " AND v.worker IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
)];

pub(crate) fn statements() -> Vec<String> {
    let mut all: Vec<String> =
        [OF_CASE, LATE_BELOW, URGED_BELOW, BY_WORKER, OF_WORKER].map(|s| s.text(&[])).into();
    all.extend([LIST.text(&OF_ANYBODY), LIST.text(&LISTED_OF)]);
    all.extend([DUE.text(&OF_ANYBODY), DUE.text(&DUE_OF)]);
    all.extend([COUNT.text(&OF_ANYBODY), COUNT.text(&COUNTED_OF)]);
    all
}

/// Whose obligations are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's of the unit.
    #[default]
    Anybody,
    /// Of which one of these accounts is in charge.
    Of(Vec<String>),
}

impl Whose {
    /// The slots of a statement and the parameters they add.
    fn filled(
        &self,
        named: &'static [(&'static str, &'static str)],
    ) -> (&'static [(&'static str, &'static str)], Vec<Value>) {
        match self {
            Whose::Anybody => (&OF_ANYBODY, vec![]),
            Whose::Of(_) => (named, self.slots().unwrap_or_default()),
        }
    }

    /// The accounts as the parameters that a statement has for them; `None` where it is everybody's.
    pub(crate) fn slots(&self) -> Option<Vec<Value>> {
        let Whose::Of(accounts) = self else { return None };
        let mut slots: Vec<Value> = accounts.iter().take(WHOSE).map(|a| Value::from(a.as_str())).collect();
        slots.resize(WHOSE, Value::from(""));
        Some(slots)
    }
}

pub(crate) fn owed(row: &Row) -> Result<Owed> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Owed {
        unit: text(0)?,
        kind: text(1)?,
        subject: text(2)?,
        rule: text(3)?,
        due_on: text(4)?,
        owner: text(5)?,
        worker: row.opt_text(6)?.map(str::to_owned),
        settle: text(7)?,
        title: text(8)?,
        why: text(9)?,
        stream_kind: text(10)?,
        no: text(11)?,
        name: text(12)?,
        urged_on: row.opt_text(13)?.map(str::to_owned),
        urged_by: row.opt_text(14)?.map(str::to_owned),
    })
}

fn read(rows: &[Row]) -> Result<Vec<Owed>> {
    rows.iter().map(owed).collect()
}

/// A page of what the unit owes or may settle, due by a day at the latest; earliest first.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    until: Date,
    ask: &Ask,
) -> Result<Page<Owed>> {
    let (due, place) = ask.after.clone().unwrap_or_default();
    let mut place = place.splitn(3, ' ');
    let [no, kind, subject] = [(); 3].map(|()| place.next().unwrap_or_default());
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let params: [Value; 6] =
        [until.to_string().into(), due.into(), no.into(), kind.into(), subject.into(), limit.into()];
    let (slots, more) = whose.filled(&LISTED_OF);
    let items = read(&LIST.query(tx, scope, slots, params.into_iter().chain(more)).await?)?;
    let count = count(tx, scope, whose, Date::MIN, until).await?;
    Ok(Page::cut(items, ask.limit, count, |o| {
        // One case owes several things on one day: the place on the page names the thing as well.
        (o.due_on.clone(), format!("{} {} {}", o.no, o.kind, o.subject))
    }))
}

/// How many are due from one day to another, both included; counted up to the cap and one more.
pub async fn count(tx: &mut Tx<'_>, scope: &Scope, whose: &Whose, from: Date, until: Date) -> Result<i64> {
    let from = if from == Date::MIN { String::new() } else { from.to_string() };
    let params: [Value; 3] = [from.into(), until.to_string().into(), (COUNT_CAP + 1).into()];
    let (slots, more) = whose.filled(&COUNTED_OF);
    let rows = COUNT.query(tx, scope, slots, params.into_iter().chain(more)).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.int(0))?)
}

/// How many things are late, due today, and due after it until a day.
pub async fn due(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    today: Date,
    until: Date,
) -> Result<[i64; 3]> {
    let params: [Value; 2] = [today.to_string().into(), until.to_string().into()];
    let (slots, more) = whose.filled(&DUE_OF);
    let rows = DUE.query(tx, scope, slots, params.into_iter().chain(more)).await?;
    let Some(row) = rows.first() else { return Ok([0; 3]) };
    Ok([row.int(0)?, row.int(1)?, row.int(2)?])
}

/// What is owed for one case, earliest first, by whomever.
pub async fn of_case(tx: &mut Tx<'_>, scope: &Scope, no: &str) -> Result<Vec<Owed>> {
    read(&OF_CASE.query(tx, scope, &[], [no.into()]).await?)
}

/// What units below are late with, most late first.
pub async fn late_below(tx: &mut Tx<'_>, scope: &Scope, today: Date, limit: i64) -> Result<Vec<Owed>> {
    read(&LATE_BELOW.query(tx, scope, &[], [today.to_string().into(), limit.into()]).await?)
}

/// What units below were urged to do and still owe, longest urged first. Only what is late is ever urged.
pub async fn urged_below(tx: &mut Tx<'_>, scope: &Scope, today: Date, limit: i64) -> Result<Vec<Owed>> {
    read(&URGED_BELOW.query(tx, scope, &[], [today.to_string().into(), limit.into()]).await?)
}

/// For every worker of the unit who is in charge of something: account, open cases, what is due until a day.
pub async fn by_worker(tx: &mut Tx<'_>, scope: &Scope, until: Date) -> Result<Vec<(String, i64, i64)>> {
    let found = BY_WORKER.query(tx, scope, &[], [until.to_string().into()]).await?;
    found.iter().map(|r| Ok((r.text(0)?.to_owned(), r.int(1)?, r.int(2)?))).collect()
}

/// The open cases of which an account of the scope's unit is in charge: number and name, by number.
pub async fn of_worker(
    tx: &mut Tx<'_>,
    scope: &Scope,
    worker: &str,
    limit: usize,
) -> Result<Vec<(String, String)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = OF_WORKER.query(tx, scope, &[], [worker.into(), limit.into()]).await?;
    found.iter().map(|r| Ok((r.text(0)?.to_owned(), r.text(1)?.to_owned()))).collect()
}
