//! 安置: how the person earns a living, with dates (T11, rules 5.6, SC-01). A placement has a start and at most
//! one end; a new one ends the one before. Being without one is a state with a reason, not a fault.
//! Must never know: bases and beds (they call [`settled`]), statistics.

mod decide;

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    handover::word,
    kernel::{Ctx, Entry, Refusal, Role},
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
/// What stands behind 99.
pub const SORTS: &[(&str, &str)] = &[
    ("school", "在校就读"),
    ("retired", "退休"),
    ("disabled", "残疾或丧失劳动能力"),
    ("dibao", "享受低保"),
    ("casual", "零散务工"),
    ("family", "家人供养"),
    ("other", "其他"),
];
/// Why he has no placement (未安置原因).
pub const WITHOUT: &[(&str, &str)] = &[
    ("looking", "正在找工作"),
    ("training", "正在参加培训"),
    ("unable", "身体或家事原因暂时不能工作"),
    ("waiting", "已有着落，等待到岗"),
    ("unwilling", "本人暂不想工作"),
    ("other", "其他"),
];

/// One placement.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// Type code.
    pub way: String,
    /// What stands behind 99, one of [`SORTS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// First day.
    pub from: Date,
    /// Where.
    pub place: String,
}

/// A placement that is over.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// What it was.
    pub was: Placement,
    /// Its last day.
    pub to: Date,
    /// Why it ended; `None` where another took its place.
    pub reason: Option<String>,
}

/// Since when and why he is without a placement, as he says.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Without {
    /// Said on that day.
    pub on: Date,
    /// Why, one of [`WITHOUT`].
    pub reason: String,
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
    /// Those that are over, oldest first.
    #[serde(default)]
    pub past: Vec<Past>,
    /// Why there is none.
    #[serde(default)]
    pub without: Option<Without>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Settled {
        on: Date,
        way: String,
        place: String,
        evidence: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sort: Option<String>,
    },
    Ended {
        on: Date,
        reason: String,
    },
    Without {
        on: Date,
        reason: String,
        note: Option<String>,
    },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    RecordPlacement { on: Date, way: String, sort: Option<String>, place: String, evidence: Option<String> },
    EndPlacement { on: Date, reason: String },
    WithoutPlacement { on: Date, reason: String, note: Option<String> },
}

/// A placement that another column brings about (a bed given is one).
pub fn settled(on: Date, way: &str, place: String) -> CaseEvent {
    CaseEvent::Placement(Event::Settled { on, way: way.to_owned(), place, evidence: None, sort: None })
}

/// The end of a placement that another column brings about.
pub fn ended(on: Date, reason: &str) -> CaseEvent {
    CaseEvent::Placement(Event::Ended { on, reason: reason.to_owned() })
}

/// A type with what stands behind it: 其他安置方式（退休）.
pub fn named(way: &str, sort: Option<&str>) -> String {
    match sort {
        Some(sort) => format!("{}（{}）", word(TYPES, way), word(SORTS, sort)),
        None => word(TYPES, way).to_owned(),
    }
}

const OFFICE: &[Role] = &[Role::OfficeWorker, Role::OfficeHead];

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "placement";
    const COMMANDS: &'static [Spec] = &[
        Spec {
            name: "record-placement",
            title: "登记安置",
            help: "本人现在靠什么生活。换了工作就再登记一次，前一项自动结束。",
            who: OFFICE,
            answers: false,
            fields: &[
                must("on", "开始日期", Kind::Date, ""),
                must("way", "安置方式", Kind::Choice(TYPES), ""),
                may("sort", "其他方式是哪一种", Kind::Choice(SORTS), "只在选“其他安置方式”时填"),
                must("place", "单位或地点", Kind::Text(100), "在校写学校，退休、低保写由谁发放"),
                may("evidence", "依据", Kind::Text(200), "合同、工牌、本人陈述"),
            ],
        },
        Spec {
            name: "end-placement",
            title: "结束安置",
            help: "本人不再以此为生。",
            who: OFFICE,
            answers: false,
            fields: &[must("on", "结束日期", Kind::Date, ""), must("reason", "原因", Kind::Text(200), "")],
        },
        Spec {
            name: "without-placement",
            title: "登记未安置原因",
            help: "现在没有安置的，写明本人怎样说。想找工作的，可在走访里勾选需要。",
            who: OFFICE,
            answers: false,
            fields: &[
                must("on", "日期", Kind::Date, ""),
                must("reason", "原因", Kind::Choice(WITHOUT), ""),
                may("note", "说明", Kind::LongText(500), "选“其他”时写明"),
            ],
        },
    ];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx).map(|event| vec![CaseEvent::Placement(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Settled { on, way, place, sort, .. } => {
                self.leave(*on, None);
                let (way, sort, place) = (way.clone(), sort.clone(), place.clone());
                self.current = Some(Placement { way, sort, from: *on, place });
                self.count += 1;
                self.without = None;
            }
            Event::Ended { on, reason } => {
                self.leave(*on, Some(reason.clone()));
                self.ended_on = Some(*on);
            }
            Event::Without { on, reason, .. } => {
                self.without = Some(Without { on: *on, reason: reason.clone() });
            }
        }
    }

    fn offers(case: &Case, command: &str) -> bool {
        let placed = case.placement.current.is_some();
        match command {
            "end-placement" => placed,
            "without-placement" => !placed && case.handover.home_on().is_some(),
            _ => case.handover.home_on().is_some(),
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
            Event::Settled { on, way, place, evidence, sort } => {
                let evidence = evidence.as_ref().map_or_else(String::new, |e| format!("（{e}）"));
                let text = format!("{}　{place}{evidence}", named(way, sort.as_deref()));
                line(on, "安置", text, true)
            }
            Event::Ended { on, reason } => line(on, "结束安置", reason.clone(), false),
            Event::Without { on, reason, note } => {
                let note = note.as_ref().map_or_else(String::new, |n| format!("。{n}"));
                line(on, "未安置原因", format!("{}{note}", word(WITHOUT, reason)), false)
            }
        }
    }
}

impl State {
    fn leave(&mut self, on: Date, reason: Option<String>) {
        if let Some(was) = self.current.take() {
            self.past.push(Past { was, to: on, reason });
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
