//! F4 综合评估意见 (T5): the custodial place's assessment, sent with the notice. Health is no part of it, and
//! no number: it travels with F3, which has it.
//! Must never know: how a grade is decided; people set it.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{kernel::day, paper::Form};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let grade = |level: &str| sent.risk.as_deref() == Some(level);
    let stated = sent.risk.as_ref().filter(|r| !["低", "中", "高"].contains(&r.as_str()));
    let risk = match stated {
        Some(other) => other.clone(),
        None => boxes([("低", grade("低")), ("中", grade("中")), ("高", grade("高"))]),
    };
    let troubles =
        if sent.three_none { "三无人员（无家可归、无亲可投、无业可就）" } else { "" };
    desk.sheet(Form::F4)
        .with(Block::Caption(format!("评估单位：{}　　档案号：{}", sent.custody_name, file.no)))
        .with(Block::Fields(vec![
            Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
            Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
            Row::of([("释放日期", day(sent.ends_on)), ("文化程度", text(&who.education))]),
            Row::tall("改造表现", String::new(), 26),
            Row::tall("技能证书", String::new(), 18),
            Row::tall("心理状况", String::new(), 22),
            Row::of([("危险等级", risk), ("帮教类型", category(&file.case))]),
            Row::tall("家庭情况", kin(sent), 22),
            Row::tall("出监后可能的困难", troubles.into(), 22),
            Row::tall("建议采取的措施", String::new(), 30),
        ]))
        .with(Block::Signatures(vec![
            Party::new("评估人"),
            Party::new("审核人"),
            Party { who: "监所（盖章）".into(), lines: vec![String::new(), date(None)] },
        ]))
}
