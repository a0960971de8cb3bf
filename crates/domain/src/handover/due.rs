//! What is owed in 衔接, by rule pack and calendar.

use super::{Arrival, State};
use crate::{
    case::Case,
    kernel::{Obligation, day},
    rules::{Rule, Rules},
    unit::{Level, Unit},
};
use jiff::{ToSpan, civil::Date};
use reference::calendar::{self, Calendar};

/// A remaining term of at most so many months takes the lane of short sentences.
const SHORT_REMAINDER_MONTHS: i32 = 3;

pub(super) fn due(case: &Case, rules: &Rules, calendar: &Calendar) -> Vec<Obligation> {
    let state = &case.handover;
    let (Some(route), Some(routed_on), true) = (&state.route, state.routed_on, case.is_open()) else {
        return vec![];
    };
    let owed = Owed { case, state, owner: &route.to, routed_on, rules, calendar };
    if let Some(left) = &state.left {
        return vec![owed.confirmation(left.on)];
    }
    if route.outside {
        return vec![owed.upward()];
    }
    let mut list = vec![];
    list.extend(owed.routing());
    if state.handed_over_on().is_none() {
        list.extend(owed.verification());
        list.extend(owed.arrival());
    }
    list.extend(owed.answer());
    list.extend(owed.disputes());
    list.extend(owed.likeness());
    list.extend(owed.transfer());
    list.extend(owed.dual());
    list
}

struct Owed<'a> {
    case: &'a Case,
    state: &'a State,
    owner: &'a Unit,
    routed_on: Date,
    rules: &'a Rules,
    calendar: &'a Calendar,
}

impl Owed<'_> {
    fn by(&self, rule: Rule, from: Date) -> Date {
        self.rules.due(rule, from, self.calendar)
    }

    fn at_office(&self) -> bool {
        self.owner.level() == Level::Office
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
        Obligation { worker: owed.worker.filter(|_| self.at_office()), ..owed }
    }

    /// Whoever takes him over confirms it, or the office does: only then is the case closed.
    fn confirmation(&self, left_on: Date) -> Obligation {
        let due = self.by(Rule::R46, left_on);
        let why = format!("{}离开预释放名册，等待接收机关回执", day(left_on));
        self.one("confirm-leave", Rule::R46, due, "确认离开名册", why)
    }

    fn upward(&self) -> Obligation {
        match self.state.reported_upward_on {
            None => {
                let due = self.by(Rule::R11, self.routed_on);
                self.one(
                    "report-upward",
                    Rule::R11,
                    due,
                    "上报外市人员",
                    "户籍不在本市，月底前列表上报".into(),
                )
            }
            Some(on) => {
                let due = self.by(Rule::R46, on);
                self.one(
                    "upward-receipt",
                    Rule::R46,
                    due,
                    "催要上级回执",
                    format!("{}已上报，等待接收回执", day(on)),
                )
            }
        }
    }

    fn routing(&self) -> Option<Obligation> {
        if self.at_office() {
            return None;
        }
        if self.state.returns >= 2 {
            let since = self.state.check.since;
            let due = self.by(Rule::R07, since.unwrap_or(self.routed_on)).max(self.routed_on);
            let why = super::verify::twice_returned(since);
            return Some(self.one("reroute", Rule::R07, due, "裁定由谁负责", why));
        }
        let due = self.by(Rule::R18, self.routed_on);
        let why = match self.state.returns {
            0 => format!("{}收到，尚未分派到司法所", day(self.routed_on)),
            _ => "司法所退回，请重新分派".into(),
        };
        Some(self.one("reroute", Rule::R18, due, "分派到司法所", why))
    }

    /// fifteen days, or the short lane; always before the release day where that is possible.
    fn verification(&self) -> Option<Obligation> {
        let check = &self.state.check;
        let disputed = self.state.feedback.disputes().next().is_some();
        if !self.at_office() || check.verified || check.answer_since.is_some() || disputed {
            return None;
        }
        let since = check.since.unwrap_or(self.routed_on);
        let release = self.state.sent.ends_on;
        let soon = release <= calendar::add_months_clamped(since, SHORT_REMAINDER_MONTHS);
        let rule = if soon || self.state.sent.term.contains("拘役") { Rule::R02 } else { Rule::R06 };
        let by_rule = self.by(rule, since);
        let eve = release.saturating_sub(1.day()).max(since);
        let why = match rule {
            Rule::R02 => format!("{}收到，剩余刑期短，优先核查", day(since)),
            _ => format!("{}收到，尚未核查", day(since)),
        };
        Some(self.one("verify", rule, by_rule.min(eve), "核查服刑人员信息", why))
    }

    /// The answer is owed to the office's bureau, which records it where the custodial place has no account.
    fn answer(&self) -> Option<Obligation> {
        let since = self.state.check.answer_since?;
        let due = self.by(Rule::R06b, since);
        let why = format!("{}司法所已反馈，等待监所答复", day(since));
        Some(Obligation {
            owner: self.bureau(),
            worker: None,
            also: self.state.custody().filter(|_| self.state.custody_sees()).cloned(),
            ..self.one("answer", Rule::R06b, due, "监所答复核查反馈", why)
        })
    }

    /// The bureau above the office, or the bureau with which the record lies.
    fn bureau(&self) -> Unit {
        let above = self.owner.parent().filter(|_| self.at_office());
        above.unwrap_or_else(|| self.owner.clone())
    }

    /// R-07b: what the custodial place disputes is decided by the bureau, thing by thing.
    fn disputes(&self) -> Vec<Obligation> {
        let one = |(correction, since): (&super::Correction, Date)| {
            let item = super::word(super::feedback::ITEMS, &correction.asked.item);
            let why = format!("{}监所对“{item}”的更正有异议", day(since));
            let due = self.by(Rule::R07b, since);
            Obligation {
                owner: self.bureau(),
                subject: correction.asked.item.clone(),
                ..self.one("decide-dispute", Rule::R07b, due, "裁定更正争议", why)
            }
        };
        self.state.feedback.disputes().map(one).collect()
    }

    /// G5: whether two records are of one person is decided by the bureau that sees both.
    fn likeness(&self) -> Option<Obligation> {
        let likeness = self.state.likeness.as_ref()?;
        let why = match likeness.by.as_str() {
            "number" => "更正后的号码与库中另一人相同",
            _ => "更正后的姓名和出生日期与库中另一人相同",
        };
        let due = self.by(Rule::R07b, likeness.on);
        let owner = likeness.decider(self.owner);
        Some(Obligation {
            owner,
            ..self.one("decide-likeness", Rule::R07b, due, "裁定是否同一人", why.into())
        })
    }

    /// the other office receives or declines; a declined hand-over is decided by the bureau above both.
    fn transfer(&self) -> Option<Obligation> {
        let transfer = self.state.transfer.as_ref()?;
        let (kind, rule, from, owner, title, why) = match transfer.declined_on {
            None => {
                let why = format!("{}提出移交，等待接收；接收前由原所负责", day(transfer.since));
                ("receive-case", Rule::R46, transfer.since, transfer.to.clone(), "接收移交的档案", why)
            }
            Some(on) => {
                let why = format!("{}接收方表示不接收", day(on));
                ("decide-transfer", Rule::R18, on, transfer.bureau(self.owner), "裁定移交", why)
            }
        };
        Some(Obligation { owner, ..self.one(kind, rule, self.by(rule, from), title, why) })
    }

    fn arrival(&self) -> Option<Obligation> {
        if !self.at_office() || self.case.release.suspended(self.case).is_some() {
            return None;
        }
        let release = self.state.sent.ends_on;
        // After the district's decision to go on, at a longer interval.
        let again = if self.case.release.kept_on.is_some() { Rule::R25d } else { Rule::R25b };
        let trace = |from: Date| match self.state.traced_on {
            None => {
                let due = self.by(Rule::R25, from);
                self.one(
                    "trace",
                    Rule::R25,
                    due,
                    "发情况通报",
                    "释放后一直没有消息，请派出所和区局留意".into(),
                )
            }
            Some(on) => {
                let due = self.by(again, on);
                self.one("trace", again, due, "再次查找", format!("{}已通报，仍无消息", day(on)))
            }
        };
        match self.state.arrival {
            None => Some(Obligation {
                rule: "T7",
                ..self.one("receive", Rule::R23, release, "释放当日衔接", format!("{}释放", day(release)))
            }),
            Some(Arrival::NotArrived(_)) => Some(trace(self.state.term.map_or(release, |t| t.from))),
            // SC-06: refusing is lawful, he is visited like anybody; asked about only while nobody had contact.
            Some(Arrival::RefusedCollection(on)) => self.case.visit.last_contact.is_none().then(|| trace(on)),
            Some(_) => None,
        }
    }

    fn dual(&self) -> Option<Obligation> {
        let dual = self.state.dual.as_ref().filter(|d| d.decided_on.is_none() && self.at_office())?;
        let due = self.by(Rule::R14b, self.routed_on);
        let why = format!("居住地在{}，与户籍地不同", dual.place);
        Some(self.one("decide-dual-listing", Rule::R14b, due, "决定是否双列管", why))
    }
}
