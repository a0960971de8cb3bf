//! F8 帮教小组名册 (R-21a, rules 5.13): the workers who are or were in charge, with the days on which they came
//! and went, and lines for the other members.
//! Must never know: the person's sentence.

use super::{Desk, File, facts::date};
use documents::paper::{Block, Paper};
use domain::{case::CaseEvent, casefile::Event, kernel::day, paper::Form};
use jiff::civil::Date;

/// Lines of the list, so that members can be added by hand.
const LINES: usize = 10;
const COLUMNS: [(&str, u16); 7] =
    [("序号", 2), ("姓名", 4), ("单位", 6), ("身份", 5), ("联系电话", 5), ("加入日期", 6), ("退出日期", 6)];

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let office = file.office(desk);
    let mut rows: Vec<Vec<String>> = (1..)
        .zip(workers(file))
        .map(|(n, (name, from, until))| {
            vec![
                n.to_string(),
                name,
                office.to_owned(),
                "司法所工作人员（责任人）".into(),
                String::new(),
                day(from),
                until.map_or_else(String::new, day),
            ]
        })
        .collect();
    rows.resize(rows.len().max(LINES), vec![]);
    desk.sheet(Form::F8)
        .with(Block::Caption(format!(
            "帮教对象：{}　　档案号：{}　　单位：{office}",
            file.name(),
            file.no
        )))
        .with(Block::List { columns: COLUMNS.map(|(h, w)| (h.to_owned(), w)).into(), rows })
        .with(Block::Caption(format!("填表人：　　　　　　　　填表日期：{}", date(None))))
        .with(Block::Note(
            "身份：司法所工作人员、社会工作者、志愿者、村（居）委会人员、所在单位人员、就读学校人员、家庭成员或监护人、其他。志愿者和家庭成员参加，须本人同意。".into(),
        ))
}

/// Who was in charge from when until when, the first one first.
fn workers(file: &File) -> Vec<(String, Date, Option<Date>)> {
    let mut all: Vec<(String, Date, Option<Date>)> = vec![];
    for past in &file.past {
        if let CaseEvent::Casefile(Event::Assigned { on, worker, .. }) = &past.event {
            if let Some(last) = all.last_mut() {
                last.2 = Some(*on);
            }
            all.push((worker.name.clone(), *on, None));
        }
    }
    all
}
