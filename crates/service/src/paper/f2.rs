//! F2 预释放人员名册 (T4, R-08): who is released in a month, as far as the asker sees it, across the page; what
//! notice and fetch know of each. Who does not count (left the list, register outside) stands elsewhere.
//! Must never know: which cases are in scope.

use super::{Desk, File, LISTED_AT_MOST, facts::*};
use crate::Asker;
use documents::paper::{Block, Paper};
use domain::{handover::Category, kernel::day, notice, paper::Form};
use jiff::civil::Date;

const COLUMNS: [(&str, u16); 12] = [
    ("序号", 3),
    ("姓名", 5),
    ("性别", 3),
    ("公民身份号码", 14),
    ("户籍地址", 12),
    ("罪名", 7),
    ("刑期", 7),
    ("释放日期", 8),
    ("监所", 10),
    ("必接必送", 4),
    ("特殊情况", 8),
    ("准备情况", 7),
];

pub(super) fn paper(coming: &[File], within: Date, asker: &Asker, desk: &Desk<'_>) -> Paper {
    let most = usize::try_from(LISTED_AT_MOST).unwrap_or(usize::MAX);
    let unit = desk.service.units.name(asker.actor.unit.code());
    let month = format!("{}年{}月", within.year(), within.month());
    let all = coming.len().min(most);
    let keys = coming.iter().take(most).filter(|f| f.case.handover.category == Category::Key).count();
    let more = if coming.len() > most { "（人数超过上限，其余请分区打印）" } else { "" };
    let rows = (1..).zip(coming).take(most).map(|(n, file)| row(n, file, desk)).collect();
    let note = match coming.is_empty() {
        true => "本月没有将要释放的人员。如与监所通知不符，请核对名册是否已经导入。",
        false => {
            "必接必送：重点帮教对象须接回。特殊情况含监所报送的健康、三无等，请只在接送需要的范围内使用。"
        }
    };
    desk.sheet(Form::F2)
        .wide()
        .with(Block::Caption(format!(
            "填报单位：{unit}　　月份：{month}　　共 {all} 人，其中重点帮教对象 {keys} 人{more}"
        )))
        .with(Block::List { columns: COLUMNS.map(|(h, w)| (h.to_owned(), w)).into(), rows })
        .with(Block::Caption("填报人：　　　　　　　审核人：　　　　　　　单位（盖章）：".into()))
        .with(Block::Note(note.into()))
}

fn row(n: usize, file: &File, desk: &Desk<'_>) -> Vec<String> {
    let h = &file.case.handover;
    let sent = &h.sent;
    let key = h.category == Category::Key;
    vec![
        n.to_string(),
        file.name().to_owned(),
        sex(file.person.identity.sex),
        desk.number(file),
        sent.hukou_address.clone(),
        sent.offence.clone(),
        sent.term.clone(),
        day(sent.ends_on),
        sent.custody_name.clone(),
        if key { "是".into() } else { String::new() },
        special(file),
        prepared(file),
    ]
}

/// Whether he stands on the list: open, and neither left it nor outside the city.
pub(super) fn lists(file: &File) -> bool {
    file.case.is_open() && file.case.handover.uncounted().is_none()
}

/// What is done for this release date: the notice, the family, the fetch.
fn prepared(file: &File) -> String {
    let (case, now) = (&file.case, notice::papers(&file.case));
    let release = case.handover.sent.ends_on;
    let mut parts = vec![];
    parts.extend(now.notice.map(|n| if n.corrected { "通知书已到（更正）" } else { "通知书已到" }));
    parts.extend(now.family.map(|t| if t.result == "told" { "家属已告知" } else { "无家属可告知" }));
    match (case.fetch.plan_for(release), case.fetch.confirmed_for(release)) {
        (Some(_), Some(_)) => parts.push("接送已与监所确认"),
        (Some(_), None) => parts.push("接送已安排"),
        (None, _) if case.fetch.is_void_for(release) => parts.push("释放日期已改，接送待重新安排"),
        (None, _) => {}
    }
    parts.join("；")
}

fn special(file: &File) -> String {
    let sent = &file.case.handover.sent;
    let mut parts: Vec<String> = sent.health.iter().cloned().collect();
    if sent.three_none {
        parts.push("三无人员".into());
    }
    parts.join("；")
}
