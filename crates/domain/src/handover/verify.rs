//! 信息核查 (T3, T3b, F1, R-06, R-07, G2): evidence is collected one thing at a time until the feedback closes
//! it; what differs becomes a correction that the custodial place answers. "Not ours" needs a reason and the
//! word of police or village; the second return stops at the district (SC-04).
//! Must never know: how the answer comes in.

use super::{
    Command, Event, Verified,
    decide::{Decision, done, not_in_future},
    feedback::{Asked, CORRECTABLE, Evidence, WITNESSES},
};
use crate::{
    case::Case,
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;
use reference::id_number::IdNumber;

/// Evidence and feedback are about a record that is not yet verified and lies with the actor's office.
fn before_feedback(case: &Case, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    case.owned_by(ctx.actor)?;
    if case.handover.check.verified {
        return refuse("already_verified", "已核查，不能重复核查；情况有变请写入走访记录");
    }
    Ok(())
}

pub(super) fn record_evidence(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::RecordEvidence { item, outcome, correct, organ, said_by, on, means, note } = command else {
        return done([]);
    };
    before_feedback(case, ctx)?;
    let on = on.unwrap_or(ctx.today);
    not_in_future(on, ctx)?;
    if case.handover.entered.as_ref().is_some_and(|(_, entered)| on < *entered) {
        return refuse_field("on", "before_entry", "核实日期早于收到记录的日期，请核对");
    }
    match &correct {
        Some(_) if outcome != "differs" => {
            return refuse_field("correct", "correct_contradicts", "填写了正确内容的，结果请选“不一致”");
        }
        Some(value) => fit(&item, value).map_err(|r| Refusal { field: Some("correct"), ..r })?,
        None => {}
    }
    if correct.is_some() && correct == sent_as(case, &item) {
        return refuse_field("correct", "nothing_differs", "与监所报送的内容相同，结果请选“一致”");
    }
    done([Event::EvidenceRecorded(Box::new(Evidence {
        on,
        item,
        outcome,
        correct,
        organ,
        said_by,
        means,
        note,
    }))])
}

/// What is given for an item must be possible: an identity number has its check digit, a name is short.
pub(super) fn fit(item: &str, value: &str) -> Result<(), Refusal> {
    if item == "id_number" && IdNumber::parse(value).is_err() {
        return refuse("bad_number", "身份号码不是有效的18位号码，请逐位核对");
    }
    let most = if matches!(item, "hukou_address" | "living_address") { 200 } else { 60 };
    if CORRECTABLE.contains(&item) && value.chars().count() > most {
        return refuse("too_long_for", format!("这一项最多 {most} 个字，其余请写入说明"));
    }
    Ok(())
}

/// What the custodial place sent under an item, where the case holds it.
pub(super) fn sent_as(case: &Case, item: &str) -> Option<String> {
    let sent = &case.handover.sent;
    match item {
        "name" => Some(sent.name.clone()),
        "hukou_address" => Some(sent.hukou_address.clone()),
        "living_address" => sent.living_address.clone(),
        "kin" => sent.kin_name.clone(),
        "kin_phone" => sent.kin_phone.clone(),
        _ => None,
    }
}

/// The corrections that follow from the form and from the evidence; the form has the last word.
fn corrections(case: &Case, verified: &Verified) -> Vec<Asked> {
    let typed = [
        ("hukou_address", &verified.hukou_address),
        ("living_address", &verified.living_address),
        ("kin_phone", &verified.kin_phone),
    ];
    let from_form =
        |item: &str| typed.iter().find(|(i, _)| *i == item).and_then(|(_, value)| (*value).clone());
    let evidence =
        |item: &str| case.handover.feedback.latest().find(|e| e.item == item && e.outcome == "differs");
    let asked = |item: &str| {
        let new = from_form(item).or_else(|| evidence(item).and_then(|e| e.correct.clone()));
        let old = sent_as(case, item);
        (new.is_some() && new != old || new.is_none() && evidence(item).is_some()).then(|| Asked {
            item: item.to_owned(),
            old,
            new,
        })
    };
    CORRECTABLE.into_iter().filter_map(asked).collect()
}

pub(super) fn verify(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    before_feedback(case, ctx)?;
    if case.handover.check.answer_since.is_some() {
        return refuse("awaiting_answer", "上次核查结果正待监所答复，收到答复后再核查");
    }
    if case.handover.feedback.disputes().next().is_some() {
        return refuse("dispute_open", "监所有异议的更正正待区司法局裁定，裁定后再核查");
    }
    let Some(mut verified) = verified(command, ctx.today) else { return done([]) };
    verified.corrections = corrections(case, &verified);
    // What the evidence found about addresses and the relative's phone is usable at once, as what is typed.
    let found = |item: &str| verified.corrections.iter().find(|c| c.item == item).and_then(|c| c.new.clone());
    let (hukou, living, phone) = (found("hukou_address"), found("living_address"), found("kin_phone"));
    consistent(case, &verified)?;
    verified.hukou_address = verified.hukou_address.or(hukou);
    verified.living_address = verified.living_address.or(living);
    verified.kin_phone = verified.kin_phone.or(phone);
    done([Event::Verified(Box::new(verified))])
}

fn verified(command: Command, on: Date) -> Option<Verified> {
    match command {
        Command::Verify {
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
        } => Some(Verified {
            on,
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
            corrections: vec![],
        }),
        _ => None,
    }
}

/// The result agrees with what was found, and rests on something.
fn consistent(case: &Case, v: &Verified) -> Result<(), Refusal> {
    let corrected = !v.corrections.is_empty() || v.correction.is_some();
    if v.result == "01" && !v.false_flags.is_empty() {
        return refuse_field("false_flags", "flags_contradict", "勾选了三假情况，不能同时选“属实”，请核对");
    }
    if v.result == "01" && corrected {
        let detail = "有需要更正的内容，不能选“属实”；请选“基本属实（有更正）”或其他结果";
        return refuse_field("result", "correction_contradicts", detail);
    }
    if v.result == "02" && !corrected {
        return refuse_field("correction", "correction_needed", "选择“有更正”时，请至少填写一项更正");
    }
    let opinion = v.police_opinion.is_some() || v.village_opinion.is_some();
    let asked = !case.handover.feedback.evidence.is_empty();
    if !matches!(v.result.as_str(), "01" | "02") && !corrected && !opinion && !asked {
        let detail = "请写明派出所或村居的意见，或需要更正的内容";
        return refuse_field("police_opinion", "evidence_needed", detail);
    }
    Ok(())
}

/// T3b, R-07, G2: not ours. The second return stops at the district, which must decide.
pub(super) fn give_back(
    case: &Case,
    reason: String,
    evidence: String,
    asked: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    let owner = case.owned_by(ctx.actor)?;
    let state = &case.handover;
    if state.returns >= 2 {
        return refuse("return_decided", "已退回两次并由上级决定由本所负责，不能再退回");
    }
    if state.check.verified || state.arrival.is_some() {
        return refuse("already_verified", "已核查或已衔接，不能退回；需移交请用“移交他所”");
    }
    if asked.is_none() && !state.feedback.witnessed() {
        let names: Vec<&str> = WITNESSES.iter().map(|(_, name)| *name).collect();
        let detail = format!("退回前请至少向{}之一核实，并选择向谁核实", names.join("、"));
        return refuse_field("asked", "contact_needed", detail);
    }
    match owner.parent() {
        Some(to) => done([Event::Returned { on: ctx.today, to, reason, evidence, asked }]),
        None => refuse("no_upper_level", "没有可以退回的上级"),
    }
}

/// A bureau gives the record to whom it decides, with a reason; after the second return that is the end of it.
pub(super) fn reroute(case: &Case, to: Unit, reason: String, ctx: &Ctx<'_>) -> Decision {
    let owner = case.owned_by(ctx.actor)?;
    let upward = owner.parent().as_ref() == Some(&to);
    let downward = ctx.actor.unit.covers(&to) && to != owner;
    if !upward && !downward {
        return refuse_field("to", "not_below", "只能交给本辖区的下级单位，或报上一级分派");
    }
    let route = super::Route { to, reason, outside: false };
    done([Event::Routed { on: ctx.today, route }])
}

/// Why the obligation to decide about a twice returned record is owed.
pub(super) fn twice_returned(first: Option<Date>) -> String {
    match first {
        Some(first) => format!("司法所第二次退回，请决定由谁负责；核查期限从{}首次收到起算", day(first)),
        None => "司法所第二次退回，请决定由谁负责".into(),
    }
}
