//! 一人一档: the file, the worker in charge, the agreement or its refusal, the end (T10, T20, F6–F8, F18).
//! An agreement is voluntary: refusing it is a lawful state with its own record and no consequence.
//! Must never know: who may see it, how it is kept.

mod due;
mod entry;

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    kernel::{Ctx, Entry, Obligation, Refusal, Role, day, refuse, refuse_field},
    rules::Rules,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};

/// The worker in charge.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Worker {
    /// Account.
    pub account: String,
    /// Name shown.
    pub name: String,
}

/// Signed, or lawfully refused.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Signed on that day.
    Signed(Date),
    /// Refused on that day; to be offered again on the second, where he agreed to be asked again.
    Refused(Date, Option<Date>),
}

/// Why a case ended (rules 5.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 期满解除
    Expired,
    /// 死亡
    Died,
    /// 重新犯罪（收监）
    Reoffended,
    /// 移交外地
    Transferred,
    /// 信息错误撤销
    Withdrawn,
    /// 宣告失踪或死亡
    Missing,
}

impl Reason {
    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Expired => "期满解除",
            Reason::Died => "死亡",
            Reason::Reoffended => "重新犯罪（收监）",
            Reason::Transferred => "户籍地接收，移交",
            Reason::Withdrawn => "信息错误撤销",
            Reason::Missing => "宣告失踪或死亡",
        }
    }
}

/// The end of a case.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// Day.
    pub on: Date,
    /// Why.
    pub reason: Reason,
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The file was opened on that day.
    pub opened_on: Option<Date>,
    /// His phone.
    pub phone: Option<String>,
    /// Where he lives now.
    pub address: Option<String>,
    /// The worker in charge.
    pub worker: Option<Worker>,
    /// Agreement.
    pub agreement: Option<Agreement>,
    /// Closed.
    pub closed: Option<Closed>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Opened {
        on: Date,
        phone: Option<String>,
        address: Option<String>,
        family: Option<String>,
        note: Option<String>,
    },
    Assigned {
        on: Date,
        worker: Worker,
    },
    AgreementSigned {
        on: Date,
        relative: Option<String>,
        community: Option<String>,
    },
    AgreementRefused {
        on: Date,
        words: String,
        again_on: Option<Date>,
    },
    Closed {
        on: Date,
        reason: Reason,
        told: Option<String>,
    },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    OpenFile {
        on: Date,
        phone: Option<String>,
        address: Option<String>,
        family: Option<String>,
        note: Option<String>,
    },
    /// `worker_name` is filled in by the services from the account.
    AssignWorker {
        worker: String,
        #[serde(default)]
        worker_name: String,
    },
    SignAgreement {
        on: Date,
        relative: Option<String>,
        community: Option<String>,
    },
    RefuseAgreement {
        on: Date,
        words: String,
        again_on: Option<Date>,
    },
    Close {
        on: Date,
        reason: Reason,
        told: String,
    },
}

const OFFICE: &[Role] = &[Role::OfficeHead, Role::OfficeWorker];
const CLOSING: &[(&str, &str)] =
    &[("expired", "期满解除"), ("died", "死亡"), ("reoffended", "重新犯罪（收监）")];

/// Ends the case on behalf of another column (a record withdrawn by the custodial place, a receipt from outside).
pub fn closed(on: Date, reason: Reason) -> CaseEvent {
    CaseEvent::Casefile(Event::Closed { on, reason, told: None })
}

impl State {
    /// File opened, worker named, agreement answered one way or the other.
    pub fn is_settled_in(&self) -> bool {
        self.opened_on.is_some() && self.worker.is_some() && self.agreement.is_some()
    }
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "casefile";
    const COMMANDS: &'static [Spec] = &[
        Spec {
            name: "open-file",
            title: "建档",
            help: "登记表首页（F6）。名册上已有的内容不用再填。",
            who: OFFICE,
            answers: true,
            fields: &[
                must("on", "建档日期", Kind::Date, ""),
                may("phone", "本人电话", Kind::Text(40), ""),
                may("address", "现住址", Kind::Text(200), "与户籍地址相同可不填"),
                may("family", "家庭情况", Kind::LongText(500), ""),
                may("note", "需要和困难", Kind::LongText(500), "住、吃、工作、身体、子女"),
            ],
        },
        Spec {
            name: "assign-worker",
            title: "指定责任人",
            help: "每份档案有一名责任人，他的待办里会出现该办的事。",
            who: &[Role::OfficeHead],
            answers: false,
            fields: &[must("worker", "责任人", Kind::Worker, "")],
        },
        Spec {
            name: "sign-agreement",
            title: "签订帮教协议",
            help: "先说明自愿原则：可以不签，签了也可以随时退出。",
            who: OFFICE,
            answers: true,
            fields: &[
                must("on", "签订日期", Kind::Date, ""),
                may("relative", "参加的家属", Kind::Text(60), ""),
                may("community", "村居代表", Kind::Text(60), ""),
            ],
        },
        Spec {
            name: "refuse-agreement",
            title: "记录不签协议",
            help: "不签、签后退出都是本人的权利，没有任何不利后果。责任人照常联系，本人愿意时再谈。",
            who: OFFICE,
            answers: true,
            fields: &[
                must("on", "日期", Kind::Date, ""),
                must("words", "本人怎样说", Kind::LongText(500), "照本人原话记录"),
                may("again_on", "约定再谈日期", Kind::Date, "本人不愿再谈就留空"),
            ],
        },
        Spec {
            name: "close",
            title: "办结",
            help: "期满、死亡或收监时办结，并告知本人或家属。办结后只能查看。",
            who: &[Role::OfficeHead],
            answers: true,
            fields: &[
                must("on", "办结日期", Kind::Date, ""),
                must("reason", "办结原因", Kind::Choice(CLOSING), ""),
                must("told", "怎样告知", Kind::LongText(500), "何时、何人、用什么方式告知"),
            ],
        },
    ];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        case.owned_by(ctx.actor)?;
        let on = command.on().unwrap_or(ctx.today);
        if on > ctx.today {
            return refuse_field("on", "future_date", "日期不能晚于今天，请核对");
        }
        let event = match command {
            Command::AssignWorker { worker, worker_name } => {
                Event::Assigned { on: ctx.today, worker: Worker { account: worker, name: worker_name } }
            }
            Command::Close { on, reason, told } => return close(case, on, reason, told),
            after => after_handover(case, after)?,
        };
        Ok(vec![CaseEvent::Casefile(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Opened { on, phone, address, .. } => {
                self.opened_on = Some(*on);
                self.phone.clone_from(phone);
                self.address.clone_from(address);
            }
            Event::Assigned { worker, .. } => self.worker = Some(worker.clone()),
            Event::AgreementSigned { on, .. } => self.agreement = Some(Agreement::Signed(*on)),
            Event::AgreementRefused { on, again_on, .. } => {
                self.agreement = Some(Agreement::Refused(*on, *again_on));
            }
            Event::Closed { on, reason, .. } => self.closed = Some(Closed { on: *on, reason: *reason }),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        let handed_over = case.handover.handed_over_on().is_some();
        match command {
            "open-file" => handed_over && case.casefile.opened_on.is_none(),
            "sign-agreement" => handed_over && !matches!(case.casefile.agreement, Some(Agreement::Signed(_))),
            "refuse-agreement" => handed_over,
            _ => case.handover.office().is_some(),
        }
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }
}

fn after_handover(case: &Case, command: Command) -> Result<Event, Refusal> {
    let (Some(home), Some(on)) = (case.handover.handed_over_on(), command.on()) else {
        return refuse("not_received", "尚未衔接，请先登记接回或自返");
    };
    if on < home {
        return refuse_field("on", "before_handover", format!("日期不能早于衔接日期 {}", day(home)));
    }
    let signed = matches!(case.casefile.agreement, Some(Agreement::Signed(_)));
    match command {
        Command::OpenFile { on, phone, address, family, note } => {
            if case.casefile.opened_on.is_some() {
                return refuse("already_opened", "已建档，新情况请写入走访记录");
            }
            Ok(Event::Opened { on, phone, address, family, note })
        }
        Command::SignAgreement { .. } if signed => refuse("already_signed", "协议已签，不用重复登记"),
        Command::SignAgreement { on, relative, community } => {
            Ok(Event::AgreementSigned { on, relative, community })
        }
        Command::RefuseAgreement { on, words, again_on } => {
            if again_on.is_some_and(|again| again <= on) {
                return refuse_field("again_on", "again_before", "约定再谈的日期应晚于本次日期");
            }
            Ok(Event::AgreementRefused { on, words, again_on })
        }
        Command::AssignWorker { .. } | Command::Close { .. } => {
            refuse("bad_command", "填写的内容无法识别，请检查后重试")
        }
    }
}

fn close(case: &Case, on: Date, reason: Reason, told: String) -> Result<Vec<CaseEvent>, Refusal> {
    let term = case.handover.term;
    match (reason, term) {
        (Reason::Expired, None) => return refuse("not_received", "尚未衔接，不能按期满办结"),
        (Reason::Expired, Some(t)) if on < t.until => {
            return refuse_field("on", "term_runs", format!("帮教期限到{}，还没有满", day(t.until)));
        }
        (Reason::Transferred | Reason::Withdrawn | Reason::Missing, _) => {
            return refuse("bad_command", "移交、撤销和宣告失踪随各自的登记办结，不在这里办理");
        }
        _ => {}
    }
    Ok(vec![CaseEvent::Casefile(Event::Closed { on, reason, told: Some(told) })])
}

impl Command {
    fn on(&self) -> Option<Date> {
        match self {
            Command::OpenFile { on, .. }
            | Command::SignAgreement { on, .. }
            | Command::RefuseAgreement { on, .. }
            | Command::Close { on, .. } => Some(*on),
            Command::AssignWorker { .. } => None,
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
