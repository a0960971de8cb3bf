//! 走访 (F9): who met the person, how, what was found, when the next contact is due, what
//! he needs (R-29n) and what the head must answer (R-27b). One record serves the office's duty, the contract
//! and the statistics: entered once. Not wanting to be visited is recorded as it is and moves the date like
//! any contact; nothing is blamed. A wrong record is corrected by a new event (R-29c).
//! Must never know: who may see it, how it is kept, what the page looks like.

mod command;
mod decide;
mod due;
mod entry;
mod event;
mod facts;
mod specs;

pub use command::{Command, Correction, Visit};
pub use event::{Event, Moved, Recorded};
pub use facts::{Facts, Need, Seen};
pub use specs::{NEEDS, OUTCOMES, REASONS, RESULTS, WAYS};

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    handover::word,
    kernel::{Ctx, Entry, Obligation, Refusal, day},
    rules::Rules,
};
use facts::{Kept, Step};
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What this column knows. Its facts are read as its own fields; only the steps they follow from are kept.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct State {
    facts: Facts,
    kept: Kept,
}

impl From<Kept> for State {
    fn from(kept: Kept) -> State {
        State { facts: kept.facts(), kept }
    }
}

impl From<State> for Kept {
    fn from(state: State) -> Kept {
        state.kept
    }
}

impl std::ops::Deref for State {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "visit";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Recorded(v) => {
                let number = self.facts.count + 1;
                self.kept.push(Step::Seen(Seen::of(number, v)));
            }
            Event::Corrected { visit, record, .. } => self.kept.correct(Seen::of(*visit, record)),
            Event::Moved { moved, .. } => self.kept.push(Step::Moved(moved.clone())),
            Event::NeedAnswered { need, .. } => self.kept.push(Step::NeedAnswered(need.clone())),
            Event::AbnormalAnswered { .. } => self.kept.push(Step::AbnormalAnswered),
        }
        self.facts = self.kept.facts();
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar)
    }

    fn offers(case: &Case, command: &str) -> bool {
        let state = &case.visit;
        let home = case.handover.home_on().is_some();
        match command {
            "answer-abnormal" => state.abnormal_on.is_some(),
            "answer-need" => !state.needs.is_empty(),
            "correct-visit" => state.kept.seen().next().is_some(),
            _ => home,
        }
    }

    fn known(case: &Case, command: &str, asked: &Asked<'_>) -> Map<String, Value> {
        match command {
            "correct-visit" => again(asked),
            "answer-need" => match (asked.which, case.visit.needs.as_slice()) {
                ("", [only]) => said("need", &only.what),
                ("", _) => Map::new(),
                (which, _) => said("need", which),
            },
            _ => Map::new(),
        }
    }

    fn listed(case: &Case, list: &str, ctx: &Ctx<'_>) -> Vec<(String, String)> {
        let state = &case.visit;
        match list {
            "need" => {
                let label = |n: &Need| format!("{}（{}提出）", word(NEEDS, &n.what), day(n.on));
                state.needs.iter().map(|n| (n.what.clone(), label(n))).collect()
            }
            "visit" => {
                let open = |s: &&Seen| decide::correctable(state, &s.number.to_string(), ctx).is_ok();
                let label = |s: &Seen| {
                    let (way, result) = (word(WAYS, &s.way), word(RESULTS, &s.result));
                    format!("第 {} 次，{}，{way}，{result}", s.number, day(s.on))
                };
                state.kept.seen().filter(open).map(|s| (s.number.to_string(), label(s))).collect()
            }
            _ => vec![],
        }
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }

    fn corrects(event: &Event) -> Option<(&'static str, u32)> {
        match event {
            Event::Corrected { visit, .. } => Some(("visit.recorded", *visit)),
            _ => None,
        }
    }
}

fn said(key: &str, value: &str) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), Value::from(value))])
}

/// The visit that was pointed at, as it was last recorded: a correction begins with it.
fn again(asked: &Asked<'_>) -> Map<String, Value> {
    let Ok(number) = asked.which.parse::<u32>() else { return Map::new() };
    let mut count = 0;
    let mut record = None;
    for event in asked.past {
        match event {
            CaseEvent::Visit(Event::Recorded(v)) => {
                count += 1;
                record = if count == number { Some(v) } else { record };
            }
            CaseEvent::Visit(Event::Corrected { visit, record: v, .. }) if *visit == number => {
                record = Some(v);
            }
            _ => {}
        }
    }
    let Some(Ok(Value::Object(mut known))) = record.map(serde_json::to_value) else { return Map::new() };
    known.retain(|key, _| !matches!(key.as_str(), "visitor" | "by" | "recorded_on" | "extra"));
    known.insert("visit".to_owned(), asked.which.into());
    known
}

#[cfg(test)]
mod daily_tests;
#[cfg(test)]
mod tests;
