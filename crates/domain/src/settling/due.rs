//! What is owed in the first weeks at home, by rule pack and calendar (rules 17.6, 17.7). Rows of duties lie in
//! the clear: none of them says anything about health.

use super::{ITEMS, State};
use crate::{
    case::Case,
    handover::word,
    kernel::{Obligation, day},
    rules::{Rule, Rules},
};
use reference::calendar::{self, Calendar};

/// `None` before he is at home, or after the case was closed.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let home = case.handover.handed_over_on().filter(|_| case.is_open())?;
    case.owner()?;
    let state = &case.settling;
    let mut list = vec![];
    match state.gone_through_on {
        None => {
            let due = rules.due(Rule::Week, home, calendar);
            let why = format!("{}回家，和本人逐项问一遍", day(home));
            list.push(case.owes("check-settling", Rule::Week.id(), due, "回归首周清单", why));
        }
        Some(on) if !state.wanted().is_empty() => {
            let names: Vec<&str> = state.wanted().into_iter().map(|code| word(ITEMS, code)).collect();
            let due = rules.due(Rule::WeekOpen, on, calendar);
            let why = format!("还要办：{}", names.join("、"));
            list.push(case.owes("check-settling", Rule::WeekOpen.id(), due, "首周清单未办完", why));
        }
        Some(_) => {}
    }
    list.extend(runs_out(state).map(|out| {
        let due = rules.ahead(Rule::Medicine, out, calendar).max(home);
        let why = "档案中有一项约定的日期快到了".to_owned();
        let owed = case.owes("follow-up", Rule::Medicine.id(), due, "按约定跟进", why);
        Obligation { settle: "record-health", ..owed }
    }));
    Some(list)
}

/// The last day for which something is in hand.
fn runs_out(state: &State) -> Option<jiff::civil::Date> {
    let health = state.health.as_ref()?;
    let days = i32::try_from(health.days_in_hand?).ok()?;
    Some(calendar::add_days(health.on, days))
}
