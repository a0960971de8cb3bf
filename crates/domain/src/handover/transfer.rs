//! 移交他所 (T15, R-46): a verified record goes to another office of the city, proposed by its office or a
//! bureau. It stays where it is until the other office received it or the bureau above both decided; both
//! see it meanwhile.
//! Must never know: why a person moves. Moving is his right.

use super::{
    Event,
    decide::{Decision, done},
};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, refuse, refuse_field},
    unit::{Level, Unit},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the other office says.
pub const RECEIPTS: &[(&str, &str)] = &[("accept", "接收"), ("decline", "不接收")];
/// What the bureau decides.
pub const DECISIONS: &[(&str, &str)] = &[("move", "移交"), ("stay", "留在原司法所")];

/// A hand-over that is under way.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// The office that is to receive it.
    pub to: Unit,
    /// Proposed on that day.
    pub since: Date,
    /// The other office declined on that day: the bureau decides.
    pub declined_on: Option<Date>,
}

impl Transfer {
    /// The lowest bureau above both offices.
    pub(super) fn bureau(&self, owner: &Unit) -> Unit {
        let common = owner.ladder().into_iter().skip(1).find(|unit| unit.covers(&self.to));
        common.unwrap_or_else(|| owner.clone())
    }
}

pub(super) fn propose(case: &Case, to: Unit, reason: String, ctx: &Ctx<'_>) -> Decision {
    let state = &case.handover;
    let Some(owner) = case.owner().filter(|owner| ctx.actor.unit.covers(owner)) else {
        return refuse("not_owner", "这份档案现在不由本单位负责，请联系责任单位办理");
    };
    if state.office().is_none() {
        return refuse("not_at_office", "档案还没有分派到司法所，请用“分派”");
    }
    if !state.check.verified && state.home_on().is_none() {
        return refuse("not_verified", "还没有核查属实，不属本辖区请用“退回”");
    }
    if let Some(open) = &state.transfer {
        return refuse(
            "transfer_open",
            format!("已于{}提出移交，等待接收或裁定", crate::kernel::day(open.since)),
        );
    }
    let same_city = owner.ladder().last() == to.ladder().last();
    if to.level() != Level::Office || to == *owner || !same_city {
        return refuse_field("to", "not_an_office", "只能移交给本市另一个司法所");
    }
    done([Event::TransferProposed { on: ctx.today, to, reason }])
}

pub(super) fn receipt(case: &Case, accepts: bool, note: Option<String>, ctx: &Ctx<'_>) -> Decision {
    let Some(transfer) = &case.handover.transfer else {
        return refuse("no_transfer", "这份档案没有正在办理的移交");
    };
    if transfer.to != ctx.actor.unit {
        return refuse("not_owner", "这份档案不是移交给本所的");
    }
    if transfer.declined_on.is_some() {
        return refuse("transfer_declined", "本所已表示不接收，等待上级裁定");
    }
    match (accepts, note) {
        (true, note) => moved(case, transfer.to.clone(), note, ctx),
        (false, Some(reason)) => done([Event::TransferDeclined { on: ctx.today, reason }]),
        (false, None) => refuse_field("note", "decline_reason", "不接收的，请写明理由"),
    }
}

pub(super) fn rule(case: &Case, moves: bool, reason: String, ctx: &Ctx<'_>) -> Decision {
    let (Some(transfer), Some(owner)) = (&case.handover.transfer, case.owner()) else {
        return refuse("no_transfer", "这份档案没有正在办理的移交");
    };
    if !ctx.actor.unit.covers(&transfer.bureau(owner)) {
        return refuse("not_owner", "移交由两个司法所共同的上级裁定");
    }
    match moves {
        true => moved(case, transfer.to.clone(), Some(reason), ctx),
        false => done([Event::TransferEnded { on: ctx.today, reason }]),
    }
}

/// The other office names its own worker.
fn moved(case: &Case, to: Unit, note: Option<String>, ctx: &Ctx<'_>) -> Decision {
    let mut events = vec![CaseEvent::Handover(Event::Transferred { on: ctx.today, to, note })];
    events.extend(casefile::without_worker(case, ctx.today));
    Ok(events)
}

redacted!(Transfer);
