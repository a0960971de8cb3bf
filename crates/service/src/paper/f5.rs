//! F5 衔接工作交接单 (T7, R-20): taken along to the gate half filled, or printed after the reception was
//! recorded with who was there, what was handed over and who signed; three signatures. Not signing changes
//! nothing for the person.
//! Must never know: whether the signed slip came back.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    handover::{Event, Received, WAYS},
    kernel::day,
    paper::Form,
};

const PAPERS: [&str; 6] = ["释放证明书", "判决书副本", "综合评估意见", "身份证", "病历和药品", "其他"];

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let received = file.last(|e| match e {
        CaseEvent::Handover(Event::Received(r)) => Some(r.as_ref()),
        _ => None,
    });
    let received = received.map(|(_, r)| r);
    let mut paper = desk.sheet(Form::F5);
    paper.number = received.and_then(|r| r.slip_no.clone());
    paper
        .with(Block::Fields(rows(file, desk, received)))
        .with(Block::Signatures(vec![
            Party::sealed("移交单位"),
            Party::sealed("接收单位"),
            Party::new("本人"),
        ]))
        .with(Block::Note("本单一式三份。本人不签名的，在“说明”中写明即可，不影响接收和帮教。".into()))
}

fn rows(file: &File, desk: &Desk<'_>, received: Option<&Received>) -> Vec<Row> {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let of = |pick: fn(&Received) -> &Option<String>| received.map_or_else(String::new, |r| text(pick(r)));
    let way = match received {
        Some(r) => words(WAYS, &r.way),
        None => choice(WAYS, None),
    };
    let health = received.and_then(|r| r.health.clone()).or_else(|| sent.health.clone());
    let handed = match received.and_then(|r| r.documents.clone()) {
        Some(documents) => documents,
        None => boxes(PAPERS.map(|p| (p, false))),
    };
    let photo = file.case.scan.has("handover_photo");
    let planned = received.and_then(|r| r.planned_on);
    let planned = planned.map(|on| format!("原定释放日期{}", day(on)));
    let remarks: Vec<String> = planned.into_iter().chain(received.and_then(|r| r.note.clone())).collect();
    let remarks = remarks.join("；");
    vec![
        Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([("公民身份号码", desk.number(file)), ("释放证明书编号", of(|r| &r.certificate_no))]),
        Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
        Row::of([("释放日期", day(sent.ends_on)), ("帮教类型", category(&file.case))]),
        Row::of([("移交单位", sent.custody_name.clone()), ("接收单位", file.office(desk).into())]),
        Row::of([("交接日期", date(received.map(|r| r.on))), ("交接时间和地点", of(|r| &r.place))]),
        Row::of([("接收方式", way)]),
        Row::of([("在场家属", of(|r| &r.relatives)), ("在场工作人员", of(|r| &r.staff))]),
        Row::of([
            ("其他在场人员", of(|r| &r.present)),
            ("到场人数", counted(received.and_then(|r| r.headcount), |n| format!("{n} 人"))),
        ]),
        Row::tall("健康状况与用药", text(&health), 20),
        Row::tall("移交材料", handed, 13),
        Row::of([
            ("随身物品", of(|r| &r.belongings)),
            (
                "钱款",
                counted(received.and_then(|r| r.money_fen), |fen| {
                    format!("{}.{:02} 元", fen / 100, fen % 100)
                }),
            ),
        ]),
        Row::of([("签收人", of(|r| &r.signatories))]),
        Row::of([("交接合影", boxes([("已拍照，附后", photo), ("未拍照", false)]))]),
        Row::tall("说明", remarks, 16),
    ]
}

/// A number in words; room to write where it was not recorded.
fn counted(number: Option<u32>, words: fn(u32) -> String) -> String {
    number.map_or_else(String::new, words)
}
