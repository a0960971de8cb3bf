//! F9 走访（谈话）记录: one recorded visit, named by the version at which it was recorded, or
//! an empty form to take along. A corrected visit is printed as it was corrected, and says so. Not signing is
//! noted and changes nothing.
//! Must never know: when the next visit is due.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    kernel::day,
    paper::Form,
    visit::{Event, NEEDS, RESULTS, Recorded, WAYS},
};
use jiff::civil::Date;

/// A visit as it stands now.
pub(super) struct Visit<'a> {
    /// The version of the case at which it was recorded.
    pub version: i64,
    /// What was recorded, corrected where it was corrected.
    pub record: &'a Recorded,
    /// The day and the reason of the last correction.
    corrected: Option<(Date, &'a str)>,
}

/// Visits recorded, latest first.
pub(super) fn visits(file: &File) -> Vec<Visit<'_>> {
    let mut all: Vec<Visit<'_>> = vec![];
    for past in &file.past {
        match &past.event {
            CaseEvent::Visit(Event::Recorded(record)) => {
                all.push(Visit { version: past.version, record, corrected: None });
            }
            CaseEvent::Visit(Event::Corrected { on, visit, reason, record }) => {
                // A correction names the visit by its place, from 1 on.
                let place = usize::try_from(*visit).ok().and_then(|n| n.checked_sub(1));
                if let Some(was) = place.and_then(|at| all.get_mut(at)) {
                    (was.record, was.corrected) = (record, Some((*on, reason.as_str())));
                }
            }
            _ => {}
        }
    }
    all.reverse();
    all
}

/// `None` when the version that was asked for is no visit.
pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Option<Paper> {
    let asked = match desk.wanted.visit {
        Some(version) => Some(visits(file).into_iter().find(|v| v.version == version)?),
        None => None,
    };
    let visit = asked.as_ref().map(|v| v.record);
    let corrected = asked.as_ref().and_then(|v| v.corrected);
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
        Row::of([("需要的说明", of(|v| text(&v.need_note)))]),
        Row::of([(
            "有无异常",
            boxes([("无", abnormal == Some(false)), ("有，已告所长", abnormal == Some(true))]),
        )]),
        Row::tall("异常说明", String::new(), 16),
        Row::tall("效果", String::new(), 16),
        Row::of([("下次联系", date(visit.and_then(|v| v.next_on))), ("走访人", of(|v| v.visitor.clone()))]),
    ];
    let caption = visit.map_or_else(String::new, |v| format!("　　走访日期：{}", day(v.on)));
    let signed = "照片附后。本人不签名的，写明“未签”即可。";
    let note = corrected.map_or_else(
        || signed.to_owned(),
        |(on, why)| format!("本记录已于{}更正：{why}。原来的写法留在档案的经过里。{signed}", day(on)),
    );
    Some(
        desk.sheet(Form::F9)
            .marked(corrected.map(|_| "已更正".to_owned()))
            .with(Block::Caption(format!("单位：{}{caption}", file.office(desk))))
            .with(Block::Fields(rows))
            .with(Block::Signatures(vec![Party::new("走访人"), Party::new("本人")]))
            .with(Block::Note(note)),
    )
}
