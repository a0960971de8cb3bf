//! F3 刑满释放人员通知书 and the receipt below it (T5, R-12, R-13): the custodial place tells the county's
//! police and justice bureau a month ahead; the slip comes back. What was registered of the notice for the
//! present release date is filled in; where an earlier one exists, it is marked 更正.
//! Must never know: whether it was delivered.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Row};
use domain::{
    kernel::day,
    notice::{ADDRESSEES, Notice, papers},
    paper::Form,
    unit::Level,
};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let sent = &file.case.handover.sent;
    let (bureau, custody) = (bureau(file, desk), sent.custody_name.as_str());
    let now = papers(&file.case);
    let corrects = now.notice.map_or(!file.case.notice.notices.is_empty(), |n| n.corrected);
    let mut paper = desk.sheet(Form::F3).marked(corrects.then(|| "更正".to_owned()));
    paper.number = now.notice.and_then(|n| n.letter_no.clone());
    let slip_no = now.receipt.and_then(|r| r.letter_no.clone());
    let received_by = now.receipt.map_or_else(|| "　　　　　　　　".to_owned(), |r| r.received_by.clone());
    paper
        .with(Block::Addressee(format!("{bureau}、　　　　　　公安（分）局：")))
        .with(Block::Text(format!(
            "下列人员将于{}刑期届满释放。请按刑满释放人员安置帮教工作的有关规定做好衔接准备，并将回执寄回。{}",
            day(sent.ends_on),
            correction(file, now.notice)
        )))
        .with(Block::Fields(rows(file, desk, now.notice)))
        .with(Block::Closing { organ: format!("{custody}（盖章）"), date: date(now.notice.map(|n| n.on)) })
        .with(Block::Cut)
        .with(Block::Title("刑满释放人员通知书（回执）".into()))
        .with(Block::Caption(format!("编号：{}", text(&slip_no))))
        .with(Block::Addressee(format!("{custody}：")))
        .with(Block::Text(format!(
            "你单位关于{}的刑满释放人员通知书已于　　年　　月　　日收到，由{}负责衔接和安置帮教。",
            file.name(),
            match file.office(desk) {
                "" => "　　　　　　　　司法所",
                office => office,
            }
        )))
        .with(Block::Text(format!("接收人：{received_by}　　联系电话：")))
        .with(Block::Closing { organ: format!("{bureau}（盖章）"), date: date(now.receipt.map(|r| r.on)) })
}

fn rows(file: &File, desk: &Desk<'_>, notice: Option<&Notice>) -> Vec<Row> {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let of = |pick: fn(&Notice) -> &Option<String>| notice.map_or_else(String::new, |n| text(pick(n)));
    let sent_to = |code: &str| notice.is_some_and(|n| n.addressees.iter().any(|a| a == code));
    vec![
        Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
        Row::of([("户籍地址", sent.hukou_address.clone())]),
        Row::of([("罪名", sent.offence.clone()), ("原判刑期", sent.term.clone())]),
        Row::of([("刑期起止", span(sent)), ("释放日期", day(sent.ends_on))]),
        Row::of([("刑期变动", of(|n| &n.changes))]),
        Row::tall("服刑期间表现", of(|n| &n.behaviour), 18),
        Row::of([("帮教类型", category(&file.case))]),
        Row::of([("发往", boxes(ADDRESSEES.iter().map(|(code, words)| (*words, sent_to(code)))))]),
        Row::of([("联系人和电话", of(|n| &n.contact))]),
    ]
}

/// Why it is made again, and that an earlier one for another release date counts no more.
fn correction(file: &File, notice: Option<&Notice>) -> String {
    let release = file.case.handover.sent.ends_on;
    let other = file.case.notice.notices.iter().any(|n| n.for_release != release);
    let void = if other {
        "此前按其他释放日期发出的通知书作废，以本通知书为准。"
    } else {
        ""
    };
    let why = notice.and_then(|n| n.correction.as_ref()).map(|why| format!("更正原因：{why}。"));
    format!("{void}{}", why.unwrap_or_default())
}

/// The district bureau of the owner; room to write where the record lies with the city.
fn bureau(file: &File, desk: &Desk<'_>) -> String {
    let ladder = file.case.owner().map(|u| u.ladder()).unwrap_or_default();
    let district = ladder.into_iter().find(|u| u.level() == Level::District);
    district.map_or_else(|| "　　　　　　司法局".to_owned(), |u| desk.service.units.name(u.code()).to_owned())
}
