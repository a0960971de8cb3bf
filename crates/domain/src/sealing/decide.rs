//! What may happen to a seal, and the refusals (G6, R-35, R-43, SC-12). Sealing by law needs no decision; lifting
//! always needs a document.

use super::{Collection, Command, Event, Ground, Named, bureau, by_law, needs_collection};
use crate::{
    case::{Case, CaseEvent, Column},
    handover::not_in_future,
    kernel::{Actor, Ctx, Refusal, Role, refuse, refuse_field},
};
use jiff::civil::Date;

/// Why the law seals it, as the timeline says.
const BY_LAW: &str = "犯罪时不满十八周岁，刑期五年以下（刑事诉讼法第二百八十六条）";
const SHIELDED: &str = "犯罪时不满十八周岁，刑期五年以上，同样不对外提供";
const MOVED: &str = "责任单位变更";
const ALIKE: &str = "同一次判决的档案已经封存";

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let on = ctx.today;
    match command {
        Command::NamePersons { accounts, reason, persons } => name(case, &accounts, reason, persons, ctx),
        Command::Seal { basis, document } => {
            if !stands_above(case, ctx.actor) {
                return refuse("not_owner", "这份档案不在本辖区，请由责任单位的上级决定封存");
            }
            if case.sealed().is_some() {
                return refuse("case_sealed", "这份档案已经封存");
            }
            Ok(Event::Sealed { on, ground: Ground::Decided, basis, document: Some(document) })
        }
        Command::LiftSeal { basis, document } => {
            is_sealed(case)?;
            if !stands_above(case, ctx.actor) {
                entitled(case, ctx.actor)?;
            }
            Ok(Event::Lifted { on, basis, document })
        }
        Command::ArrangeCollection { on, by, organ, contact, note } => {
            if !stands_above(case, ctx.actor) {
                entitled(case, ctx.actor)?;
            }
            not_in_future(on, ctx)?;
            if !needs_collection(case) {
                return refuse(
                    "no_collection_needed",
                    "只为释放时未满十八周岁、没有亲属来接、还没有回来的人安排接回",
                );
            }
            Ok(Event::CollectionArranged(Collection { on, by, organ, contact, note }))
        }
        Command::SealFile { on, place, note } => seal_file(case, on, place, note, ctx),
        Command::SealAlike { ground } => match case.sealed() {
            Some(_) => refuse("case_sealed", "这份档案已经封存"),
            None => Ok(Event::Sealed { on, ground, basis: ALIKE.to_owned(), document: None }),
        },
    }
}

/// What was decided may make a case one that the law seals: when it is entered, when a birth date or a term is
/// corrected. What a decision opened stays open. A hand-over to another unit ends what was named elsewhere.
pub fn follow(case: &Case, events: &mut Vec<CaseEvent>, today: Date) {
    let mut after = case.handover.clone();
    for event in events.iter() {
        if let CaseEvent::Handover(event) = event {
            after.evolve(event);
        }
    }
    if case.sealed().is_some() {
        if let Some(route) = after.route.as_ref().filter(|route| case.owner() != Some(&route.to)) {
            let of_new = |n: &&Named| n.unit == route.to || n.unit == bureau(&route.to);
            let persons: Vec<Named> = case.named().filter(of_new).cloned().collect();
            if persons.len() != case.named().count() {
                let reason = MOVED.to_owned();
                events.push(CaseEvent::Sealing(Event::Named { on: today, persons, reason }));
            }
        }
    } else if case.sealing.lifted_on.is_none()
        && after.sent != case.handover.sent
        && let Some(ground) = by_law(&after.sent)
    {
        let basis = if ground == Ground::Law { BY_LAW } else { SHIELDED }.to_owned();
        events.push(CaseEvent::Sealing(Event::Sealed { on: today, ground, basis, document: None }));
    }
}

/// Who is in charge of a sealed case is one of those named for it; where nobody is named yet, whoever names
/// them names him too.
pub(crate) fn may_be_in_charge(case: &Case, account: &str) -> Result<(), Refusal> {
    match case.named().next().is_none() || case.named().any(|n| n.account == account) {
        true => Ok(()),
        false => {
            refuse_field("worker", "worker_not_named", "封存档案的责任人只能从指定的经办人中选，请先指定")
        }
    }
}

fn name(
    case: &Case,
    accounts: &[String],
    reason: String,
    persons: Vec<Named>,
    ctx: &Ctx<'_>,
) -> Result<Event, Refusal> {
    is_sealed(case)?;
    entitled(case, ctx.actor)?;
    if accounts.is_empty() {
        return refuse_field("accounts", "nobody_named", "至少要指定一名经办人，请从列表中选择");
    }
    let owner = case.owner();
    let ours = |n: &Named| owner.is_some_and(|o| n.unit == *o || n.unit == bureau(o));
    if persons.len() != accounts.len() || !persons.iter().all(ours) {
        return refuse_field(
            "accounts",
            "not_of_unit",
            "只能指定责任单位和上级区局的在岗人员，请从列表中选择",
        );
    }
    let worker = case.casefile.worker.as_ref();
    if worker.is_some_and(|w| persons.iter().all(|n| n.account != w.account)) {
        return refuse_field(
            "accounts",
            "worker_not_named",
            "现在的责任人也要在经办人中；要换人，请先更换责任人",
        );
    }
    if case.named().eq(persons.iter()) {
        return refuse_field("accounts", "same_persons", "经办人没有变化，不用再保存");
    }
    Ok(Event::Named { on: ctx.today, persons, reason })
}

fn seal_file(
    case: &Case,
    on: Date,
    place: String,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Result<Event, Refusal> {
    is_sealed(case)?;
    if case.owner() != Some(&ctx.actor.unit) {
        entitled(case, ctx.actor)?;
    }
    not_in_future(on, ctx)?;
    match case.handover.handed_over_on() {
        None => refuse("not_received", "人还没有回来，卷宗在刑罚执行完毕后封存"),
        Some(home) if on < home => refuse_field("on", "before_handover", "日期早于衔接日期，请核对"),
        Some(_) if case.sealing.file_sealed_on.is_some() => {
            refuse("file_sealed", "卷宗已经登记封存，不用再登记")
        }
        Some(_) => Ok(Event::FileSealed { on, place, note }),
    }
}

fn is_sealed(case: &Case) -> Result<(), Refusal> {
    match case.sealed() {
        Some(_) => Ok(()),
        None => refuse("not_sealed", "这份档案没有封存，不用办理这一项"),
    }
}

/// A bureau above the owner, or the bureau that owns it.
fn stands_above(case: &Case, actor: &Actor) -> bool {
    let bureau = matches!(actor.role, Role::District | Role::City);
    bureau && case.owner().is_some_and(|owner| actor.unit.covers(owner))
}

/// Who is named; before anybody is, who answers for the owner or stands above it.
fn entitled(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    let named = case.named().any(|n| n.account == actor.account);
    let head = actor.role == Role::OfficeHead && case.owner() == Some(&actor.unit);
    let first = case.named().next().is_none() && (head || stands_above(case, actor));
    match named || first {
        true => Ok(()),
        false => refuse("not_named", "封存档案只由指定的经办人办理，请联系经办人"),
    }
}
