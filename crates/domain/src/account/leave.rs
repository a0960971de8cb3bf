//! 请假与代办: who is away on which days, who stands in, and who is responsible on a day (issue 4, line 10).
//! Nobody's obligations rest on somebody who is away: a stand-in who is present, else the heads of the office,
//! else who stands in for a head, else the bureau above. A stand-in who leaves himself is no stand-in any more.
//! Must never know: which cases somebody has, why he is away.

use super::{Account, Event};
use crate::{
    kernel::{Ctx, Obligation, Refusal, Role, day, refuse, refuse_field},
    rules::AGREED,
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why somebody is away.
pub(super) const REASONS: &[(&str, &str)] =
    &[("holiday", "休假"), ("sick", "病假"), ("duty", "出差或借调"), ("training", "培训"), ("other", "其他")];

/// Days on which somebody is away, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The account of who stands in; of the same unit.
    #[serde(default)]
    pub stand_in: Option<String>,
}

impl Leave {
    /// Away on that day.
    pub fn covers(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }

    /// Some day belongs to both.
    pub fn meets(&self, other: &Leave) -> bool {
        self.from <= other.until && other.from <= self.until
    }
}

/// Somebody who works at an office, as his colleagues see him; his account may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Head or worker.
    pub role: Role,
    /// His leave, past, present or to come.
    pub leave: Option<Leave>,
}

/// Who is responsible on a day for what is owed by somebody in charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Responsible<'a> {
    /// This account: himself or who stands in.
    Account(&'a str),
    /// Every one of these: the heads who are present, or who stands in for one.
    Heads(Vec<&'a str>),
    /// Nobody of the office is there to lead it: the bureau above.
    Bureau,
}

impl Responsible<'_> {
    /// That account is responsible.
    pub fn is(&self, login: &str) -> bool {
        match self {
            Responsible::Account(one) => *one == login,
            Responsible::Heads(heads) => heads.contains(&login),
            Responsible::Bureau => false,
        }
    }
}

impl Colleague {
    /// Not away on that day.
    pub fn is_present(&self, today: Date) -> bool {
        self.leave.as_ref().is_none_or(|leave| !leave.covers(today))
    }

    /// The head owes a stand-in for a leave without one, until the day it begins.
    pub fn due(&self, unit: &Unit, today: Date) -> Option<Obligation> {
        let leave = self.leave.as_ref().filter(|l| l.until >= today && l.stand_in.is_none())?;
        let days = format!("{}至{}", day(leave.from), day(leave.until));
        Some(Obligation {
            kind: "name-stand-in",
            subject: self.login.clone(),
            rule: AGREED,
            due_on: leave.from,
            owner: unit.clone(),
            also: None,
            worker: None,
            settle: "set-leave",
            title: "指定代办人",
            why: format!("{}{days}请假，还没有代办人；指定以前由所长办", self.name),
        })
    }
}

/// A role that may be in charge of cases.
pub fn has_desk(role: Role) -> bool {
    matches!(role, Role::OfficeHead | Role::OfficeWorker)
}

/// Who is responsible today for what is owed by the worker in charge.
pub fn responsible<'a>(worker: &str, colleagues: &'a [Colleague], today: Date) -> Responsible<'a> {
    let of = |login: &str| colleagues.iter().find(|c| c.login == login);
    if let Some(account) = of(worker).and_then(|c| acting(c, colleagues, today)) {
        return Responsible::Account(account);
    }
    let heads: Vec<&Colleague> = colleagues.iter().filter(|c| c.role == Role::OfficeHead).collect();
    let present: Vec<&str> = heads.iter().filter(|c| c.is_present(today)).map(|c| c.login.as_str()).collect();
    if !present.is_empty() {
        return Responsible::Heads(present);
    }
    let mut acting: Vec<&str> = heads.into_iter().filter_map(|c| acting(c, colleagues, today)).collect();
    acting.sort_unstable();
    acting.dedup();
    match acting.is_empty() {
        true => Responsible::Bureau,
        false => Responsible::Heads(acting),
    }
}

/// Himself where he is present, else who stands in where that one is.
fn acting<'a>(of: &'a Colleague, colleagues: &'a [Colleague], today: Date) -> Option<&'a str> {
    let Some(leave) = of.leave.as_ref().filter(|l| l.covers(today)) else { return Some(&of.login) };
    let stand_in = leave.stand_in.as_deref()?;
    let found = colleagues.iter().find(|c| c.login == stand_in)?;
    found.is_present(today).then_some(found.login.as_str())
}

/// Whose leave rests on somebody who is now away himself on one of its days.
pub fn left_alone<'a>(stand_in: &str, away: &Leave, colleagues: &'a [Colleague]) -> Vec<&'a str> {
    let rests = |l: &Leave| l.stand_in.as_deref() == Some(stand_in) && l.meets(away);
    colleagues.iter().filter(|c| c.leave.as_ref().is_some_and(rests)).map(|c| c.login.as_str()).collect()
}

pub(super) fn set(
    account: &Account,
    ctx: &Ctx<'_>,
    leave: Leave,
    reason: Option<String>,
    colleagues: &[Colleague],
) -> Result<Vec<Event>, Refusal> {
    may_keep(account, ctx)?;
    if leave.until < leave.from {
        return refuse_field("until", "until_before_from", "最后一天早于第一天，请核对");
    }
    if leave.until < ctx.today {
        return refuse_field("until", "leave_over", "这几天已经过去，不用登记");
    }
    if let Some(stand_in) = &leave.stand_in {
        if *stand_in == account.login {
            return refuse_field("stand_in", "own_stand_in", "不能由请假的人自己代办，请选别的同事");
        }
        match colleagues.iter().find(|c| c.login == *stand_in) {
            None => return refuse_field("stand_in", "unknown_worker", "请从本所工作人员中选择"),
            Some(c) if c.leave.as_ref().is_some_and(|theirs| theirs.meets(&leave)) => {
                let detail = "代办人这几天自己也请假，请选别的同事，或先不选，由所长办";
                return refuse_field("stand_in", "stand_in_absent", detail);
            }
            Some(_) => {}
        }
    }
    let (on, by) = (ctx.today, ctx.actor.account.clone());
    Ok(vec![Event::LeaveSet { on, by, leave, reason }])
}

pub(super) fn ended(account: &Account, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    may_keep(account, ctx)?;
    match &account.leave {
        Some(leave) if leave.until >= ctx.today => {
            Ok(vec![Event::LeaveEnded { on: ctx.today, by: ctx.actor.account.clone() }])
        }
        _ => refuse("no_leave", "现在没有登记请假，不用结束"),
    }
}

pub(super) fn lost(account: &Account, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    match account.leave.as_ref().and_then(|l| l.stand_in.as_ref()) {
        Some(_) => Ok(vec![Event::StandInLost { on: ctx.today, by: ctx.actor.account.clone() }]),
        None => refuse("no_leave", "现在没有代办人"),
    }
}

/// By himself or the head of his office, and only of somebody who may be in charge of cases.
fn may_keep(account: &Account, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let own = account.login == ctx.actor.account;
    let head = ctx.actor.role == Role::OfficeHead && account.works_at(&ctx.actor.unit);
    if !own && !head {
        return refuse("not_your_leave", "请假由本人或本所所长登记");
    }
    match account.grant.as_ref().is_some_and(|(role, _)| has_desk(*role)) {
        true => Ok(()),
        false => refuse("no_desk", "只登记司法所工作人员的请假"),
    }
}

#[cfg(test)]
mod tests;
