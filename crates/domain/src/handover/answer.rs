//! The answer of the custodial place, by itself or recorded by the bureau from its letter (T3, R-06b), correction
//! by correction or as a whole; what it disputes is decided by the bureau with a reason (R-07b).
//! What is accepted is the content from then on. An answer is never a sanction of anybody.
//! Must never know: persons' streams (the services carry name and number there).

use super::{
    Event,
    decide::Decision,
    decide::not_in_future,
    feedback::{Asked, Reply},
    for_custody,
    verify::fit,
};
use crate::{
    case::{Case, CaseEvent},
    casefile,
    kernel::{Ctx, Refusal, Role, refuse, refuse_field},
};
use jiff::civil::Date;

/// When and from where an answer came.
pub(super) struct Letter {
    pub(super) on: Option<Date>,
    pub(super) no: Option<String>,
}

/// Who may answer, and on which day it was; the day of the answer.
fn may_answer(case: &Case, letter: &Letter, ctx: &Ctx<'_>) -> Result<Date, Refusal> {
    let state = &case.handover;
    let Some(since) = state.check.answer_since else {
        return refuse("nothing_to_answer", "目前没有待答复的核查反馈");
    };
    for_custody(case, ctx, letter.no.as_deref())?;
    let on = letter.on.unwrap_or(ctx.today);
    not_in_future(on, ctx)?;
    if on < since {
        return refuse_field("on", "before_feedback", "答复日期不能早于核查反馈日期");
    }
    Ok(on)
}

/// The answer as a whole: it covers every correction that has no answer of its own.
pub(super) fn answer(
    case: &Case,
    outcome: String,
    letter: Letter,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    let on = may_answer(case, &letter, ctx)?;
    let state = &case.handover;
    if !state.check.verified && outcome == "noted" {
        return refuse_field("outcome", "answer_needed", "核查未能属实，请更正、坚持或撤销，不能只作已阅");
    }
    let withdrawn = outcome == "withdrawn";
    if withdrawn && state.home_on().is_some() {
        return refuse_field("outcome", "already_received", "人已经回来，不能撤销档案；请选其他答复");
    }
    let replies = match outcome.as_str() {
        "withdrawn" => vec![],
        "confirmed" => {
            state.feedback.open().map(|c| disputed(c, note.as_deref())).collect::<Result<_, _>>()?
        }
        _ => state.feedback.open().map(accepted).collect::<Result<Vec<_>, _>>()?,
    };
    let by_bureau = ctx.actor.role != Role::Prison;
    let answered = Event::Answered { on, outcome, letter_no: letter.no, note, by_bureau, replies };
    let mut events = vec![CaseEvent::Handover(answered)];
    if withdrawn {
        events.push(casefile::closed(on, casefile::Reason::Withdrawn));
    }
    Ok(events)
}

/// A person's true name and number, as far as events of his case say them.
#[derive(Default, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name from now on.
    pub name: Option<String>,
    /// The identity number from now on.
    pub id_number: Option<String>,
}

/// What events of a case say of the person's identity: accepted, or decided by the bureau.
pub fn corrected_identity(events: &[CaseEvent]) -> Identity {
    let mut identity = Identity::default();
    let mut take = |item: &str, value: &Option<String>| match item {
        "name" => identity.name.clone_from(value),
        "id_number" => identity.id_number.clone_from(value),
        _ => {}
    };
    for event in events {
        match event {
            CaseEvent::Handover(Event::Answered { replies, .. }) => {
                replies.iter().filter(|r| r.accepted).for_each(|r| take(&r.item, &r.value));
            }
            CaseEvent::Handover(Event::CorrectionAnswered { reply, .. }) if reply.accepted => {
                take(&reply.item, &reply.value);
            }
            CaseEvent::Handover(Event::DisputeDecided { item, ruling, value, .. }) if ruling == "office" => {
                take(item, value);
            }
            _ => {}
        }
    }
    identity
}

fn accepted(asked: &Asked) -> Result<Reply, Refusal> {
    match &asked.new {
        Some(new) => {
            Ok(Reply { item: asked.item.clone(), accepted: true, value: Some(new.clone()), text: None })
        }
        None => {
            let detail = "有的项目只知道不对、没有查到正确内容，请先用“逐项答复”填写正确内容或写明异议";
            refuse_field("outcome", "value_needed", detail)
        }
    }
}

fn disputed(asked: &Asked, text: Option<&str>) -> Result<Reply, Refusal> {
    match text {
        Some(text) => {
            Ok(Reply { item: asked.item.clone(), accepted: false, value: None, text: Some(text.to_owned()) })
        }
        None => refuse_field("note", "reply_needed", "对更正有异议的，请在说明中写明依据"),
    }
}

/// The answer to one correction; the last one closes the feedback.
pub(super) fn answer_correction(
    case: &Case,
    item: String,
    reply: &str,
    value: Option<String>,
    text: Option<String>,
    letter: Letter,
    ctx: &Ctx<'_>,
) -> Decision {
    let on = may_answer(case, &letter, ctx)?;
    let state = &case.handover;
    let Some(asked) = state.feedback.open().find(|c| c.item == item) else {
        return refuse_field("item", "no_such_correction", "这一项没有待答复的更正，请从列表中选择");
    };
    let reply = match reply {
        "dispute" => match &text {
            Some(_) => disputed(asked, text.as_deref())?,
            None => return refuse_field("text", "reply_needed", "有异议的，请写明依据"),
        },
        "accept" if value.is_some() && value != asked.new => {
            return refuse_field(
                "value",
                "value_contradicts",
                "内容与要求更正的不同时，请选“更正为其他内容”",
            );
        }
        "accept" => match &asked.new {
            Some(_) => Reply { text, ..accepted(asked)? },
            None => {
                return refuse_field("reply", "value_needed", "没有查到正确内容，请选“更正为其他内容”并填写");
            }
        },
        _ => match value {
            Some(value) => {
                fit(&item, &value).map_err(|r| Refusal { field: Some("value"), ..r })?;
                Reply { item: item.clone(), accepted: true, value: Some(value), text }
            }
            None => return refuse_field("value", "value_needed", "请填写正确的内容"),
        },
    };
    let by_bureau = ctx.actor.role != Role::Prison;
    let last = state.feedback.open().count() == 1;
    let any = |c: &super::Correction| c.reply.as_ref().is_some_and(|r| r.accepted);
    let corrected = reply.accepted || state.feedback.corrections.iter().any(any);
    let answered = Event::CorrectionAnswered { on, reply, letter_no: letter.no.clone(), by_bureau };
    let mut events = vec![CaseEvent::Handover(answered)];
    if last {
        let outcome = if corrected { "corrected" } else { "confirmed" }.to_owned();
        let (letter_no, note) = (letter.no, None);
        let closes = Event::Answered { on, outcome, letter_no, note, by_bureau, replies: vec![] };
        events.push(CaseEvent::Handover(closes));
    }
    Ok(events)
}

/// What the custodial place disputes is decided by the bureau above the office, with a reason (R-07b).
pub(super) fn decide_dispute(
    case: &Case,
    item: String,
    ruling: String,
    reason: String,
    ctx: &Ctx<'_>,
) -> Decision {
    if !case.owner().is_some_and(|owner| ctx.actor.unit.covers(owner)) {
        return refuse("not_owner", "这份档案不在本辖区，请由责任单位的上级裁定");
    }
    let state = &case.handover;
    let Some(disputed) = state.feedback.disputed(&item) else {
        return refuse_field("item", "no_such_dispute", "这一项没有待裁定的争议，请从列表中选择");
    };
    if ruling == "again" && state.handed_over_on().is_some() {
        return refuse_field("ruling", "already_received", "人已经回来，不再核查；请决定采用哪一方的内容");
    }
    let value = match ruling.as_str() {
        "office" => disputed.asked.new.clone(),
        "custody" => disputed.asked.old.clone(),
        _ => None,
    };
    let on = ctx.today;
    Ok(vec![CaseEvent::Handover(Event::DisputeDecided { on, item, ruling, reason, value })])
}

redacted!(Identity);
