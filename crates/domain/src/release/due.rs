//! What is owed after the release day's hard cases, by rule pack and calendar (F5, D4, R-25).

use super::{EVIDENCE, bureau, missing};
use crate::{
    case::Case,
    handover::{Arrival, word},
    kernel::{Obligation, day},
    rules::{Rule, Rules},
    unit::Unit,
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// `None` where no office owns the case or it is closed.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let owner = case.handover.office().filter(|_| case.is_open())?;
    let by = |rule: Rule, from: Date| rules.due(rule, from, calendar);
    let one = |kind, rule: Rule, due_on, unit: &Unit, title, why| Obligation {
        kind,
        subject: String::new(),
        rule: rule.id(),
        due_on,
        owner: unit.clone(),
        also: None,
        worker: case.casefile.worker.as_ref().map(|w| w.account.clone()).filter(|_| unit == owner),
        settle: kind,
        title,
        why,
    };
    let mut list = vec![];
    let missing = missing(case);
    if let (Some(on), false) = (case.handover.handed_over_on(), missing.is_empty()) {
        let names: Vec<&str> = missing.iter().map(|code| word(EVIDENCE, code)).collect();
        let why = format!("还缺{}；附上图片，或说明为什么没有", names.join("、"));
        list.push(one("slip-missing", Rule::Slip, by(Rule::Slip, on), owner, "交接材料归档", why));
    }
    if let Some(taken) = case.release.suspended(case) {
        let from = case.release.asked_on.unwrap_or(taken.on);
        let why = format!("{}被其他机关带走，问清现在何处、何时释放", day(taken.on));
        list.push(one("ask-custody", Rule::Custody, by(Rule::Custody, from), owner, "询问羁押情况", why));
    }
    if let Some(Arrival::NotArrived(_)) = case.handover.arrival
        && case.release.suspended(case).is_none()
    {
        let released = case.handover.term.map_or(case.handover.sent.ends_on, |t| t.from);
        let from = case.release.kept_on.unwrap_or(released);
        let why = format!("{}释放后一直没有消息，请决定是否继续查找", day(released));
        let due = by(Rule::R25c, from);
        list.push(one("decide-tracing", Rule::R25c, due, &bureau(owner), "决定怎样继续查找", why));
    }
    Some(list)
}
