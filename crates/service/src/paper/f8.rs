//! F8 帮教小组名册 (R-21a, rules 5.13): the workers who are or were in charge and the members of the team, each
//! with the days on which they came and went, and lines for others.
//! Must never know: the person's sentence.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper};
use domain::{
    case::{Case, CaseEvent},
    casefile::{Event, Member, TEAM_ROLES},
    kernel::{Stream, day},
    paper::Form,
};
use jiff::civil::Date;

/// Lines of the list, so that members can be added by hand.
const LINES: usize = 10;
const COLUMNS: [(&str, u16); 7] =
    [("序号", 2), ("姓名", 4), ("单位", 6), ("身份", 5), ("联系电话", 5), ("加入日期", 6), ("退出日期", 6)];

/// A worker in charge.
struct Worker {
    name: String,
    office: String,
    from: Date,
    until: Option<Date>,
}

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let office = file.office(desk);
    let members = file.case.casefile.team.iter().map(member);
    let lines = workers(file, desk).into_iter().map(in_charge).chain(members);
    let number = |(n, line): (usize, Vec<String>)| [vec![n.to_string()], line].concat();
    let mut rows: Vec<Vec<String>> = (1..).zip(lines).map(number).collect();
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

fn in_charge(w: Worker) -> Vec<String> {
    let until = w.until.map_or_else(String::new, day);
    vec![w.name, w.office, "司法所工作人员（责任人）".into(), String::new(), day(w.from), until]
}

fn member(m: &Member) -> Vec<String> {
    let until = m.until.map_or_else(String::new, day);
    vec![m.name.clone(), text(&m.organ), words(TEAM_ROLES, &m.role), text(&m.phone), day(m.from), until]
}

/// Who was in charge from when until when and of which office, the first one first.
fn workers(file: &File, desk: &Desk<'_>) -> Vec<Worker> {
    let mut all: Vec<Worker> = vec![];
    let mut case = Case::default();
    for past in &file.past {
        case.evolve(&past.event);
        let CaseEvent::Casefile(event) = &past.event else { continue };
        let (on, next) = match event {
            Event::Assigned { on, worker, .. } => (*on, Some(worker.name.clone())),
            Event::Unassigned { on } => (*on, None),
            _ => continue,
        };
        if let Some(last) = all.last_mut().filter(|last| last.until.is_none()) {
            last.until = Some(on);
        }
        let office = case.handover.office().map_or("", |u| desk.service.units.name(u.code())).to_owned();
        all.extend(next.map(|name| Worker { name, office, from: on, until: None }));
    }
    all
}
