//! F4 综合评估意见 (T5): the custodial place's assessment, sent with the notice. Health is no part of it, and
//! no number: it travels with F3, which has it.
//! What was registered of the assessment is filled in; what was not is written by the custodial place.
//! Must never know: how a grade is decided; people set it.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    kernel::day,
    notice::{Assessment, DANGER, papers},
    paper::Form,
};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let made = papers(&file.case).assessment;
    let of = |pick: fn(&Assessment) -> Option<String>| made.and_then(pick);
    let grade = |level: &str| sent.risk.as_deref() == Some(level);
    let stated = sent.risk.as_ref().filter(|r| !["低", "中", "高"].contains(&r.as_str()));
    let risk = match (made, stated) {
        (Some(a), _) => choice(DANGER, Some(&a.danger)),
        (None, Some(other)) => other.clone(),
        (None, None) => boxes([("低", grade("低")), ("中", grade("中")), ("高", grade("高"))]),
    };
    let troubles =
        if sent.three_none { "三无人员（无家可归、无亲可投、无业可就）" } else { "" };
    let mut paper = desk.sheet(Form::F4);
    paper.number = of(|a| a.letter_no.clone());
    paper
        .with(Block::Caption(format!("评估单位：{}　　档案号：{}", sent.custody_name, file.no)))
        .with(Block::Fields(vec![
            Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
            Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
            Row::of([("释放日期", day(sent.ends_on)), ("文化程度", text(&who.education))]),
            Row::tall("改造表现", text(&of(|a| Some(a.behaviour.clone()))), 26),
            Row::tall("教育情况", text(&of(|a| a.education.clone())), 13),
            Row::tall("技能证书", text(&of(|a| a.skills.clone())), 18),
            Row::tall("心理状况", text(&of(|a| a.psychology.clone())), 22),
            Row::of([("危险等级", risk), ("帮教类型", category(&file.case))]),
            Row::tall("家庭情况", of(|a| a.family.clone()).unwrap_or_else(|| kin(sent)), 22),
            Row::tall(
                "出监后可能的困难",
                of(|a| a.difficulties.clone()).unwrap_or_else(|| troubles.into()),
                22,
            ),
            Row::tall("建议采取的措施", text(&of(|a| Some(a.measures.clone()))), 30),
        ]))
        .with(Block::Signatures(vec![
            Party::new("评估人"),
            Party::new("审核人"),
            Party { who: "监所（盖章）".into(), lines: vec![String::new(), date(made.map(|a| a.on))] },
        ]))
}
