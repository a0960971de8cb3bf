//! What may happen in 衔接, and the refusals in words.

use super::{Command, Event, Verified, arrival};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, Refusal, Role, refuse, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;

pub(super) type Decision = Result<Vec<CaseEvent>, Refusal>;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    if let Command::Enter { custody, sent, route, dual } = command {
        if case.handover.entered.is_some() {
            return refuse("already_entered", "这条记录已经登记过");
        }
        let on = ctx.today;
        return done([Event::Entered { on, custody, sent, dual }, Event::Routed { on, route }]);
    }
    if case.handover.entered.is_none() {
        return refuse("no_such_case", "没有这份档案");
    }
    match command {
        Command::Enter { .. } => refuse("already_entered", "这条记录已经登记过"),
        Command::Verify { .. } => verify(case, command, ctx),
        Command::Return { reason, evidence } => give_back(case, reason, evidence, ctx),
        Command::Reroute { to, reason } => reroute(case, to, reason, ctx),
        Command::Answer { outcome, on, letter_no, note } => answer(case, outcome, on, letter_no, note, ctx),
        Command::Receive { .. } => arrival::receive(case, command, ctx),
        Command::SelfReturn { on, released_on, reason, category } => {
            arrival::self_return(case, on, released_on, reason, category, ctx)
        }
        Command::RefuseCollection { .. } => arrival::refuse_collection(case, command, ctx),
        Command::NotArrived { note } => arrival::not_arrived(case, note, ctx),
        Command::Trace { on, told } => trace(case, on, told, ctx),
        Command::ReportUpward { on, letter_no, to } => report_upward(case, on, letter_no, to, ctx),
        Command::UpwardReceipt { on, note } => upward_receipt(case, on, note, ctx),
        Command::DecideDualListing { propose, reason } => dual(case, &propose, reason, ctx),
    }
}

pub(super) fn done(events: impl IntoIterator<Item = Event>) -> Decision {
    Ok(events.into_iter().map(CaseEvent::Handover).collect())
}

/// A day on which something is said to have happened: not after today.
pub(crate) fn not_in_future(on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if on > ctx.today {
        return refuse_field("on", "future_date", "日期不能晚于今天，请核对");
    }
    Ok(())
}

fn verify(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::Verify {
        result,
        false_flags,
        category,
        hukou_address,
        living_address,
        kin_phone,
        correction,
        police_opinion,
        village_opinion,
        family,
    } = command
    else {
        return done([]);
    };
    case.owned_by(ctx.actor)?;
    if case.handover.check.verified {
        return refuse("already_verified", "已核查，不能重复核查；情况有变请写入走访记录");
    }
    if case.handover.check.answer_since.is_some() {
        return refuse("awaiting_answer", "上次核查结果正待监所答复，收到答复后再核查");
    }
    let says_what =
        hukou_address.is_some() || living_address.is_some() || kin_phone.is_some() || correction.is_some();
    if result == "01" && !false_flags.is_empty() {
        return refuse_field("false_flags", "flags_contradict", "勾选了三假情况，不能同时选“属实”，请核对");
    }
    if result == "02" && !says_what {
        return refuse_field("correction", "correction_needed", "选择“有更正”时，请至少填写一项更正");
    }
    if !matches!(result.as_str(), "01" | "02")
        && !says_what
        && police_opinion.is_none()
        && village_opinion.is_none()
    {
        return refuse_field(
            "police_opinion",
            "evidence_needed",
            "请写明派出所或村居的意见，或需要更正的内容",
        );
    }
    done([Event::Verified(Box::new(Verified {
        on: ctx.today,
        result,
        false_flags,
        category,
        hukou_address,
        living_address,
        kin_phone,
        correction,
        police_opinion,
        village_opinion,
        family,
    }))])
}

/// T3b, R-07: not ours. The second return stops at the district, which must decide.
fn give_back(case: &Case, reason: String, evidence: String, ctx: &Ctx<'_>) -> Decision {
    let owner = case.owned_by(ctx.actor)?;
    let state = &case.handover;
    if state.returns >= 2 {
        return refuse("return_decided", "已退回两次并由上级决定由本所负责，不能再退回");
    }
    if state.check.verified || state.arrival.is_some() {
        return refuse("already_verified", "已核查或已衔接，不能退回；需移交请联系区司法局");
    }
    match owner.parent() {
        Some(to) => done([Event::Returned { on: ctx.today, to, reason, evidence }]),
        None => refuse("no_upper_level", "没有可以退回的上级"),
    }
}

fn reroute(case: &Case, to: Unit, reason: String, ctx: &Ctx<'_>) -> Decision {
    let owner = case.owned_by(ctx.actor)?;
    let upward = owner.parent().as_ref() == Some(&to);
    let downward = ctx.actor.unit.covers(&to) && to != owner;
    if !upward && !downward {
        return refuse_field("to", "not_below", "只能交给本辖区的下级单位，或报上一级分派");
    }
    let route = super::Route { to, reason, outside: false };
    done([Event::Routed { on: ctx.today, route }])
}

/// The answer of the custodial place, by itself or recorded by the bureau from its letter.
fn answer(
    case: &Case,
    outcome: String,
    on: Option<Date>,
    letter_no: Option<String>,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    let state = &case.handover;
    if state.check.answer_since.is_none() {
        return refuse("nothing_to_answer", "目前没有待答复的核查反馈");
    }
    let by_bureau = ctx.actor.role != Role::Prison;
    if by_bureau && !case.owner().is_some_and(|owner| ctx.actor.unit.covers(owner)) {
        return refuse("not_owner", "这份档案不在本辖区，请由责任单位的上级代录");
    }
    if by_bureau && letter_no.is_none() {
        return refuse_field("letter_no", "letter_needed", "代录监所答复时请填写来函文号");
    }
    if !by_bureau && state.custody() != Some(&ctx.actor.unit) {
        return refuse("not_owner", "这份档案不是本监所报送的");
    }
    if !state.check.verified && outcome == "noted" {
        return refuse_field("outcome", "answer_needed", "核查未能属实，请更正、坚持或撤销，不能只作已阅");
    }
    let on = on.unwrap_or(ctx.today);
    not_in_future(on, ctx)?;
    if state.check.answer_since.is_some_and(|since| on < since) {
        return refuse_field("on", "before_feedback", "答复日期不能早于核查反馈日期");
    }
    let withdrawn = outcome == "withdrawn";
    if withdrawn && state.home_on().is_some() {
        return refuse_field("outcome", "already_received", "人已经回来，不能撤销档案；请选其他答复");
    }
    let answered = Event::Answered { on, outcome, letter_no, note, by_bureau };
    let mut events = vec![CaseEvent::Handover(answered)];
    if withdrawn {
        events.push(casefile::closed(on, casefile::Reason::Withdrawn));
    }
    Ok(events)
}

fn trace(case: &Case, on: Date, told: String, ctx: &Ctx<'_>) -> Decision {
    case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    if case.handover.arrival.is_none() || case.handover.handed_over_on().is_some() {
        return refuse("not_missing", "只有未到或拒绝接回的人员才记录查找");
    }
    done([Event::Traced { on, told }])
}

fn report_upward(case: &Case, on: Date, letter_no: String, to: String, ctx: &Ctx<'_>) -> Decision {
    case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    if !case.handover.route.as_ref().is_some_and(|r| r.outside) {
        return refuse("not_outside", "户籍在本市，不用上报，请分派给司法所");
    }
    if case.handover.reported_upward_on.is_some() {
        return refuse("already_reported", "已经上报，等待回执");
    }
    done([Event::ReportedUpward { on, letter_no, to }])
}

fn upward_receipt(case: &Case, on: Date, note: Option<String>, ctx: &Ctx<'_>) -> Decision {
    case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    match case.handover.reported_upward_on {
        None => refuse("not_reported", "尚未上报，不能登记回执"),
        Some(reported) if on < reported => refuse_field("on", "before_report", "回执日期不能早于上报日期"),
        Some(_) => Ok(vec![
            CaseEvent::Handover(Event::UpwardReceipted { on, note }),
            casefile::closed(on, casefile::Reason::Transferred),
        ]),
    }
}

fn dual(case: &Case, propose: &str, reason: String, ctx: &Ctx<'_>) -> Decision {
    case.owned_by(ctx.actor)?;
    match &case.handover.dual {
        Some(dual) if dual.decided_on.is_none() => {
            done([Event::DualDecided { on: ctx.today, propose: propose == "propose", reason }])
        }
        _ => refuse("no_dual_proposal", "没有待决定的双列管"),
    }
}
