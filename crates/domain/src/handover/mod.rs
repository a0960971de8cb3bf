//! 衔接: from the roster row to the day the person is received (T1–T9, F1, F5).
//! Decided here: who owns the record, whether it is verified, what the custodial place answered, how
//! the person came home. Refusing to be collected is a lawful outcome; nothing here punishes.
//! Must never know: who may see it, how it is kept, what the page looks like.

mod arrival;
mod command;
mod decide;
mod due;
mod entry;
mod event;
mod specs;

pub use command::Command;
pub(crate) use decide::not_in_future;
pub use entry::word;
pub use event::{Control, Event, Received, Verified};
pub use specs::{ANSWERS, CATEGORIES, FALSE_FLAGS, RESULTS, WAYS};

use crate::{
    case::{Case, CaseEvent, Column, Standing},
    command::Spec,
    kernel::{Ctx, Entry, Obligation, Refusal},
    rules::Rules,
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};

/// The sentence and the circumstances as the custodial place sent them.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// The number of the case, by which people speak of it.
    pub no: String,
    /// The person's name as sent.
    pub name: String,
    /// The name of the custodial place as written.
    pub custody_name: String,
    /// Number of the prisoner there.
    pub prison_no: Option<String>,
    /// Offences as written.
    pub offence: String,
    /// Term as written.
    pub term: String,
    /// First day of the term.
    pub starts_on: Option<Date>,
    /// Last day of the term: the planned release date.
    pub ends_on: Date,
    /// 拘役 or a term of at most a year.
    pub short: bool,
    /// Household-register address as written.
    pub hukou_address: String,
    /// Living address as written, where another one is given.
    pub living_address: Option<String>,
    /// Relative to be told.
    pub kin_name: Option<String>,
    /// How related.
    pub kin_relation: Option<String>,
    /// The relative's phone.
    pub kin_phone: Option<String>,
    /// 三无: no home, no kin, no work.
    pub three_none: bool,
    /// 累犯 as the custodial place states it.
    pub recidivist: bool,
    /// Number of earlier terms as stated.
    pub prior_terms: u32,
    /// Danger grade as stated: 低, 中, 高.
    pub risk: Option<String>,
    /// Health as stated.
    pub health: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

/// To whom the record was given, and why.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// The owner from now on.
    pub to: Unit,
    /// The reason in a sentence.
    pub reason: String,
    /// The register lies outside the city: to be reported upward.
    pub outside: bool,
}

/// Grade by need and risk; set by people, never computed.
#[derive(Default, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 一般帮教对象
    #[default]
    Ordinary,
    /// 重点帮教对象
    Key,
}

/// Another living place than the register's: to be proposed for dual listing, or not.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Dual {
    /// Where he lives, as far as it could be told: an office, a district, or outside.
    pub place: String,
    /// The office there, where it is certain.
    pub office: Option<Unit>,
    /// Decided on that day.
    pub decided_on: Option<Date>,
}

/// How the person came home.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// Collected or escorted.
    Received(Date),
    /// Came by himself and reported.
    SelfReturned(Date),
    /// Refused to be collected at the gate.
    RefusedCollection(Date),
    /// Did not appear; known on that day.
    NotArrived(Date),
}

/// The assistance term, fixed on release day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Release day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// How far the verification has come.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The clock's start; renewed when the custodial place sends corrected data.
    pub since: Option<Date>,
    /// The last result code and its day.
    pub result: Option<(String, Date)>,
    /// The data are usable (results 01 to 03).
    pub verified: bool,
    /// The custodial place owes an answer since that day.
    pub answer_since: Option<Date>,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The custodial place's unit and the day it was entered here.
    pub entered: Option<(Unit, Date)>,
    /// What it sent, corrections applied.
    pub sent: Sent,
    /// Who owns the record.
    pub route: Option<Route>,
    /// Since when the present owner has it.
    pub routed_on: Option<Date>,
    /// How often it was returned as not ours.
    pub returns: u32,
    /// Verification.
    pub check: Check,
    /// Grade.
    pub category: Category,
    /// Dual listing.
    pub dual: Option<Dual>,
    /// Reported upward on that day.
    pub reported_upward_on: Option<Date>,
    /// How he came home.
    pub arrival: Option<Arrival>,
    /// The way in which he came home (rules 5.5), where he was received.
    #[serde(default)]
    pub arrival_way: Option<String>,
    /// He refused to be collected at the gate on that day, whatever came after.
    #[serde(default)]
    pub refused_on: Option<Date>,
    /// Why he came alone, in the words recorded.
    #[serde(default)]
    pub arrival_why: Option<String>,
    /// The last day on which news were asked for.
    pub traced_on: Option<Date>,
    /// The assistance term.
    pub term: Option<Term>,
}

impl State {
    /// The custodial place that sent the record.
    pub fn custody(&self) -> Option<&Unit> {
        self.entered.as_ref().map(|(unit, _)| unit)
    }

    /// The day on which the person was received or reported; `None` for a refused collection.
    pub fn handed_over_on(&self) -> Option<Date> {
        match self.arrival {
            Some(Arrival::Received(on) | Arrival::SelfReturned(on)) => Some(on),
            _ => None,
        }
    }

    /// The day from which he is at home as far as is known: received, reported, or refused collection.
    pub fn home_on(&self) -> Option<Date> {
        match self.arrival {
            Some(Arrival::Received(on) | Arrival::SelfReturned(on) | Arrival::RefusedCollection(on)) => {
                Some(on)
            }
            _ => None,
        }
    }

    /// The custodial place sees the record until the person has come home; not what follows release.
    pub fn custody_sees(&self) -> bool {
        self.home_on().is_none()
    }

    /// The office that owns the record, when it is an office.
    pub fn office(&self) -> Option<&Unit> {
        self.route.as_ref().map(|r| &r.to).filter(|u| u.level() == Level::Office)
    }

    /// Where this column alone says the case stands.
    pub fn standing(&self) -> Standing {
        match (&self.route, self.arrival) {
            (Some(route), _) if route.outside => Standing::Outside,
            (_, Some(Arrival::Received(_) | Arrival::SelfReturned(_))) => Standing::Received,
            (_, Some(Arrival::RefusedCollection(_))) => Standing::RefusedCollection,
            (_, Some(Arrival::NotArrived(_))) => Standing::NotArrived,
            _ if self.office().is_none() => Standing::Routing,
            _ if self.check.verified => Standing::Expected,
            _ if self.check.answer_since.is_some() => Standing::Answering,
            _ => Standing::Verifying,
        }
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "handover";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Entered { on, custody, sent, dual } => {
                self.entered = Some((custody.clone(), *on));
                self.sent = (**sent).clone();
                self.dual = dual.clone();
            }
            Event::Routed { on, route } => {
                self.route = Some(route.clone());
                self.routed_on = Some(*on);
                if self.office().is_some() && self.check.since.is_none() {
                    self.check.since = Some(*on); // the clock runs from the first receipt (SC-04)
                }
            }
            Event::Returned { on, to, reason, .. } => {
                self.returns += 1;
                self.route = Some(Route { to: to.clone(), reason: reason.clone(), outside: false });
                self.routed_on = Some(*on);
            }
            Event::Verified(v) => self.take_verified(v),
            Event::Answered { on, outcome, .. } => self.take_answer(*on, outcome),
            Event::Received(r) => {
                self.arrival = Some(Arrival::Received(r.on));
                (self.arrival_way, self.arrival_why) = (Some(r.way.clone()), None);
                self.category = r.category;
                self.term = Some(r.term);
            }
            Event::SelfReturned { on, reason, category, term } => {
                self.arrival = Some(Arrival::SelfReturned(*on));
                self.arrival_why = Some(reason.clone());
                self.category = *category;
                self.term = Some(*term);
            }
            Event::RefusedCollection { on, term, .. } => {
                self.arrival = Some(Arrival::RefusedCollection(*on));
                self.refused_on = Some(*on);
                self.term = Some(*term);
            }
            Event::NotArrived { on, term, .. } => {
                self.arrival = Some(Arrival::NotArrived(*on));
                self.term = Some(*term);
            }
            Event::Traced { on, .. } => self.traced_on = self.traced_on.max(Some(*on)),
            Event::ReportedUpward { on, .. } => self.reported_upward_on = Some(*on),
            Event::UpwardReceipted { .. } => {}
            Event::DualDecided { on, .. } => {
                if let Some(dual) = &mut self.dual {
                    dual.decided_on = Some(*on);
                }
            }
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar)
    }

    fn offers(case: &Case, command: &str) -> bool {
        let state = &case.handover;
        let at_office = state.office().is_some();
        let outside = state.route.as_ref().is_some_and(|r| r.outside);
        let unanswered = state.check.answer_since.is_some();
        let handed_over = state.handed_over_on().is_some();
        match command {
            "verify" => at_office && !state.check.verified && !unanswered && !handed_over,
            "return" => at_office && !state.check.verified && state.arrival.is_none() && state.returns < 2,
            "reroute" => !at_office && !outside,
            "answer" => unanswered,
            "receive" | "self-return" => at_office && !handed_over,
            "refuse-collection" => at_office && state.home_on().is_none(),
            "not-arrived" => at_office && state.arrival.is_none() && case.release.suspended(case).is_none(),
            "trace" => state.arrival.is_some() && !handed_over,
            "report-upward" => outside && state.reported_upward_on.is_none(),
            "upward-receipt" => state.reported_upward_on.is_some(),
            "decide-dual-listing" => at_office && state.dual.as_ref().is_some_and(|d| d.decided_on.is_none()),
            _ => true,
        }
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }

    /// The owner and every bureau above it; the custodial place until the person has come home.
    fn seen_by(case: &Case) -> Vec<Unit> {
        let state = &case.handover;
        let mut units = state.route.as_ref().map(|r| r.to.ladder()).unwrap_or_default();
        if state.custody_sees() && case.is_open() {
            units.extend(state.custody().cloned());
        }
        units
    }
}

impl State {
    fn take_verified(&mut self, v: &Verified) {
        self.check.verified = matches!(v.result.as_str(), "01" | "02" | "03");
        self.check.answer_since = (v.result != "01").then_some(v.on);
        self.check.result = Some((v.result.clone(), v.on));
        if let Some(category) = v.category {
            self.category = category;
        }
        if let Some(address) = &v.hukou_address {
            self.sent.hukou_address.clone_from(address);
        }
        if v.living_address.is_some() {
            self.sent.living_address.clone_from(&v.living_address);
        }
        if v.kin_phone.is_some() {
            self.sent.kin_phone.clone_from(&v.kin_phone);
        }
    }

    /// After an answer to unusable data the office verifies again, with a new clock.
    fn take_answer(&mut self, on: Date, outcome: &str) {
        self.check.answer_since = None;
        if !self.check.verified && outcome != "withdrawn" {
            self.check.since = Some(on);
            self.check.result = None;
        }
    }
}

redacted!(Sent, Route, Dual, State, Check, Arrival);

#[cfg(test)]
mod arrival_tests;
#[cfg(test)]
mod tests;
