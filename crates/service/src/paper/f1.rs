//! F1 服刑人员基本信息核查反馈表 (T2, R-06): what the custodial place sent, what the office found, correction
//! by correction. After an unusable record was answered, the form is empty again for the next check.
//! Must never know: whether the corrections were accepted.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    handover::{Event, FALSE_FLAGS, RESULTS, Sent, Verified},
    kernel::day,
    paper::Form,
};

pub(super) fn paper(file: &File, desk: &Desk<'_>) -> Paper {
    let h = &file.case.handover;
    let found = file.last(|e| match e {
        CaseEvent::Handover(Event::Verified(v)) => Some(v.as_ref()),
        _ => None,
    });
    let found = found.filter(|_| h.check.result.is_some());
    let before = found.map(|(at, _)| file.before(at));
    let sent = before.as_ref().map_or(&h.sent, |case| &case.handover.sent);
    let found = found.map(|(_, v)| v);
    let received = h.check.since.map_or_else(String::new, day);
    desk.sheet(Form::F1)
        .with(Block::Caption(format!(
            "致：{}　　收到日期：{received}　　反馈单位：{}",
            sent.custody_name,
            file.office(desk)
        )))
        .with(Block::Fields([sent_rows(file, sent, desk), found_rows(found)].concat()))
        .with(Block::Caption("需要监所更正的项目".into()))
        .with(corrections(sent, found))
        .with(Block::Signatures(vec![
            Party::new("核查人"),
            Party::new("审批人（司法所负责人）"),
            Party {
                who: "反馈单位（盖章）".into(), lines: vec![String::new(), date(found.map(|v| v.on))]
            },
        ]))
}

fn sent_rows(file: &File, sent: &Sent, desk: &Desk<'_>) -> Vec<Row> {
    let who = &file.person.identity;
    vec![
        Row::Heading("一、监所报送的信息".into()),
        Row::of([("姓名", file.name().into()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
        Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
        Row::of([("刑期起止", span(sent)), ("狱内编号", text(&sent.prison_no))]),
        Row::of([("户籍地址", sent.hukou_address.clone())]),
        Row::of([("居住地址", text(&sent.living_address))]),
        Row::of([("亲属", kin(sent)), ("亲属电话", text(&sent.kin_phone))]),
    ]
}

fn found_rows(found: Option<&Verified>) -> Vec<Row> {
    let flag = |code: &str| found.is_some_and(|v| v.false_flags.iter().any(|f| f == code));
    let opinion = |of: fn(&Verified) -> &Option<String>| found.map_or_else(String::new, |v| text(of(v)));
    let result = match found {
        Some(v) => format!("{} {}", v.result, words(RESULTS, &v.result)),
        None => choice(RESULTS, None),
    };
    vec![
        Row::Heading("二、核查情况".into()),
        Row::of([("户籍", boxes([("已核实", false), ("未核实", false)])), ("核实对象", String::new())]),
        Row::of([("住址", boxes([("已核实", false), ("未核实", false)])), ("核实对象", String::new())]),
        Row::of([
            ("联系亲属", boxes([("已联系上", false), ("未联系上", false)])),
            ("子女情况", String::new()),
        ]),
        Row::of([("亲属态度", opinion(|v| &v.family))]),
        Row::of([("住房", String::new()), ("收入来源", String::new())]),
        Row::tall("公安意见", opinion(|v| &v.police_opinion), 13),
        Row::tall("村（居）委会意见", opinion(|v| &v.village_opinion), 13),
        Row::of([("核查结果", result)]),
        Row::of([("三假情况", boxes(FALSE_FLAGS.iter().map(|(code, words)| (*words, flag(code)))))]),
    ]
}

/// Field by field, old and new; two lines to write on where nothing was entered.
fn corrections(sent: &Sent, found: Option<&Verified>) -> Block {
    let mut rows = vec![];
    if let Some(v) = found {
        let old = |text: &Option<String>| text.clone().unwrap_or_else(|| "（未报）".into());
        let fields = [
            ("户籍地址", sent.hukou_address.clone(), &v.hukou_address),
            ("居住地址", old(&sent.living_address), &v.living_address),
            ("亲属电话", old(&sent.kin_phone), &v.kin_phone),
            ("其他", String::new(), &v.correction),
        ];
        for (label, old, new) in fields {
            rows.extend(new.clone().map(|new| vec![label.to_owned(), old, new]));
        }
        if rows.is_empty() {
            rows.push(vec!["（无）".to_owned()]);
        }
    } else {
        rows.resize(2, vec![]);
    }
    let columns = [("项目", 4), ("监所报送", 10), ("更正为", 10)].map(|(h, w)| (h.to_owned(), w));
    Block::List { columns: columns.into(), rows }
}
