//! F7 帮教协议书 (T10, R-21b): four parties. It says first that it is voluntary, that it can be left at any
//! time, and that neither has a bad consequence (rules 12.1). Duties are those of the field's usual text.
//! Must never know: whether it was signed.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    casefile::Event,
    handover::Category,
    kernel::day,
    paper::Form,
    rules::{Measure, Rule},
};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let signed = file.last(|e| match e {
        CaseEvent::Casefile(Event::AgreementSigned { relative, community, .. }) => {
            Some((relative.clone(), community.clone()))
        }
        _ => None,
    });
    let (relative, community) = signed.map(|(_, found)| found).unwrap_or_default();
    let term = file.case.handover.term;
    let run = match term {
        Some(t) => format!("自{}起至{}止", day(t.from), day(t.until)),
        None => "自　　年　　月　　日起至　　年　　月　　日止".to_owned(),
    };
    let text_of = |text: &str| Block::Text(text.to_owned());
    desk.sheet(Form::F7)
        .marked(term.and_then(|t| desk.lapsed(t.from)))
        .with(Block::Fields(vec![
            Row::of([("甲方", file.office(desk).into()), ("乙方", format!("{}（村居、社工）", text(&community)))]),
            Row::of([("丙方", format!("{}（亲属）", text(&relative))), ("丁方", format!("{}（本人）", file.name()))]),
        ]))
        .with(Block::Heading("一、自愿原则".into()))
        .with(text_of(
            "本协议由各方自愿签订。丁方可以不签；签订以后可以随时书面或口头提出退出，协议自提出之日起终止。不签或者退出，丁方的法定权利和应得的帮扶不受任何影响，也没有任何不利后果。",
        ))
        .with(Block::Heading("二、甲方（司法所）".into()))
        .with(Block::Text(format!(
            "平等相待，尊重人格，为丁方保密；{}联系走访一次并记录，走访时间事先与丁方商定；与有关单位一起帮助解决就业、社会保险、救助和住处等困难。",
            every(file, desk)
        )))
        .with(Block::Heading("三、乙方（村居、社工）".into()))
        .with(text_of("经常联系，关心生活和情绪，帮助解决实际困难；有需要时及时告诉甲方。"))
        .with(Block::Heading("四、丙方（亲属）".into()))
        .with(text_of("关心照顾，鼓励自立，家里有困难或者丁方需要帮助时告诉甲方；发现丁方可能做违法的事，劝阻并寻求甲方帮助。"))
        .with(Block::Heading("五、丁方（本人）".into()))
        .with(text_of("自食其力，遵守法律，愿意接受上述帮助，不参加违法团伙；住址和电话变了，告诉甲方。"))
        .with(Block::Heading("六、期限".into()))
        .with(Block::Text(format!("本协议{run}。一式四份，各方各执一份。")))
        .with(Block::Signatures(vec![
            Party::sealed("甲方"),
            Party::new("乙方"),
            Party::new("丙方"),
            Party::new("丁方"),
        ]))
}

/// How often the office visits, by the rules in force and the grade.
fn every(file: &File, desk: &Desk<'_>) -> String {
    let h = &file.case.handover;
    let rule = if h.category == Category::Key { Rule::R27 } else { Rule::R26 };
    let rules = desk.service.rules.at(h.term.map_or(desk.today, |t| t.from));
    let item = rules.item(rule);
    match (item.unit, item.value) {
        (Measure::Months, 3) => "每季度".into(),
        (Measure::Months, 1) => "每月".into(),
        (Measure::Months, n) => format!("每{n}个月"),
        (Measure::Days, n) => format!("每{n}天"),
        (Measure::WorkingDays, n) => format!("每{n}个工作日"),
        (Measure::Years, n) => format!("每{n}年"),
        (Measure::MonthEnd | Measure::DayOfMonth, _) => "每月".into(),
    }
}
