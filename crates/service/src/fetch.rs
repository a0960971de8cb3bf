//! 接送: the board of who comes home in the next weeks, what is missing for each, and what fetching cost a year.
//! Many files at once: each reader gets what he needs of them and no more; a custodial place who comes and when.
//! Must never know: what counts as missing (the domain says), SQL.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    case::Case,
    fetch::{
        Budget, BudgetCommand, Confirmed, Cost, Gap, Outcome, Plan, SET_BUDGET, gaps, is_expected, outcome,
    },
    handover::Category,
    kernel::{Role, Stream, refuse},
    person::Person,
    unit::{Level, Unit},
};
use jiff::{ToSpan, civil::Date};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{Loaded, journal};

/// How many days the board looks ahead.
pub const DAYS: i32 = 30;
/// How many days it looks back for those whose coming home nobody recorded.
const BACK: i32 = 30;
/// At most so many files are opened for one page.
const AT_MOST: i64 = 2000;

/// Somebody who comes home, as the asker may know it.
pub struct Awaited {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// A key person.
    pub key: bool,
    /// Owner of the case.
    pub owner: Unit,
    /// Where he comes from.
    pub custody: String,
    /// Release day.
    pub release: Date,
    /// Still awaited; else something is recorded about his coming home.
    pub expected: bool,
    /// The plan that holds for this release date.
    pub plan: Option<Plan>,
    /// The confirmation that holds for it.
    pub confirmed: Option<Confirmed>,
    /// What is missing; empty for a custodial place.
    pub gaps: Vec<Gap>,
    /// The release day is over and nobody recorded what happened.
    pub unrecorded: bool,
}

impl Awaited {
    /// Whether something is missing whose threshold is reached.
    pub fn is_red(&self, today: Date) -> bool {
        self.unrecorded || self.gaps.iter().any(|g| g.is_red(today))
    }
}

/// The board.
pub struct Board {
    /// By release day, then number.
    pub people: Vec<Awaited>,
    /// There are more than one page opens.
    pub more: bool,
}

/// Costs and outcome of a unit in a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spent {
    /// Unit.
    pub unit: String,
    /// Cases with a cost or an outcome.
    pub cases: i64,
    /// Key persons who were to be fetched.
    pub must: i64,
    /// Those who were fetched.
    pub fetched: i64,
    /// Car, tickets, meals, money for the road, in fen.
    pub fen: [i64; 4],
    /// The year's money, where it was set.
    pub budget_fen: Option<u64>,
}

impl Spent {
    /// The sum in fen.
    pub fn total_fen(&self) -> i64 {
        self.fen.iter().sum()
    }

    fn add(&mut self, sum: &store::fetch::Sum) {
        self.cases += sum.cases;
        self.must += sum.must;
        self.fetched += sum.fetched;
        self.fen.iter_mut().zip(sum.fen).for_each(|(mine, more)| *mine += more);
    }
}

/// One case in the costs of an office.
pub struct Fetched {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// What became of the release, for key persons.
    pub outcome: Option<Outcome>,
    /// What it cost.
    pub cost: Option<Cost>,
}

/// The costs of a unit in a year: itself, then what lies below it, or the people of an office.
pub struct Costs {
    /// The unit itself with everything below it.
    pub whole: Spent,
    /// Units directly below it.
    pub below: Vec<Spent>,
    /// The people, where the unit is an office.
    pub people: Vec<Fetched>,
}

impl Service {
    /// Who comes home in the next weeks, and who should have come and nobody recorded it. One look.
    pub async fn fetch_board(&self, asker: &Asker) -> Result<Board> {
        if !asker.actor.role.sees_files() {
            return Ok(refuse("not_your_role", "接送安排由司法行政机关和监所查看")?);
        }
        self.look(asker, "list", "", "fetch-board").await?;
        let today = asker.now.today;
        let window = (today.saturating_sub(BACK.days()), today.saturating_add(DAYS.days()));
        let (scope, keys) = (asker.scope(), self.keys.clone());
        let cases = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(store::fetch::awaited(tx, &scope, &keys, window, AT_MOST + 1).await?)
            })
            .await?;
        let more = cases.len() as i64 > AT_MOST;
        let shown = cases.iter().filter(|c| c.is_open()).filter_map(|c| self.awaited(asker, c));
        Ok(Board { people: shown.collect(), more })
    }

    /// `None` for who came home before today, left the list, or has a register outside the city.
    fn awaited(&self, asker: &Asker, case: &Case) -> Option<Awaited> {
        let (h, today) = (&case.handover, asker.now.today);
        let expected = is_expected(case);
        let release = if expected { h.sent.ends_on } else { h.term.map_or(h.sent.ends_on, |t| t.from) };
        if !expected && release < today || h.office().is_none() || h.left.is_some() {
            return None;
        }
        let mut plan = case.fetch.plan_for(release).cloned();
        let mut confirmed = case.fetch.confirmed_for(release).cloned();
        let mut gaps = gaps(case, &self.rules, &self.calendar);
        if asker.actor.role == Role::Prison {
            gaps.clear();
            confirmed = confirmed.map(|c| Confirmed { by: String::new(), ..c });
            plan =
                plan.map(|p| Plan { why: None, medicine: None, estimate_fen: None, kin_told_on: None, ..p });
        }
        Some(Awaited {
            no: h.sent.no.clone(),
            name: h.sent.name.clone(),
            key: h.category == Category::Key,
            owner: case.owner()?.clone(),
            custody: h.sent.custody_name.clone(),
            release,
            expected,
            plan,
            confirmed,
            gaps,
            unrecorded: expected && release < today,
        })
    }

    /// What fetching cost a unit of the asker's area in a year. One look.
    pub async fn fetch_costs(&self, asker: &Asker, unit: &Unit, year: i16) -> Result<Costs> {
        if !asker.actor.role.sees_files() || asker.actor.role == Role::Prison {
            return Ok(refuse("not_your_role", "接送经费由司法行政机关查看")?);
        }
        if !asker.actor.unit.covers(unit) || !self.units.has(unit.code()) {
            return Err(Problem::NotFound);
        }
        self.look(asker, "list", "", "fetch-costs").await?;
        let (scope, keys, of) = (asker.scope(), self.keys.clone(), unit.clone());
        let year = i64::from(year);
        let (sums, budgets, people) = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let sums = store::fetch::sums(tx, &scope, year).await?;
                let budgets = store::fetch::budgets(tx, area(&of), year).await?;
                let people = match of.level() {
                    Level::Office => {
                        store::fetch::people(tx, &scope, &keys, (year, of.code()), AT_MOST).await?
                    }
                    _ => vec![],
                };
                Ok::<_, Problem>((sums, budgets, people))
            })
            .await?;
        let fetched = |c: &Case| Fetched {
            no: c.handover.sent.no.clone(),
            name: c.handover.sent.name.clone(),
            outcome: outcome(c).filter(|o| year_of(o).is_none_or(|of| of == year)),
            cost: c.fetch.cost.filter(|cost| i64::from(cost.on.year()) == year),
        };
        let people = people.iter().map(fetched).collect();
        let (whole, below) = added(unit, &sums, &budgets);
        Ok(Costs { whole, below, people })
    }

    /// Sets the yearly money of the asker's own unit.
    pub async fn set_fetch_budget(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<()> {
        crate::case::may_give(&SET_BUDGET, asker)?;
        let fields = SET_BUDGET.read(typed).map_err(Problem::Fields)?;
        let number = |key: &str| fields.get(key).and_then(Value::as_u64).unwrap_or_default();
        let year = i16::try_from(number("year")).unwrap_or_default();
        let fen = number("amount");
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let (hand, unit) = (service.hand(&asker), asker.actor.unit.clone());
            let known = store::fetch::load_budget(tx, &service.keys, unit.code(), year).await?;
            let mut budget = match known {
                Some(budget) => budget,
                None => journal::new_subject::<Budget>(tx, &hand, service.city.code()).await?,
            };
            let command = BudgetCommand::Set { unit, year, fen };
            let events = budget.state.decide(command, &service.ctx(&asker))?;
            store::fetch::append_budget(tx, &hand, &mut budget, asker.now.today, events).await?;
            Ok(())
        })
        .await
    }
}

/// The year in which an outcome counts.
fn year_of(outcome: &Outcome) -> Option<i64> {
    match outcome {
        Outcome::Fetched(on) | Outcome::NotFetched(on, _) => Some(i64::from(on.year())),
        Outcome::LeftCount(_) => None,
    }
}

/// How the codes of a unit's area begin.
fn area(unit: &Unit) -> &str {
    match unit.level() {
        Level::City => unit.code().strip_suffix("00").unwrap_or(unit.code()),
        _ => unit.code(),
    }
}

/// The sums of a unit, and of each unit directly below it.
fn added(unit: &Unit, sums: &[store::fetch::Sum], budgets: &[(String, u64)]) -> (Spent, Vec<Spent>) {
    let budget_of = |code: &str| budgets.iter().find(|(of, _)| of == code).map(|(_, fen)| *fen);
    let of = |code: &str| Spent { unit: code.to_owned(), budget_fen: budget_of(code), ..Spent::default() };
    let mut whole = of(unit.code());
    let mut below: BTreeMap<String, Spent> = BTreeMap::new();
    let child = |owner: &Unit| owner.ladder().into_iter().find(|u| u.parent().as_ref() == Some(unit));
    for (code, _) in budgets {
        if let Some(child) = child(&Unit::new(code.as_str())).filter(|c| c.code() == code) {
            below.entry(child.code().to_owned()).or_insert_with(|| of(child.code()));
        }
    }
    for sum in sums {
        let owner = Unit::new(sum.owner.as_str());
        if !unit.covers(&owner) {
            continue;
        }
        whole.add(sum);
        if let Some(child) = child(&owner) {
            below.entry(child.code().to_owned()).or_insert_with(|| of(child.code())).add(sum);
        }
    }
    (whole, below.into_values().collect())
}

/// The person's part in planning the fetch: two workers go for a juvenile (SC-12).
pub(crate) async fn joint(
    service: &Service,
    tx: &mut Tx<'_>,
    case: &Loaded<Case>,
    fields: &mut Map<String, Value>,
) -> Result<()> {
    let person = journal::load_by_id::<Person>(tx, &service.keys, case.subject).await?;
    let release = case.state.handover.sent.ends_on;
    let juvenile = person.is_some_and(|p| p.state.age_on(release) < 18);
    fields.insert("juvenile".into(), juvenile.into());
    Ok(())
}
