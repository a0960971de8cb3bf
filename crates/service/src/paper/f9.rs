//! F9 走访（谈话）记录: one recorded visit, named by the version at which it was recorded, or
//! an empty form to take along. Not signing is noted and changes nothing.
//! Must never know: when the next visit is due.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    kernel::day,
    paper::Form,
    visit::{Event, NEEDS, RESULTS, Recorded, WAYS},
};

/// Visits recorded, latest first.
pub(super) fn visits(file: &File) -> impl Iterator<Item = (i64, &Recorded)> {
    file.past.iter().rev().filter_map(|p| match &p.event {
        CaseEvent::Visit(Event::Recorded(visit)) => Some((p.version, visit.as_ref())),
        _ => None,
    })
}

/// `None` when the version that was asked for is no visit.
pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Option<Paper> {
    let visit = match desk.wanted.visit {
        Some(version) => Some(visits(file).find(|(v, _)| *v == version)?.1),
        None => None,
    };
    let of = |pick: fn(&Recorded) -> String| visit.map_or_else(String::new, pick);
    let needs = boxes(
        NEEDS.iter().map(|(code, words)| (*words, visit.is_some_and(|v| v.needs.iter().any(|n| n == code)))),
    );
    let abnormal = visit.map(|v| v.abnormal);
    let rows = vec![
        Row::of([("姓名", file.name().into()), ("档案号", file.no.clone())]),
        Row::of([("日期", date(visit.map(|v| v.on))), ("时间", "　　时　　分至　　时　　分".into())]),
        Row::of([("方式", choice(WAYS, visit.map(|v| v.way.as_str())))]),
        Row::of([("结果", choice(RESULTS, visit.map(|v| v.result.as_str())))]),
        Row::of([("地点", of(|v| text(&v.place))), ("在场人员", of(|v| text(&v.present)))]),
        Row::tall("生活、工作、家庭、思想、身体情况", of(|v| text(&v.note)), 75),
        Row::tall("需要", needs, 13),
        Row::of([(
            "有无异常",
            boxes([("无", abnormal == Some(false)), ("有，已告所长", abnormal == Some(true))]),
        )]),
        Row::tall("异常说明", String::new(), 16),
        Row::tall("效果", String::new(), 16),
        Row::of([("下次联系", date(visit.and_then(|v| v.next_on))), ("走访人", of(|v| v.visitor.clone()))]),
    ];
    let caption = visit.map_or_else(String::new, |v| format!("　　走访日期：{}", day(v.on)));
    Some(
        desk.sheet(Form::F9)
            .with(Block::Caption(format!("单位：{}{caption}", file.office(desk))))
            .with(Block::Fields(rows))
            .with(Block::Signatures(vec![Party::new("走访人"), Party::new("本人")]))
            .with(Block::Note("照片附后。本人不签名的，写明“未签”即可。".into())),
    )
}
