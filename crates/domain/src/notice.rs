//! 通知: the notice of release and the assessment come from the custodial place (T5, T5b, F3, F4), the
//! receipt goes back, the district forwards, the office tells family and village.
//! Every paper names the release date for which it was made and counts only while the case has that date:
//! a changed date voids it by comparison alone, and the next one is marked 更正 because an earlier one exists.
//! Must never know: how a paper is printed, who may see it.

mod decide;
mod due;
mod entry;
mod specs;

pub use specs::{ADDRESSEES, DANGER, TOLD, WAYS};

use crate::{
    case::{Asked, Case, CaseEvent, Column},
    command::Spec,
    kernel::{Ctx, Entry, Obligation, Refusal, day},
    rules::Rules,
    scan,
    unit::Unit,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The kind of scan that shows a sealed receipt, and the list from which one is chosen.
const SEALED: &str = "receipt";

/// 刑满释放人员通知书 (F3); who he is and his sentence stand in the case.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Day of the notice.
    pub on: Date,
    /// The release date that it announces.
    pub for_release: Date,
    /// An earlier one exists: this one is marked 更正.
    pub corrected: bool,
    /// Why it was made again for the same date.
    pub correction: Option<String>,
    /// Its number.
    pub letter_no: Option<String>,
    /// To whom it was sent: codes of [`ADDRESSEES`].
    #[serde(default)]
    pub addressees: Vec<String>,
    /// Changes of the sentence.
    pub changes: Option<String>,
    /// Behaviour while serving.
    pub behaviour: Option<String>,
    /// Whom to call in the custodial place.
    pub contact: Option<String>,
    /// Recorded by the bureau from the letter.
    pub by_bureau: bool,
}

/// 综合评估意见 (F4). A new release date does not change what it says; it names its date all the same.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Day of the assessment.
    pub on: Date,
    /// The release date for which it was made.
    pub for_release: Date,
    /// Its number.
    pub letter_no: Option<String>,
    /// Behaviour.
    pub behaviour: String,
    /// Education while serving.
    pub education: Option<String>,
    /// Skills learnt.
    pub skills: Option<String>,
    /// Psychology.
    pub psychology: Option<String>,
    /// Danger grade as the custodial place sees it: a code of [`DANGER`].
    pub danger: String,
    /// Family.
    pub family: Option<String>,
    /// Expected difficulties.
    pub difficulties: Option<String>,
    /// Recommended measures.
    pub measures: String,
    /// Recorded by the bureau from the letter.
    pub by_bureau: bool,
}

/// 回执 to the custodial place.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Day.
    pub on: Date,
    /// The release date of the notice that it acknowledges.
    pub for_release: Date,
    /// Who received the notice.
    pub received_by: String,
    /// The office that takes him in, where one is certain.
    pub office: Option<Unit>,
    /// Number of the receipt.
    pub letter_no: Option<String>,
    /// The picture of the sealed receipt, where one is attached: its address among the scans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<String>,
}

/// The notice went on to the office.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Forwarded {
    /// Day.
    pub on: Date,
    /// The release date of the notice.
    pub for_release: Date,
    /// The office.
    pub to: Unit,
}

/// Family or village was told of the release, or there is nobody to tell.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Day.
    pub on: Date,
    /// The release date that was told.
    pub for_release: Date,
    /// A code of [`TOLD`].
    pub result: String,
    /// Who was told.
    pub who: Option<String>,
    /// A code of [`WAYS`].
    pub how: Option<String>,
    /// What they said.
    pub note: Option<String>,
    /// The office that told.
    pub office: Unit,
}

/// What this column knows: every paper there ever was, oldest first.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Notices.
    pub notices: Vec<Notice>,
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Receipts.
    pub receipts: Vec<Receipt>,
    /// Forwardings.
    pub forwarded: Vec<Forwarded>,
    /// What the family was told.
    pub family: Vec<Told>,
    /// What the village was told.
    pub village: Vec<Told>,
}

/// The papers that count for the present release date and the present office.
#[derive(Clone, Copy, Default)]
pub struct Papers<'a> {
    /// The notice.
    pub notice: Option<&'a Notice>,
    /// The assessment.
    pub assessment: Option<&'a Assessment>,
    /// The receipt of the notice.
    pub receipt: Option<&'a Receipt>,
    /// The forwarding to the present office.
    pub forwarded: Option<&'a Forwarded>,
    /// The family.
    pub family: Option<&'a Told>,
    /// The village, told by the present office.
    pub village: Option<&'a Told>,
}

/// The papers of a case that count now.
pub fn papers(case: &Case) -> Papers<'_> {
    let (state, release, office) = (&case.notice, case.handover.sent.ends_on, case.handover.office());
    Papers {
        notice: state.notices.iter().rfind(|n| n.for_release == release),
        assessment: state.assessments.last(),
        receipt: state.receipts.iter().rfind(|r| r.for_release == release),
        forwarded: state.forwarded.iter().rfind(|f| f.for_release == release && Some(&f.to) == office),
        family: state.family.iter().rfind(|t| t.for_release == release),
        village: state.village.iter().rfind(|t| t.for_release == release && Some(&t.office) == office),
    }
}

/// Papers are exchanged about somebody who is on the pre-release list and whose return is not recorded yet.
pub fn exchanges(case: &Case) -> bool {
    let state = &case.handover;
    let inside = state.arrival.is_none() && case.release.taken.is_none();
    case.is_open() && inside && state.uncounted().is_none()
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Sent(Box<Notice>),
    Assessed(Box<Assessment>),
    Receipted(Receipt),
    Forwarded(Forwarded),
    FamilyTold(Told),
    VillageTold(Told),
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    SendNotice {
        on: Date,
        letter_no: Option<String>,
        #[serde(default)]
        addressees: Vec<String>,
        changes: Option<String>,
        behaviour: Option<String>,
        contact: Option<String>,
        correction: Option<String>,
    },
    SendAssessment {
        on: Date,
        letter_no: Option<String>,
        behaviour: String,
        education: Option<String>,
        skills: Option<String>,
        psychology: Option<String>,
        danger: String,
        family: Option<String>,
        difficulties: Option<String>,
        measures: String,
    },
    /// With `number_letter` the services draw the number and fill in `letter_no`.
    ReceiptNotice {
        on: Date,
        received_by: String,
        letter_no: Option<String>,
        #[serde(default)]
        number_letter: bool,
        scan: Option<String>,
    },
    ForwardNotice {
        on: Date,
    },
    TellFamily {
        on: Date,
        result: String,
        who: Option<String>,
        how: Option<String>,
        note: Option<String>,
    },
    TellVillage {
        on: Date,
        result: String,
        who: Option<String>,
        how: Option<String>,
        note: Option<String>,
    },
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "notice";
    const COMMANDS: &'static [Spec] = specs::COMMANDS;

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        Ok(vec![CaseEvent::Notice(decide::decide(case, command, ctx)?)])
    }

    fn evolve(&mut self, event: &Event) {
        match event.clone() {
            Event::Sent(notice) => self.notices.push(*notice),
            Event::Assessed(assessment) => self.assessments.push(*assessment),
            Event::Receipted(receipt) => self.receipts.push(receipt),
            Event::Forwarded(forwarded) => self.forwarded.push(forwarded),
            Event::FamilyTold(told) => self.family.push(told),
            Event::VillageTold(told) => self.village.push(told),
        }
    }

    fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
        due::due(case, rules, calendar).unwrap_or_default()
    }

    fn offers(case: &Case, command: &str) -> bool {
        let (now, at_office) = (papers(case), case.handover.office().is_some());
        let step = match command {
            "receipt-notice" => now.notice.is_some() && now.receipt.is_none(),
            "forward-notice" => at_office && now.notice.is_some() && now.forwarded.is_none(),
            "tell-family" => at_office && now.family.is_none(),
            "tell-village" => at_office && now.village.is_none(),
            _ => true,
        };
        exchanges(case) && step
    }

    /// The picture of a receipt that came since the notice is the one that is meant.
    fn known(case: &Case, command: &str, _asked: &Asked<'_>) -> Map<String, Value> {
        let mut known = Map::new();
        if let ("receipt-notice", Some(notice)) = (command, papers(case).notice) {
            let scan = case.scan.of(SEALED).filter(|item| item.on >= notice.on).last();
            known.extend(scan.map(|item| ("scan".to_owned(), Value::from(item.id.as_str()))));
        }
        known
    }

    fn listed(case: &Case, list: &str, _ctx: &Ctx<'_>) -> Vec<(String, String)> {
        if list != SEALED {
            return vec![];
        }
        let label = |item: &scan::Item| {
            let title = item.title.as_ref().map_or_else(String::new, |t| format!("，{t}"));
            format!("{}（{} 附上{title}）", item.name(), day(item.on))
        };
        case.scan.of(SEALED).map(|item| (item.id.clone(), label(item))).collect()
    }

    fn entry(event: &Event) -> Entry {
        entry::entry(event)
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
