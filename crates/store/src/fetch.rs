//! 接送: cases awaited in some weeks, costs and outcome by unit and year, yearly budgets. The rows of a case are
//! a function of its state; a budget is no person.
//! Must never know: what is missing before a release.

use crate::{
    Hand, Loaded, Result, Scope,
    doctor::{Report, check},
    journal::{self, STREAM_COLUMNS},
    sql::{Sql, Unscoped},
};
use database::{Row, Tx, Value};
use domain::{
    case::Case,
    fetch::{Budget, BudgetEvent, Outcome, counted_by, outcome},
};
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;
use vault::Master;

/// What one case adds to one year of one unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pickup {
    /// Unit that counts it.
    pub unit: String,
    /// Year.
    pub year: i64,
    /// Owner of the case.
    pub owner: String,
    /// Case number.
    pub no: String,
    /// A key person who was to be fetched.
    pub must: i64,
    /// Who was fetched.
    pub fetched: i64,
    /// Car, tickets, meals, money for the road, in fen.
    pub fen: [i64; 4],
}

/// The sums of one owner in one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// Owner's code.
    pub owner: String,
    /// Cases with a cost or an outcome.
    pub cases: i64,
    /// Key persons who were to be fetched.
    pub must: i64,
    /// Those who were fetched.
    pub fetched: i64,
    /// Car, tickets, meals, money for the road, in fen.
    pub fen: [i64; 4],
}

const AWAITED: Sql = Sql::scoped(
    "SELECT {columns} FROM visible v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.release_on >= $2 AND v.release_on <= $3 ORDER BY v.release_on, v.no LIMIT $4",
);
const SUMS: Sql = Sql::scoped(
    "SELECT v.owner, COUNT(*), CAST(SUM(v.must) AS BIGINT), CAST(SUM(v.fetched) AS BIGINT), CAST(SUM(v.car) AS BIGINT), CAST(SUM(v.travel) AS BIGINT), CAST(SUM(v.meals) AS BIGINT), CAST(SUM(v.road) AS BIGINT) FROM pickup v WHERE {scope} AND v.year = $2 GROUP BY v.owner ORDER BY v.owner",
);
const PEOPLE: Sql = Sql::scoped(
    "SELECT {columns} FROM pickup v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.year = $2 AND v.owner = $3 ORDER BY v.no LIMIT $4",
);
const DROP: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "DELETE FROM pickup WHERE unit = $1 AND year = $2 AND owner = $3 AND no = $4",
);
const PUT: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "INSERT INTO pickup (unit, year, owner, no, stream, must, fetched, car, travel, meals, road, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (unit, year, owner, no) DO UPDATE SET must = excluded.must, fetched = excluded.fetched, car = excluded.car, travel = excluded.travel, meals = excluded.meals, road = excluded.road",
);
const KEPT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, year, owner, no, must, fetched, car, travel, meals, road FROM pickup WHERE stream = $1",
);
const BUDGET: Unscoped = Unscoped::because(
    "a budget is no person",
    "SELECT stream FROM pickup_budget WHERE unit = $1 AND year = $2",
);
const BUDGETS: Unscoped = Unscoped::because(
    "budgets are no persons; the service keeps those of the asker's area",
    "SELECT unit, fen FROM pickup_budget WHERE unit >= $1 AND unit < $2 AND year = $3 ORDER BY unit",
);
const PUT_BUDGET: Unscoped = Unscoped::because(
    "row of the budget just set",
    "INSERT INTO pickup_budget (unit, year, stream, fen) VALUES ($1, $2, $3, $4) ON CONFLICT (unit, year) DO UPDATE SET fen = excluded.fen",
);
const KEPT_BUDGET: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, year, fen FROM pickup_budget WHERE stream = $1",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![SUMS.text(&[])];
    all.extend([AWAITED, PEOPLE].map(|s| s.text(&[("{columns}", STREAM_COLUMNS)])));
    all.extend([DROP, PUT, KEPT, BUDGET, BUDGETS, PUT_BUDGET, KEPT_BUDGET].map(|s| s.text().to_owned()));
    all
}

/// Cases with a release from one day to another, both included, with their state; earliest first.
pub async fn awaited(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    (from, until): (Date, Date),
    limit: i64,
) -> Result<Vec<Case>> {
    let params: [Value; 3] = [from.to_string().into(), until.to_string().into(), limit.into()];
    let found = AWAITED.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], params).await?;
    states(tx, keys, &found).await
}

/// Cases that add to a year of an owner.
pub async fn people(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    (year, owner): (i64, &str),
    limit: i64,
) -> Result<Vec<Case>> {
    let params: [Value; 3] = [year.into(), owner.into(), limit.into()];
    let found = PEOPLE.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], params).await?;
    states(tx, keys, &found).await
}

async fn states(tx: &mut Tx<'_>, keys: &Master, rows: &[Row]) -> Result<Vec<Case>> {
    let mut cases = vec![];
    for row in rows {
        cases.push(journal::loaded::<Case>(tx, keys, row).await?.state);
    }
    Ok(cases)
}

/// The sums of a year by owner.
pub async fn sums(tx: &mut Tx<'_>, scope: &Scope, year: i64) -> Result<Vec<Sum>> {
    let found = SUMS.query(tx, scope, &[], [year.into()]).await?;
    let sum = |r: &Row| {
        Ok(Sum {
            owner: r.text(0)?.to_owned(),
            cases: r.int(1)?,
            must: r.int(2)?,
            fetched: r.int(3)?,
            fen: [r.int(4)?, r.int(5)?, r.int(6)?, r.int(7)?],
        })
    };
    found.iter().map(sum).collect()
}

/// What a case adds: its outcome in the year it came home, its cost in the year it was spent.
fn rows(case: &Case) -> BTreeSet<Pickup> {
    let (Some(owner), no) = (case.owner(), &case.handover.sent.no) else { return BTreeSet::new() };
    let mut years: Vec<Pickup> = vec![];
    let of_year = |years: &mut Vec<Pickup>, on: Date, add: &dyn Fn(&mut Pickup)| {
        let year = i64::from(on.year());
        let at = years.iter().position(|r| r.year == year).unwrap_or_else(|| {
            let (owner, no) = (owner.code().to_owned(), no.clone());
            years.push(Pickup { year, owner, no, ..Pickup::default() });
            years.len() - 1
        });
        add(&mut years[at]);
    };
    match outcome(case) {
        Some(Outcome::Fetched(on)) => of_year(&mut years, on, &|r| (r.must, r.fetched) = (1, 1)),
        Some(Outcome::NotFetched(on, _)) => of_year(&mut years, on, &|r| r.must = 1),
        Some(Outcome::LeftCount(_)) | None => {}
    }
    if let Some(cost) = case.fetch.cost {
        let fen = [cost.car_fen, cost.travel_fen, cost.meals_fen, cost.road_fen].map(i64::from);
        of_year(&mut years, cost.on, &|r| r.fen = fen);
    }
    let units = counted_by(case);
    let for_unit = |r: &Pickup| -> Vec<Pickup> {
        units.iter().map(|u| Pickup { unit: u.code().to_owned(), ..r.clone() }).collect()
    };
    years.iter().flat_map(for_unit).collect()
}

/// What the tables must say about a case after a decision, against what they said before it.
pub(crate) struct Before(BTreeSet<Pickup>);

impl Before {
    /// The rows of the state before the decision.
    pub(crate) fn of(case: &Case) -> Before {
        Before(rows(case))
    }

    /// Writes what differs.
    pub(crate) async fn save(self, tx: &mut Tx<'_>, of: &Loaded<Case>) -> Result<()> {
        let after = rows(&of.state);
        let key = |r: &Pickup| (r.unit.clone(), r.year, r.owner.clone(), r.no.clone());
        let kept: BTreeSet<_> = after.iter().map(key).collect();
        for r in self.0.difference(&after).filter(|r| !kept.contains(&key(r))) {
            drop_one(tx, r).await?;
        }
        for r in after.difference(&self.0) {
            let row: [Value; 12] = [
                r.unit.as_str().into(),
                r.year.into(),
                r.owner.as_str().into(),
                r.no.as_str().into(),
                of.id.into(),
                r.must.into(),
                r.fetched.into(),
                r.fen[0].into(),
                r.fen[1].into(),
                r.fen[2].into(),
                r.fen[3].into(),
                of.home.as_str().into(),
            ];
            PUT.run(tx, &row).await?;
        }
        Ok(())
    }
}

async fn drop_one(tx: &mut Tx<'_>, r: &Pickup) -> Result<()> {
    let key: [Value; 4] =
        [r.unit.as_str().into(), r.year.into(), r.owner.as_str().into(), r.no.as_str().into()];
    DROP.run(tx, &key).await?;
    Ok(())
}

/// Writes all rows of a case, whatever stands under their keys.
pub(crate) async fn renew(tx: &mut Tx<'_>, of: &Loaded<Case>) -> Result<()> {
    for r in rows(&of.state) {
        drop_one(tx, &r).await?;
    }
    Before(BTreeSet::new()).save(tx, of).await
}

/// The budget of a unit and year.
pub async fn load_budget(
    tx: &mut Tx<'_>,
    keys: &Master,
    unit: &str,
    year: i16,
) -> Result<Option<Loaded<Budget>>> {
    match BUDGET.one(tx, &[unit.into(), i64::from(year).into()]).await? {
        Some(row) => journal::load_by_id(tx, keys, row.uuid(0)?).await,
        None => Ok(None),
    }
}

/// Budgets of a year by unit, of codes that begin so.
pub async fn budgets(tx: &mut Tx<'_>, prefix: &str, year: i64) -> Result<Vec<(String, u64)>> {
    let params: [Value; 3] = [prefix.into(), format!("{prefix}~").into(), year.into()];
    let found = BUDGETS.query(tx, &params).await?;
    found.iter().map(|r| Ok((r.text(0)?.to_owned(), r.int(1)?.unsigned_abs()))).collect()
}

/// Appends events to a budget and writes its row.
pub async fn append_budget(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Budget>,
    today: Date,
    events: Vec<BudgetEvent>,
) -> Result<Vec<String>> {
    let kinds = journal::append(tx, hand, of, today, events).await?;
    put_budget(tx, of).await?;
    Ok(kinds)
}

/// Writes the row of a budget.
pub(crate) async fn put_budget(tx: &mut Tx<'_>, of: &Loaded<Budget>) -> Result<()> {
    let (unit, year, fen) = budget_row(&of.state);
    PUT_BUDGET.run(tx, &[unit.into(), year.into(), of.id.into(), fen.into()]).await?;
    Ok(())
}

fn budget_row(budget: &Budget) -> (String, i64, i64) {
    let fen = i64::try_from(budget.fen).unwrap_or(i64::MAX);
    (budget.unit.code().to_owned(), i64::from(budget.year), fen)
}

/// Doctor's part: the rows of a case are those of its state.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, case: &Loaded<Case>) -> Result<()> {
    let kept = kept(tx, case.id).await?;
    check(report, &case.state.handover.sent.no, "pickup_row", kept == rows(&case.state));
    Ok(())
}

/// Doctor's part: the row of a budget is that of its state.
pub(crate) async fn prove_budget(tx: &mut Tx<'_>, report: &mut Report, of: &Loaded<Budget>) -> Result<()> {
    let found = KEPT_BUDGET.query(tx, &[of.id.into()]).await?;
    let kept: Result<Vec<_>> =
        found.iter().map(|r| Ok((r.text(0)?.to_owned(), r.int(1)?, r.int(2)?))).collect();
    check(report, of.id, "budget_row", kept? == [budget_row(&of.state)]);
    Ok(())
}

async fn kept(tx: &mut Tx<'_>, stream: Uuid) -> Result<BTreeSet<Pickup>> {
    let mut all = BTreeSet::new();
    for r in KEPT.query(tx, &[stream.into()]).await? {
        all.insert(Pickup {
            unit: r.text(0)?.to_owned(),
            year: r.int(1)?,
            owner: r.text(2)?.to_owned(),
            no: r.text(3)?.to_owned(),
            must: r.int(4)?,
            fetched: r.int(5)?,
            fen: [r.int(6)?, r.int(7)?, r.int(8)?, r.int(9)?],
        });
    }
    Ok(all)
}
