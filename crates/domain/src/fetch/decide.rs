//! What may happen in 接送, and the refusals in words.

use super::{Command, Confirmed, Cost, Event, Plan, is_expected, specs::WE_GO};
use crate::{
    case::Case,
    handover::{Category, not_in_future},
    kernel::{Ctx, Refusal, Role, refuse, refuse_field},
};
use jiff::civil::Date;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    match command {
        Command::ConfirmFetch { on, contact } => confirm(case, on, contact, ctx),
        other => {
            case.owned_by(ctx.actor)?;
            match other {
                Command::PlanFetch { .. } => plan(case, other, ctx),
                Command::CancelFetch { reason } => cancel(case, reason, ctx),
                Command::RecordCost { .. } => cost(other, ctx),
                Command::ConfirmFetch { .. } => refuse("bad_command", "填写的内容无法识别，请检查后重试"),
            }
        }
    }
}

fn still_inside(case: &Case) -> Result<(), Refusal> {
    if case.handover.left.is_some() {
        return refuse("left_list", "已登记离开预释放名册，不再安排接人；如登记有误，请先撤销离开名册");
    }
    match is_expected(case) {
        true => Ok(()),
        false => refuse("not_awaited", "已登记衔接、未到或另案羁押，不再安排接人"),
    }
}

fn plan(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let Command::PlanFetch {
        comes,
        why,
        staff,
        relatives,
        community,
        vehicle,
        driver,
        meets,
        papers,
        kin_told_on,
        medicine,
        estimate,
        juvenile,
    } = command
    else {
        return refuse("bad_command", "填写的内容无法识别，请检查后重试");
    };
    still_inside(case)?;
    if comes == "06" && case.handover.category == Category::Key && why.is_none() {
        return refuse_field("why", "alone_why", "重点对象应有人去接；确需自行返回的，请写明原因");
    }
    if juvenile {
        for_a_juvenile(&comes, staff.as_deref())?;
    }
    if kin_told_on.is_some_and(|on| on > ctx.today) {
        return refuse_field("kin_told_on", "future_date", "告知日期不能晚于今天；还没有告知就留空");
    }
    let for_release = case.handover.sent.ends_on;
    let before = case.fetch.plan.as_ref();
    let corrects = before.is_some_and(|p| p.for_release != for_release || p.corrects);
    Ok(Event::Planned(Box::new(Plan {
        on: ctx.today,
        for_release,
        comes,
        why,
        staff,
        relatives,
        community,
        vehicle,
        driver,
        meets,
        papers,
        kin_told_on,
        medicine,
        estimate_fen: estimate,
        corrects,
    })))
}

/// SC-12, R-35: parents fetch a juvenile, else the bureau arranges it; two workers go, none comes alone.
fn for_a_juvenile(comes: &str, staff: Option<&str>) -> Result<(), Refusal> {
    if comes == "06" {
        return refuse_field(
            "comes",
            "minor_alone",
            "未成年人不能自行返回，请安排父母、监护人或工作人员去接",
        );
    }
    let parts = staff.unwrap_or_default().split(['、', '，', ',', ' ', '；', ';', '和']);
    let names = parts.filter(|n| !n.trim().is_empty()).count();
    if WE_GO.contains(&comes) && staff.is_some() && names < 2 {
        return refuse_field(
            "staff",
            "two_needed",
            "未成年人由两名工作人员去接，请写两个人的姓名，用顿号隔开",
        );
    }
    Ok(())
}

/// The office tells the custodial place, or the place itself says that it knows.
fn confirm(case: &Case, on: Date, contact: String, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let by_place = ctx.actor.role == Role::Prison && case.handover.custody() == Some(&ctx.actor.unit);
    if !by_place {
        case.owned_by(ctx.actor)?;
    }
    still_inside(case)?;
    not_in_future(on, ctx)?;
    let for_release = case.handover.sent.ends_on;
    if case.fetch.plan_for(for_release).is_none() {
        return refuse("not_planned", "还没有按现在的释放日期安排接人，请先安排再确认");
    }
    Ok(Event::Confirmed(Confirmed { on, for_release, contact, by: ctx.actor.name.clone() }))
}

fn cancel(case: &Case, reason: String, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    still_inside(case)?;
    match case.fetch.plan {
        Some(_) => Ok(Event::Cancelled { on: ctx.today, reason }),
        None => refuse("not_planned", "还没有安排接人，不用取消"),
    }
}

fn cost(command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let Command::RecordCost { on, car, travel, meals, road, note } = command else {
        return refuse("bad_command", "填写的内容无法识别，请检查后重试");
    };
    not_in_future(on, ctx)?;
    if [car, travel, meals, road].iter().all(Option::is_none) {
        return refuse_field("car", "no_amount", "请至少填写一项费用；没有花钱就填 0");
    }
    let fen = |n: Option<u32>| n.unwrap_or_default();
    let cost =
        Cost { on, car_fen: fen(car), travel_fen: fen(travel), meals_fen: fen(meals), road_fen: fen(road) };
    Ok(Event::CostRecorded { on, cost, note })
}
