//! 安置: how the person earns a living, with dates (T11, rules 5.6). A placement has a start and at most
//! one end; a new one ends the one before.
//! Must never know: bases and beds (they call [`settled`]), statistics.

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    handover::word,
    kernel::{Ctx, Entry, Refusal, Role, day, refuse, refuse_field},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// 安置情况, list 1 (rules 5.6).
pub const TYPES: &[(&str, &str)] = &[
    ("01", "落实责任田"),
    ("02", "公益性岗位安置"),
    ("03", "企业认证为安置基地安置"),
    ("04", "政府投入为主建设的安置基地安置"),
    ("05", "从事个体经营"),
    ("06", "企业和经济实体吸纳就业"),
    ("07", "自主创业"),
    ("99", "其他安置方式"),
];

/// One placement.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// Type code.
    pub way: String,
    /// First day.
    pub from: Date,
    /// Where.
    pub place: String,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The present placement.
    pub current: Option<Placement>,
    /// The end of the last one that was ended without another in its place.
    pub ended_on: Option<Date>,
    /// How many there were.
    pub count: u32,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Settled { on: Date, way: String, place: String, evidence: Option<String> },
    Ended { on: Date, reason: String },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    RecordPlacement { on: Date, way: String, place: String, evidence: Option<String> },
    EndPlacement { on: Date, reason: String },
}

/// A placement that another column brings about (a bed given is one).
pub fn settled(on: Date, way: &str, place: String) -> CaseEvent {
    CaseEvent::Placement(Event::Settled { on, way: way.to_owned(), place, evidence: None })
}

/// The end of a placement that another column brings about.
pub fn ended(on: Date, reason: &str) -> CaseEvent {
    CaseEvent::Placement(Event::Ended { on, reason: reason.to_owned() })
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "placement";
    const COMMANDS: &'static [Spec] = &[
        Spec {
            name: "record-placement",
            title: "登记安置",
            help: "本人现在靠什么生活。换了工作就再登记一次，前一项自动结束。",
            who: &[Role::OfficeWorker, Role::OfficeHead],
            answers: false,
            fields: &[
                must("on", "开始日期", Kind::Date, ""),
                must("way", "安置方式", Kind::Choice(TYPES), ""),
                must("place", "单位或地点", Kind::Text(100), ""),
                may("evidence", "依据", Kind::Text(200), "合同、工牌、本人陈述"),
            ],
        },
        Spec {
            name: "end-placement",
            title: "结束安置",
            help: "本人不再以此为生。",
            who: &[Role::OfficeWorker, Role::OfficeHead],
            answers: false,
            fields: &[must("on", "结束日期", Kind::Date, ""), must("reason", "原因", Kind::Text(200), "")],
        },
    ];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        let (Command::RecordPlacement { on, .. } | Command::EndPlacement { on, .. }) = &command;
        let on = *on;
        case.owned_by(ctx.actor)?;
        let Some(home) = case.handover.home_on() else {
            return refuse("not_received", "尚未衔接，不能登记安置");
        };
        if on > ctx.today {
            return refuse_field("on", "future_date", "日期不能晚于今天，请核对");
        }
        if on < home {
            return refuse_field("on", "before_handover", format!("日期不能早于回家日期 {}", day(home)));
        }
        let current = case.placement.current.as_ref();
        if current.is_some_and(|p| on < p.from) {
            return refuse_field("on", "before_placement", "日期早于现有安置的开始日期，请核对");
        }
        if case.placement.ended_on.is_some_and(|ended| on < ended) {
            return refuse_field("on", "before_placement", "日期早于上一项安置的结束日期，请核对");
        }
        let event = match command {
            Command::RecordPlacement { on, way, place, evidence } => {
                Event::Settled { on, way, place, evidence }
            }
            Command::EndPlacement { .. } if current.is_none() => {
                return refuse("not_placed", "现在没有安置，不用结束");
            }
            Command::EndPlacement { on, reason } => Event::Ended { on, reason },
        };
        Ok(vec![CaseEvent::Placement(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Settled { on, way, place, .. } => {
                self.current = Some(Placement { way: way.clone(), from: *on, place: place.clone() });
                self.count += 1;
            }
            Event::Ended { on, .. } => {
                self.current = None;
                self.ended_on = Some(*on);
            }
        }
    }

    fn offers(case: &Case, command: &str) -> bool {
        match command {
            "end-placement" => case.placement.current.is_some(),
            _ => case.handover.home_on().is_some(),
        }
    }

    fn entry(event: &Event) -> Entry {
        match event {
            Event::Settled { on, way, place, evidence } => {
                let evidence = evidence.as_ref().map_or_else(String::new, |e| format!("（{e}）"));
                Entry {
                    on: *on,
                    title: "安置".into(),
                    text: format!("{}　{place}{evidence}", word(TYPES, way)),
                    landmark: true,
                }
            }
            Event::Ended { on, reason } => {
                Entry { on: *on, title: "结束安置".into(), text: reason.clone(), landmark: false }
            }
        }
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
