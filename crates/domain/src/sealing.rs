//! 封存: the record of a juvenile's offence is closed by law (rules 12.3, 17.12, G6, SC-12), any other by a decision
//! with a document. Only persons named for it work on it (R-43a); a minor who leaves and has nobody is fetched by
//! arrangement of the bureau; the paper file is put away sealed. After the 18th birthday it stays
//! sealed. Every other unit sees nothing: [`keys`] says under whose keys the rows of the case stand.
//! Must never know: how a key is looked up, how the list is kept.

mod decide;
mod due;
pub mod keys;
mod specs;

pub use decide::follow;
pub(crate) use decide::may_be_in_charge;
pub use keys::Key;
pub use specs::COLLECTORS;

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    handover::{Sent, word},
    kernel::{Ctx, Entry, Obligation, Refusal},
    rules::Rules,
    unit::Unit,
};
use jiff::{ToSpan, civil::Date};
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Of age (刑法 art.17, 民法典 art.17).
const OF_AGE_YEARS: i32 = 18;
/// A sentence of at most so many months is sealed by law (刑事诉讼法 art.286).
const SEALED_MONTHS: u32 = 60;

/// Why a case is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Under 18 at the time of the offence, at most five years (刑事诉讼法 art.286).
    Law,
    /// Under 18 at the time of the offence, more than five years: treated alike, and said so.
    Shielded,
    /// By a decision of the bureau.
    Decided,
}

impl Ground {
    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Ground::Law => "依法封存",
            Ground::Shielded => "比照封存",
            Ground::Decided => "决定封存",
        }
    }
}

/// Who may work on a sealed case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Account.
    pub account: String,
    /// Name.
    pub name: String,
    /// The unit at which the account worked when it was named.
    pub unit: Unit,
}

/// Who fetches a minor who has nobody.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// Day of the arrangement.
    pub on: Date,
    /// Kind of organ ([`COLLECTORS`]).
    pub by: String,
    /// Which organ.
    pub organ: String,
    /// Whom to call there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Why it is sealed; `None` for an ordinary case.
    #[serde(default)]
    pub ground: Option<Ground>,
    /// Since when.
    #[serde(default)]
    pub since: Option<Date>,
    /// The seal was lifted by a decision on that day: the law does not seal it again.
    #[serde(default)]
    pub lifted_on: Option<Date>,
    /// Who is named; all work at the owner or at the bureau above it.
    #[serde(default)]
    pub named: Vec<Named>,
    /// Who fetches him.
    #[serde(default)]
    pub collection: Option<Collection>,
    /// The paper file was put away sealed on that day.
    #[serde(default)]
    pub file_sealed_on: Option<Date>,
}

impl State {
    /// Nobody acted on it: at most the law sealed it.
    pub fn untouched(&self) -> bool {
        let by_law = State { ground: self.ground, since: self.since, ..State::default() };
        *self == by_law && self.ground != Some(Ground::Decided)
    }
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    /// By law without a document, else by a decision with one.
    Sealed {
        on: Date,
        ground: Ground,
        basis: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<String>,
    },
    Lifted {
        on: Date,
        basis: String,
        document: String,
    },
    Named {
        on: Date,
        persons: Vec<Named>,
        reason: String,
    },
    CollectionArranged(Collection),
    FileSealed {
        on: Date,
        place: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    /// `persons`: the accounts with name and unit; the services add them.
    NamePersons {
        accounts: Vec<String>,
        reason: String,
        #[serde(default)]
        persons: Vec<Named>,
    },
    Seal {
        basis: String,
        document: String,
    },
    LiftSeal {
        basis: String,
        document: String,
    },
    ArrangeCollection {
        on: Date,
        by: String,
        organ: String,
        contact: Option<String>,
        note: Option<String>,
    },
    SealFile {
        on: Date,
        place: String,
        note: Option<String>,
    },
    /// Given by the services when the same sentence is sealed already.
    SealAlike {
        ground: Ground,
    },
}

/// Whether the law seals what was sent: under 18 on the day of the offence or, where that is not known, on the
/// first day of the term. Somebody is 18 on the day after his birthday.
pub fn by_law(sent: &Sent) -> Option<Ground> {
    let of_age = sent.birth?.saturating_add(OF_AGE_YEARS.years());
    let offence_on = sent.offence_on.or(sent.starts_on).unwrap_or(sent.ends_on);
    if offence_on > of_age {
        return None;
    }
    let short = match (sent.term_months, sent.starts_on) {
        (Some(months), _) => months <= SEALED_MONTHS,
        (None, Some(start)) => sent.ends_on < start.saturating_add(i64::from(SEALED_MONTHS).months()),
        (None, None) => false,
    };
    Some(if short { Ground::Law } else { Ground::Shielded })
}

/// He is a minor when he is released, and no relative is known who could fetch him.
pub fn needs_collection(case: &Case) -> bool {
    let sent = &case.handover.sent;
    let minor = sent.birth.is_some_and(|birth| sent.ends_on <= birth.saturating_add(OF_AGE_YEARS.years()));
    minor && sent.kin_name.is_none() && case.handover.arrival.is_none()
}

/// The bureau above the owner; the owner itself where it is one.
pub(crate) fn bureau(owner: &Unit) -> Unit {
    match owner.level() {
        crate::unit::Level::Office => owner.parent().unwrap_or_else(|| owner.clone()),
        _ => owner.clone(),
    }
}

impl Case {
    /// Why the case is sealed; `None` for an ordinary one.
    pub fn sealed(&self) -> Option<Ground> {
        self.sealing.ground
    }

    /// Who is named for the sealed case.
    pub fn named(&self) -> impl Iterator<Item = &Named> {
        self.sealing.named.iter()
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "sealing";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx).map(|event| vec![CaseEvent::Sealing(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Sealed { on, ground, .. } => {
                (self.ground, self.since, self.lifted_on) = (Some(*ground), Some(*on), None);
            }
            Event::Lifted { on, .. } => {
                *self =
                    State { lifted_on: Some(*on), collection: self.collection.take(), ..State::default() };
            }
            Event::Named { persons, .. } => self.named.clone_from(persons),
            Event::CollectionArranged(collection) => self.collection = Some(collection.clone()),
            Event::FileSealed { on, .. } => self.file_sealed_on = Some(*on),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar)
    }

    fn offers(case: &Case, command: &str) -> bool {
        let sealed = case.sealed().is_some();
        match command {
            "seal" => !sealed,
            "arrange-collection" => needs_collection(case),
            "seal-file" => {
                sealed && case.handover.handed_over_on().is_some() && case.sealing.file_sealed_on.is_none()
            }
            _ => sealed,
        }
    }

    fn known(case: &Case, command: &str, _asked: &Asked<'_>) -> Map<String, Value> {
        let accounts: Value = case.named().map(|n| n.account.as_str()).collect::<Vec<_>>().into();
        match command {
            "name-persons" => Map::from_iter([("accounts".to_owned(), accounts)]),
            _ => Map::new(),
        }
    }

    fn entry(event: &Event) -> Entry {
        let (on, title, text) = match event {
            Event::Sealed { on, ground, basis, document } => {
                (on, ground.name(), [Some(basis.clone()), document.clone()].into_iter().flatten().collect())
            }
            Event::Lifted { on, basis, document } => (on, "解除封存", vec![basis.clone(), document.clone()]),
            Event::Named { on, persons, reason } => {
                let names: Vec<&str> = persons.iter().map(|n| n.name.as_str()).collect();
                let names = if names.is_empty() { "待重新指定".to_owned() } else { names.join("、") };
                (on, "指定经办人", vec![names, reason.clone()])
            }
            Event::CollectionArranged(c) => {
                let by = format!("{}：{}", word(COLLECTORS, &c.by), c.organ);
                (
                    &c.on,
                    "安排接回",
                    [Some(by), c.contact.clone(), c.note.clone()].into_iter().flatten().collect(),
                )
            }
            Event::FileSealed { on, place, note } => {
                (on, "卷宗封存", [Some(place.clone()), note.clone()].into_iter().flatten().collect())
            }
        };
        Entry { on: *on, title: title.into(), text: text.join("；"), landmark: false }
    }
}

redacted!(Named, Collection, State, Event);

#[cfg(test)]
mod tests;
