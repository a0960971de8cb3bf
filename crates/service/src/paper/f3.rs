//! F3 刑满释放人员通知书 and the receipt below it (T5, R-12, R-13): the custodial place tells the county's
//! police and justice bureau a month ahead; the slip comes back.
//! Must never know: whether it was delivered.

use super::{Desk, File, facts::*};
use documents::paper::{BLANK_DATE, Block, Paper, Row};
use domain::{kernel::day, paper::Form, unit::Level};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let (who, sent) = (&file.person.identity, &file.case.handover.sent);
    let bureau = bureau(file, desk);
    let custody = sent.custody_name.as_str();
    desk.sheet(Form::F3)
        .with(Block::Addressee(format!("{bureau}、　　　　　　公安（分）局：")))
        .with(Block::Text(format!(
            "下列人员将于{}刑期届满释放。请按刑满释放人员安置帮教工作的有关规定做好衔接准备，并将回执寄回。",
            day(sent.ends_on)
        )))
        .with(Block::Fields(vec![
            Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
            Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
            Row::of([("户籍地址", sent.hukou_address.clone())]),
            Row::of([("罪名", sent.offence.clone()), ("原判刑期", sent.term.clone())]),
            Row::of([("刑期起止", span(sent)), ("释放日期", day(sent.ends_on))]),
            Row::of([("刑期变动", String::new())]),
            Row::tall("服刑期间表现", String::new(), 18),
            Row::of([("帮教类型", category(&file.case))]),
            Row::of([("联系人", String::new()), ("联系电话", String::new())]),
        ]))
        .with(Block::Closing { organ: format!("{custody}（盖章）"), date: BLANK_DATE.into() })
        .with(Block::Cut)
        .with(Block::Title("刑满释放人员通知书（回执）".into()))
        .with(Block::Addressee(format!("{custody}：")))
        .with(Block::Text(format!(
            "你单位关于{}的刑满释放人员通知书已于　　年　　月　　日收到，由{}负责衔接和安置帮教。",
            file.name(),
            match file.office(desk) {
                "" => "　　　　　　　　司法所",
                office => office,
            }
        )))
        .with(Block::Text("接收人：　　　　　　　　联系电话：".into()))
        .with(Block::Closing { organ: format!("{bureau}（盖章）"), date: BLANK_DATE.into() })
}

/// The district bureau of the owner; room to write where the record lies with the city.
fn bureau(file: &File, desk: &Desk<'_>) -> String {
    let ladder = file.case.owner().map(|u| u.ladder()).unwrap_or_default();
    let district = ladder.into_iter().find(|u| u.level() == Level::District);
    district.map_or_else(|| "　　　　　　司法局".to_owned(), |u| desk.service.units.name(u.code()).to_owned())
}
