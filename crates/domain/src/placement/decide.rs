//! What may be recorded about placements, and the refusals.
//! Must never know: how it is kept.

use super::{Command, Event};
use crate::{
    case::Case,
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
};
use jiff::civil::Date;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    case.owned_by(ctx.actor)?;
    let (Command::RecordPlacement { on, .. }
    | Command::EndPlacement { on, .. }
    | Command::WithoutPlacement { on, .. }) = &command;
    on_a_day(case, *on, ctx)?;
    let current = case.placement.current.as_ref();
    match command {
        Command::RecordPlacement { on, way, sort, place, evidence } => {
            fits(&way, sort.as_deref())?;
            if current.is_some_and(|p| p.way == way && p.sort == sort && p.place == place) {
                return refuse("already_placed", "现在的安置就是这一项，不用重复登记");
            }
            Ok(Event::Settled { on, way, place, evidence, sort })
        }
        Command::EndPlacement { .. } if current.is_none() => refuse("not_placed", "现在没有安置，不用结束"),
        Command::EndPlacement { on, reason } => Ok(Event::Ended { on, reason }),
        Command::WithoutPlacement { .. } if current.is_some() => {
            refuse("still_placed", "现在有安置；已不再以此为生的，请先结束安置")
        }
        Command::WithoutPlacement { reason, note: None, .. } if reason == "other" => {
            refuse_field("note", "reason_needed", "选了“其他”，请写明原因")
        }
        Command::WithoutPlacement { on, reason, note } => Ok(Event::Without { on, reason, note }),
    }
}

/// 99 says what stands behind it; the other types say it themselves.
fn fits(way: &str, sort: Option<&str>) -> Result<(), Refusal> {
    match (way, sort) {
        ("99", None) => refuse_field("sort", "sort_needed", "选了“其他安置方式”，请选是哪一种"),
        ("99", Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => refuse_field("sort", "sort_only_for_99", "只有“其他安置方式”才选这一项，请清空"),
    }
}

fn on_a_day(case: &Case, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let Some(home) = case.handover.home_on() else {
        return refuse("not_received", "尚未衔接，不能登记安置");
    };
    if on > ctx.today {
        return refuse_field("on", "future_date", "日期不能晚于今天，请核对");
    }
    if on < home {
        return refuse_field("on", "before_handover", format!("日期不能早于回家日期 {}", day(home)));
    }
    let placement = &case.placement;
    if placement.current.as_ref().is_some_and(|p| on < p.from) {
        return refuse_field("on", "before_placement", "日期早于现有安置的开始日期，请核对");
    }
    if placement.ended_on.is_some_and(|ended| on < ended) {
        return refuse_field("on", "before_placement", "日期早于上一项安置的结束日期，请核对");
    }
    Ok(())
}
