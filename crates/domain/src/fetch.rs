//! 接送: who fetches the person on the release day, with what, told to whom, and what it cost (T5d, T7, R-17,
//! G3, rules section 4.3, SC-05, SC-12). A plan is made for one release date; when that date was changed the plan is
//! void by plain comparison and the next one is marked 更正. Coming home alone is a lawful plan; for a key
//! person its reason is recorded, because 必接必送 is reported.
//! Must never know: who may see it, how it is kept, what the board looks like.

mod budget;
mod decide;
mod due;
mod entry;
mod gaps;
mod outcome;
mod specs;
mod stage;

pub use budget::{Budget, BudgetCommand, BudgetEvent, SET as SET_BUDGET};
pub use gaps::{Gap, What, gaps, is_expected};
pub use outcome::{Outcome, outcome};
pub use specs::{COMES, PAPERS};
pub use stage::{Stage, stage};

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    kernel::{Ctx, Entry, Obligation, Refusal},
    rules::Rules,
    unit::Unit,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// How the person is to come home, and with whom.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The day on which it was made or last changed.
    pub on: Date,
    /// The release date for which it was made.
    pub for_release: Date,
    /// How he comes ([`COMES`], codes of rules 5.5).
    pub comes: String,
    /// Why a key person comes alone (G3).
    pub why: Option<String>,
    /// Names of the staff who go.
    pub staff: Option<String>,
    /// Relatives who come along.
    pub relatives: Option<String>,
    /// Who comes from the village or neighbourhood committee.
    pub community: Option<String>,
    /// The vehicle.
    pub vehicle: Option<String>,
    /// Who drives.
    pub driver: Option<String>,
    /// When and where they meet.
    pub meets: Option<String>,
    /// Papers that are ready ([`PAPERS`]).
    #[serde(default)]
    pub papers: Vec<String>,
    /// The family was told on that day.
    pub kin_told_on: Option<Date>,
    /// What the custodial place said about medicine.
    pub medicine: Option<String>,
    /// Estimated cost.
    pub estimate_fen: Option<u32>,
    /// It takes the place of a plan for another release date: marked 更正.
    #[serde(default)]
    pub corrects: bool,
}

/// The custodial place knows who comes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Day.
    pub on: Date,
    /// The release date for which it was confirmed.
    pub for_release: Date,
    /// With whom at the custodial place.
    pub contact: String,
    /// Who confirmed it.
    pub by: String,
}

/// What the fetch cost: totals, replaced as a whole when corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// The day that decides the year of the budget.
    pub on: Date,
    /// Car.
    pub car_fen: u32,
    /// Tickets.
    pub travel_fen: u32,
    /// Meals.
    pub meals_fen: u32,
    /// Money given for the road.
    pub road_fen: u32,
}

impl Cost {
    /// The sum.
    pub fn total_fen(&self) -> u64 {
        [self.car_fen, self.travel_fen, self.meals_fen, self.road_fen].into_iter().map(u64::from).sum()
    }
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The last plan, void or not.
    pub plan: Option<Plan>,
    /// The last confirmation, void or not.
    pub confirmed: Option<Confirmed>,
    /// What it cost.
    pub cost: Option<Cost>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Planned(Box<Plan>),
    Confirmed(Confirmed),
    Cancelled { on: Date, reason: String },
    CostRecorded { on: Date, cost: Cost, note: Option<String> },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    /// `juvenile` is filled in by the services from the person's date of birth.
    PlanFetch {
        comes: String,
        why: Option<String>,
        staff: Option<String>,
        relatives: Option<String>,
        community: Option<String>,
        vehicle: Option<String>,
        driver: Option<String>,
        meets: Option<String>,
        #[serde(default)]
        papers: Vec<String>,
        kin_told_on: Option<Date>,
        medicine: Option<String>,
        estimate: Option<u32>,
        #[serde(default)]
        juvenile: bool,
    },
    ConfirmFetch {
        on: Date,
        contact: String,
    },
    CancelFetch {
        reason: String,
    },
    RecordCost {
        on: Date,
        car: Option<u32>,
        travel: Option<u32>,
        meals: Option<u32>,
        road: Option<u32>,
        note: Option<String>,
    },
}

impl Plan {
    /// We or the grass roots go to the gate.
    pub fn goes(&self) -> bool {
        specs::WE_GO.contains(&self.comes.as_str())
    }
}

impl State {
    /// The plan that holds for a release date; one made for another date is void.
    pub fn plan_for(&self, release: Date) -> Option<&Plan> {
        self.plan.as_ref().filter(|p| p.for_release == release)
    }

    /// The confirmation that holds for a release date.
    pub fn confirmed_for(&self, release: Date) -> Option<&Confirmed> {
        self.confirmed.as_ref().filter(|c| c.for_release == release)
    }

    /// There is a plan, but the release date was changed since.
    pub fn is_void_for(&self, release: Date) -> bool {
        self.plan.as_ref().is_some_and(|p| p.for_release != release)
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "fetch";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx).map(|event| vec![CaseEvent::Fetch(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Planned(plan) => self.plan = Some((**plan).clone()),
            Event::Confirmed(confirmed) => self.confirmed = Some(confirmed.clone()),
            Event::Cancelled { .. } => (self.plan, self.confirmed) = (None, None),
            Event::CostRecorded { cost, .. } => self.cost = Some(*cost),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        let release = case.handover.sent.ends_on;
        let planned = case.fetch.plan_for(release).is_some();
        match command {
            "plan-fetch" => is_expected(case),
            "confirm-fetch" => is_expected(case) && planned && case.fetch.confirmed_for(release).is_none(),
            "cancel-fetch" => is_expected(case) && case.fetch.plan.is_some(),
            _ => case.handover.office().is_some(),
        }
    }

    fn known(case: &Case, command: &str, _asked: &Asked<'_>) -> Map<String, Value> {
        match (command, &case.fetch.plan, &case.fetch.cost) {
            ("plan-fetch", Some(p), _) => object(json!({
                "comes": p.comes, "why": p.why, "staff": p.staff, "relatives": p.relatives,
                "community": p.community, "vehicle": p.vehicle, "driver": p.driver, "meets": p.meets,
                "papers": p.papers, "kin_told_on": p.kin_told_on, "medicine": p.medicine,
                "estimate": p.estimate_fen,
            })),
            ("record-cost", _, Some(c)) => object(json!({
                "on": c.on, "car": c.car_fen, "travel": c.travel_fen, "meals": c.meals_fen, "road": c.road_fen,
            })),
            _ => Map::new(),
        }
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The units that count this case's costs and outcome: its owner and every bureau above. All figures are over
/// cases that are not sealed (17.12).
pub fn counted_by(case: &Case) -> Vec<Unit> {
    case.owner().filter(|_| case.sealed().is_none()).map(Unit::ladder).unwrap_or_default()
}

redacted!(Plan, Confirmed, State, Event);

#[cfg(test)]
mod tests;
