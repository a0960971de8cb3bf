//! When the next visit is due, from when on a contact counts as it, and what visits have left to answer
//! (R-23, R-26, R-27, R-27b, R-29n).
//! Must never know: who records it.

use super::decide::rhythm;
use crate::{
    case::Case,
    handover::Category,
    kernel::{Ctx, Obligation, day},
    rules::{AGREED, Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// The first day on which a contact counts as the next visit.
pub(super) fn opens(category: Category, counted: Date, ctx: &Ctx<'_>) -> Date {
    ctx.by(rhythm(category).1, counted)
}

/// Until when the visit after a counted one. A person who became a key person since then has the shorter
/// rhythm from that day on, and not a visit that is late at once; never later than the rhythm he had.
fn latest(case: &Case, counted: Date, rules: &Rules, calendar: &Calendar) -> (Rule, Date) {
    let (latest, _) = rhythm(case.handover.category);
    let from = counted.max(case.handover.regraded_on.unwrap_or(counted));
    let due = match case.handover.category {
        Category::Key => rules.due(latest, from, calendar).min(rules.due(Rule::R26, counted, calendar)),
        Category::Ordinary => rules.due(latest, counted, calendar),
    };
    (latest, due)
}

/// The next visit: `None` where he is not at home or the case is closed.
pub(super) fn next(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Obligation> {
    let home = case.handover.home_on().filter(|_| case.is_open())?;
    let facts = &case.visit.facts;
    let counted = facts.counted_on.filter(|_| facts.first_on.is_some());
    let (rule, by_rule) = match counted {
        Some(on) => latest(case, on, rules, calendar),
        None => (Rule::R23, rules.due(Rule::R23, home, calendar)),
    };
    let agreed = facts.next_on.filter(|next| *next < by_rule);
    let (title, why) = match (counted, facts.last_contact, agreed) {
        (_, Some(_), Some(next)) if facts.moved.is_none() => ("走访", format!("与本人约定{}", day(next))),
        (None, None, _) => ("首次走访", format!("{}回家，尚未上门", day(home))),
        (None, Some(_), _) => ("首次走访", format!("{}回家，电话里联系过，还没有当面见到", day(home))),
        (Some(on), last, _) => {
            let open = day(rules.due(rhythm(case.handover.category).1, on, calendar));
            ("走访", format!("上次联系{}，{open}起可办", day(last.unwrap_or(on))))
        }
    };
    let agreed = agreed.filter(|_| facts.last_contact.is_some() && facts.moved.is_none());
    let moved = facts.moved.as_ref().map(|m| format!("{why}；原定{}，已改期", day(m.from)));
    let due_on = facts.moved.as_ref().map_or(agreed.unwrap_or(by_rule), |m| m.to);
    let why = contact(case, moved.unwrap_or(why));
    let rule = if agreed.is_some() { AGREED } else { rule.id() };
    Some(case.owes("record-visit", rule, due_on, title, why))
}

/// Somebody who did not sign is contacted as it was agreed with him; how stands in the file only, because
/// obligations are kept in clear.
fn contact(case: &Case, why: String) -> String {
    match &case.casefile.contact {
        Some(_) => format!("{why}；按与本人约定的方式联系"),
        None => why,
    }
}

pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
    let Some(next) = next(case, rules, calendar) else { return vec![] };
    let facts = &case.visit.facts;
    let mut list = vec![next];
    list.extend(facts.needs.iter().map(|need| {
        let by = rules.due(Rule::R29n, need.on, calendar);
        let why = format!("{}走访中提出，内容见档案", day(need.on));
        let one = case.owes("answer-need", Rule::R29n.id(), by, "回应需要", why);
        Obligation { subject: need.number.to_string(), ..one }
    }));
    list.extend(facts.abnormal_on.map(|on| {
        let by = rules.due(Rule::R27b, on, calendar);
        let why = format!("{}走访发现异常", day(on));
        let one = case.owes("answer-abnormal", Rule::R27b.id(), by, "处置异常", why);
        Obligation { worker: None, ..one }
    }));
    list
}
