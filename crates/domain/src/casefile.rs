//! 一人一档: the file, the worker in charge, the team, the agreement or its refusal, the grade's review, the
//! end (T10, T20, R-21, R-28, F6–F8, F18). An agreement is voluntary: refusing it is a lawful state with its
//! own record and no consequence; then only the least is kept, on a named ground (C8, SC-07).
//! Must never know: who may see it, how it is kept.

mod command;
mod decide;
mod due;
mod entry;
mod event;
mod specs;

pub use command::{Command, OpenFile, Refuse, Sign, UpdateFile};
pub use event::{Event, Member, Profile, Terms, Wish};
pub use specs::{GROUNDS, MEANS, PLACES, TEAM_ROLES};

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    handover::{self, word},
    kernel::{Ctx, Entry, Obligation, Refusal, Role},
    rules::{Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The worker in charge.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Account.
    pub account: String,
    /// Name shown.
    pub name: String,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker[{}]", self.account)
    }
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
    /// 离开预释放名册: the reason stands in the handover column.
    LeftList,
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
            Reason::LeftList => "离开预释放名册",
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

/// The least that is kept of somebody who wants no file, and why.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Minimum {
    /// Since that day.
    pub since: Date,
    /// The ground, one of [`GROUNDS`].
    pub ground: String,
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
    /// What else the first page says.
    #[serde(default, skip_serializing_if = "Profile::is_empty")]
    pub profile: Profile,
    /// The worker in charge.
    pub worker: Option<Worker>,
    /// Everybody who is or was in his team, in the order of joining.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<Member>,
    /// Agreement.
    pub agreement: Option<Agreement>,
    /// The way of contact agreed with somebody who did not sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// He wants no file: only the least is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Minimum>,
    /// He was told that he may see and correct his data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_told_on: Option<Date>,
    /// Closed.
    pub closed: Option<Closed>,
}

const CLOSING: &[(&str, &str)] =
    &[("expired", "期满解除"), ("died", "死亡"), ("reoffended", "重新犯罪（收监）")];

/// Ends the case on behalf of another column (a record withdrawn by the custodial place, a receipt from outside).
pub fn closed(on: Date, reason: Reason) -> CaseEvent {
    CaseEvent::Casefile(Event::Closed { on, reason, told: None })
}

/// The worker in charge, if there is one, is no longer: the case goes to another office.
pub fn without_worker(case: &Case, on: Date) -> Option<CaseEvent> {
    case.casefile.worker.as_ref().map(|_| CaseEvent::Casefile(Event::Unassigned { on }))
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
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        decide::decide(case, command, ctx)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Opened { on, phone, address, family, more, .. } => {
                self.opened_on = Some(*on);
                let family = family.clone();
                let profile = more.as_deref().cloned().unwrap_or_default();
                self.take_page(phone, address, Profile { family, ..profile });
                self.told(more.as_ref().and_then(|m| m.rights_told), *on);
            }
            Event::Updated { phone, address, more, .. } => {
                self.take_page(phone, address, (**more).clone());
            }
            Event::Unassigned { .. } => self.worker = None,
            Event::Assigned { worker, .. } => self.worker = Some(worker.clone()),
            Event::AgreementSigned { on, terms, .. } => {
                self.agreement = Some(Agreement::Signed(*on));
                self.contact = None;
                self.minimum = None;
                self.told(terms.as_ref().and_then(|t| t.rights_told), *on);
            }
            Event::AgreementRefused { on, again_on, wish, .. } => {
                self.agreement = Some(Agreement::Refused(*on, *again_on));
                if let Some(wish) = wish {
                    self.take_wish(*on, wish);
                }
            }
            Event::TeamJoined { member, .. } => self.team.push(member.clone()),
            Event::TeamLeft { on, member, .. } => {
                if let Some(member) = self.team.iter_mut().find(|m| m.id == *member) {
                    member.until = Some(*on);
                }
            }
            Event::Closed { on, reason, .. } => self.closed = Some(Closed { on: *on, reason: *reason }),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        let handed_over = case.handover.handed_over_on().is_some();
        let at_office = case.handover.office().is_some();
        let signed = matches!(case.casefile.agreement, Some(Agreement::Signed(_)));
        match command {
            "open-file" => handed_over && case.casefile.opened_on.is_none(),
            "update-file" => case.casefile.opened_on.is_some(),
            "sign-agreement" => !signed && (handed_over || (at_office && case.handover.check.verified)),
            "refuse-agreement" => handed_over,
            "team-leave" => case.casefile.team_now().next().is_some(),
            "review-grade" => case.handover.home_on().is_some(),
            _ => at_office,
        }
    }

    fn known(case: &Case, command: &str, asked: &Asked<'_>) -> Map<String, Value> {
        known(case, command, asked)
    }

    fn listed(case: &Case, list: &str, _ctx: &Ctx<'_>) -> Vec<(String, String)> {
        if list != "team" {
            return vec![];
        }
        let label = |m: &Member| format!("{}（{}）", m.name, word(TEAM_ROLES, &m.role));
        case.casefile.team_now().map(|m| (m.id.to_string(), label(m))).collect()
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }
}

impl State {
    /// Members of the team who have not left.
    pub fn team_now(&self) -> impl Iterator<Item = &Member> {
        self.team.iter().filter(|m| m.until.is_none())
    }

    fn take_page(&mut self, phone: &Option<String>, address: &Option<String>, profile: Profile) {
        self.phone.clone_from(phone);
        self.address.clone_from(address);
        self.profile = Profile { rights_told: None, ..profile };
    }

    fn told(&mut self, rights: Option<bool>, on: Date) {
        if rights == Some(true) {
            self.rights_told_on = self.rights_told_on.max(Some(on));
        }
    }

    /// Who wants no file keeps none: what the first page said beyond phones and wishes is dropped.
    fn take_wish(&mut self, on: Date, wish: &Wish) {
        self.contact = match (&wish.contact, &wish.contact_by) {
            (None, None) => None,
            (contact, by) => {
                Some([contact, by].into_iter().flatten().cloned().collect::<Vec<_>>().join("，"))
            }
        };
        self.told(wish.rights_told, on);
        self.minimum = wish.ground.clone().map(|ground| Minimum { since: on, ground });
        if self.minimum.is_some() {
            self.profile = self.profile.least();
            self.address = None;
        }
    }
}

/// What the roster, the verification, the reception and the file already say, by the fields of a command.
fn known(case: &Case, command: &str, asked: &Asked<'_>) -> Map<String, Value> {
    let (file, sent) = (&case.casefile, &case.handover.sent);
    let mut known = Map::new();
    let mut say = |key: &str, value: Option<String>| {
        known.extend(value.map(|v| (key.to_owned(), Value::from(v))));
    };
    match command {
        "open-file" if file.minimum.is_none() => {
            say("kin_phone", sent.kin_phone.clone());
            say("address", sent.living_address.clone());
            say("family", handover::family(asked.past));
        }
        "update-file" => return page_known(file),
        "sign-agreement" => {
            let kin: Vec<&str> =
                [&sent.kin_name, &sent.kin_relation].into_iter().flatten().map(String::as_str).collect();
            say("relative", (!kin.is_empty()).then(|| kin.join("，")));
        }
        "refuse-agreement" => {
            say("again_on", Some(asked.ctx.by(Rule::R21c, asked.ctx.today).to_string()));
        }
        "review-grade" => say("category", Some(case.handover.category.code().to_owned())),
        "team-leave" => say("member", Some(asked.which.to_owned())),
        _ => {}
    }
    known
}

/// The first page as it stands, by the fields of the form that changes it.
fn page_known(file: &State) -> Map<String, Value> {
    let mut known = match serde_json::to_value(&file.profile) {
        Ok(Value::Object(profile)) => profile,
        _ => Map::new(),
    };
    for (key, value) in [("phone", &file.phone), ("address", &file.address)] {
        known.extend(value.as_ref().map(|v| (key.to_owned(), Value::from(v.as_str()))));
    }
    known
}

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
