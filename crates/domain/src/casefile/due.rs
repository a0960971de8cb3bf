//! What is owed for the file, by rule pack and calendar.
//! Nothing is owed before he is at home; a lawful refusal of the agreement owes nothing but the date on
//! which he may be asked again, and not even that where he said so.

use super::{Agreement, State};
use crate::{
    case::Case,
    handover::Category,
    kernel::{Obligation, day},
    rules::{AGREED, Rule, Rules},
};
use jiff::civil::Date;
use reference::calendar::Calendar;

/// `None` where nothing is owed because he is not at home yet, or the case is closed.
pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Option<Vec<Obligation>> {
    let home = case.handover.home_on().filter(|_| case.is_open())?;
    case.owner()?;
    let owed = Owed { case, state: &case.casefile, rules, calendar };
    let list = [owed.worker(home), owed.file(), owed.agreement(), owed.review(home), owed.end()];
    Some(list.into_iter().flatten().collect())
}

struct Owed<'a> {
    case: &'a Case,
    state: &'a State,
    rules: &'a Rules,
    calendar: &'a Calendar,
}

impl Owed<'_> {
    fn by(&self, rule: Rule, from: Date) -> Date {
        self.rules.due(rule, from, self.calendar)
    }

    fn worker(&self, home: Date) -> Option<Obligation> {
        if self.state.worker.is_some() {
            return None;
        }
        // An office that received the case afterwards has its own days to name somebody.
        let moved = self.case.handover.moved_on.filter(|moved| *moved > home);
        let why = moved.map_or_else(|| format!("{}回家", day(home)), |on| format!("{}接收移交", day(on)));
        let due = self.by(Rule::R21a, moved.unwrap_or(home));
        Some(self.case.owes("assign-worker", Rule::R21a.id(), due, "指定责任人", why))
    }

    fn file(&self) -> Option<Obligation> {
        let on = self.case.handover.handed_over_on().filter(|_| self.state.opened_on.is_none())?;
        let rule = match self.case.handover.category {
            Category::Key => Rule::R22,
            Category::Ordinary => Rule::R21a,
        };
        let why = format!("{}衔接，应及时建档", day(on));
        Some(self.case.owes("open-file", rule.id(), self.by(rule, on), "建立一人一档", why))
    }

    fn agreement(&self) -> Option<Obligation> {
        match (&self.state.agreement, self.case.handover.handed_over_on()) {
            (None, Some(on)) => {
                let why = format!("{}衔接；签或不签由本人决定，如实记录", day(on));
                let due = self.by(Rule::R21b, on);
                Some(self.case.owes("sign-agreement", Rule::R21b.id(), due, "谈帮教协议", why))
            }
            (Some(Agreement::Refused(_, Some(again))), _) => {
                let why = format!("上次没有签，{}再谈；签或不签由本人决定", day(*again));
                Some(self.case.owes("sign-agreement", AGREED, *again, "再谈帮教协议", why))
            }
            _ => None,
        }
    }

    /// The head's, not the worker's. Who does not want to be asked again is thought of here and nowhere else.
    fn review(&self, home: Date) -> Option<Obligation> {
        let from = self.case.handover.graded_on.unwrap_or(home);
        let since = match self.case.handover.graded_on {
            Some(on) => format!("上次复核{}", day(on)),
            None => format!("{}回家，半年复核一次", day(home)),
        };
        let why = match self.state.agreement {
            Some(Agreement::Refused(_, None)) => format!("{since}；本人不愿再谈协议，不要另行催问"),
            _ => since,
        };
        let due = self.by(Rule::R28, from);
        if self.case.handover.term.is_some_and(|term| due > term.until) {
            return None; // the end of the term comes first
        }
        let review = self.case.owes("review-grade", Rule::R28.id(), due, "复核帮教类型", why);
        Some(Obligation { worker: None, ..review })
    }

    fn end(&self) -> Option<Obligation> {
        let until = self.case.handover.term?.until;
        let due = self.by(Rule::R34, until);
        Some(self.case.owes("close", Rule::R34.id(), due, "期满办结", format!("帮教期限到{}", day(until))))
    }
}
