//! What may happen in 衔接, and the refusals in words.

use super::{
    Command, Event,
    answer::{self, Letter},
    arrival, likeness, release, transfer, verify,
};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, Refusal, refuse, refuse_field},
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
    release::on_the_list(case, &command)?;
    match command {
        Command::Enter { .. } => refuse("already_entered", "这条记录已经登记过"),
        Command::Withdraw { reason } => withdraw(case, reason, ctx),
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
        Command::ChangeRelease { .. } => release::change(case, command, ctx),
        Command::LeaveList { .. } => release::leave(case, command, ctx),
        Command::UndoLeave { reason } => release::undo(case, reason, ctx),
        Command::ConfirmLeave { on, received_by, note } => release::confirm(case, on, received_by, note, ctx),
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

/// The sender takes back what nobody acted on: the office's work is never undone from outside.
fn withdraw(case: &Case, reason: String, ctx: &Ctx<'_>) -> Decision {
    let state = &case.handover;
    let sent_it = state.custody() == Some(&ctx.actor.unit);
    if !sent_it && !case.owner().is_some_and(|owner| ctx.actor.unit.covers(owner)) {
        return refuse("not_owner", "这份档案不是本单位报送的，不能撤回");
    }
    if !case.untouched() {
        return refuse(
            "acted_on",
            "已有单位办理过这份档案，不能随名册撤回；请在监所答复中选“信息错误，撤销本条”",
        );
    }
    let on = ctx.today;
    let withdrawn = CaseEvent::Handover(Event::Withdrawn { on, reason });
    Ok(vec![withdrawn, casefile::closed(on, casefile::Reason::Withdrawn)])
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
