//! 咨询: a question about a case from one unit to another that sees the case, and its answer (C-01, C-02).
//! The asked unit owes an answer; the asker owes a look at it. A unit sees a case for a time only: a custodial
//! place until the person is home, an office until it has handed the case on. What is asked of a unit that no
//! longer sees the case goes back to the asker in words; what was asked by one that no longer sees it lapses.
//! Must never know: why a unit sees a case, what units are called.

mod decide;
mod due;
mod specs;

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    kernel::{Ctx, Entry, Obligation, Refusal, day},
    rules::Rules,
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The list of units that may be asked; its labels are codes, which the services name.
pub const UNITS: &str = "asked-unit";
const TO_ANSWER: &str = "to-answer";
const TO_WITHDRAW: &str = "to-withdraw";
const TO_CLOSE: &str = "to-close";

/// Whether a command is one of this column: they pass between units, whoever owns the case.
pub fn is_one(command: &str) -> bool {
    specs::COMMANDS.iter().any(|s| s.name == command)
}

/// An answer.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Day.
    pub on: Date,
    /// The unit that answered, or recorded the answer from a letter.
    pub unit: Unit,
    /// Who, by name.
    pub by: String,
    /// The answer.
    pub text: String,
    /// Number of the custodial place's letter, where a bureau recorded it.
    pub letter_no: Option<String>,
}

/// A question that is not done with.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its number in the case.
    pub id: u32,
    /// Day.
    pub on: Date,
    /// The asking unit.
    pub from: Unit,
    /// Who asked, by name.
    pub by: String,
    /// The asked unit.
    pub to: Unit,
    /// The question.
    pub text: String,
    /// The answer, which the asker has not laid aside yet.
    #[serde(default)]
    pub answer: Option<Answer>,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// How many were ever asked.
    pub asked: u32,
    /// Those that are not done with, oldest first.
    pub open: Vec<Question>,
}

redacted!(Answer, Question, State);

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Asked(Question),
    Answered {
        on: Date,
        id: u32,
        unit: Unit,
        by: String,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter_no: Option<String>,
    },
    Withdrawn {
        on: Date,
        id: u32,
        reason: Option<String>,
    },
    Closed {
        on: Date,
        id: u32,
    },
}

redacted!(Event);

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    Ask { to: Unit, text: String },
    AnswerQuestion { id: String, text: String, letter_no: Option<String> },
    WithdrawQuestion { id: String, reason: Option<String> },
    CloseQuestion { id: String },
}

impl State {
    /// An open question by its number.
    pub fn one(&self, id: &str) -> Option<&Question> {
        self.open.iter().find(|q| q.id.to_string() == id)
    }
}

impl Question {
    /// The unit that is to answer here: the asked one, or for a custodial place the bureau that deals with it
    /// and records its letter.
    pub fn answers(&self, case: &Case, unit: &Unit) -> bool {
        self.answer.is_none() && (self.to == *unit || due::for_custody(case, self).as_ref() == Some(unit))
    }

    fn waits(&self, unit: &Unit) -> bool {
        self.answer.is_none() && self.from == *unit
    }

    fn answered_to(&self, unit: &Unit) -> bool {
        self.answer.is_some() && self.from == *unit
    }
}

/// What the sentence calls a unit, whose name only the services know.
fn word(unit: &Unit) -> &'static str {
    match unit.level() {
        Level::City => "市局",
        Level::District => "区局",
        Level::Office => "司法所",
        Level::Other => "监所",
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "question";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        Ok(vec![CaseEvent::Question(decide::decide(case, command, ctx)?)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Asked(question) => {
                self.asked = question.id;
                self.open.push(question.clone());
            }
            Event::Answered { on, id, unit, by, text, letter_no } => {
                if let Some(question) = self.open.iter_mut().find(|q| q.id == *id) {
                    let (on, unit, by) = (*on, unit.clone(), by.clone());
                    let (text, letter_no) = (text.clone(), letter_no.clone());
                    question.answer = Some(Answer { on, unit, by, text, letter_no });
                }
            }
            Event::Withdrawn { id, .. } | Event::Closed { id, .. } => self.open.retain(|q| q.id != *id),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar)
    }

    fn offers(case: &Case, command: &str) -> bool {
        let open = &case.question.open;
        match command {
            "answer-question" | "withdraw-question" => open.iter().any(|q| q.answer.is_none()),
            "close-question" => open.iter().any(|q| q.answer.is_some()),
            _ => true,
        }
    }

    /// The question that was pointed at, or the only one.
    fn known(case: &Case, command: &str, asked: &Asked<'_>) -> Map<String, Value> {
        let list = match command {
            "answer-question" => TO_ANSWER,
            "withdraw-question" => TO_WITHDRAW,
            "close-question" => TO_CLOSE,
            _ => return Map::new(),
        };
        let open = Self::listed(case, list, asked.ctx);
        let meant = open.iter().find(|(id, _)| id == asked.which).or(match open.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        meant.map(|(id, _)| ("id".to_owned(), id.as_str().into())).into_iter().collect()
    }

    fn listed(case: &Case, list: &str, ctx: &Ctx<'_>) -> Vec<(String, String)> {
        let unit = &ctx.actor.unit;
        let of = |keep: &dyn Fn(&Question) -> bool| {
            let open = case.question.open.iter().filter(|q| keep(q));
            open.map(|q| (q.id.to_string(), label(q))).collect()
        };
        match list {
            UNITS => {
                let others = case.seen_by().into_iter().filter(|u| u != unit && case.can_be_asked(u));
                others.map(|u| (u.code().to_owned(), u.code().to_owned())).collect()
            }
            TO_ANSWER => of(&|q| q.answers(case, unit)),
            TO_WITHDRAW => of(&|q| q.waits(unit)),
            TO_CLOSE => of(&|q| q.answered_to(unit)),
            _ => vec![],
        }
    }

    fn entry(event: &Event) -> Entry {
        let (on, title, text) = match event {
            Event::Asked(q) => (q.on, "提出咨询", format!("第{}号，问{}：{}", q.id, word(&q.to), q.text)),
            Event::Answered { on, id, text, letter_no, .. } => {
                let letter = letter_no.as_ref().map_or_else(String::new, |no| format!("（{no}）"));
                (*on, "答复咨询", format!("第{id}号{letter}：{text}"))
            }
            Event::Withdrawn { on, id, reason } => {
                let reason = reason.as_ref().map_or_else(String::new, |r| format!("：{r}"));
                (*on, "撤回咨询", format!("第{id}号{reason}"))
            }
            Event::Closed { on, id } => (*on, "看过答复", format!("第{id}号咨询已办结")),
        };
        Entry { on, title: title.into(), text, landmark: false }
    }
}

fn label(q: &Question) -> String {
    let text: String = q.text.chars().take(40).collect();
    format!("第{}号（{}，{}提出）：{text}", q.id, day(q.on), word(&q.from))
}

#[cfg(test)]
mod tests;
