//! The release date and the pre-release list (T4, rules 17.3 and 17.4): the date changes by a ruling, or he
//! leaves the list and the denominator of the handover rate with a reason that is kept as data. Papers of
//! other columns name the release date for which they were made; one that names another date is void, so
//! nothing has to be called back here.
//! Must never know: which papers there are.

use super::{
    Arrival, Command, Event, State,
    decide::{Decision, done, not_in_future},
};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, Refusal, Role, day, refuse, refuse_field},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// He left the pre-release list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// On that day.
    pub on: Date,
    /// A code of `LEAVING`.
    pub ground: String,
    /// Who takes him over.
    pub agency: Option<String>,
    /// More in words.
    pub reason: Option<String>,
}

redacted!(Left);

/// Whether this is recorded on behalf of the custodial place, from its letter: by the owner or a bureau above
/// it. The custodial place itself speaks only for the persons it sent.
pub(crate) fn for_custody(case: &Case, ctx: &Ctx<'_>, letter_no: Option<&str>) -> Result<bool, Refusal> {
    if ctx.actor.role == Role::Prison {
        return match case.handover.custody() == Some(&ctx.actor.unit) {
            true => Ok(false),
            false => refuse("not_owner", "这份档案不是本监所报送的"),
        };
    }
    in_area(case, ctx)?;
    match letter_no {
        Some(_) => Ok(true),
        None => refuse_field("letter_no", "letter_needed", "代录监所来函时请填写来函文号"),
    }
}

/// The actor's unit owns the case or stands above its owner.
fn in_area(case: &Case, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    match case.owner().is_some_and(|owner| ctx.actor.unit.covers(owner)) {
        true => Ok(()),
        false => refuse("not_owner", "这份档案不在本辖区，请由责任单位或其上级办理"),
    }
}

/// Who has left the list takes part in nothing else until he is back.
pub(super) fn on_the_list(case: &Case, command: &Command) -> Result<(), Refusal> {
    let about_leaving = matches!(
        command,
        Command::LeaveList { .. } | Command::UndoLeave { .. } | Command::ConfirmLeave { .. }
    );
    match case.handover.left.is_some() && !about_leaving {
        true => refuse("left_list", "已登记离开预释放名册；如登记有误，请先撤销离开名册"),
        false => Ok(()),
    }
}

impl State {
    /// Nobody has met him outside yet: he may still be inside.
    pub fn may_still_be_inside(&self) -> bool {
        matches!(self.arrival, None | Some(Arrival::NotArrived(_)))
    }

    /// Since when the present release date is known.
    pub fn dated_on(&self) -> Option<Date> {
        self.entered.as_ref().map(|(_, on)| *on).max(self.release_changed_on)
    }

    /// Why he does not count in the denominator of the handover rate: a code of `LEAVING`, or `outside` for
    /// a register outside the city.
    pub fn uncounted(&self) -> Option<&str> {
        match (&self.left, &self.route) {
            (Some(left), _) => Some(&left.ground),
            (None, Some(route)) if route.outside => Some("outside"),
            _ => None,
        }
    }

    /// Who did not appear on the old date was simply not released on it.
    pub(super) fn take_release(&mut self, on: Date, to: Date) {
        self.sent.ends_on = to;
        self.release_changed_on = Some(on);
        if matches!(self.arrival, Some(Arrival::NotArrived(_))) {
            self.arrival = None;
            self.term = None;
            self.traced_on = None;
        }
    }
}

pub(super) fn change(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::ChangeRelease { release_on, ground, on, letter_no, note } = command else {
        return done([]);
    };
    let by_bureau = for_custody(case, ctx, letter_no.as_deref())?;
    let state = &case.handover;
    let (from, on) = (state.sent.ends_on, on.unwrap_or(ctx.today));
    not_in_future(on, ctx)?;
    if !state.may_still_be_inside() {
        return refuse("already_received", "人已经离开监所，不能再变更释放日期");
    }
    if release_on == from {
        return refuse_field("release_on", "same_release", format!("释放日期已经是{}，不用变更", day(from)));
    }
    if state.sent.starts_on.is_some_and(|start| release_on < start) {
        return refuse_field("release_on", "before_sentence", "日期早于刑期起日，请核对");
    }
    let earlier = release_on < from;
    if (earlier && ground == "added") || (!earlier && matches!(ground.as_str(), "reduced" | "pardoned")) {
        let detail = format!("原释放日期是{}，新日期与所选原因不符，请核对", day(from));
        return refuse_field("ground", "ground_contradicts", detail);
    }
    done([Event::ReleaseChanged { on, from, to: release_on, ground, letter_no, note, by_bureau }])
}

pub(super) fn leave(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::LeaveList { on, ground, agency, reason, letter_no } = command else {
        return done([]);
    };
    let by_bureau = for_custody(case, ctx, letter_no.as_deref())?;
    not_in_future(on, ctx)?;
    if case.handover.left.is_some() {
        return refuse("already_left", "已登记离开预释放名册，不用重复登记");
    }
    if !case.handover.may_still_be_inside() {
        return refuse("already_received", "人已经回来，不能再离开预释放名册");
    }
    if matches!(ground.as_str(), "parole" | "medical") && agency.is_none() {
        return refuse_field("agency", "agency_needed", "转社区矫正的，请写明接收的社区矫正机构");
    }
    if matches!(ground.as_str(), "other_city" | "other") && reason.is_none() {
        return refuse_field("reason", "reason_needed", "请说明去向和依据");
    }
    done([Event::LeftList { on, ground, agency, reason, letter_no, by_bureau }])
}

/// Back on the list, by whoever may take somebody off it.
pub(super) fn undo(case: &Case, reason: String, ctx: &Ctx<'_>) -> Decision {
    let custody = ctx.actor.role == Role::Prison && case.handover.custody() == Some(&ctx.actor.unit);
    if !custody {
        in_area(case, ctx)?;
    }
    match case.handover.left {
        Some(_) => done([Event::BackOnList { on: ctx.today, reason }]),
        None => refuse("not_left", "没有登记离开名册"),
    }
}

pub(super) fn confirm(
    case: &Case,
    on: Date,
    received_by: Option<String>,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    in_area(case, ctx)?;
    not_in_future(on, ctx)?;
    match &case.handover.left {
        None => refuse("not_left", "没有登记离开名册"),
        Some(left) if on < left.on => {
            refuse_field("on", "before_leave", format!("确认日期不能早于离开名册的日期{}", day(left.on)))
        }
        Some(_) => Ok(vec![
            CaseEvent::Handover(Event::LeaveConfirmed { on, received_by, note }),
            casefile::closed(on, casefile::Reason::LeftList),
        ]),
    }
}
