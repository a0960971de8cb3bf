//! The daily work as pages show it: whom to call and how he wants it, the team, placements, open needs.
//! Texts only, so that templates never compute.
//! Must never know: HTTP, why something is offered.

use super::shape::is_phone;
use crate::words;
use domain::{
    case::Case,
    casefile::{self, TEAM_ROLES},
    placement::{self, Placement},
    visit::{self, NEEDS},
};
use jiff::civil::Date;

/// Somebody who can be called with one tap.
pub(super) struct Call {
    pub(super) label: &'static str,
    pub(super) phone: String,
}

/// A member of the team.
pub(super) struct Member {
    /// Number, where he may be taken off the list.
    pub(super) leave: Option<u32>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) phone: Option<String>,
    pub(super) days: String,
}

/// A placement, present or past.
pub(super) struct Held {
    pub(super) what: String,
    pub(super) days: String,
    pub(super) present: bool,
    pub(super) reason: Option<String>,
}

/// A need that waits for an answer.
pub(super) struct Need {
    pub(super) what: String,
    pub(super) on: String,
    pub(super) note: Option<String>,
    /// The code by which its form is opened, where the reader may answer.
    pub(super) answer: Option<String>,
}

/// The person and one relative, as far as their numbers can be dialled.
pub(super) fn calls(case: &Case) -> Vec<Call> {
    let (file, sent) = (&case.casefile, &case.handover.sent);
    let own = [&file.phone, &file.profile.other_phone];
    let kin = [&file.profile.kin_phone, &sent.kin_phone];
    let first = |label, all: [&Option<String>; 2]| {
        let phone = all.into_iter().flatten().find(|p| is_phone(p))?;
        Some(Call { label, phone: phone.clone() })
    };
    [first("打给本人", own), first("打给家属", kin)].into_iter().flatten().collect()
}

/// What to keep in mind before contacting him.
pub(super) fn reminders(case: &Case) -> Vec<String> {
    let (file, page) = (&case.casefile, &case.casefile.profile);
    let time = page.contact_time.as_ref().map(|t| format!("方便联系：{t}"));
    let discreet = (page.discreet == Some(true)).then(|| "希望低调联系".to_owned());
    let contact = file.contact.as_ref().map(|c| format!("约定联系：{c}"));
    [time, discreet, contact].into_iter().flatten().collect()
}

/// The team, those who are in it first.
pub(super) fn team(case: &Case, today: Date, may_leave: bool) -> Vec<Member> {
    let word = |code: &str| TEAM_ROLES.iter().find(|(c, _)| *c == code).map_or("", |(_, w)| w).to_owned();
    let member = |m: &casefile::Member| Member {
        leave: (may_leave && m.until.is_none()).then_some(m.id),
        name: m.name.clone(),
        role: [Some(word(&m.role)), m.organ.clone()].into_iter().flatten().collect::<Vec<_>>().join("，"),
        phone: m.phone.clone().filter(|p| is_phone(p) && m.until.is_none()),
        days: days(m.from, m.until, today),
    };
    let mut team: Vec<_> = case.casefile.team.iter().collect();
    team.sort_by_key(|m| m.until.is_some()); // stable
    team.into_iter().map(member).collect()
}

/// All placements, the present one first, then the latest.
pub(super) fn held(case: &Case, today: Date) -> Vec<Held> {
    let p = &case.placement;
    let what =
        |one: &Placement| format!("{}　{}", placement::named(&one.way, one.sort.as_deref()), one.place);
    let now = p.current.iter().map(|one| Held {
        what: what(one),
        days: days(one.from, None, today),
        present: true,
        reason: None,
    });
    let past = p.past.iter().rev().map(|over| Held {
        what: what(&over.was),
        days: days(over.was.from, Some(over.to), today),
        present: false,
        reason: over.reason.clone(),
    });
    now.chain(past).collect()
}

/// Needs that wait for an answer.
pub(super) fn needs(case: &Case, today: Date, may_answer: bool) -> Vec<Need> {
    let need = |n: &visit::Need| Need {
        what: NEEDS.iter().find(|(c, _)| *c == n.what).map_or(n.what.as_str(), |(_, w)| w).to_owned(),
        on: words::day(n.on, today),
        note: n.note.clone(),
        answer: may_answer.then(|| n.what.clone()),
    };
    case.visit.needs.iter().map(need).collect()
}

fn days(from: Date, to: Option<Date>, today: Date) -> String {
    match to {
        Some(to) => format!("{} 至 {}", words::day(from, today), words::day(to, today)),
        None => format!("{} 起", words::day(from, today)),
    }
}
