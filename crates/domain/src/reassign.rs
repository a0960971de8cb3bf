//! 移交责任人: many cases given on to other workers of the office at once, and taken back by the same person on
//! the same day (issue 4, line 10). Each case records its own new worker; this stream keeps who had it before.
//! Must never know: the cases themselves, how well anybody works.

use crate::{
    casefile::Worker,
    kernel::{Ctx, Recorded, Refusal, Stream, Unreadable, read_plain, refuse},
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// At most so many cases at once: one commit.
pub const AT_MOST: usize = 500;

/// One case given on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Number of the case.
    pub no: String,
    /// Who was in charge.
    pub from: Worker,
    /// Who is in charge now.
    pub to: Worker,
}

/// What was given back and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The day.
    pub on: Date,
    /// Cases that have their former worker again.
    pub back: Vec<String>,
    /// Cases that stayed: changed since, or the former worker is no longer at the office.
    pub kept: Vec<String>,
}

/// The folded state: one handing-over of many cases.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassignment {
    /// The office; the empty code before it was made.
    pub unit: Unit,
    /// The day.
    pub on: Option<Date>,
    /// The account that made it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Case by case.
    pub moves: Vec<Move>,
    /// Taken back.
    pub undone: Option<Undone>,
}

/// What the services want to happen.
#[allow(missing_docs)]
pub enum Command {
    Make { reason: String, moves: Vec<Move> },
    Undo { back: Vec<String>, kept: Vec<String> },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Made { on: Date, by: String, unit: Unit, reason: String, moves: Vec<Move> },
    Undone { on: Date, by: String, back: Vec<String>, kept: Vec<String> },
}

/// A desk that takes cases: who, how many cases, how much is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Who.
    pub worker: Worker,
    /// Open cases in charge.
    pub cases: i64,
    /// What is due there.
    pub due: i64,
}

/// Who gets which case: each in turn to the desk with the fewest cases, then with the least due; of equal ones
/// the first. With one desk, all to it. `None` without a desk.
pub fn spread<'a>(cases: &'a [String], desks: &[Desk]) -> Option<Vec<(&'a str, Worker)>> {
    let mut desks = desks.to_vec();
    let mut all = vec![];
    for no in cases {
        let least = desks.iter_mut().min_by_key(|d| (d.cases, d.due))?;
        least.cases = least.cases.saturating_add(1);
        all.push((no.as_str(), least.worker.clone()));
    }
    Some(all)
}

impl Reassignment {
    /// Whether it may be taken back: by who made it, on the same day, once.
    pub fn may_undo(&self, ctx: &Ctx<'_>) -> Result<(), Refusal> {
        if self.by != ctx.actor.account || self.unit != ctx.actor.unit {
            return refuse("not_your_reassignment", "只有办理移交的人可以撤销；要改，请重新移交");
        }
        if self.undone.is_some() {
            return refuse("reassignment_undone", "这次移交已经撤销过");
        }
        if self.on != Some(ctx.today) {
            return refuse("reassignment_over", "只能在当天撤销；要改，请重新移交");
        }
        Ok(())
    }
}

impl Stream for Reassignment {
    type Command = Command;
    type Event = Event;
    const KIND: &'static str = "reassignment";
    const FORMAT: i64 = 1;

    fn decide(&self, command: Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        let (on, by) = (ctx.today, ctx.actor.account.clone());
        match command {
            Command::Make { moves, .. } if moves.is_empty() => {
                refuse("nothing_to_move", "没有要移交的档案，请重新选择")
            }
            Command::Make { moves, .. } if moves.len() > AT_MOST => {
                refuse("too_many_to_move", format!("一次最多移交 {AT_MOST} 份，请分几次办"))
            }
            Command::Make { reason, moves } => {
                Ok(vec![Event::Made { on, by, unit: ctx.actor.unit.clone(), reason, moves }])
            }
            Command::Undo { back, kept } => {
                self.may_undo(ctx)?;
                Ok(vec![Event::Undone { on, by, back, kept }])
            }
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Made { on, by, unit, reason, moves } => {
                *self = Reassignment {
                    unit: unit.clone(),
                    on: Some(*on),
                    by: by.clone(),
                    reason: reason.clone(),
                    moves: moves.clone(),
                    undone: None,
                };
            }
            Event::Undone { on, back, kept, .. } => {
                self.undone = Some(Undone { on: *on, back: back.clone(), kept: kept.clone() });
            }
        }
    }
}

impl Recorded for Event {
    fn kind(&self) -> String {
        match self {
            Event::Made { .. } => "reassignment.made".into(),
            Event::Undone { .. } => "reassignment.undone".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        let (Event::Made { on, .. } | Event::Undone { on, .. }) = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

#[cfg(test)]
mod tests;
