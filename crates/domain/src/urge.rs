//! 催办: a bureau reminds a unit below it of one thing that is late. It is a reminder that leaves a trace, no
//! sanction: it changes no deadline, and nobody is counted or graded by it. One thing is urged once a day at
//! most. An urge belongs to the thing with the deadline that it had: what is done or moved is urged no longer.
//! Must never know: how anything becomes late, who is told in which way.

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    kernel::{Ctx, Entry, Obligation, Refusal, Role, day, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The list from which one late thing is chosen.
pub const OVERDUE: &str = "overdue";

/// One thing of which a unit was reminded.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Urge {
    /// Day.
    pub on: Date,
    /// What is late: the obligation's kind.
    pub what: String,
    /// Which of the kind; empty where there can be only one.
    pub subject: String,
    /// The thing as it was called.
    pub title: String,
    /// The deadline that had passed.
    pub due_on: Date,
    /// The unit that owes it.
    pub owner: Unit,
    /// The bureau that reminded.
    pub unit: Unit,
    /// Who reminded, by name.
    pub by: String,
    /// What was said besides.
    pub text: Option<String>,
}

/// What this column knows: the last reminder of everything that was ever urged.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// One for every thing.
    pub last: Vec<Urge>,
}

redacted!(Urge, State);

impl State {
    /// The last reminder of something that is still owed as it was when it was urged.
    pub fn of(&self, owed: &Obligation) -> Option<&Urge> {
        self.last.iter().find(|u| u.is_of(owed) && u.due_on == owed.due_on)
    }
}

impl Urge {
    fn is_of(&self, owed: &Obligation) -> bool {
        self.what == owed.kind && self.subject == owed.subject
    }
}

/// The code by which a form and the API name one thing that is owed.
pub fn code(kind: &str, subject: &str) -> String {
    match subject {
        "" => kind.to_owned(),
        _ => format!("{kind}:{subject}"),
    }
}

/// What is late on the actor's day and owed by units below his.
pub fn overdue(case: &Case, ctx: &Ctx<'_>) -> Vec<Obligation> {
    let due = case.due(ctx.rules, ctx.calendar);
    due.into_iter().filter(|o| o.due_on < ctx.today && is_above(&ctx.actor.unit, &o.owner)).collect()
}

fn is_above(unit: &Unit, owner: &Unit) -> bool {
    unit != owner && unit.covers(owner)
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Urged(Urge),
}

redacted!(Event);

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    Urge { obligation: String, text: Option<String> },
}

const COMMANDS: &[Spec] = &[Spec {
    name: "urge",
    title: "催办",
    help: "提醒下级单位办理一件已经逾期的事。对方的待办和这份档案里都看得到，同一件事一天只催一次。",
    who: &[Role::District, Role::City],
    answers: false,
    fields: &[
        must("obligation", "催办哪件事", Kind::Listed(OVERDUE), "只列已经逾期、由下级单位办理的"),
        may("text", "说明", Kind::Text(200), "例如：已与所里电话联系，请本周内补录"),
    ],
}];

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "urge";
    const COMMANDS: &'static [Spec] = COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        let Command::Urge { obligation, text } = command;
        let due = case.due(ctx.rules, ctx.calendar);
        let Some(owed) = due.into_iter().find(|o| code(o.kind, &o.subject) == obligation) else {
            let detail = "这件事已经办了，或不在这份档案的待办里；请刷新后再看";
            return refuse_field("obligation", "nothing_to_urge", detail);
        };
        if !is_above(&ctx.actor.unit, &owed.owner) {
            let detail = "这件事不由下级单位办理，不能催办；请看待办里写的责任单位";
            return refuse_field("obligation", "not_owed_below", detail);
        }
        if owed.due_on >= ctx.today {
            let detail = format!("这件事{}到期，还没有逾期，逾期后才能催办", day(owed.due_on));
            return refuse_field("obligation", "not_late_yet", detail);
        }
        if case.urge.of(&owed).is_some_and(|last| last.on >= ctx.today) {
            let detail = "今天已经催办过这件事，一天只催一次；急事请直接打电话";
            return refuse_field("obligation", "urged_today", detail);
        }
        Ok(vec![CaseEvent::Urge(Event::Urged(Urge {
            on: ctx.today,
            what: owed.kind.to_owned(),
            subject: owed.subject,
            title: owed.title.to_owned(),
            due_on: owed.due_on,
            owner: owed.owner,
            unit: ctx.actor.unit.clone(),
            by: ctx.actor.name.clone(),
            text,
        }))])
    }

    fn evolve(&mut self, event: &Event) {
        let Event::Urged(urge) = event;
        self.last.retain(|u| u.what != urge.what || u.subject != urge.subject);
        self.last.push(urge.clone());
    }

    /// The thing that was pointed at, or the only one that is late.
    fn known(case: &Case, _command: &str, asked: &Asked<'_>) -> Map<String, Value> {
        let late: Vec<String> = overdue(case, asked.ctx).iter().map(|o| code(o.kind, &o.subject)).collect();
        let meant = late.iter().find(|c| *c == asked.which).or(match late.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        meant.map(|code| ("obligation".to_owned(), code.as_str().into())).into_iter().collect()
    }

    fn listed(case: &Case, list: &str, ctx: &Ctx<'_>) -> Vec<(String, String)> {
        if list != OVERDUE {
            return vec![];
        }
        let label = |o: &Obligation| {
            let urged = case.urge.of(o).map_or_else(String::new, |u| format!("，{}催办过", day(u.on)));
            (code(o.kind, &o.subject), format!("{}（{}到期{urged}）", o.title, day(o.due_on)))
        };
        overdue(case, ctx).iter().map(label).collect()
    }

    fn entry(event: &Event) -> Entry {
        let Event::Urged(u) = event;
        let said = u.text.as_ref().map_or_else(String::new, |text| format!("。{text}"));
        let text = format!("{}，{}到期未办{said}", u.title, day(u.due_on));
        Entry { on: u.on, title: "催办".into(), text, landmark: false }
    }
}

#[cfg(test)]
mod tests;
