//! What is owed before the release day, by rule pack: key persons are fetched (G3, R-17), of ordinary ones it
//! is known how they come home. Owed once the record is verified; made of the gaps, one duty a threshold.

use super::{Gap, gaps};
use crate::{
    case::Case,
    handover::Category,
    kernel::Obligation,
    rules::{Rule, Rules},
};
use reference::calendar::Calendar;

/// The duties by threshold: kind, rule, the command that settles it, title.
const DUTIES: [(&str, Rule, &str, &str); 3] = [
    ("confirm-fetch", Rule::R17, "confirm-fetch", "与监所确认接人"),
    ("fetch-papers", Rule::R17b, "plan-fetch", "备齐接人材料"),
    ("fetch-ready", Rule::R17c, "plan-fetch", "接人各项齐备"),
];

/// `None` where nothing is owed: not verified, off the pre-release list, or the record came after the release.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let h = &case.handover;
    h.office()?;
    let received_on = h.routed_on.filter(|on| h.check.verified && *on <= h.sent.ends_on)?;
    let missing = gaps(case, rules, calendar);
    let one = |kind, subject: &[&Gap], rule: Rule, settle, title| {
        // A record that came late is not late on the day it came.
        let due = rules.ahead(rule, h.sent.ends_on, calendar).max(received_on);
        let why = subject.iter().map(|g| g.sentence.as_str()).collect::<Vec<_>>().join("；");
        Obligation { settle, ..case.owes(kind, rule.id(), due, title, why) }
    };
    if case.fetch.plan_for(h.sent.ends_on).is_none() {
        let plan: Vec<&Gap> = missing.iter().take(1).collect();
        return Some(
            plan.first()
                .map(|g| one("plan-fetch", &plan, g.rule, "plan-fetch", "安排接人"))
                .into_iter()
                .collect(),
        );
    }
    if h.category != Category::Key {
        return None;
    }
    let of_threshold = |(kind, rule, settle, title): (&'static str, Rule, &'static str, &'static str)| {
        let missing: Vec<&Gap> = missing.iter().filter(|g| g.rule == rule).collect();
        // What is still to be written into the plan is settled there, also at the threshold of confirming.
        let unconfirmed = missing.iter().any(|g| g.what == super::What::Confirmation);
        let settle = if unconfirmed { settle } else { "plan-fetch" };
        (!missing.is_empty()).then(|| one(kind, &missing, rule, settle, title))
    };
    Some(DUTIES.into_iter().filter_map(of_threshold).collect())
}
