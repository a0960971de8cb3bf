//! The sections of 回归首周 and 接送 on the page of a case: the list with where to go and what to bring, health for
//! the owner alone, flags of other organs, how the fetch stands.
//! Must never know: what an item means, who owes what.

use super::shape::Mark;
use crate::words;
use domain::{
    case::Case,
    fetch::{self, Outcome},
    kernel::Actor,
    release::{EVIDENCE, is_unaccounted, missing},
    settling::{BASES, CONDITIONS, MEASURES, STATES, guide},
};
use jiff::civil::Date;
use service::Service;

/// One item of the first-week list.
pub(super) struct Item {
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    /// Where to go and what to bring, while it is to be done or was not asked yet.
    pub(super) advice: Option<(String, String)>,
}

/// What the section shows.
pub(super) struct Settling {
    pub(super) asked: Option<String>,
    pub(super) items: Vec<Item>,
    /// Health as handed over: labels and texts. Only the owner's own people.
    pub(super) health: Vec<(&'static str, String)>,
    pub(super) sealed: bool,
    pub(super) measures: Vec<String>,
    /// Evidence of the hand-over that is missing.
    pub(super) missing: Vec<&'static str>,
    /// What 必接必送 counts.
    pub(super) fetched: Option<String>,
}

fn word(list: &[(&'static str, &'static str)], code: &str) -> &'static str {
    list.iter().find(|(c, _)| *c == code).map_or("", |(_, word)| word)
}

/// `None` where there is nothing to say: not home, and nothing recorded.
pub(super) fn section(case: &Case, actor: &Actor, today: Date) -> Option<Settling> {
    let state = &case.settling;
    let home = case.handover.handed_over_on().is_some();
    let measures: Vec<String> = state.running(today).map(|m| measure(m, today)).collect();
    if !home && measures.is_empty() && state.health.is_none() && fetch::outcome(case).is_none() {
        return None;
    }
    let own = case.owner() == Some(&actor.unit);
    Some(Settling {
        asked: state.gone_through_on.map(|on| words::day(on, today)),
        items: if home { items(case) } else { vec![] },
        health: if own { health(case, today) } else { vec![] },
        sealed: !own && state.health.is_some(),
        measures,
        missing: missing(case).into_iter().map(|code| word(EVIDENCE, code)).collect(),
        fetched: fetch::outcome(case).map(|o| match o {
            Outcome::Fetched(on) => format!("{}已接回", words::day(on, today)),
            Outcome::NotFetched(_, why) => format!("未接回，{why}"),
            Outcome::LeftCount(why) => format!("不计入，{why}"),
        }),
    })
}

fn items(case: &Case) -> Vec<Item> {
    let item = |a: &domain::settling::Advice| {
        let how = case.settling.items.get(&a.code).map(String::as_str);
        let open = !matches!(how, Some("done" | "not_needed"));
        Item {
            title: a.title.clone(),
            state: how.map_or("还没有问", |how| word(STATES, how)),
            tone: match how {
                Some("done") => "done",
                Some("wanted") => "soon",
                _ => "",
            },
            advice: open.then(|| (a.place.clone(), a.papers.clone())),
        }
    };
    guide().iter().map(item).collect()
}

fn health(case: &Case, today: Date) -> Vec<(&'static str, String)> {
    let Some(h) = &case.settling.health else { return vec![] };
    let conditions: Vec<&str> = h.conditions.iter().map(|c| word(CONDITIONS, c)).collect();
    let days = h.days_in_hand.map(|n| format!("{} 天（{}登记）", n, words::day(h.on, today)));
    let basis = Some(format!("{}：{}", word(BASES, &h.basis), h.basis_note));
    let known = (!conditions.is_empty()).then(|| conditions.join("、"));
    let parts = [
        ("依据", basis),
        ("需要知道", known),
        ("药品和用法", h.medication.clone()),
        ("手上的药", days),
        ("接收机构", h.clinic.clone()),
        ("说明", h.note.clone()),
    ];
    parts.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
}

fn measure(m: &domain::settling::Measure, today: Date) -> String {
    let until = m.until.map_or_else(String::new, |d| format!("，到{}", words::day(d, today)));
    format!("{}（{}{until}）", word(MEASURES, &m.measure), m.organ)
}

/// Marks beside the name.
pub(super) fn marks(case: &Case, service: &Service, today: Date) -> Vec<Mark> {
    let mut marks: Vec<Mark> = case
        .settling
        .running(today)
        .map(|m| Mark { tone: "note", word: word(MEASURES, &m.measure).to_owned() })
        .collect();
    if is_unaccounted(case, &service.rules, &service.calendar, today) {
        marks.push(Mark { tone: "late", word: "至今没有联系上".into() });
    }
    marks
}
