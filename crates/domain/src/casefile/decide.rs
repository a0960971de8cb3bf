//! What may happen to the file, and the refusals (T10, G1, R-21, R-28, SC-07).
//! Refusing, leaving and wanting no file are accepted as they are; nothing here punishes.
//! Must never know: how it is kept.

use super::{
    Agreement, Command, Event, Member, OpenFile, Profile, Reason, Refuse, Sign, Terms, UpdateFile, Wish,
    Worker,
};
use crate::{
    case::{Case, CaseEvent},
    handover,
    kernel::{Ctx, Refusal, day, refuse, refuse_field},
    rules::Rule,
    sealing,
};
use jiff::civil::Date;

type Decision = Result<Vec<CaseEvent>, Refusal>;

pub(super) fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Decision {
    case.owned_by(ctx.actor)?;
    if command.on().is_some_and(|on| on > ctx.today) {
        return refuse_field("on", "future_date", "日期不能晚于今天，请核对");
    }
    let event = match command {
        Command::AssignWorker { worker, worker_name, worker_load, reason } => {
            sealing::may_be_in_charge(case, &worker)?;
            let worker = Worker { account: worker, name: worker_name };
            Event::Assigned { on: ctx.today, worker, load: worker_load, reason }
        }
        Command::Close { on, reason, told } => close(case, on, reason, told)?,
        Command::SignAgreement(sign) => signed(case, sign)?,
        Command::TeamJoin { on, name, role, organ, phone } => {
            since_sentence(case, on)?;
            let id = u32::try_from(case.casefile.team.len()).unwrap_or(u32::MAX).saturating_add(1);
            joined(case, Member { id, name, role, organ, phone, from: on, until: None })?
        }
        Command::TeamLeave { member, on, reason } => left(case, &member, on, reason)?,
        Command::ReviewGrade { on, category, reason } => {
            since_home(case, on)?;
            if case.handover.graded_on.is_some_and(|last| on < last) {
                return refuse_field("on", "before_review", "日期早于上一次复核，请核对");
            }
            return Ok(vec![handover::graded(on, category, reason)]);
        }
        Command::OpenFile(page) => opened(case, *page)?,
        Command::UpdateFile(page) => updated(case, *page)?,
        Command::RefuseAgreement(refusal) => refused(case, *refusal, ctx)?,
    };
    Ok(vec![CaseEvent::Casefile(event)])
}

/// He is at home, and the day is not before that.
fn since_home(case: &Case, on: Date) -> Result<(), Refusal> {
    match case.handover.home_on() {
        None => refuse("not_received", "尚未衔接，请先登记接回或自返"),
        Some(home) => not_before(on, home),
    }
}

fn handed_over(case: &Case, on: Date) -> Result<(), Refusal> {
    match case.handover.handed_over_on() {
        None => refuse("not_received", "尚未衔接，请先登记接回或自返"),
        Some(home) => not_before(on, home),
    }
}

fn not_before(on: Date, home: Date) -> Result<(), Refusal> {
    if on < home {
        return refuse_field("on", "before_handover", format!("日期不能早于衔接日期 {}", day(home)));
    }
    Ok(())
}

/// A team may meet, an agreement be signed before the release, and the record may have come late: the record
/// must be at an office, and the day within this sentence or after it.
fn since_sentence(case: &Case, on: Date) -> Result<(), Refusal> {
    match (case.handover.office(), &case.handover.entered) {
        (Some(_), Some((_, entered))) => match case.handover.sent.starts_on.unwrap_or(*entered).min(*entered)
        {
            first if on < first => refuse_field("on", "before_sentence", "日期早于本次刑期的开始，请核对"),
            _ => Ok(()),
        },
        _ => refuse("not_received", "档案还没有分派到司法所，请先由区司法局分派"),
    }
}

fn opened(case: &Case, page: OpenFile) -> Result<Event, Refusal> {
    handed_over(case, page.on)?;
    if case.casefile.opened_on.is_some() {
        return refuse("already_opened", "已建档，新情况请用“更新登记表”或写入走访记录");
    }
    let profile = page.profile();
    let beyond = [&page.address, &page.family, &page.note];
    allowed(case, &profile, beyond)?;
    let OpenFile { on, phone, address, family, note, .. } = page;
    let more = (profile != Profile::default()).then(|| Box::new(profile));
    Ok(Event::Opened { on, phone, address, family, note, more })
}

fn updated(case: &Case, page: UpdateFile) -> Result<Event, Refusal> {
    let Some(opened) = case.casefile.opened_on else {
        return refuse("not_opened", "还没有建档，请先建档");
    };
    not_before(page.on, opened)?;
    let profile = page.profile();
    allowed(case, &profile, [&page.address, &page.family, &None])?;
    let more = Box::new(profile);
    let UpdateFile { on, reason, phone, address, .. } = page;
    Ok(Event::Updated { on, reason, phone, address, more })
}

/// Health stands on a ground; of somebody who wants no file only the least is written down.
fn allowed(case: &Case, profile: &Profile, beyond: [&Option<String>; 3]) -> Result<(), Refusal> {
    if profile.health.is_some() && profile.health_ground.is_none() {
        let detail = "健康状况是敏感信息：请选择登记的依据，没有依据就不要填写";
        return refuse_field("health_ground", "ground_needed", detail);
    }
    let least = Profile { rights_told: profile.rights_told, ..profile.least() };
    let more = least != *profile || beyond.into_iter().any(Option::is_some);
    if case.casefile.minimum.is_some() && more {
        let detail = "本人不愿建档，只登记本人电话、联系时间和方式，其他项目请清空";
        return refuse("only_minimum", detail);
    }
    Ok(())
}

fn signed(case: &Case, sign: Sign) -> Result<Event, Refusal> {
    let in_prison = sign.place.as_deref() == Some("prison");
    if in_prison {
        since_sentence(case, sign.on)?;
        if case.handover.home_on().is_some_and(|home| sign.on > home) {
            return refuse_field("place", "not_in_prison", "那天本人已经回家，请核对签订地点或日期");
        }
    } else {
        handed_over(case, sign.on)?;
    }
    if matches!(case.casefile.agreement, Some(Agreement::Signed(_))) {
        return refuse("already_signed", "协议已签，不用重复登记");
    }
    if let Some(Agreement::Refused(before, _)) = case.casefile.agreement
        && sign.on < before
    {
        return refuse_field("on", "before_refusal", "日期早于本人上次表示不签的日期，请核对");
    }
    let on_screen = sign.how.as_deref() == Some("screen");
    let typed = sign.signed_name.as_deref().map(reference::text::compact);
    let right = reference::text::compact(&case.handover.sent.name);
    if on_screen && typed != Some(right) {
        let detail = "屏幕确认要由本人看过协议后输入自己的姓名，与档案一致";
        return refuse_field("signed_name", "name_differs", detail);
    }
    let terms = Terms {
        how: sign.how,
        place: sign.place,
        paper_no: sign.paper_no,
        rights_told: sign.rights_told.then_some(true),
    };
    let terms = (terms != Terms::default()).then(|| Box::new(terms));
    Ok(Event::AgreementSigned { on: sign.on, relative: sign.relative, community: sign.community, terms })
}

fn refused(case: &Case, refusal: Refuse, ctx: &Ctx<'_>) -> Result<Event, Refusal> {
    let on = refusal.on;
    handed_over(case, on)?;
    let left = match case.casefile.agreement {
        Some(Agreement::Signed(signed)) if on < signed => {
            return refuse_field("on", "before_signature", "退出日期不能早于签订日期，请核对");
        }
        Some(Agreement::Signed(_)) => Some(true),
        _ => None,
    };
    if refusal.again_on.is_some_and(|again| again <= on) {
        return refuse_field("again_on", "again_before", "再谈的日期应晚于本次日期");
    }
    if refusal.minimum && refusal.ground.is_none() {
        return refuse_field("ground", "ground_needed", "本人不愿建档：请选择保留最少内容的依据");
    }
    if refusal.minimum && !refusal.rights_told {
        let detail = "本人不愿建档：请先告知本人可以查询、更正自己的信息";
        return refuse_field("rights_told", "tell_rights", detail);
    }
    let again_on = match refusal.never_again {
        true => None,
        false => refusal.again_on.or_else(|| Some(ctx.by(Rule::R21c, on))),
    };
    let wish = Wish {
        left,
        contact: refusal.contact,
        contact_by: refusal.contact_by,
        ground: refusal.ground.filter(|_| refusal.minimum),
        rights_told: refusal.rights_told.then_some(true),
    };
    let wish = (wish != Wish::default()).then(|| Box::new(wish));
    Ok(Event::AgreementRefused { on, words: refusal.words, again_on, wish })
}

fn joined(case: &Case, member: Member) -> Result<Event, Refusal> {
    let same = |m: &&Member| m.name == member.name && m.organ == member.organ;
    if case.casefile.team_now().any(|m| same(&m)) {
        return refuse_field("name", "already_member", "此人已在帮教小组里，不用重复登记");
    }
    Ok(Event::TeamJoined { on: member.from, member })
}

fn left(case: &Case, id: &str, on: Date, reason: Option<String>) -> Result<Event, Refusal> {
    match case.casefile.team_now().find(|m| m.id.to_string() == id) {
        None => refuse_field("member", "not_a_member", "小组里没有这名成员，请从列表中选择"),
        Some(member) if on < member.from => {
            refuse_field("on", "before_joining", format!("退出日期不能早于加入日期 {}", day(member.from)))
        }
        Some(member) => Ok(Event::TeamLeft { on, member: member.id, name: member.name.clone(), reason }),
    }
}

fn close(case: &Case, on: Date, reason: Reason, told: String) -> Result<Event, Refusal> {
    let term = case.handover.term;
    match (reason, term) {
        (Reason::Expired, None) => return refuse("not_received", "尚未衔接，不能按期满办结"),
        (Reason::Expired, Some(t)) if on < t.until => {
            return refuse_field("on", "term_runs", format!("帮教期限到{}，还没有满", day(t.until)));
        }
        (Reason::Transferred | Reason::Withdrawn | Reason::LeftList | Reason::Missing, _) => {
            return refuse("bad_command", "移交、撤销、离开名册和宣告失踪随各自的登记办结，不在这里办理");
        }
        _ => {}
    }
    Ok(Event::Closed { on, reason, told: Some(told) })
}
