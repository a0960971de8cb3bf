//! 走访 (F9): who met the person, how, what was found, when the next contact is due.
//! One record serves the office's duty, the contract and the statistics: entered once.
//! Not wanting to be visited is recorded as it is and moves the date like any contact; nothing is blamed.
//! Must never know: who may see it, how it is kept, what the page looks like.

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    handover::Category,
    kernel::{Ctx, Entry, Obligation, Refusal, Role, day, refuse, refuse_field},
    rules::{Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};

/// 走访方式 (rules 5.16).
pub const WAYS: &[(&str, &str)] =
    &[("home", "上门"), ("office", "来所"), ("phone", "电话"), ("video", "视频")];
/// What came of it.
pub const RESULTS: &[(&str, &str)] =
    &[("met", "见到本人"), ("family", "见到家属"), ("absent", "不在家"), ("declined", "不愿受访")];
/// What he needs.
pub const NEEDS: &[(&str, &str)] = &[
    ("work", "找工作"),
    ("relief", "临时救助"),
    ("housing", "住处"),
    ("health", "看病"),
    ("school", "孩子上学"),
    ("legal", "法律"),
];

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The last day on which he or his family was in contact, or said he did not want to be visited.
    pub last_contact: Option<Date>,
    /// The last day on which he himself was met or spoken to.
    pub last_met: Option<Date>,
    /// The next contact that was agreed.
    pub next_on: Option<Date>,
    /// Visits recorded.
    pub count: u32,
    /// Something abnormal that the head has not answered yet; the day it was seen.
    pub abnormal_on: Option<Date>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Recorded(Box<Recorded>),
    AbnormalAnswered { on: Date, measure: String },
}

/// One visit.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Day of the visit.
    pub on: Date,
    /// Way (5.16).
    pub way: String,
    /// Result.
    pub result: String,
    /// Place.
    pub place: Option<String>,
    /// Who was there besides the visitor.
    pub present: Option<String>,
    /// Life, work, family, mind, health.
    pub note: Option<String>,
    /// What he needs.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Something the head must know at once.
    #[serde(default)]
    pub abnormal: bool,
    /// The next contact agreed.
    pub next_on: Option<Date>,
    /// The visitor's name.
    pub visitor: String,
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    RecordVisit {
        on: Date,
        way: String,
        result: String,
        place: Option<String>,
        present: Option<String>,
        note: Option<String>,
        #[serde(default)]
        needs: Vec<String>,
        #[serde(default)]
        abnormal: bool,
        next_on: Option<Date>,
    },
    AnswerAbnormal {
        on: Date,
        measure: String,
    },
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "visit";
    const COMMANDS: &'static [Spec] = &[
        Spec {
            name: "record-visit",
            title: "记录走访",
            help: "上门、来所、电话、视频都在这里记，一次记录同时用于台账和统计。",
            who: &[Role::OfficeWorker, Role::OfficeHead],
            answers: false,
            fields: &[
                must("on", "日期", Kind::Date, ""),
                must("way", "方式", Kind::Choice(WAYS), ""),
                must("result", "结果", Kind::Choice(RESULTS), ""),
                may("place", "地点", Kind::Text(100), ""),
                may("present", "在场人员", Kind::Text(200), ""),
                may("note", "情况", Kind::LongText(2000), "住、吃、工作、身体、家人、心情，如实写"),
                may("needs", "需要什么", Kind::Several(NEEDS), ""),
                may("abnormal", "有异常，需要马上告诉所长", Kind::YesNo, ""),
                may("next_on", "下次联系", Kind::Date, "不填则按走访周期"),
            ],
        },
        Spec {
            name: "answer-abnormal",
            title: "处置异常",
            help: "走访中发现异常，所长写明怎样处置。",
            who: &[Role::OfficeHead],
            answers: true,
            fields: &[
                must("on", "日期", Kind::Date, ""),
                must("measure", "怎样处置", Kind::LongText(1000), ""),
            ],
        },
    ];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        case.owned_by(ctx.actor)?;
        let Some(home) = case.handover.home_on() else {
            return refuse("not_received", "尚未衔接，不能记录走访；请先登记接回、自返或拒绝接回");
        };
        let event = match command {
            Command::AnswerAbnormal { on, measure } => {
                let Some(seen) = case.visit.abnormal_on else {
                    return refuse("nothing_abnormal", "没有待处置的异常");
                };
                on_a_day(on, home, ctx)?;
                if on < seen {
                    return refuse_field(
                        "on",
                        "before_abnormal",
                        format!("异常是 {seen} 发现的，处置不能更早"),
                    );
                }
                Event::AbnormalAnswered { on, measure }
            }
            Command::RecordVisit { on, way, result, place, present, note, needs, abnormal, next_on } => {
                on_a_day(on, home, ctx)?;
                if next_on.is_some_and(|next| next <= on) {
                    return refuse_field("next_on", "next_before", "下次联系应晚于本次走访日期");
                }
                if matches!(result.as_str(), "met" | "family") && note.is_none() {
                    return refuse_field("note", "note_needed", "见到人的走访，请写几句情况");
                }
                let visitor = ctx.actor.name.clone();
                Event::Recorded(Box::new(Recorded {
                    on,
                    way,
                    result,
                    place,
                    present,
                    note,
                    needs,
                    abnormal,
                    next_on,
                    visitor,
                }))
            }
        };
        Ok(vec![CaseEvent::Visit(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Recorded(v) => {
                self.count += 1;
                if v.result != "absent" {
                    self.last_contact = self.last_contact.max(Some(v.on));
                }
                if v.result == "met" {
                    self.last_met = self.last_met.max(Some(v.on));
                }
                // The agreed date belongs to the latest visit; an older one entered late does not move it,
                // and nobody at the door does not undo what was agreed before.
                let latest = self.last_contact.is_none_or(|last| last <= v.on);
                if latest && (v.result != "absent" || v.next_on.is_some()) {
                    self.next_on = v.next_on;
                }
                if v.abnormal {
                    self.abnormal_on = self.abnormal_on.min(Some(v.on)).or(Some(v.on));
                }
            }
            Event::AbnormalAnswered { .. } => self.abnormal_on = None,
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        match command {
            "answer-abnormal" => case.visit.abnormal_on.is_some(),
            _ => case.handover.home_on().is_some(),
        }
    }

    fn entry(event: &Event) -> Entry {
        match event {
            Event::Recorded(v) => recorded(v),
            Event::AbnormalAnswered { on, measure } => {
                Entry { on: *on, title: "处置异常".into(), text: measure.clone(), landmark: false }
            }
        }
    }
}

fn on_a_day(on: Date, home: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if on > ctx.today {
        return refuse_field("on", "future_date", "走访日期不能晚于今天");
    }
    if on < home {
        return refuse_field("on", "before_handover", format!("走访日期不能早于回家日期 {}", day(home)));
    }
    Ok(())
}

fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let home = case.handover.home_on().filter(|_| case.is_open())?;
    let state = &case.visit;
    let owner = case.owner()?.clone();
    let worker = case.casefile.worker.as_ref().map(|w| w.account.clone());
    let (rule, from) = match (state.last_contact, case.handover.category) {
        (None, _) => (Rule::R23, home),
        (Some(last), Category::Key) => (Rule::R27, last),
        (Some(last), Category::Ordinary) => (Rule::R26, last),
    };
    let by_rule = rules.due(rule, from, calendar);
    let agreed = state.next_on.filter(|next| *next < by_rule);
    let (title, why) = match (state.last_contact, agreed) {
        (_, Some(next)) => ("走访", format!("与本人约定{}", day(next))),
        (None, _) => ("首次走访", format!("{}回家，尚未上门", day(home))),
        (Some(last), _) => ("走访", format!("上次联系{}", day(last))),
    };
    let mut list = vec![Obligation {
        kind: "record-visit",
        subject: String::new(),
        rule: if agreed.is_some() { "约定" } else { rule.id() },
        due_on: agreed.unwrap_or(by_rule),
        owner: owner.clone(),
        also: None,
        worker: worker.clone(),
        settle: "record-visit",
        title,
        why,
    }];
    list.extend(state.abnormal_on.map(|on| Obligation {
        kind: "answer-abnormal",
        subject: String::new(),
        rule: Rule::R27b.id(),
        due_on: rules.due(Rule::R27b, on, calendar),
        owner,
        also: None,
        worker: None,
        settle: "answer-abnormal",
        title: "处置异常",
        why: format!("{}走访发现异常", day(on)),
    }));
    Some(list)
}

fn recorded(v: &Recorded) -> Entry {
    use crate::handover::word;
    let mut parts = vec![format!("{}　{}　{}", v.visitor, word(WAYS, &v.way), word(RESULTS, &v.result))];
    parts.extend(v.place.clone());
    parts.extend(v.note.as_ref().map(|note| note.trim_end_matches('。').to_owned()));
    if !v.needs.is_empty() {
        let needs: Vec<&str> = v.needs.iter().map(|n| word(NEEDS, n)).collect();
        parts.push(format!("需要：{}", needs.join("、")));
    }
    if v.abnormal {
        parts.push("有异常，已告所长".into());
    }
    Entry { on: v.on, title: "走访".into(), text: parts.join("。"), landmark: v.result == "met" }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
