//! What may happen in 衔接, and the refusals in words.

use super::{
    Arrival, Category, Command, Event, Received, Term,
    answer::{self, Letter},
    likeness, transfer, verify,
};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
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
        Command::RecordEvidence { .. } => verify::record_evidence(case, command, ctx),
        Command::Verify { .. } => verify::verify(case, command, ctx),
        Command::Return { reason, evidence, asked } => verify::give_back(case, reason, evidence, asked, ctx),
        Command::Reroute { to, reason } => verify::reroute(case, to, reason, ctx),
        Command::Answer { outcome, on, letter_no, note } => {
            answer::answer(case, outcome, Letter { on, no: letter_no }, note, ctx)
        }
        Command::AnswerCorrection { item, reply, value, text, on, letter_no } => {
            let letter = Letter { on, no: letter_no };
            answer::answer_correction(case, item, &reply, value, text, letter, ctx)
        }
        Command::DecideDispute { item, ruling, reason } => {
            answer::decide_dispute(case, item, ruling, reason, ctx)
        }
        Command::Likeness(found) => likeness::found(case, found),
        Command::DecideLikeness { decision, reason } => {
            likeness::decide(case, decision == "same", reason, ctx)
        }
        Command::HandOverCase { to, reason } => transfer::propose(case, to, reason, ctx),
        Command::ReceiveCase { receipt, note } => transfer::receipt(case, receipt == "accept", note, ctx),
        Command::DecideTransfer { decision, reason } => transfer::rule(case, decision == "move", reason, ctx),
        Command::Receive { .. } => receive(case, command, ctx),
        Command::SelfReturn { on, released_on, reason, category } => {
            self_return(case, on, released_on, reason, category, ctx)
        }
        Command::RefuseCollection { on, witnesses, reason } => {
            refuse_collection(case, on, witnesses, reason, ctx)
        }
        Command::NotArrived { note } => not_arrived(case, note, ctx),
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

fn term(released_on: Date, ctx: &Ctx<'_>) -> Term {
    Term { from: released_on, until: ctx.rules.term_until(released_on, ctx.calendar) }
}

/// The day he left custody where it is witnessed: he refused to be collected at the gate on that day.
/// The term counted from it stays as it is, whenever he is met or reports afterwards.
fn left_on(case: &Case) -> Option<Date> {
    match case.handover.arrival {
        Some(Arrival::RefusedCollection(on)) => Some(on),
        _ => None,
    }
}

/// Nothing was recorded yet about his coming home, or only that he did not arrive or was not collected.
fn before_arrival(case: &Case, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    let state = &case.handover;
    if state.handed_over_on().is_some() {
        return refuse("already_received", "已登记衔接，不能重复登记");
    }
    if state.sent.starts_on.is_some_and(|start| on < start) {
        return refuse_field("on", "before_sentence", "日期早于刑期起日，请核对");
    }
    if left_on(case).is_some_and(|left| on < left) {
        return refuse_field("on", "before_release", "日期早于本人离开监所的日期，请核对");
    }
    Ok(())
}

fn receive(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::Receive { on, way, category, certificate_no, slip_no, present, headcount, health } = command
    else {
        return done([]);
    };
    before_arrival(case, on, ctx)?;
    let category = category.unwrap_or(case.handover.category);
    if way == "03" && present.is_none() {
        return refuse_field("present", "present_needed", "司法所接回的，请写明在场人员");
    }
    done([Event::Received(Box::new(Received {
        on,
        way,
        category,
        certificate_no,
        slip_no,
        present,
        headcount,
        health,
        term: term(left_on(case).unwrap_or(on), ctx),
    }))])
}

fn refuse_collection(
    case: &Case,
    on: Date,
    witnesses: String,
    reason: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    before_arrival(case, on, ctx)?;
    if left_on(case).is_some() {
        return refuse("already_recorded", "已登记过拒绝接回；本人报到或被接到后请登记自返或接回");
    }
    done([Event::RefusedCollection { on, witnesses, reason, term: term(on, ctx) }])
}

fn self_return(
    case: &Case,
    on: Date,
    released_on: Option<Date>,
    reason: String,
    category: Option<Category>,
    ctx: &Ctx<'_>,
) -> Decision {
    before_arrival(case, on, ctx)?;
    if let (Some(left), Some(said)) = (left_on(case), released_on)
        && left != said
    {
        let detail = format!("已登记本人于 {left} 离开监所，释放日期不用再填");
        return refuse_field("released_on", "release_known", detail);
    }
    let released_on = released_on.or(left_on(case)).unwrap_or(case.handover.sent.ends_on.min(on));
    if released_on > on {
        return refuse_field("released_on", "after_report", "释放日期不能晚于报到日期");
    }
    let category = category.unwrap_or(case.handover.category);
    done([Event::SelfReturned { on, reason, category, term: term(released_on, ctx) }])
}

fn not_arrived(case: &Case, note: String, ctx: &Ctx<'_>) -> Decision {
    let release = case.handover.sent.ends_on;
    before_arrival(case, ctx.today, ctx)?;
    if ctx.today < release {
        return refuse("not_released_yet", format!("释放日期是 {}，还没有到，不能登记未到", day(release)));
    }
    if case.handover.arrival.is_some() {
        return refuse("already_recorded", "已登记过；有新消息请用“记录查找”");
    }
    done([Event::NotArrived { on: ctx.today, note, term: term(release, ctx) }])
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
