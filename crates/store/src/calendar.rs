//! The calendar of a unit: how many obligations, releases and fetches there are on each day, counted by one
//! statement a table, and the list behind each number.
//! Must never know: what a kind of obligation means, which days are worked.

use crate::{
    Result, Scope,
    obligation::{Whose, owed, owed_columns},
    page::{Ask, Page},
    rows::Owed,
    sql::Sql,
};
use database::{Row, Tx, Value};
use domain::rules::AGREED;
use jiff::civil::Date;

/// How many obligations of one kind are due on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// The kind.
    pub kind: String,
    /// Its Chinese title.
    pub title: String,
    /// How many.
    pub number: i64,
    /// How many of these dates were agreed with the person.
    pub agreed: i64,
}

/// How many come home on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The day.
    pub on: Date,
    /// How many are released.
    pub released: i64,
    /// How many of them are fetched.
    pub fetched: i64,
}

/// Somebody who comes home.
#[derive(Clone, PartialEq, Eq)]
pub struct Coming {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// Owner.
    pub owner: String,
    /// Code of the grade.
    pub category: String,
    /// Somebody goes to fetch him.
    pub goes: bool,
    /// What followed the release is recorded.
    pub arrived: bool,
}

impl std::fmt::Debug for Coming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Coming[{} {} redacted]", self.no, self.owner)
    }
}

/// Which obligations of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All.
    Any,
    /// Of one kind.
    Kind(String),
    /// Those whose date was agreed with the person.
    Agreed,
}

const DUE: Sql = Sql::scoped(
    "SELECT v.due_on, v.kind, v.title, COUNT(*), SUM(CASE WHEN v.rule = $4 THEN 1 ELSE 0 END) FROM obligation v WHERE {scope} AND v.due_on >= $2 AND v.due_on <= $3{whose} GROUP BY v.due_on, v.kind, v.title ORDER BY v.due_on, v.kind, v.title",
);
const HOME: Sql = Sql::scoped(
    "SELECT v.release_on, COUNT(*), CAST(SUM(v.goes) AS BIGINT) FROM prerelease v WHERE {scope} AND v.release_on >= $2 AND v.release_on <= $3 AND v.uncounted = ''{whose} GROUP BY v.release_on ORDER BY v.release_on",
);
const OWED: Sql = Sql::scoped(concat!(
    "SELECT ",
    owed_columns!("v"),
    " FROM obligation v WHERE {scope} AND v.due_on = $2 AND (v.no, v.kind, v.subject) > ($3, $4, $5) AND {which} $7{whose} ORDER BY v.no, v.kind, v.subject LIMIT $6"
));
const COMING: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.owner, v.category, v.goes, v.arrived FROM prerelease v WHERE {scope} AND v.release_on = $2 AND v.no > $3 AND v.uncounted = '' AND v.goes >= $4{whose} ORDER BY v.no LIMIT $5",
);

/// Every kind of obligation has a name: none is the empty text.
const ANY: &str = "v.kind <>";
const KIND: &str = "v.kind =";
const RULE: &str = "v.rule =";

const OF_ANYBODY: &str = "";
const DUE_OF: &str =
    " AND v.worker IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
const OWED_OF: &str =
    " AND v.worker IN ($8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
// Every open case owes something, and its worker is named there.
const HOME_OF: &str = " AND EXISTS (SELECT 1 FROM obligation o WHERE o.stream = v.stream AND o.unit = v.unit AND o.worker IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19))";
const COMING_OF: &str = " AND EXISTS (SELECT 1 FROM obligation o WHERE o.stream = v.stream AND o.unit = v.unit AND o.worker IN ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21))";

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![];
    for (sql, named) in [(DUE, DUE_OF), (HOME, HOME_OF), (COMING, COMING_OF)] {
        all.extend([OF_ANYBODY, named].map(|whose| sql.text(&[("{whose}", whose)])));
    }
    for which in [ANY, KIND, RULE] {
        all.extend([OF_ANYBODY, OWED_OF].map(|whose| OWED.text(&[("{which}", which), ("{whose}", whose)])));
    }
    all
}

/// The slot for whose it is, and the accounts that fill it.
fn filled(whose: &Whose, named: &'static str) -> (&'static str, Vec<Value>) {
    match whose.slots() {
        None => (OF_ANYBODY, vec![]),
        Some(accounts) => (named, accounts),
    }
}

/// What is due from one day to another, both included.
pub async fn due(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    (from, until): (Date, Date),
) -> Result<Vec<Due>> {
    let params: [Value; 3] = [from.to_string().into(), until.to_string().into(), AGREED.into()];
    let (slot, accounts) = filled(whose, DUE_OF);
    let rows = DUE.query(tx, scope, &[("{whose}", slot)], params.into_iter().chain(accounts)).await?;
    let due = |r: &Row| {
        Ok(Due {
            on: day(r)?,
            kind: r.text(1)?.to_owned(),
            title: r.text(2)?.to_owned(),
            number: r.int(3)?,
            agreed: r.int(4)?,
        })
    };
    rows.iter().map(due).collect()
}

/// Who comes home from one day to another, both included. Who left the list is not counted.
pub async fn home(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    (from, until): (Date, Date),
) -> Result<Vec<Home>> {
    let params: [Value; 2] = [from.to_string().into(), until.to_string().into()];
    let (slot, accounts) = filled(whose, HOME_OF);
    let rows = HOME.query(tx, scope, &[("{whose}", slot)], params.into_iter().chain(accounts)).await?;
    let home = |r: &Row| Ok(Home { on: day(r)?, released: r.int(1)?, fetched: r.int(2)? });
    rows.iter().map(home).collect()
}

fn day(row: &Row) -> Result<Date> {
    row.text(0)?.parse().map_err(|_| crate::Error::Unreadable("day of a row"))
}

/// A page of what is due on one day, by number; `count` is how many there are in all.
pub async fn owed_on(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    (on, which): (Date, &Which),
    ask: &Ask,
    count: i64,
) -> Result<Page<Owed>> {
    let (no, rest) = ask.after.clone().unwrap_or_default();
    let (kind, subject) = rest.split_once(' ').unwrap_or_default();
    let (text, value) = match which {
        Which::Any => (ANY, ""),
        Which::Kind(kind) => (KIND, kind.as_str()),
        Which::Agreed => (RULE, AGREED),
    };
    let params: [Value; 6] =
        [on.to_string().into(), no.into(), kind.into(), subject.into(), limit(ask), value.into()];
    let (slot, accounts) = filled(whose, OWED_OF);
    let slots = [("{which}", text), ("{whose}", slot)];
    let rows = OWED.query(tx, scope, &slots, params.into_iter().chain(accounts)).await?;
    let items = rows.iter().map(owed).collect::<Result<_>>()?;
    Ok(Page::cut(items, ask.limit, count, |o: &Owed| (o.no.clone(), format!("{} {}", o.kind, o.subject))))
}

/// A page of who comes home on one day, by number; those only who are fetched where it is asked so.
pub async fn coming_on(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    (on, fetched): (Date, bool),
    ask: &Ask,
    count: i64,
) -> Result<Page<Coming>> {
    let (no, _) = ask.after.clone().unwrap_or_default();
    let params: [Value; 4] = [on.to_string().into(), no.into(), i64::from(fetched).into(), limit(ask)];
    let (slot, accounts) = filled(whose, COMING_OF);
    let rows = COMING.query(tx, scope, &[("{whose}", slot)], params.into_iter().chain(accounts)).await?;
    let coming = |r: &Row| {
        Ok(Coming {
            no: r.text(0)?.to_owned(),
            name: r.text(1)?.to_owned(),
            owner: r.text(2)?.to_owned(),
            category: r.text(3)?.to_owned(),
            goes: r.bool(4)?,
            arrived: r.bool(5)?,
        })
    };
    let items = rows.iter().map(coming).collect::<Result<_>>()?;
    Ok(Page::cut(items, ask.limit, count, |c: &Coming| (c.no.clone(), String::new())))
}

fn limit(ask: &Ask) -> Value {
    i64::try_from(ask.limit + 1).unwrap_or(i64::MAX).into()
}
