//! What is owed after the release day's hard cases, by rule pack and calendar (F5, D4, R-25).

use super::{EVIDENCE, bureau, missing};
use crate::{
    case::Case,
    handover::{Arrival, word},
    kernel::{Obligation, day},
    rules::{Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// `None` where no office owns the case or it is closed.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let owner = case.handover.office().filter(|_| case.is_open())?;
    let by = |rule: Rule, from: Date| rules.due(rule, from, calendar);
    let mut list = vec![];
    let missing = missing(case);
    if let (Some(on), false) = (case.handover.handed_over_on(), missing.is_empty()) {
        let names: Vec<&str> = missing.iter().map(|code| word(EVIDENCE, code)).collect();
        let why = format!("还缺{}；附上图片，或说明为什么没有", names.join("、"));
        list.push(case.owes("slip-missing", Rule::Slip.id(), by(Rule::Slip, on), "交接材料归档", why));
    }
    if let Some(taken) = case.release.suspended(case) {
        let from = case.release.asked_on.unwrap_or(taken.on);
        let why = format!("{}被其他机关带走，问清现在何处、何时释放", day(taken.on));
        let due = by(Rule::Custody, from);
        list.push(case.owes("ask-custody", Rule::Custody.id(), due, "询问羁押情况", why));
    }
    if let Some(Arrival::NotArrived(_)) = case.handover.arrival
        && case.release.suspended(case).is_none()
    {
        let released = case.handover.term.map_or(case.handover.sent.ends_on, |t| t.from);
        let from = case.release.kept_on.unwrap_or(released);
        let why = format!("{}释放后一直没有消息，请决定是否继续查找", day(released));
        let due = by(Rule::R25c, from);
        let owed = case.owes("decide-tracing", Rule::R25c.id(), due, "决定怎样继续查找", why);
        list.push(Obligation { owner: bureau(owner), worker: None, ..owed });
    }
    Some(list)
}
