//! F5 衔接工作交接单 (T7, R-20): taken along to the gate half filled, or printed after the reception was
//! recorded; three signatures. Not signing changes nothing for the person.
//! Must never know: whether the signed slip came back.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    handover::{Event, WAYS},
    kernel::day,
    paper::Form,
};

const PAPERS: [&str; 6] = ["释放证明书", "判决书副本", "综合评估意见", "身份证", "病历和药品", "其他"];

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let received = file.last(|e| match e {
        CaseEvent::Handover(Event::Received(r)) => Some(r.as_ref()),
        _ => None,
    });
    let received = received.map(|(_, r)| r);
    let certificate = received.and_then(|r| r.certificate_no.clone());
    let way = match received {
        Some(r) => words(WAYS, &r.way),
        None => choice(WAYS, None),
    };
    let health = received.and_then(|r| r.health.clone()).or_else(|| sent.health.clone());
    let mut paper = desk.sheet(Form::F5);
    paper.number = received.and_then(|r| r.slip_no.clone());
    paper
        .with(Block::Fields(vec![
            Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
            Row::of([("公民身份号码", desk.number(file)), ("释放证明书编号", text(&certificate))]),
            Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
            Row::of([("释放日期", day(sent.ends_on)), ("帮教类型", category(&file.case))]),
            Row::of([("移交单位", sent.custody_name.clone()), ("接收单位", file.office(desk).into())]),
            Row::of([("交接日期", date(received.map(|r| r.on))), ("交接地点", String::new())]),
            Row::of([("接收方式", way)]),
            Row::tall("在场人员", text(&received.and_then(|r| r.present.clone())), 16),
            Row::of([(
                "到场人数",
                received.and_then(|r| r.headcount).map_or_else(String::new, |n| format!("{n} 人")),
            )]),
            Row::tall("健康状况与用药", text(&health), 20),
            Row::tall("移交材料", boxes(PAPERS.map(|p| (p, false))), 13),
            Row::tall("随身物品和钱款", String::new(), 18),
            Row::of([("交接合影", boxes([("已拍照，附后", false), ("未拍照", false)]))]),
            Row::tall("说明", String::new(), 16),
        ]))
        .with(Block::Signatures(vec![
            Party::sealed("移交单位"),
            Party::sealed("接收单位"),
            Party::new("本人"),
        ]))
        .with(Block::Note("本单一式三份。本人不签名的，在“说明”中写明即可，不影响接收和帮教。".into()))
}
