//! F6 登记表 (T10, R-21a): the first page of the file, filled from identity, sentence, reception and what was
//! asked when the file was opened; family and résumé have lines to write on.
//! Must never know: other sentences of the person.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Row};
use domain::{
    case::CaseEvent,
    casefile::Event as Opening,
    handover::{Event, WAYS},
    kernel::day,
    paper::Form,
};

/// Height of the field for a photo.
const PHOTO_MM: u16 = 34;

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let term = file.case.handover.term;
    desk.sheet(Form::F6)
        .marked(term.and_then(|t| desk.lapsed(t.from)))
        .with(Block::Caption(format!("建档单位：{}　　档案号：{}", file.office(desk), file.no)))
        .with(Block::Fields([person(file, desk), sentence(file), handover(file), needs(file)].concat()))
        .with(Block::Caption("家庭成员".into()))
        .with(family(file))
        .with(Block::Caption("个人简历".into()))
        .with(Block::List {
            columns: [("起止年月", 6), ("在何地、何单位", 12), ("证明人", 6)]
                .map(|(h, w)| (h.to_owned(), w))
                .into(),
            rows: vec![vec![]; 3],
        })
        .with(Block::Caption("填表人：　　　　　　　　填表日期：　　　　年　　月　　日".into()))
}

fn person(file: &File, desk: &Desk<'_>) -> Vec<Row> {
    let (who, sent, known) = (&file.person.identity, &file.case.handover.sent, &file.case.casefile);
    vec![
        Row::Heading("一、本人".into()),
        Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([
            ("民族", text(&who.ethnic_group)),
            ("文化程度", text(&who.education)),
            ("婚姻状况", text(&who.marital_status)),
        ]),
        Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
        Row::of([("本人电话", text(&known.phone)), ("健康状况", text(&sent.health))]),
        Row::of([("政治面貌", String::new()), ("捕前职业和单位", String::new())]),
        Row::of([("户籍地址", sent.hukou_address.clone())]),
        Row::of([("现住址", text(&known.address.clone().or_else(|| sent.living_address.clone())))]),
    ]
}

fn sentence(file: &File) -> Vec<Row> {
    let sent = &file.case.handover.sent;
    vec![
        Row::Heading("二、本次刑期".into()),
        Row::of([("罪名", sent.offence.clone()), ("附加刑", String::new())]),
        Row::of([("原判刑期", sent.term.clone()), ("刑期变动", String::new())]),
        Row::of([("刑期起止", span(sent)), ("服刑监所", sent.custody_name.clone())]),
        Row::of([
            ("是否累犯", yes_no(Some(sent.recidivist))),
            ("此前服刑", format!("{} 次", sent.prior_terms)),
            ("三无人员", yes_no(Some(sent.three_none))),
        ]),
    ]
}

fn handover(file: &File) -> Vec<Row> {
    let h = &file.case.handover;
    let event = |e: &CaseEvent| match e {
        CaseEvent::Handover(Event::Received(r)) => Some((words(WAYS, &r.way), r.certificate_no.clone())),
        CaseEvent::Handover(Event::SelfReturned { .. }) => Some(("人员自返".to_owned(), None)),
        _ => None,
    };
    let (way, certificate) = file.last(event).map(|(_, found)| found).unwrap_or_default();
    let term = h.term.map_or_else(String::new, |t| format!("{}至{}", day(t.from), day(t.until)));
    let worker = file.case.casefile.worker.as_ref().map(|w| w.name.clone());
    vec![
        Row::Heading("三、衔接和帮教".into()),
        Row::of([("衔接日期", date(h.handed_over_on())), ("衔接方式", way)]),
        Row::of([("释放证明书编号", text(&certificate)), ("帮教类型", category(&file.case))]),
        Row::of([("帮教期限", term), ("责任人", text(&worker))]),
    ]
}

fn needs(file: &File) -> Vec<Row> {
    let opened = file.last(|e| match e {
        CaseEvent::Casefile(Opening::Opened { family, note, .. }) => Some((family.clone(), note.clone())),
        _ => None,
    });
    let (family, note) = opened.map(|(_, found)| found).unwrap_or_default();
    let told: Vec<String> = [family, note].into_iter().flatten().collect();
    let pairs = [("家庭情况和需要", told.join("\n")), ("照片", String::new())];
    vec![Row::Pairs(pairs.map(|(label, value)| (label.to_owned(), value)).into(), PHOTO_MM)]
}

/// The relative whom the custodial place named, and lines for others.
fn family(file: &File) -> Block {
    let sent = &file.case.handover.sent;
    let mut rows = vec![];
    if sent.kin_name.is_some() || sent.kin_relation.is_some() {
        rows.push(vec![
            text(&sent.kin_relation),
            text(&sent.kin_name),
            String::new(),
            String::new(),
            text(&sent.kin_phone),
        ]);
    }
    rows.resize(4, vec![]);
    let columns = [("关系", 3), ("姓名", 4), ("年龄", 3), ("职业或就学", 7), ("联系电话", 7)];
    Block::List { columns: columns.map(|(h, w)| (h.to_owned(), w)).into(), rows }
}
