//! 衔接: from the roster row to the day the person is received (T1–T9, F1, F5).
//! Decided here: who owns the record, whether it is verified, what the custodial place answered, how
//! the person came home. Refusing to be collected is a lawful outcome; nothing here punishes.
//! Must never know: who may see it, how it is kept, what the page looks like.

mod answer;
mod arrival;
mod command;
mod decide;
mod due;
mod entry;
mod entry_verify;
mod event;
pub mod feedback;
mod fold_verify;
mod likeness;
mod release;
mod specs;
mod specs_verify;
pub mod transfer;
mod verify;

pub use answer::{Identity, corrected_identity};
pub use command::Command;
pub(crate) use decide::not_in_future;
pub use entry::word;
pub use event::{Control, Event, Received, Verified};
pub use feedback::{Correction, Feedback};
pub use likeness::Likeness;
pub use release::Left;
pub(crate) use release::for_custody;
pub use specs::{ANSWERS, CATEGORIES, FALSE_FLAGS, LEAVING, RELEASE_GROUNDS, RESULTS, WAYS};
pub use transfer::Transfer;

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
    /// The term in months, where it was understood and has a number of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,
    /// The day of the offence, where it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence_on: Option<Date>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Date>,
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

impl Category {
    /// The code used in forms, rows and the API.
    pub fn code(self) -> &'static str {
        match self {
            Category::Ordinary => "ordinary",
            Category::Key => "key",
        }
    }
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
    /// What the verification found, and what is to be corrected.
    #[serde(default)]
    pub feedback: Feedback,
    /// The case was last handed over between offices on that day.
    #[serde(default)]
    pub moved_on: Option<Date>,
    /// Somebody known who may be the same person: the bureau is to decide.
    #[serde(default)]
    pub likeness: Option<Likeness>,
    /// A hand-over to another office that is under way.
    #[serde(default)]
    pub transfer: Option<Transfer>,
    /// Grade.
    pub category: Category,
    /// The grade was last reviewed on that day.
    #[serde(default)]
    pub graded_on: Option<Date>,
    /// The grade was last changed by a review on that day.
    #[serde(default)]
    pub regraded_on: Option<Date>,
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
    /// The day of the last change of the release date.
    #[serde(default)]
    pub release_changed_on: Option<Date>,
    /// He left the pre-release list for a reason; the receiving side has not confirmed yet, or has.
    #[serde(default)]
    pub left: Option<Left>,
}

/// The grade reviewed, kept or changed, on behalf of the file's column.
pub fn graded(on: Date, category: Category, reason: String) -> CaseEvent {
    CaseEvent::Handover(Event::Graded { on, category, reason })
}

/// What the verification last said of the family.
pub fn family(past: &[CaseEvent]) -> Option<String> {
    past.iter().rev().find_map(|event| match event {
        CaseEvent::Handover(Event::Verified(v)) => v.family.clone(),
        _ => None,
    })
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

    /// Neither verified nor returned, reported upward or decided upon, and nobody came home.
    pub fn untouched(&self) -> bool {
        self.check.result.is_none()
            && self.returns == 0
            && self.arrival.is_none()
            && self.reported_upward_on.is_none()
            && self.dual.as_ref().is_none_or(|dual| dual.decided_on.is_none())
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
            _ if self.left.is_some() => Standing::LeftList,
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
                self.transfer = None;
                if self.office().is_some() && self.check.since.is_none() {
                    self.check.since = Some(*on); // the clock runs from the first receipt (SC-04)
                }
            }
            Event::EvidenceRecorded(_)
            | Event::Returned { .. }
            | Event::Verified(_)
            | Event::Answered { .. }
            | Event::CorrectionAnswered { .. }
            | Event::DisputeDecided { .. }
            | Event::LikenessFound(_)
            | Event::LikenessDecided { .. }
            | Event::TransferProposed { .. }
            | Event::TransferDeclined { .. }
            | Event::TransferEnded { .. }
            | Event::Transferred { .. } => self.exchanged(event),
            Event::Received(_)
            | Event::SelfReturned { .. }
            | Event::RefusedCollection { .. }
            | Event::NotArrived { .. } => self.arrived(event),
            Event::Traced { on, .. } => self.traced_on = self.traced_on.max(Some(*on)),
            Event::ReportedUpward { on, .. } => self.reported_upward_on = Some(*on),
            Event::UpwardReceipted { .. } | Event::Withdrawn { .. } => {}
            Event::Graded { on, category, .. } => {
                if self.category != *category {
                    self.regraded_on = Some(*on);
                }
                self.category = *category;
                self.graded_on = Some(*on);
            }
            Event::DualDecided { on, .. } => {
                if let Some(dual) = &mut self.dual {
                    dual.decided_on = Some(*on);
                }
            }
            Event::ReleaseChanged { on, to, .. } => self.take_release(*on, *to),
            Event::LeftList { on, ground, agency, reason, .. } => {
                let (ground, agency, reason) = (ground.clone(), agency.clone(), reason.clone());
                self.left = Some(Left { on: *on, ground, agency, reason });
            }
            Event::BackOnList { .. } => self.left = None,
            Event::LeaveConfirmed { .. } => {}
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
        if state.left.is_some() {
            return matches!(command, "undo-leave" | "confirm-leave");
        }
        match command {
            "record-evidence" => at_office && !state.check.verified && !handed_over,
            "verify" => {
                let disputed = state.feedback.disputes().next().is_some();
                at_office && !state.check.verified && !unanswered && !disputed && !handed_over
            }
            "return" => at_office && !state.check.verified && state.arrival.is_none() && state.returns < 2,
            "reroute" => !at_office && !outside,
            "answer" => unanswered,
            "answer-correction" => unanswered && state.feedback.open().next().is_some(),
            "decide-dispute" => state.feedback.disputes().next().is_some(),
            "decide-likeness" => state.likeness.is_some(),
            "hand-over-case" => {
                at_office && state.transfer.is_none() && (state.check.verified || state.home_on().is_some())
            }
            "receive-case" => state.transfer.as_ref().is_some_and(|t| t.declined_on.is_none()),
            "decide-transfer" => state.transfer.is_some(),
            "receive" | "self-return" => at_office && !handed_over,
            "refuse-collection" => at_office && state.home_on().is_none(),
            "not-arrived" => at_office && state.arrival.is_none() && case.release.suspended(case).is_none(),
            "trace" => state.arrival.is_some() && !handed_over,
            "report-upward" => outside && state.reported_upward_on.is_none(),
            "upward-receipt" => state.reported_upward_on.is_some(),
            "change-release" | "leave-list" => state.may_still_be_inside(),
            "undo-leave" | "confirm-leave" => false,
            "decide-dual-listing" => at_office && state.dual.as_ref().is_some_and(|d| d.decided_on.is_none()),
            _ => true,
        }
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }

    /// The owner and every bureau above it; the custodial place until the person has come home; the office
    /// that is to receive the case.
    fn seen_by(case: &Case) -> Vec<Unit> {
        let state = &case.handover;
        let mut units = state.route.as_ref().map(|r| r.to.ladder()).unwrap_or_default();
        if state.custody_sees() && case.is_open() {
            units.extend(state.custody().cloned());
        }
        if let Some(transfer) = state.transfer.as_ref().filter(|_| case.is_open()) {
            units.extend(transfer.to.ladder());
        }
        units
    }
}

redacted!(Sent, Route, Dual, State, Check, Arrival);

#[cfg(test)]
mod arrival_tests;
#[cfg(test)]
mod feedback_tests;
#[cfg(test)]
mod release_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod transfer_tests;
