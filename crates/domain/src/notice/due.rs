//! What is owed before release, by rule pack and calendar. The custodial place's papers are owed to the
//! bureau that must ask for them, which is the district of the owning office; the custodial place may settle
//! them itself. Whoever came to us on or after his release owes no paper that announces it.

use super::{Papers, exchanges, papers};
use crate::{
    case::Case,
    kernel::{Obligation, day},
    rules::{Rule, Rules},
    unit::{Level, Unit},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// `None` where no papers are exchanged.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let (owner, since) = (case.owner()?, case.handover.dated_on()?);
    if !exchanges(case) {
        return None;
    }
    let owed = Owed { case, owner, since, now: papers(case), rules, calendar };
    let list = [owed.notice(), owed.assessment(), owed.receipt(), owed.forwarding()];
    Some(list.into_iter().flatten().chain(owed.telling()).collect())
}

struct Owed<'a> {
    case: &'a Case,
    owner: &'a Unit,
    since: Date,
    now: Papers<'a>,
    rules: &'a Rules,
    calendar: &'a Calendar,
}

impl Owed<'_> {
    fn release(&self) -> Date {
        self.case.handover.sent.ends_on
    }

    /// The bureau that deals with the custodial place.
    fn bureau(&self) -> Unit {
        match self.owner.level() {
            Level::Office => self.owner.parent().unwrap_or_else(|| self.owner.clone()),
            _ => self.owner.clone(),
        }
    }

    /// Counted from a day on which something came, and before the release where that is possible.
    fn after(&self, rule: Rule, from: Date) -> Date {
        self.rules.due(rule, from, self.calendar).min(self.release()).max(from)
    }

    fn one(
        &self,
        kind: &'static str,
        rule: Rule,
        due_on: Date,
        title: &'static str,
        why: String,
    ) -> Obligation {
        let owed = self.case.owes(kind, rule.id(), due_on, title, why);
        Obligation { owner: self.bureau(), worker: None, ..owed }
    }

    /// A paper of the custodial place, counted back from the release; at once where the date came later.
    fn paper(&self, kind: &'static str, rule: Rule, title: &'static str) -> Option<Obligation> {
        if self.since >= self.release() {
            return None;
        }
        let due = self.rules.ahead(rule, self.release(), self.calendar).max(self.since);
        let why = format!("{}释放，监所应在此前发来；没有收到请去函索取", day(self.release()));
        let custody = self.case.handover.custody().filter(|_| self.case.handover.custody_sees());
        Some(Obligation { also: custody.cloned(), ..self.one(kind, rule, due, title, why) })
    }

    fn notice(&self) -> Option<Obligation> {
        let title = match self.case.notice.notices.is_empty() {
            true => "释放通知书",
            false => "释放通知书（更正）",
        };
        self.paper("send-notice", Rule::R12, title).filter(|_| self.now.notice.is_none())
    }

    fn assessment(&self) -> Option<Obligation> {
        self.paper("send-assessment", Rule::R13, "综合评估意见").filter(|_| self.now.assessment.is_none())
    }

    fn receipt(&self) -> Option<Obligation> {
        let notice = self.now.notice.filter(|_| self.now.receipt.is_none())?;
        let due = self.after(Rule::R13b, notice.on);
        let why = format!("{}的通知书，回执还没有寄回监所", day(notice.on));
        Some(self.one("receipt-notice", Rule::R13b, due, "寄回通知书回执", why))
    }

    fn forwarding(&self) -> Option<Obligation> {
        self.case.handover.office()?;
        let notice = self.now.notice.filter(|_| self.now.forwarded.is_none())?;
        let due = self.after(Rule::R18, notice.on);
        let why = format!("{}的通知书，还没有转给司法所", day(notice.on));
        Some(self.one("forward-notice", Rule::R18, due, "转送通知书", why))
    }

    /// from the day on which the notice reached the office.
    fn telling(&self) -> Vec<Obligation> {
        let Some(forwarded) = self.now.forwarded else { return vec![] };
        let due = self.after(Rule::R19, forwarded.on);
        let why = || format!("{}收到通知书，{}释放", day(forwarded.on), day(self.release()));
        let tell = |kind, title| Obligation {
            owner: self.owner.clone(),
            ..self.one(kind, Rule::R19, due, title, why())
        };
        let family = self.now.family.is_none().then(|| tell("tell-family", "告知家属"));
        let village = self.now.village.is_none().then(|| tell("tell-village", "告知村居"));
        family.into_iter().chain(village).collect()
    }
}
