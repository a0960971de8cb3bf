//! 释放当日 and its hard cases: the hand-over slip is filed or it is said why not (F5, SC-05); he is taken away at
//! the gate by another organ (D4); he dies in custody (T19); he never arrives and the district decides how to go
//! on. Ordinary paths, each with an owner and a date; nothing here punishes, and nobody is given up
//! without a document.
//! Must never know: who may see it, how it is kept.

mod due;
mod slip;
mod specs;

pub use slip::{EVIDENCE, missing};

use crate::{
    case::{Case, CaseEvent, Column},
    casefile,
    command::Spec,
    handover::{Arrival, not_in_future, word},
    kernel::{Ctx, Entry, Obligation, Refusal, day, refuse, refuse_field},
    rules::{Rule, Rules},
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Taken over by another organ when he left (detention in another case, compulsory detoxification).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Day.
    pub on: Date,
    /// Which organ.
    pub organ: String,
    /// On what ground, as it was told.
    pub ground: String,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Evidence of the hand-over that will not come, with its reason recorded.
    pub excused: BTreeSet<String>,
    /// Taken over by another organ.
    pub taken: Option<Taken>,
    /// The last day on which the other organ was asked.
    pub asked_on: Option<Date>,
    /// The district decided on that day to go on asking, at a longer interval.
    pub kept_on: Option<Date>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    SlipExcused { on: Date, what: Vec<String>, reason: String },
    Taken(Taken),
    CustodyAsked { on: Date, told: String },
    DiedInCustody { on: Date, source: String, note: Option<String> },
    TracingKept { on: Date, reason: String },
    TracingEnded { on: Date, reason: String, document_no: String },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    SlipMissing {
        #[serde(default)]
        what: Vec<String>,
        reason: String,
    },
    ReDetained {
        on: Date,
        organ: String,
        ground: String,
    },
    AskCustody {
        on: Date,
        told: String,
    },
    DiedInCustody {
        on: Date,
        source: String,
        note: Option<String>,
    },
    DecideTracing {
        decision: String,
        reason: String,
        document_no: Option<String>,
    },
}

impl State {
    /// Taken over by another organ and not home since: he leaves the figures of coming home, with that reason.
    pub fn suspended(&self, case: &Case) -> Option<&Taken> {
        self.taken.as_ref().filter(|_| case.handover.home_on().is_none())
    }
}

/// Nobody had any contact with him by the day on which the information note is due, though he should be home:
/// what is counted as 漏管 (rules 7.2). Refusing to be collected alone never makes it so.
pub fn is_unaccounted(case: &Case, rules: &Rules, calendar: &Calendar, today: Date) -> bool {
    let h = &case.handover;
    let from = match h.arrival {
        Some(Arrival::RefusedCollection(on)) => on,
        Some(Arrival::NotArrived(_)) => h.term.map_or(h.sent.ends_on, |t| t.from),
        None if h.office().is_some() && case.release.suspended(case).is_none() => h.sent.ends_on,
        _ => return false,
    };
    case.is_open() && case.visit.last_contact.is_none() && rules.due(Rule::R25, from, calendar) <= today
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "release";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        if let Command::DecideTracing { decision, reason, document_no } = command {
            return decide_tracing(case, &decision, reason, document_no, ctx);
        }
        case.owned_by(ctx.actor)?;
        match command {
            Command::SlipMissing { what, reason } => slip::excuse(case, what, reason, ctx),
            Command::ReDetained { on, organ, ground } => {
                on_the_way(case, on, ctx)?;
                done(Event::Taken(Taken { on, organ, ground }))
            }
            Command::AskCustody { on, told } => ask(case, on, told, ctx),
            Command::DiedInCustody { on, source, note } => {
                on_the_way(case, on, ctx)?;
                let died = CaseEvent::Release(Event::DiedInCustody { on, source, note });
                Ok(vec![died, casefile::closed(on, casefile::Reason::Died)])
            }
            Command::DecideTracing { .. } => refuse("bad_command", "填写的内容无法识别，请检查后重试"),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::SlipExcused { what, .. } => self.excused.extend(what.iter().cloned()),
            Event::Taken(taken) => (self.taken, self.asked_on) = (Some(taken.clone()), None),
            Event::CustodyAsked { on, .. } => self.asked_on = self.asked_on.max(Some(*on)),
            Event::TracingKept { on, .. } => self.kept_on = Some(*on),
            Event::DiedInCustody { .. } | Event::TracingEnded { .. } => {}
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        let h = &case.handover;
        let suspended = case.release.suspended(case).is_some();
        match command {
            "slip-missing" => !missing(case).is_empty(),
            "re-detained" => h.office().is_some() && h.home_on().is_none() && !suspended,
            "ask-custody" => suspended,
            "died-in-custody" => h.home_on().is_none(),
            _ => matches!(h.arrival, Some(Arrival::NotArrived(_))),
        }
    }

    fn entry(event: &Event) -> Entry {
        let line = |on: &Date, title: &str, text: String, landmark| Entry {
            on: *on,
            title: title.to_owned(),
            text,
            landmark,
        };
        match event {
            Event::SlipExcused { on, what, reason } => {
                let names: Vec<&str> = what.iter().map(|w| word(EVIDENCE, w)).collect();
                line(on, "交接材料缺少", format!("{}：{reason}", names.join("、")), false)
            }
            Event::Taken(t) => {
                line(&t.on, "被其他机关带走", format!("{}。依据：{}", t.organ, t.ground), true)
            }
            Event::CustodyAsked { on, told } => line(on, "询问羁押情况", told.clone(), false),
            Event::DiedInCustody { on, source, note } => {
                let note = note.as_ref().map_or_else(String::new, |n| format!("。{n}"));
                line(on, "在监所内死亡", format!("消息来源：{source}{note}"), true)
            }
            Event::TracingKept { on, reason } => line(on, "区局决定继续查找", reason.clone(), false),
            Event::TracingEnded { on, reason, document_no } => {
                line(on, "区局决定停止查找", format!("{reason}。文书：{document_no}"), true)
            }
        }
    }
}

fn done(event: Event) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::Release(event)])
}

/// Nobody recorded yet that he is home.
fn on_the_way(case: &Case, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    not_in_future(on, ctx)?;
    if case.handover.home_on().is_some() {
        return refuse("already_received", "已登记衔接；以后的情况请写入走访记录，或由所长办结");
    }
    if case.release.suspended(case).is_some_and(|taken| on < taken.on) {
        return refuse_field("on", "before_taken", "日期不能早于被其他机关带走的日期，请核对");
    }
    if case.handover.sent.starts_on.is_some_and(|start| on < start) {
        return refuse_field("on", "before_sentence", "日期早于刑期起日，请核对");
    }
    Ok(())
}

fn ask(case: &Case, on: Date, told: String, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    not_in_future(on, ctx)?;
    match case.release.suspended(case) {
        None => refuse("not_taken", "没有登记被其他机关带走，不用询问羁押情况"),
        Some(taken) if on < taken.on => {
            let sentence = format!("他是{}被带走的，询问日期不能更早", day(taken.on));
            refuse_field("on", "before_taken", sentence)
        }
        Some(_) => done(Event::CustodyAsked { on, told }),
    }
}

/// Promise 1: nobody is given up. Going on at a longer interval needs a reason, an end needs a document.
fn decide_tracing(
    case: &Case,
    decision: &str,
    reason: String,
    document_no: Option<String>,
    ctx: &Ctx<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    if !case.owner().is_some_and(|owner| owner.level() == Level::Office && ctx.actor.unit.covers(owner)) {
        return refuse("not_owner", "这份档案不在本辖区，请由责任单位的上级决定");
    }
    if !matches!(case.handover.arrival, Some(Arrival::NotArrived(_))) {
        return refuse("not_missing", "只有登记“未到”的人员才决定是否继续查找");
    }
    let on = ctx.today;
    match (decision, document_no) {
        ("end", None) => {
            let sentence = "停止查找须有法院宣告失踪或宣告死亡的文书，请填写文书号；没有文书就继续查找";
            refuse_field("document_no", "document_needed", sentence)
        }
        ("end", Some(document_no)) => Ok(vec![
            CaseEvent::Release(Event::TracingEnded { on, reason, document_no }),
            casefile::closed(on, casefile::Reason::Missing),
        ]),
        _ => done(Event::TracingKept { on, reason }),
    }
}

/// The bureau above the office that owns the case; the owner itself where there is none.
fn bureau(owner: &Unit) -> Unit {
    owner.parent().unwrap_or_else(|| owner.clone())
}

redacted!(Event, Taken, State);

#[cfg(test)]
mod tests;
