//! What is missing before a release, since when that is red, in words (R-17 and its thresholds before the
//! release day). The board shows these gaps; the duties of key persons ([`super::due`]) are made of them.

use super::{Plan, specs::PAPERS};
use crate::{
    case::Case,
    handover::Category,
    notice,
    rules::{Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// How he comes home.
    Plan,
    /// The custodial place does not know yet.
    Confirmation,
    /// Who goes.
    Staff,
    /// With what.
    Vehicle,
    /// Letter of introduction, slip, staff IDs.
    Papers,
    /// The family was not told.
    Kin,
    /// Medicine was not asked about.
    Medicine,
    /// When and where they meet.
    Meeting,
    /// What it will cost.
    Cost,
}

/// One thing missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub what: What,
    /// The threshold that asks for it.
    pub rule: Rule,
    /// The day from which it is red.
    pub since: Date,
    /// In words.
    pub sentence: String,
}

impl Gap {
    /// Whether its threshold is reached.
    pub fn is_red(&self, today: Date) -> bool {
        self.since <= today
    }
}

/// Whether he is still awaited at the gate: with an office, on the pre-release list, nothing recorded about his
/// coming home, not taken over by another organ.
pub fn is_expected(case: &Case) -> bool {
    let h = &case.handover;
    let awaited = h.office().is_some() && h.left.is_none() && h.arrival.is_none();
    case.is_open() && awaited && case.release.suspended(case).is_none()
}

/// Everything missing now, earliest threshold first; empty for who is no longer awaited.
pub fn gaps(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Gap> {
    if !is_expected(case) {
        return vec![];
    }
    let release = case.handover.sent.ends_on;
    let key = case.handover.category == Category::Key;
    let gap = |what, rule, sentence: &str| Gap {
        what,
        rule,
        since: rules.ahead(rule, release, calendar),
        sentence: sentence.to_owned(),
    };
    let Some(plan) = case.fetch.plan_for(release) else {
        let rule = if key { Rule::R17a } else { Rule::R17 };
        return vec![match case.fetch.is_void_for(release) {
            true => gap(What::Plan, rule, "释放日期已改，原接人安排作废"),
            false => gap(What::Plan, rule, "怎样回家还没有安排"),
        }];
    };
    let we_go = plan.goes();
    let absent = |is: bool, what, rule, sentence: &str| is.then(|| gap(what, rule, sentence));
    let unconfirmed = (key || we_go) && case.fetch.confirmed_for(release).is_none();
    let unpacked = missing_papers(plan);
    let mut list: Vec<Gap> = [
        absent(unconfirmed, What::Confirmation, Rule::R17, "还没有与监所确认"),
        absent(we_go && plan.staff.is_none(), What::Staff, Rule::R17, "没有写谁去接"),
        absent(we_go && plan.vehicle.is_none(), What::Vehicle, Rule::R17, "没有安排车辆"),
        absent(
            we_go && !unpacked.is_empty(),
            What::Papers,
            Rule::R17b,
            &format!("缺{}", unpacked.join("、")),
        ),
        absent(!kin_is_told(case, plan), What::Kin, Rule::R17b, "还没有告知家属"),
        absent(key && plan.medicine.is_none(), What::Medicine, Rule::R17b, "没有问用药"),
        absent(we_go && plan.meets.is_none(), What::Meeting, Rule::R17c, "没有约会合时间地点"),
        absent(we_go && plan.estimate_fen.is_none(), What::Cost, Rule::R17c, "没有预计费用"),
    ]
    .into_iter()
    .flatten()
    .collect();
    list.sort_by_key(|g| (g.since, g.what));
    list
}

fn missing_papers(plan: &Plan) -> Vec<&'static str> {
    PAPERS.iter().filter(|(code, _)| !plan.papers.iter().any(|p| p == code)).map(|(_, word)| *word).collect()
}

/// Told with the plan or by the notice of this release date, or nobody is known who could be.
fn kin_is_told(case: &Case, plan: &Plan) -> bool {
    let sent = &case.handover.sent;
    let nobody = sent.kin_name.is_none() && sent.kin_phone.is_none();
    plan.kin_told_on.is_some() || notice::papers(case).family.is_some() || nobody
}
