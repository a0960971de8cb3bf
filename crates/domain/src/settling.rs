//! 回归首周: what a person who came home needs first (rules 17.6), what is handed over about his health under
//! consent or law (17.7), and measures of other organs that run beside ours (17.5). The list is gone through with
//! him; what he does not want is not pressed. Health stays sealed in the file: no line of it leaves this state
//! for a list, a duty or the timeline. Measures of others are flags, never our duty.
//! Must never know: who may see it, how it is kept.

mod due;
mod guide;
mod specs;

pub use guide::{Advice, guide};
pub use specs::{BASES, CONDITIONS, ITEMS, MEASURES, STATES};

use crate::{
    case::{Case, CaseEvent, Column},
    command::Spec,
    handover::{not_in_future, word},
    kernel::{Ctx, Entry, Obligation, Refusal, day, refuse, refuse_field},
    rules::Rules,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Health as it was handed over. Consent or a law stands before every word of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// Day.
    pub on: Date,
    /// Ground ([`BASES`]).
    pub basis: String,
    /// Which consent, which provision.
    pub basis_note: String,
    /// What is to be known ([`CONDITIONS`]).
    #[serde(default)]
    pub conditions: Vec<String>,
    /// Medicine and dose.
    pub medication: Option<String>,
    /// Days of medicine in hand on that day.
    pub days_in_hand: Option<u32>,
    /// The clinic that takes over.
    pub clinic: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

/// A measure of another organ that runs beside ours.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Which ([`MEASURES`]).
    pub measure: String,
    /// Which organ carries it out.
    pub organ: String,
    /// Last day, where it is known.
    pub until: Option<Date>,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Item → how it stands ([`STATES`]).
    pub items: BTreeMap<String, String>,
    /// The last day on which the list was gone through with him.
    pub gone_through_on: Option<Date>,
    /// Health.
    pub health: Option<Health>,
    /// Measures of other organs, one of a kind.
    pub measures: Vec<Measure>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    GoneThrough { on: Date, items: BTreeMap<String, String>, note: Option<String> },
    HealthHandedOver(Box<Health>),
    MeasureFlagged { on: Date, measure: Measure },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    CheckSettling {
        on: Date,
        identity_card: Option<String>,
        phone: Option<String>,
        bank_card: Option<String>,
        social_insurance: Option<String>,
        medical_insurance: Option<String>,
        pension: Option<String>,
        unemployment: Option<String>,
        allowance: Option<String>,
        note: Option<String>,
    },
    RecordHealth {
        on: Date,
        basis: String,
        basis_note: String,
        #[serde(default)]
        conditions: Vec<String>,
        medication: Option<String>,
        days_in_hand: Option<u32>,
        clinic: Option<String>,
        note: Option<String>,
    },
    FlagMeasure {
        measure: String,
        organ: String,
        until: Option<Date>,
    },
}

impl State {
    /// What he wants and does not have yet, in the order of the list.
    pub fn wanted(&self) -> Vec<&'static str> {
        let wanted = |code: &str| self.items.get(code).is_some_and(|state| state == "wanted");
        ITEMS.iter().map(|(code, _)| *code).filter(|code| wanted(code)).collect()
    }

    /// Measures of other organs that run on a day.
    pub fn running(&self, today: Date) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |m| m.until.is_none_or(|until| today <= until))
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "settling";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        case.owned_by(ctx.actor)?;
        let event = match command {
            Command::FlagMeasure { measure, organ, until } => {
                let measure = Measure { measure, organ, until };
                Event::MeasureFlagged { on: ctx.today, measure }
            }
            Command::CheckSettling { on, .. } => {
                at_home(case, on, ctx)?;
                gone_through(on, command)?
            }
            Command::RecordHealth {
                on,
                basis,
                basis_note,
                conditions,
                medication,
                days_in_hand,
                clinic,
                note,
            } => {
                not_in_future(on, ctx)?;
                if days_in_hand.is_some() && medication.is_none() {
                    let sentence = "填写了药量，请写明是什么药、怎样服用";
                    return refuse_field("medication", "which_medicine", sentence);
                }
                Event::HealthHandedOver(Box::new(Health {
                    on,
                    basis,
                    basis_note,
                    conditions,
                    medication,
                    days_in_hand,
                    clinic,
                    note,
                }))
            }
        };
        Ok(vec![CaseEvent::Settling(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::GoneThrough { on, items, .. } => {
                self.gone_through_on = self.gone_through_on.max(Some(*on));
                self.items.extend(items.clone());
            }
            Event::HealthHandedOver(health) => self.health = Some((**health).clone()),
            Event::MeasureFlagged { measure, .. } => {
                self.measures.retain(|m| m.measure != measure.measure);
                self.measures.push(measure.clone());
            }
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        match command {
            "check-settling" => case.handover.handed_over_on().is_some(),
            _ => case.handover.office().is_some(),
        }
    }

    fn suggests(case: &Case, command: &str) -> Map<String, Value> {
        let state = &case.settling;
        match (command, &state.health) {
            ("check-settling", _) => {
                state.items.iter().map(|(code, how)| (code.clone(), Value::from(how.as_str()))).collect()
            }
            ("record-health", Some(h)) => {
                let known = json!({"basis": h.basis, "basis_note": h.basis_note, "conditions": h.conditions,
                    "medication": h.medication, "clinic": h.clinic, "note": h.note});
                known.as_object().cloned().unwrap_or_default()
            }
            _ => Map::new(),
        }
    }

    fn entry(event: &Event) -> Entry {
        let line =
            |on: &Date, title: &str, text| Entry { on: *on, title: title.to_owned(), text, landmark: false };
        match event {
            Event::GoneThrough { on, items, note } => line(on, "回归首周清单", told(items, note)),
            // Who reads the timeline need not know more.
            Event::HealthHandedOver(h) => {
                line(&h.on, "健康交接", format!("已登记，依据：{}", word(BASES, &h.basis)))
            }
            Event::MeasureFlagged { on, measure } => {
                let until = measure.until.map_or_else(String::new, |d| format!("，到{}", day(d)));
                let text = format!("{}，由{}执行{until}", word(MEASURES, &measure.measure), measure.organ);
                line(on, "并行措施", text)
            }
        }
    }
}

fn at_home(case: &Case, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    not_in_future(on, ctx)?;
    match case.handover.handed_over_on() {
        None => refuse("not_received", "尚未衔接，请先登记接回或自返"),
        Some(home) if on < home => {
            refuse_field("on", "before_handover", format!("日期不能早于衔接日期 {}", day(home)))
        }
        Some(_) => Ok(()),
    }
}

fn gone_through(on: Date, command: Command) -> Result<Event, Refusal> {
    let Command::CheckSettling {
        identity_card,
        phone,
        bank_card,
        social_insurance,
        medical_insurance,
        pension,
        unemployment,
        allowance,
        note,
        ..
    } = command
    else {
        return refuse("bad_command", "填写的内容无法识别，请检查后重试");
    };
    let told = [
        identity_card,
        phone,
        bank_card,
        social_insurance,
        medical_insurance,
        pension,
        unemployment,
        allowance,
    ];
    let items: BTreeMap<String, String> =
        ITEMS.iter().zip(told).filter_map(|((code, _), how)| Some(((*code).to_owned(), how?))).collect();
    match items.is_empty() {
        true => refuse_field("identity_card", "nothing_asked", "请至少逐项问过一项再保存"),
        false => Ok(Event::GoneThrough { on, items, note }),
    }
}

fn told(items: &BTreeMap<String, String>, note: &Option<String>) -> String {
    let of = |state: &str| -> Vec<&str> {
        let is = |code: &str| items.get(code).is_some_and(|s| s == state);
        ITEMS.iter().filter(|(code, _)| is(code)).map(|(_, name)| *name).collect()
    };
    let part = |(state, name): &(&str, &str)| {
        let names = of(state);
        (!names.is_empty()).then(|| format!("{name}：{}", names.join("、")))
    };
    STATES.iter().filter_map(part).chain(note.clone()).collect::<Vec<_>>().join("。")
}

redacted!(Health, Measure, State, Event);

#[cfg(test)]
mod tests;
