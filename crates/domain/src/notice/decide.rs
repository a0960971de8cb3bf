//! What may happen to the papers before release, and the refusals in words.

use super::{Assessment, Command, Event, Forwarded, Notice, Receipt, SEALED, Told, exchanges, papers};
use crate::{
    case::Case,
    handover::{for_custody, not_in_future},
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;

type Decision = Result<Event, Refusal>;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    on_the_way_home(case)?;
    match command {
        Command::SendNotice { .. } => notice(case, command, ctx),
        Command::SendAssessment { .. } => assessment(case, command, ctx),
        Command::ReceiptNotice { on, received_by, letter_no, number_letter: _, scan } => {
            receipt(case, on, received_by, letter_no, scan, ctx)
        }
        Command::ForwardNotice { on } => forward(case, on, ctx),
        Command::TellFamily { on, result, who, how, note } => {
            let told = told(case, on, result, who, how, note, ctx)?;
            match papers(case).family {
                None => Ok(Event::FamilyTold(told)),
                Some(_) => refuse("already_told", "已告知家属这个释放日期，不用重复登记"),
            }
        }
        Command::TellVillage { on, result, who, how, note } => {
            let told = told(case, on, result, who, how, note, ctx)?;
            match papers(case).village {
                None => Ok(Event::VillageTold(told)),
                Some(_) => refuse("already_told", "已告知村（居）委会这个释放日期，不用重复登记"),
            }
        }
    }
}

fn on_the_way_home(case: &Case) -> Result<(), Refusal> {
    let state = &case.handover;
    if state.entered.is_none() {
        return refuse("no_such_case", "没有这份档案");
    }
    if state.left.is_some() {
        return refuse("left_list", "已登记离开预释放名册；如登记有误，请先撤销离开名册");
    }
    if state.arrival.is_some() {
        return refuse("already_received", "已登记释放后的情况，释放前的通知和告知不再补登");
    }
    match exchanges(case) {
        true => Ok(()),
        false => refuse("outside_city", "户籍不在本市的人员，请上报后由户籍地与监所联系"),
    }
}

fn notice(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::SendNotice { on, letter_no, addressees, changes, behaviour, contact, correction } = command
    else {
        return refuse("bad_command", "填写的内容无法识别，请检查后重试");
    };
    let by_bureau = for_custody(case, ctx, letter_no.as_deref())?;
    not_in_future(on, ctx)?;
    if papers(case).notice.is_some() && correction.is_none() {
        let detail = "这个释放日期已有通知书；确需重发请写明更正原因，新的一份会标明“更正”";
        return refuse_field("correction", "notice_exists", detail);
    }
    Ok(Event::Sent(Box::new(Notice {
        on,
        for_release: case.handover.sent.ends_on,
        corrected: !case.notice.notices.is_empty(),
        correction,
        letter_no,
        addressees,
        changes,
        behaviour,
        contact,
        by_bureau,
    })))
}

fn assessment(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    let Command::SendAssessment {
        on,
        letter_no,
        behaviour,
        education,
        skills,
        psychology,
        danger,
        family,
        difficulties,
        measures,
    } = command
    else {
        return refuse("bad_command", "填写的内容无法识别，请检查后重试");
    };
    let by_bureau = for_custody(case, ctx, letter_no.as_deref())?;
    not_in_future(on, ctx)?;
    Ok(Event::Assessed(Box::new(Assessment {
        on,
        for_release: case.handover.sent.ends_on,
        letter_no,
        behaviour,
        education,
        skills,
        psychology,
        danger,
        family,
        difficulties,
        measures,
        by_bureau,
    })))
}

/// The owner or a bureau above it acts on the notice that counts now, not before the notice's own day.
fn present_notice<'a>(case: &'a Case, on: Date, ctx: &Ctx<'_>) -> Result<&'a Notice, Refusal> {
    if !case.owner().is_some_and(|owner| ctx.actor.unit.covers(owner)) {
        return refuse("not_owner", "这份档案不在本辖区，请由责任单位或其上级办理");
    }
    not_in_future(on, ctx)?;
    let Some(notice) = papers(case).notice else {
        let release = day(case.handover.sent.ends_on);
        return refuse("no_notice", format!("还没有释放日期为{release}的通知书，请先登记"));
    };
    match on < notice.on {
        true => refuse_field("on", "before_notice", format!("日期不能早于通知书日期{}", day(notice.on))),
        false => Ok(notice),
    }
}

fn receipt(
    case: &Case,
    on: Date,
    received_by: String,
    letter_no: Option<String>,
    scan: Option<String>,
    ctx: &Ctx<'_>,
) -> Decision {
    let notice = present_notice(case, on, ctx)?;
    if papers(case).receipt.is_some() {
        return refuse("already_receipted", "这个释放日期的回执已寄回，不用重复登记");
    }
    if scan.as_ref().is_some_and(|id| !case.scan.of(SEALED).any(|item| item.id == *id)) {
        return refuse_field("scan", "no_such_scan", "没有这份回执材料，可能已经撤下；请从列表中选择或不选");
    }
    let (office, for_release) = (case.handover.office().cloned(), notice.for_release);
    Ok(Event::Receipted(Receipt { on, for_release, received_by, office, letter_no, scan }))
}

fn forward(case: &Case, on: Date, ctx: &Ctx<'_>) -> Decision {
    let notice = present_notice(case, on, ctx)?;
    let Some(office) = case.handover.office() else {
        return refuse("no_office", "还没有分派到司法所，请先分派");
    };
    match papers(case).forwarded {
        None => Ok(Event::Forwarded(Forwarded { on, for_release: notice.for_release, to: office.clone() })),
        Some(_) => refuse("already_forwarded", "已转送给负责的司法所，不用重复登记"),
    }
}

fn told(
    case: &Case,
    on: Date,
    result: String,
    who: Option<String>,
    how: Option<String>,
    note: Option<String>,
    ctx: &Ctx<'_>,
) -> Result<Told, Refusal> {
    let office: Unit = case.owned_by(ctx.actor)?;
    not_in_future(on, ctx)?;
    if result == "told" && who.is_none() {
        return refuse_field("who", "who_needed", "请写明告知了谁");
    }
    if result == "told" && how.is_none() {
        return refuse_field("how", "how_needed", "请选择用什么方式告知的");
    }
    if result == "nobody" && note.is_none() {
        return refuse_field("note", "note_needed", "没有可告知的人，请写明怎样核实的");
    }
    Ok(Told { on, for_release: case.handover.sent.ends_on, result, who, how, note, office })
}
