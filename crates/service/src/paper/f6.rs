//! F6 登记表 (T10, R-21a): the first page of the file, filled from identity, sentence, reception and what was
//! asked when the file was opened and changed since; what he lives from with its dates; family and résumé have
//! lines to write on. Of somebody who wants no file only the least is printed, with its ground (SC-07).
//! Must never know: other sentences of the person.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Row};
use domain::{
    case::CaseEvent,
    casefile::{Event as Opening, GROUNDS},
    handover::{Event, WAYS},
    kernel::day,
    paper::Form,
    placement::{Placement, WITHOUT, named},
};
use jiff::civil::Date;

/// Height of the field for a photo.
const PHOTO_MM: u16 = 34;

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let term = file.case.handover.term;
    desk.sheet(Form::F6)
        .marked(term.and_then(|t| desk.lapsed(t.from)))
        .with(Block::Caption(format!("建档单位：{}　　档案号：{}", file.office(desk), file.no)))
        .with(Block::Fields([person(file, desk), sentence(file), handover(file), needs(file)].concat()))
        .with(Block::Caption("安置情况".into()))
        .with(placements(file))
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
    let page = &known.profile;
    vec![
        Row::Heading("一、本人".into()),
        Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([
            ("民族", text(&who.ethnic_group)),
            ("文化程度", text(&page.education.clone().or_else(|| who.education.clone()))),
            ("婚姻状况", text(&page.marital_status.clone().or_else(|| who.marital_status.clone()))),
        ]),
        Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
        Row::of([("本人电话", text(&known.phone)), ("另一个电话", text(&page.other_phone))]),
        Row::of([("方便联系的时间", text(&page.contact_time)), ("希望低调联系", yes_no(page.discreet))]),
        Row::of([("家属电话", text(&page.kin_phone)), ("健康状况", health(file))]),
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
        CaseEvent::Casefile(Opening::Opened { note, .. }) => Some(note.clone()),
        _ => None,
    });
    let known = &file.case.casefile;
    let told: Vec<String> = match &known.minimum {
        Some(least) => {
            vec![format!("本人不愿建档，只保留法定最少的内容。依据：{}", words(GROUNDS, &least.ground))]
        }
        None => {
            [known.profile.family.clone(), opened.and_then(|(_, note)| note)].into_iter().flatten().collect()
        }
    };
    let pairs = [("家庭情况和需要", told.join("\n")), ("照片", String::new())];
    vec![Row::Pairs(pairs.map(|(label, value)| (label.to_owned(), value)).into(), PHOTO_MM)]
}

/// Health as the file holds it with its ground, else as the custodial place stated it.
fn health(file: &File) -> String {
    let known = &file.case.casefile;
    match (&known.minimum, &known.profile.health) {
        (Some(_), _) => String::new(),
        (None, Some(health)) => {
            let ground = known.profile.health_ground.as_deref().map(|g| words(GROUNDS, g));
            ground.map_or_else(|| health.clone(), |ground| format!("{health}（依据：{ground}）"))
        }
        (None, None) => text(&file.case.handover.sent.health),
    }
}

/// What he lives from, the first one first, and why there is nothing now; lines to write on.
fn placements(file: &File) -> Block {
    let state = &file.case.placement;
    let line = |p: &Placement, to: Option<Date>, why: String| {
        let (from, to) = (day(p.from), to.map_or_else(String::new, day));
        vec![from, to, named(&p.way, p.sort.as_deref()), p.place.clone(), why]
    };
    let mut rows: Vec<Vec<String>> =
        state.past.iter().map(|past| line(&past.was, Some(past.to), text(&past.reason))).collect();
    rows.extend(state.current.as_ref().map(|p| line(p, None, String::new())));
    let without = state.without.as_ref().filter(|_| state.current.is_none());
    rows.extend(
        without.map(|w| {
            vec![day(w.on), String::new(), "未安置".into(), String::new(), words(WITHOUT, &w.reason)]
        }),
    );
    rows.resize(rows.len().max(2), vec![]);
    let columns = [("起", 4), ("止", 4), ("安置方式", 6), ("单位、地点", 6), ("原因", 4)];
    Block::List { columns: columns.map(|(h, w)| (h.to_owned(), w)).into(), rows }
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
