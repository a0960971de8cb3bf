//! F2 预释放人员名册 (T4, R-08): who is released in a month, as far as the asker sees it, across the page.
//! Must never know: which cases are in scope.

use super::{Desk, File, LISTED_AT_MOST, facts::*};
use crate::Asker;
use documents::paper::{Block, Paper};
use domain::{handover::Category, kernel::day, paper::Form};
use jiff::civil::Date;

const COLUMNS: [(&str, u16); 11] = [
    ("序号", 3),
    ("姓名", 5),
    ("性别", 3),
    ("公民身份号码", 14),
    ("户籍地址", 14),
    ("罪名", 8),
    ("刑期", 8),
    ("释放日期", 8),
    ("监所", 10),
    ("必接必送", 4),
    ("特殊情况", 9),
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
    ]
}

fn special(file: &File) -> String {
    let sent = &file.case.handover.sent;
    let mut parts: Vec<String> = sent.health.iter().cloned().collect();
    if sent.three_none {
        parts.push("三无人员".into());
    }
    if file.case.handover.route.as_ref().is_some_and(|r| r.outside) {
        parts.push("户籍在外市".into());
    }
    parts.join("；")
}
