//! A quarantined row: a roster row that could not be taken as it is. Nobody falls at the door: it has an
//! owner and a dated obligation until it is mended and released, or rejected to the sender.
//! Must never know: how rows are read (the services pass the problems found).

use crate::{
    command::{Kind, Spec, may, must},
    kernel::{Ctx, Obligation, Recorded, Refusal, Role, Stream, Unreadable, day, read_plain, refuse},
    rules::{Rule, Rules},
    sealing::Key,
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something wrong with a row.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Key of the column.
    pub field: String,
    /// Chinese heading of the column.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// Chinese: what is wrong and what to do.
    pub message: String,
}

/// What became of the row.
#[derive(Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Still held.
    #[default]
    Held,
    /// Released into the case of that number.
    Released(String),
    /// Rejected to the sender.
    Rejected(String),
}

/// The folded state of a quarantined row.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The upload it came with.
    pub roster: String,
    /// The custodial place that sent it.
    pub custody: Unit,
    /// Sheet and row as the spreadsheet program numbers them.
    pub position: (String, u32),
    /// The cells by their keys, mended ones replaced.
    pub cells: BTreeMap<String, String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Who mends it.
    pub owner: Unit,
    /// Since when it is held.
    pub since: Date,
    /// What became of it.
    pub fate: Fate,
    /// The case that it became is sealed: the row tells of it no more than the case does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Held {
        on: Date,
        row: Box<Row>,
    },
    Mended {
        on: Date,
        cells: BTreeMap<String, String>,
        problems: Vec<Problem>,
    },
    Released {
        on: Date,
        case_no: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sealed: Option<bool>,
    },
    Rejected {
        on: Date,
        reason: String,
    },
}

/// What somebody wants to happen.
#[allow(missing_docs)]
pub enum Command {
    Hold(Box<Row>),
    /// The services pass the problems of the row as mended.
    Mend {
        cells: BTreeMap<String, String>,
        problems: Vec<Problem>,
    },
    /// `sealed`: the case of that number is.
    Release {
        case_no: String,
        sealed: bool,
    },
    Reject {
        reason: String,
    },
    /// Given by the services when a whole upload that nobody acted on is withdrawn.
    Withdraw {
        reason: String,
    },
}

const MENDERS: &[Role] = &[Role::City, Role::District];

/// The commands that people give to a held row.
pub const COMMANDS: &[Spec] = &[
    Spec {
        name: "mend",
        title: "更正",
        help: "按监所的答复更正这一行。原来的内容留在经过里。",
        who: MENDERS,
        answers: true,
        fields: &[must("cells", "更正的内容", Kind::Cells, "")],
    },
    Spec {
        name: "release",
        title: "放行",
        help: "没有问题的行放行后立即建立档案并分派。",
        who: MENDERS,
        answers: true,
        fields: &[may(
            "same_person",
            "确认姓名和身份号码都属实",
            Kind::YesNo,
            "要求核实姓名和号码时才需要，查实后勾选",
        )],
    },
    Spec {
        name: "reject",
        title: "退回监所",
        help: "不能采用的行退回报送单位，写明理由。",
        who: MENDERS,
        answers: true,
        fields: &[must("reason", "理由", Kind::LongText(500), "")],
    },
];

impl Stream for Row {
    type Command = Command;
    type Event = Event;
    const KIND: &'static str = "row";
    const FORMAT: i64 = 1;

    fn decide(&self, command: Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        let on = ctx.today;
        if let Command::Hold(row) = command {
            return self.hold(row, on);
        }
        if self.fate != Fate::Held || self.roster.is_empty() {
            return refuse("row_settled", "这一行已经处理完，不能再改");
        }
        let takes_back = matches!(command, Command::Withdraw { .. }) && ctx.actor.unit == self.custody;
        if !takes_back && !ctx.actor.unit.covers(&self.owner) {
            return refuse("not_owner", "这一行由别的单位处理");
        }
        match command {
            Command::Mend { cells, problems } => Ok(vec![Event::Mended { on, cells, problems }]),
            Command::Release { .. } if !self.problems.is_empty() => {
                refuse("still_wrong", "这一行还有问题，请先更正")
            }
            Command::Release { case_no, sealed } => {
                Ok(vec![Event::Released { on, case_no, sealed: sealed.then_some(true) }])
            }
            Command::Reject { reason } | Command::Withdraw { reason } => {
                Ok(vec![Event::Rejected { on, reason }])
            }
            Command::Hold(_) => refuse("already_held", "这一行已经登记过"),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Held { row, .. } => *self = (**row).clone(),
            Event::Mended { cells, problems, .. } => {
                self.cells.extend(cells.clone());
                self.problems.clone_from(problems);
            }
            Event::Released { case_no, sealed, .. } => {
                self.fate = Fate::Released(case_no.clone());
                self.sealed = *sealed == Some(true);
            }
            Event::Rejected { reason, .. } => self.fate = Fate::Rejected(reason.clone()),
        }
    }
}

impl Row {
    fn hold(&self, row: Box<Row>, on: Date) -> Result<Vec<Event>, Refusal> {
        if !self.roster.is_empty() {
            return refuse("already_held", "这一行已经登记过");
        }
        if row.roster.is_empty() || row.owner.code().is_empty() || row.fate != Fate::Held {
            return refuse("row_incomplete", "这一行缺少名册或责任单位，不能登记");
        }
        Ok(vec![Event::Held { on, row }])
    }

    /// What is owed while the row is held.
    pub fn due(&self, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        if self.fate != Fate::Held || self.roster.is_empty() {
            return vec![];
        }
        let (settle, title, why) = match self.problems.len() {
            0 => ("release", "放行名册行", "已更正，等待放行".to_owned()),
            n => ("mend", "更正名册行", format!("{}报送，有 {n} 处问题", day(self.since))),
        };
        vec![Obligation {
            kind: "mend",
            subject: String::new(),
            rule: Rule::Q01.id(),
            due_on: rules.due(Rule::Q01, self.since, calendar),
            owner: self.owner.clone(),
            also: None,
            worker: None,
            settle,
            title,
            why,
        }]
    }

    /// Under whose keys it stands: the owner, the bureaus above, the sender. A row that became a sealed case stands
    /// at its owner's desk, where no list shows it, and with the custodial place that wrote it.
    pub fn seen_by(&self) -> BTreeSet<Key> {
        if self.sealed {
            let wrote = (self.custody.level() == Level::Other).then(|| Key::Unit(self.custody.clone()));
            return wrote.into_iter().chain([Key::Desk(self.owner.clone())]).collect();
        }
        let mut units = self.owner.ladder();
        units.push(self.custody.clone());
        units.into_iter().map(Key::Unit).collect()
    }
}

impl Recorded for Event {
    fn kind(&self) -> String {
        match self {
            Event::Held { .. } => "row.held".into(),
            Event::Mended { .. } => "row.mended".into(),
            Event::Released { .. } => "row.released".into(),
            Event::Rejected { .. } => "row.rejected".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        let (Event::Held { on, .. }
        | Event::Mended { on, .. }
        | Event::Released { on, .. }
        | Event::Rejected { on, .. }) = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

impl std::fmt::Debug for Fate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fate::Held => "Held",
            Fate::Released(_) => "Released[redacted]",
            Fate::Rejected(_) => "Rejected[redacted]",
        })
    }
}
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row[redacted]")
    }
}
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Problem[{} {}]", self.field, self.code)
    }
}

#[cfg(test)]
mod tests;
