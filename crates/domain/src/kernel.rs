//! The one shape of everything that has a life: state, command, event, decide, evolve.
//! A decision looks at the state and the [`Ctx`], never at the outside; a refusal is a value with a
//! sentence for the person at the screen.
//! Must never know: what any stream is about.

use crate::{
    rules::{Rule, Rules},
    unit::Unit,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};

/// A thing that has a life: a case, a person, a bed, a quarantined row, an account.
pub trait Stream: Default + Clone + Serialize + serde::de::DeserializeOwned {
    /// What somebody wants to happen.
    type Command;
    /// What did happen.
    type Event: Recorded;
    /// The word by which the journal calls this kind of stream.
    const KIND: &'static str;
    /// Changes whenever kept states of this kind can no longer be read; a mismatch means replay.
    const FORMAT: i64;
    /// What the command makes happen, or why it may not. Never touches the outside.
    fn decide(&self, command: Self::Command, ctx: &Ctx<'_>) -> Result<Vec<Self::Event>, Refusal>;
    /// Takes in what happened. Cannot fail: what was recorded did happen.
    fn evolve(&mut self, event: &Self::Event);
}

/// An event as the journal keeps it: a kind that lives for ever, a version, a payload.
pub trait Recorded: Sized {
    /// The kind, e.g. `handover.verified`.
    fn kind(&self) -> String;
    /// The payload's version under that kind.
    fn version(&self) -> i64 {
        1
    }
    /// The civil date on which it happened (not the instant at which it was recorded).
    fn happened_on(&self) -> Option<Date>;
    /// The payload to be sealed.
    fn payload(&self) -> serde_json::Value;
    /// Reads a payload of any version that was ever written.
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Self, Unreadable>;
    /// [`Recorded::read`] from the text of the payload. Where a page reads many events, today's shape is
    /// read straight from it.
    fn parse(kind: &str, version: i64, text: &[u8]) -> Result<Self, Unreadable> {
        match serde_json::from_slice(text) {
            Ok(payload) => Self::read(kind, version, payload),
            Err(_) => Err(Unreadable { kind: kind.to_owned(), version }),
        }
    }
}

/// A recorded event that this program cannot read: a newer program wrote it, or the journal is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The kind as recorded.
    pub kind: String,
    /// The version as recorded.
    pub version: i64,
}

/// What a decision may look at besides the state.
pub struct Ctx<'a> {
    /// The civil date in Asia/Shanghai.
    pub today: Date,
    /// Who acts, in which role, for which unit.
    pub actor: &'a Actor,
    /// Deadlines and terms in force.
    pub rules: &'a Rules,
    /// Working days.
    pub calendar: &'a Calendar,
}

impl Ctx<'_> {
    /// The last day on which a rule triggered on a day is on time.
    pub fn by(&self, rule: Rule, from: Date) -> Date {
        self.rules.due(rule, from, self.calendar)
    }
}

/// Who acts.
#[derive(Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account's sign-in name, or `console:<user>`.
    pub account: String,
    /// The name shown to colleagues.
    pub name: String,
    /// The role granted.
    pub role: Role,
    /// The unit for which the role was granted.
    pub unit: Unit,
}

/// Roles of this house (rules section 3). What is not yet built has no role yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 市司法局工作人员
    City,
    /// 区司法局工作人员
    District,
    /// 司法所所长
    OfficeHead,
    /// 司法所工作人员
    OfficeWorker,
    /// 监所工作人员
    Prison,
    /// 系统管理员: creates accounts without rights and sees no files.
    Administrator,
    /// 审计员: reads who did and who looked at what, and sees no files.
    Auditor,
}

impl Role {
    /// Every role, in the order in which they are shown.
    pub const ALL: [Role; 7] = [
        Role::City,
        Role::District,
        Role::OfficeHead,
        Role::OfficeWorker,
        Role::Prison,
        Role::Administrator,
        Role::Auditor,
    ];

    /// Whether files are part of the work: an administrator and an auditor see none.
    pub fn sees_files(self) -> bool {
        !matches!(self, Role::Administrator | Role::Auditor)
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Role::City => "市局工作人员",
            Role::District => "区局工作人员",
            Role::OfficeHead => "司法所所长",
            Role::OfficeWorker => "司法所工作人员",
            Role::Prison => "监所工作人员",
            Role::Administrator => "系统管理员",
            Role::Auditor => "审计员",
        }
    }

    /// The word used in commands, configuration and the API.
    pub fn word(self) -> &'static str {
        match self {
            Role::City => "city",
            Role::District => "district",
            Role::OfficeHead => "office_head",
            Role::OfficeWorker => "office_worker",
            Role::Prison => "prison",
            Role::Administrator => "administrator",
            Role::Auditor => "auditor",
        }
    }

    /// The role of a word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.word() == word)
    }
}

/// A lawful "no": a code for programs and tests, a sentence for the person at the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code, snake case.
    pub code: &'static str,
    /// What is wrong and what to do, in Chinese.
    pub detail: String,
    /// The field to which it belongs, where it belongs to one.
    pub field: Option<&'static str>,
}

/// A date as sentences write it: 2026年11月24日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Refuses with a code and a sentence.
pub fn refuse<T>(code: &'static str, detail: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, detail: detail.into(), field: None })
}

/// Refuses because of one field.
pub fn refuse_field<T>(
    field: &'static str,
    code: &'static str,
    detail: impl Into<String>,
) -> Result<T, Refusal> {
    Err(Refusal { code, detail: detail.into(), field: Some(field) })
}

/// Something that somebody owes by a date. Computed from state, never stored by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// What is owed; unique together with `subject` in its stream.
    pub kind: &'static str,
    /// Which one of that kind; empty where there can be only one.
    pub subject: String,
    /// The rule that asks for it.
    pub rule: &'static str,
    /// The last day on which it is on time.
    pub due_on: Date,
    /// The unit that owes it.
    pub owner: Unit,
    /// Another unit that may settle it (a prison that signs in).
    pub also: Option<Unit>,
    /// The account in charge, where one is named.
    pub worker: Option<String>,
    /// The command whose form settles it.
    pub settle: &'static str,
    /// What is to be done, in Chinese.
    pub title: &'static str,
    /// Why it is due then, in Chinese.
    pub why: String,
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day on which it happened.
    pub on: Date,
    /// What happened, two to eight characters.
    pub title: String,
    /// Detail in a sentence.
    pub text: String,
    /// A landmark of the walk home, drawn filled.
    pub landmark: bool,
}

impl std::fmt::Debug for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Actor[{} {} {}]", self.account, self.role.word(), self.unit)
    }
}
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry[{} {} redacted]", self.on, self.title)
    }
}

/// Reads a payload that was never upcast: the version must be today's and the payload's own tag must
/// agree with the recorded kind.
pub fn read_plain<E: Recorded + serde::de::DeserializeOwned>(
    kind: &str,
    version: i64,
    payload: serde_json::Value,
) -> Result<E, Unreadable> {
    serde_json::from_value::<E>(payload)
        .ok()
        .filter(|event| event.kind() == kind && event.version() == version)
        .ok_or_else(|| Unreadable { kind: kind.to_owned(), version })
}
