//! A case: one sentence of one person, the sum of its columns. Adding a column is one line here.
//! The rows about a case (list, obligations, visibility) are functions of this state: [`Case::standing`],
//! [`Case::due`], [`Case::seen_by`].
//! Must never know: what any column does.

use crate::{
    command::Spec,
    kernel::{Actor, Ctx, Entry, Obligation, Recorded, Refusal, Role, Stream, Unreadable, day, refuse},
    rules::Rules,
    unit::Unit,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What somebody asks a form for, besides the case as it stands.
pub struct Asked<'a> {
    /// Who asks, when, under which rules.
    pub ctx: &'a Ctx<'a>,
    /// What happened to the case, oldest first.
    pub past: &'a [CaseEvent],
    /// Which of several things is meant (a member, a need, a visit); empty where nothing was pointed at.
    pub which: &'a str,
}

/// What a column owes to the case.
pub trait Column: Default {
    /// What somebody wants to happen.
    type Command: serde::de::DeserializeOwned;
    /// What did happen.
    type Event: Serialize + serde::de::DeserializeOwned + std::fmt::Debug;
    /// The column's name in event kinds.
    const NAME: &'static str;
    /// Descriptions of the commands that people give. A command without one is given by the services.
    const COMMANDS: &'static [Spec];
    /// Decides over the whole case; writes only its own events, others through their columns' functions.
    fn decide(case: &Case, command: Self::Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal>;
    /// Takes in one of its own events.
    fn evolve(&mut self, event: &Self::Event);
    /// What is owed because of this column.
    fn due(_case: &Case, _rules: &Rules, _calendar: &Calendar) -> Vec<Obligation> {
        vec![]
    }
    /// Whether a command of this column can make sense now: what pages offer. The decision stays with
    /// [`Column::decide`].
    fn offers(_case: &Case, _command: &str) -> bool {
        true
    }
    /// What is known already for the fields of one of its commands: a form begins with it.
    fn known(_case: &Case, _command: &str, _asked: &Asked<'_>) -> Map<String, Value> {
        Map::new()
    }
    /// What a field of kind `Listed` offers where the case itself knows: (code, label).
    fn listed(_case: &Case, _list: &str, _ctx: &Ctx<'_>) -> Vec<(String, String)> {
        vec![]
    }
    /// The timeline's line for one of its events.
    fn entry(event: &Self::Event) -> Entry;
    /// Which event of the case a later one stands in for, counted from 1 among those of its kind: the
    /// timeline shows the earlier one struck out.
    fn corrects(_event: &Self::Event) -> Option<(&'static str, u32)> {
        None
    }
    /// Units that may see the case because of this column.
    fn seen_by(_case: &Case) -> Vec<Unit> {
        vec![]
    }
    /// Reads a payload of an older version of one of its kinds into today's shape; `None` for a version
    /// that only a newer program knows.
    fn upcast(_kind: &str, version: i64, payload: serde_json::Value) -> Option<serde_json::Value> {
        (version == 1).then_some(payload)
    }
}

macro_rules! columns {
    ($($Name:ident: $column:ident),+ $(,)?) => {
        $(use crate::$column;)+
        /// The folded state of a case.
        #[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
        pub struct Case { $(#[allow(missing_docs)] #[serde(default)] pub $column: $column::State),+ }
        /// What happened to a case.
        #[derive(Debug, Clone, PartialEq)]
        pub enum CaseEvent { $(#[allow(missing_docs)] $Name($column::Event)),+ }
        /// What somebody wants to happen to a case.
        pub enum CaseCommand { $(#[allow(missing_docs)] $Name($column::Command)),+ }

        impl CaseCommand {
            /// The descriptions of all commands that people give to a case.
            pub fn specs() -> impl Iterator<Item = &'static Spec> { [$(<$column::State as Column>::COMMANDS),+].into_iter().flatten() }
            /// The command of that name from checked fields; `None` for a name no column has.
            fn parse(name: &str, fields: &Map<String, Value>) -> Option<Result<CaseCommand, serde_json::Error>> {
                let mut tagged = fields.clone();
                tagged.insert("command".into(), name.into());
                let tagged = serde_json::Value::Object(tagged);
                $(if <$column::State as Column>::COMMANDS.iter().any(|s| s.name == name) {
                    return Some(serde_json::from_value(tagged).map(CaseCommand::$Name));
                })+
                None
            }
        }
        impl Case {
            fn dispatch(&self, command: CaseCommand, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
                match command { $(CaseCommand::$Name(c) => $column::State::decide(self, c, ctx)),+ }
            }
            fn fold(&mut self, event: &CaseEvent) {
                match event { $(CaseEvent::$Name(e) => self.$column.evolve(e)),+ }
            }
            /// Everything that is owed, each with a date; earliest first.
            pub fn due(&self, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
                let mut due = [$($column::State::due(self, rules, calendar)),+].concat();
                due.sort_by(|a, b| (a.due_on, a.kind, &a.subject).cmp(&(b.due_on, b.kind, &b.subject)));
                due
            }
            /// Whether a command can make sense now.
            pub fn offers(&self, command: &str) -> bool {
                self.is_open() && $((<$column::State as Column>::COMMANDS.iter().all(|s| s.name != command)
                    || $column::State::offers(self, command)))&&+
            }
            /// What is known already for the fields of a command.
            pub fn known(&self, command: &str, asked: &Asked<'_>) -> Map<String, Value> {
                $(if <$column::State as Column>::COMMANDS.iter().any(|s| s.name == command) {
                    return $column::State::known(self, command, asked);
                })+
                Map::new()
            }
            /// What a list offers that the case itself knows.
            pub fn listed(&self, list: &str, ctx: &Ctx<'_>) -> Vec<(String, String)> {
                [$($column::State::listed(self, list, ctx)),+].concat()
            }
            /// Every unit that may see this case, once each.
            pub fn seen_by(&self) -> Vec<Unit> {
                let mut units = [$($column::State::seen_by(self)),+].concat();
                units.sort();
                units.dedup();
                units
            }
        }
        impl CaseEvent {
            /// The timeline's line.
            pub fn entry(&self) -> Entry { match self { $(CaseEvent::$Name(e) => $column::State::entry(e)),+ } }
            /// The event of the case that this one stands in for: kind, and which of that kind.
            pub fn corrects(&self) -> Option<(&'static str, u32)> {
                match self { $(CaseEvent::$Name(e) => $column::State::corrects(e)),+ }
            }
            fn parts(&self) -> (&'static str, serde_json::Value) {
                match self { $(CaseEvent::$Name(e) => (<$column::State as Column>::NAME, to_value(e))),+ }
            }
        }
        impl Recorded for CaseEvent {
            fn kind(&self) -> String {
                let (column, payload) = self.parts();
                format!("{column}.{}", payload["kind"].as_str().unwrap_or_default())
            }
            fn happened_on(&self) -> Option<Date> { Some(self.entry().on) }
            fn payload(&self) -> serde_json::Value { self.parts().1 }
            fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<CaseEvent, Unreadable> {
                let unreadable = || Unreadable { kind: kind.to_owned(), version };
                let (column, tag) = kind.split_once('.').ok_or_else(unreadable)?;
                if payload["kind"] != tag {
                    return Err(unreadable()); // the envelope and the sealed payload must say the same
                }
                $(if column == <$column::State as Column>::NAME {
                    let payload = $column::State::upcast(kind, version, payload).ok_or_else(unreadable)?;
                    return serde_json::from_value(payload).map(CaseEvent::$Name).map_err(|_| unreadable());
                })+
                Err(unreadable())
            }
            fn parse(kind: &str, version: i64, text: &[u8]) -> Result<CaseEvent, Unreadable> {
                let (column, tag) = kind.split_once('.').unwrap_or_default();
                $(if version == 1 && column == <$column::State as Column>::NAME && tagged(text, tag)
                    && let Ok(event) = serde_json::from_slice(text) {
                    return Ok(CaseEvent::$Name(event));
                })+
                // An older shape, or nothing that can be read.
                let payload = serde_json::from_slice(text).unwrap_or_default();
                CaseEvent::read(kind, version, payload)
            }
        }
    };
}
columns! {
    Handover: handover,
    Casefile: casefile,
    Visit: visit,
    Placement: placement,
    Base: base,
    Notice: notice,
    Scan: scan,
    Fetch: fetch,
    Release: release,
    Settling: settling,
    Sealing: sealing,
    Urge: urge,
    Question: question,
}

/// Whether the envelope and the sealed payload say the same kind.
fn tagged(text: &[u8], tag: &str) -> bool {
    #[derive(Deserialize)]
    struct Tagged<'a> {
        #[serde(borrow)]
        kind: std::borrow::Cow<'a, str>,
    }
    serde_json::from_slice(text).is_ok_and(|tagged: Tagged<'_>| tagged.kind == tag)
}

fn to_value(event: &impl Serialize) -> serde_json::Value {
    // Events are plain data: maps with text keys. Serialising those cannot fail.
    serde_json::to_value(event).unwrap_or_default()
}

impl Stream for Case {
    type Command = CaseCommand;
    type Event = CaseEvent;
    const KIND: &'static str = "case";
    const FORMAT: i64 = 2;

    fn decide(&self, command: CaseCommand, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        if let Some(closed) = &self.casefile.closed {
            return refuse("case_closed", format!("档案已于 {} 办结，只能查看", day(closed.on)));
        }
        let mut events = self.dispatch(command, ctx)?;
        sealing::follow(self, &mut events, ctx.today);
        Ok(events)
    }

    fn evolve(&mut self, event: &CaseEvent) {
        self.fold(event);
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Case[redacted]")
    }
}

/// Where a case stands, derived from its dated sub-states (rules section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In a bureau's queue: no office yet.
    Routing,
    /// The office is to verify.
    Verifying,
    /// The custodial place is to answer the feedback.
    Answering,
    /// Verified; to be received on the release day.
    Expected,
    /// Refused to be collected: lawful; first visit stays due.
    RefusedCollection,
    /// Did not arrive.
    NotArrived,
    /// Taken over by another organ when he left; asked about.
    Suspended,
    /// Received; file, agreement or first visit still to come.
    Received,
    /// Under assistance.
    Assisted,
    /// Register outside the city: reported upward.
    Outside,
    /// Left the pre-release list with a reason; to be confirmed.
    LeftList,
    /// Closed.
    Closed,
}

impl Standing {
    /// All, in the order of the walk.
    pub const ALL: [Standing; 12] = [
        Standing::Routing,
        Standing::Verifying,
        Standing::Answering,
        Standing::Expected,
        Standing::RefusedCollection,
        Standing::NotArrived,
        Standing::Suspended,
        Standing::Received,
        Standing::Assisted,
        Standing::Outside,
        Standing::LeftList,
        Standing::Closed,
    ];

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Routing => "待分派",
            Standing::Verifying => "待核查",
            Standing::Answering => "待监所答复",
            Standing::Expected => "待衔接",
            Standing::RefusedCollection => "拒绝接回",
            Standing::NotArrived => "未到",
            Standing::Suspended => "另案羁押",
            Standing::Received => "已衔接",
            Standing::Assisted => "帮教中",
            Standing::Outside => "外市户籍",
            Standing::LeftList => "离开名册",
            Standing::Closed => "已办结",
        }
    }

    /// The code used in filters, the API and rows.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Routing => "routing",
            Standing::Verifying => "verifying",
            Standing::Answering => "answering",
            Standing::Expected => "expected",
            Standing::RefusedCollection => "refused_collection",
            Standing::NotArrived => "not_arrived",
            Standing::Suspended => "suspended",
            Standing::Received => "received",
            Standing::Assisted => "assisted",
            Standing::Outside => "outside",
            Standing::LeftList => "left_list",
            Standing::Closed => "closed",
        }
    }

    /// The standing of a code.
    pub fn from_code(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// The command of that name from checked fields, if the actor's role may give it.
pub fn command(name: &str, fields: &Map<String, Value>, role: Role) -> Result<CaseCommand, Refusal> {
    let Some(spec) = CaseCommand::specs().find(|s| s.name == name) else {
        return refuse("unknown_command", "没有这项操作");
    };
    if !spec.who.contains(&role) {
        return refuse("not_your_role", format!("“{}”不由{}办理", spec.title, role.name()));
    }
    match CaseCommand::parse(name, fields) {
        Some(Ok(command)) => Ok(command),
        _ => refuse("bad_command", "填写的内容无法识别，请检查后重试"),
    }
}

impl Case {
    /// The one unit that owns the case. `None` only before the case was entered.
    pub fn owner(&self) -> Option<&Unit> {
        self.handover.route.as_ref().map(|r| &r.to)
    }

    /// Something that the owner owes, with the worker in charge, settled by the command of the same name.
    pub(crate) fn owes(
        &self,
        kind: &'static str,
        rule: &'static str,
        due_on: Date,
        title: &'static str,
        why: String,
    ) -> Obligation {
        Obligation {
            kind,
            subject: String::new(),
            rule,
            due_on,
            owner: self.owner().cloned().unwrap_or_default(),
            also: None,
            worker: self.casefile.worker.as_ref().map(|w| w.account.clone()),
            settle: kind,
            title,
            why,
        }
    }

    /// The owner, if the actor works for it; everybody else is referred to it.
    pub(crate) fn owned_by(&self, actor: &Actor) -> Result<Unit, Refusal> {
        match self.owner() {
            Some(owner) if *owner == actor.unit => Ok(owner.clone()),
            _ => refuse("not_owner", "这份档案现在不由本单位负责，请联系责任单位办理"),
        }
    }

    /// True until the case is closed (and from the moment it was entered).
    pub fn is_open(&self) -> bool {
        self.handover.entered.is_some() && self.casefile.closed.is_none()
    }

    /// Nobody has acted on it since it was entered: it may still be withdrawn with its upload.
    pub fn untouched(&self) -> bool {
        let (handover, sealing) = (self.handover.clone(), self.sealing.clone());
        let alone = Case { handover, sealing, ..Case::default() };
        self.is_open() && *self == alone && self.handover.untouched() && self.sealing.untouched()
    }

    /// The derived headline.
    pub fn standing(&self) -> Standing {
        if self.casefile.closed.is_some() {
            return Standing::Closed;
        }
        match self.handover.standing() {
            Standing::Received if self.casefile.is_settled_in() && self.visit.last_contact.is_some() => {
                Standing::Assisted
            }
            Standing::Outside => Standing::Outside,
            _ if self.release.suspended(self).is_some() => Standing::Suspended,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests;
