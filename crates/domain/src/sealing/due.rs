//! What is owed for a sealed case and for a minor who leaves, by rule pack and calendar (R-43a, R-35, R-43).

use super::{bureau, needs_collection};
use crate::{
    case::Case,
    kernel::{Obligation, day},
    rules::{Rule, Rules},
    unit::Level,
};
use reference::calendar::Calendar;

pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
    let Some(owner) = case.owner().filter(|_| case.is_open()) else { return vec![] };
    let state = &case.sealing;
    let mut list = vec![];
    if let (Some(since), None) = (state.since, case.named().next()) {
        let from = case.handover.routed_on.map_or(since, |routed| routed.max(since));
        let (rule, due) = (Rule::R43a, rules.due(Rule::R43a, from, calendar));
        let why = "档案封存，指定以后只有指定的人能看、能办".to_owned();
        let owed = case.owes("name-persons", rule.id(), due, "指定封存档案的经办人", why);
        let also = (owner.level() == Level::Office).then(|| owner.clone());
        list.push(Obligation { owner: bureau(owner), also, worker: None, ..owed });
    }
    let expected = case.handover.left.is_none() && !case.handover.route.as_ref().is_some_and(|r| r.outside);
    if needs_collection(case) && state.collection.is_none() && expected {
        let release = case.handover.sent.ends_on;
        let known = case.handover.entered.as_ref().map_or(release, |(_, on)| *on);
        let due = rules.ahead(Rule::R35, release, calendar).max(known);
        let why = format!("{}释放时未满十八周岁，没有登记亲属，由司法行政机关安排接回", day(release));
        let owed = case.owes("arrange-collection", Rule::R35.id(), due, "安排接回未成年人", why);
        list.push(Obligation { owner: bureau(owner), worker: None, ..owed });
    }
    if let (Some(_), Some(home), None) = (state.ground, case.handover.handed_over_on(), state.file_sealed_on)
    {
        let from = case.handover.term.map_or(home, |term| term.from).max(state.since.unwrap_or(home));
        let due = rules.due(Rule::R43, from, calendar);
        let why = format!("{}刑罚执行完毕，纸质卷宗加盖封存标记，单独存放", day(from));
        list.push(case.owes("seal-file", Rule::R43.id(), due, "封存卷宗", why));
    }
    list
}
