//! What may be recorded about visits, and the refusals (R-23, R-26, R-27, R-29c, R-29m).
//! Whether a contact counts as the next visit is decided here, under the rules of its day, and kept.
//! Must never know: how it is kept.

use super::{
    State,
    command::{Command, Visit},
    due,
    event::{Event, Moved, Recorded},
    facts::{Facts, Seen},
};
use crate::{
    case::{Case, CaseEvent},
    handover::Category,
    kernel::{Ctx, Refusal, Role, day, refuse, refuse_field},
    rules::Rule,
};
use jiff::civil::Date;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    case.owned_by(ctx.actor)?;
    let Some(home) = case.handover.home_on() else {
        return refuse("not_received", "尚未衔接，不能记录走访；请先登记接回、自返或拒绝接回");
    };
    let event = match command {
        Command::RecordVisit(visit) => {
            let facts = &case.visit.facts;
            let record = recorded(case, *visit, facts, home, ctx)?;
            Event::Recorded(Box::new(Recorded {
                visitor: ctx.actor.name.clone(),
                by: Some(ctx.actor.account.clone()),
                recorded_on: Some(ctx.today),
                ..record
            }))
        }
        Command::CorrectVisit(correction) => {
            let seen = correctable(&case.visit, &correction.visit, ctx)?.clone();
            let number = seen.number;
            let facts = case.visit.kept.facts_without(number);
            let record = recorded(case, correction.record, &facts, home, ctx)?;
            let Seen { visitor, by, recorded_on, .. } = seen;
            let record = Box::new(Recorded { visitor, by, recorded_on, ..record });
            Event::Corrected { on: ctx.today, visit: number, reason: correction.reason, record }
        }
        Command::MoveVisit { to, reason, note } => moved(case, to, reason, note, ctx)?,
        Command::AnswerNeed { need, on, outcome, measure } => {
            let Some(open) = case.visit.facts.needs.iter().find(|n| n.what == need) else {
                return refuse_field("need", "no_such_need", "没有这项待回应的需要，请从列表中选择");
            };
            on_a_day(on, home, ctx)?;
            if on < open.on {
                let detail = format!("需要是 {} 提出的，回应不能更早", day(open.on));
                return refuse_field("on", "before_need", detail);
            }
            Event::NeedAnswered { on, need, outcome, measure }
        }
        Command::AnswerAbnormal { on, measure } => {
            let Some(seen) = case.visit.facts.abnormal_on else {
                return refuse("nothing_abnormal", "没有待处置的异常");
            };
            on_a_day(on, home, ctx)?;
            if on < seen {
                return refuse_field("on", "before_abnormal", format!("异常是 {seen} 发现的，处置不能更早"));
            }
            Event::AbnormalAnswered { on, measure }
        }
    };
    Ok(vec![CaseEvent::Visit(event)])
}

fn on_a_day(on: Date, home: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if on > ctx.today {
        return refuse_field("on", "future_date", "走访日期不能晚于今天");
    }
    if on < home {
        return refuse_field("on", "before_handover", format!("走访日期不能早于回家日期 {}", day(home)));
    }
    Ok(())
}

/// A record checked against what is known without it; who made it is filled in by the caller.
fn recorded(case: &Case, v: Visit, facts: &Facts, home: Date, ctx: &Ctx<'_>) -> Result<Recorded, Refusal> {
    on_a_day(v.on, home, ctx)?;
    if v.next_on.is_some_and(|next| next <= v.on) {
        return refuse_field("next_on", "next_before", "下次联系应晚于本次走访日期");
    }
    if matches!(v.result.as_str(), "met" | "family") && v.note.is_none() {
        return refuse_field("note", "note_needed", "见到人的走访，请写几句情况");
    }
    if v.needs.iter().any(|n| n == "other") && v.need_note.is_none() {
        return refuse_field("need_note", "need_note_needed", "选了“其他”需要，请写明是什么");
    }
    let mut record = Recorded {
        on: v.on,
        way: v.way,
        result: v.result,
        place: v.place,
        present: v.present,
        note: v.note,
        needs: v.needs,
        need_note: v.need_note,
        abnormal: v.abnormal,
        remote_reason: v.remote_reason,
        next_on: v.next_on,
        extra: None,
        visitor: String::new(),
        by: None,
        recorded_on: None,
    };
    // A way of contact agreed with somebody who does not want visits is his wish, recorded before.
    let agreed = case.casefile.contact.is_some() && facts.first_on.is_none();
    if agreed && record.is_contact() && !record.is_first_visit() {
        record.remote_reason = Some("wish".to_owned());
    }
    record.extra = (record.is_contact() && is_extra(case, facts, v.on, ctx)).then_some(true);
    Ok(record)
}

/// Before the window opens a contact is one more, and the next visit stays due when it was; after an agreed
/// date it is the visit that was agreed.
fn is_extra(case: &Case, facts: &Facts, on: Date, ctx: &Ctx<'_>) -> bool {
    let (Some(counted), Some(_)) = (facts.counted_on, facts.first_on) else { return false };
    let as_agreed = facts.next_on.is_some_and(|agreed| on >= agreed);
    on > counted && !as_agreed && on < due::opens(case.handover.category, counted, ctx)
}

/// Whether the visit may be corrected by this actor today; the refusal says why not.
pub(super) fn correctable<'a>(state: &'a State, number: &str, ctx: &Ctx<'_>) -> Result<&'a Seen, Refusal> {
    let Some(seen) = state.kept.seen().find(|s| s.number.to_string() == number) else {
        return refuse_field("visit", "no_such_visit", "没有这次走访，或已经太久不能更正，请从列表中选择");
    };
    let own = seen.by.as_ref() == Some(&ctx.actor.account);
    if !own && ctx.actor.role != Role::OfficeHead {
        return refuse_field("visit", "not_your_record", "只能更正自己的记录；别人的记录请记录人或所长更正");
    }
    let recorded = seen.recorded_on.unwrap_or(seen.on);
    let until = ctx.by(Rule::R29c, recorded);
    if ctx.today > until {
        let detail = format!("更正期限到 {}，已经过了；请另记一次走访说明情况", day(until));
        return refuse_field("visit", "too_late_to_correct", detail);
    }
    Ok(seen)
}

fn moved(
    case: &Case,
    to: Date,
    reason: String,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Result<Event, Refusal> {
    let Some(next) = due::next(case, ctx.rules, ctx.calendar) else {
        return refuse("case_closed", "档案已办结，不用改期");
    };
    if case.visit.facts.moved.is_some() && ctx.actor.role != Role::OfficeHead {
        return refuse("moved_before", "这次走访已改期一次，再改请由所长办理");
    }
    if matches!(reason.as_str(), "away" | "other") && note.is_none() {
        let detail = "请写明：外出务工的怎样约定电话联系，其他原因是什么";
        return refuse_field("note", "move_note_needed", detail);
    }
    if to <= next.due_on || to <= ctx.today {
        let detail = format!("走访应在 {} 前，改期应改到更晚、今天以后的一天", day(next.due_on));
        return refuse_field("to", "move_later", detail);
    }
    let most = ctx.by(Rule::R29m, next.due_on);
    if to > most {
        return refuse_field(
            "to",
            "too_far",
            format!("最多改到 {}；到时仍不能走访，可再由所长改期", day(most)),
        );
    }
    Ok(Event::Moved { on: ctx.today, moved: Moved { from: next.due_on, to, reason, note } })
}

/// The grade's rhythm: until when the next visit, and from when on a contact counts as it.
pub(super) fn rhythm(category: Category) -> (Rule, Rule) {
    match category {
        Category::Key => (Rule::R27, Rule::R27w),
        Category::Ordinary => (Rule::R26, Rule::R26w),
    }
}
