//! F1 服刑人员基本信息核查反馈表 (T2, R-06, R-07b): what the custodial place sent, what the office found and who
//! said so, each correction with its answer. After an unusable record was answered, the form is empty again
//! for the next check.
//! Must never know: who may answer or decide.

use super::{Desk, File, facts::*};
use documents::paper::{Block, Paper, Party, Row};
use domain::{
    case::CaseEvent,
    handover::{
        Correction, Event, FALSE_FLAGS, RESULTS, Sent, Verified,
        feedback::{Asked, Evidence, ITEMS, MEANS, ORGANS, OUTCOMES, RULINGS, shown},
    },
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
    // Before the feedback: what was asked so far. Afterwards: that on which it rests.
    let evidence = if found.is_some() { &h.feedback.checked } else { &h.feedback.evidence };
    let received = h.check.since.map_or_else(String::new, day);
    desk.sheet(Form::F1)
        .with(Block::Caption(format!(
            "致：{}　　收到日期：{received}　　反馈单位：{}",
            sent.custody_name,
            file.office(desk)
        )))
        .with(Block::Fields([sent_rows(file, sent, desk), found_rows(found, evidence)].concat()))
        .with(Block::Caption("逐项核实记录".into()))
        .with(witnesses(evidence, desk))
        .with(Block::Caption("需要监所更正的项目和监所答复".into()))
        .with(corrections(sent, found, &h.feedback.corrections, desk))
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
        Row::of([("姓名", sent.name.clone()), ("性别", sex(who.sex)), ("出生日期", day(who.birth))]),
        Row::of([("公民身份号码", desk.number(file)), ("曾用名", other_names(file))]),
        Row::of([("罪名", sent.offence.clone()), ("刑期", sent.term.clone())]),
        Row::of([("刑期起止", span(sent)), ("狱内编号", text(&sent.prison_no))]),
        Row::of([("户籍地址", sent.hukou_address.clone())]),
        Row::of([("居住地址", text(&sent.living_address))]),
        Row::of([("亲属", kin(sent)), ("亲属电话", text(&sent.kin_phone))]),
    ]
}

fn found_rows(found: Option<&Verified>, evidence: &[Evidence]) -> Vec<Row> {
    let flag = |code: &str| found.is_some_and(|v| v.false_flags.iter().any(|f| f == code));
    let opinion = |of: fn(&Verified) -> &Option<String>| found.map_or_else(String::new, |v| text(of(v)));
    let result = match found {
        Some(v) => format!("{} {}", v.result, words(RESULTS, &v.result)),
        None => choice(RESULTS, None),
    };
    let last = |item: &str| evidence.iter().rev().find(|e| e.item == item);
    let checked = |item: &str| {
        let told = last(item).map(|e| e.outcome != "unknown");
        boxes([("已核实", told == Some(true)), ("未核实", told == Some(false))])
    };
    let witness = |item: &str| last(item).map_or_else(String::new, who_said);
    let told = |item: &str| last(item).map_or_else(String::new, |e| what_was_said(e, false));
    let family = match evidence.iter().any(|e| e.organ == "family") {
        true => Some(true),
        false => last("kin_phone").or(last("kin")).filter(|e| e.outcome == "unknown").map(|_| false),
    };
    let family = boxes([("已联系上", family == Some(true)), ("未联系上", family == Some(false))]);
    vec![
        Row::Heading("二、核查情况".into()),
        Row::of([("户籍", checked("hukou_address")), ("核实对象", witness("hukou_address"))]),
        Row::of([("住址", checked("living_address")), ("核实对象", witness("living_address"))]),
        Row::of([("联系亲属", family), ("子女情况", told("children"))]),
        Row::of([("亲属态度", opinion(|v| &v.family))]),
        Row::of([("住房", told("housing")), ("收入来源", told("income"))]),
        Row::tall("公安意见", opinion(|v| &v.police_opinion), 13),
        Row::tall("村（居）委会意见", opinion(|v| &v.village_opinion), 13),
        Row::of([("核查结果", result)]),
        Row::of([("三假情况", boxes(FALSE_FLAGS.iter().map(|(code, words)| (*words, flag(code)))))]),
    ]
}

fn who_said(e: &Evidence) -> String {
    format!("{} {}，{}", words(ORGANS, &e.organ), e.said_by, day(e.on))
}

/// Outcome, right content and remark of one thing that was checked.
fn what_was_said(e: &Evidence, whole: bool) -> String {
    let correct = e.correct.as_ref().map(|c| content(&e.item, c, whole));
    let parts = [Some(words(OUTCOMES, &e.outcome)), correct, e.note.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("；")
}

/// A content as the paper may carry it: the whole identity number only for a purpose.
fn content(item: &str, value: &str, whole: bool) -> String {
    if whole { value.to_owned() } else { shown(item, value) }
}

/// Who said what, when and how; two lines to write on where nothing was recorded.
fn witnesses(evidence: &[Evidence], desk: &Desk<'_>) -> Block {
    let whole = desk.wanted.purpose.is_some();
    let row = |e: &Evidence| {
        vec![words(ITEMS, &e.item), what_was_said(e, whole), who_said(e), words(MEANS, &e.means)]
    };
    let mut rows: Vec<Vec<String>> = evidence.iter().map(row).collect();
    rows.resize(rows.len().max(2), vec![]);
    let columns = [("项目", 4), ("核实结果", 9), ("向谁核实", 8), ("方式", 3)];
    Block::List { columns: columns.map(|(h, w)| (h.to_owned(), w)).into(), rows }
}

/// Field by field, old, new and what the custodial place said; two lines to write on where nothing was entered.
fn corrections(sent: &Sent, found: Option<&Verified>, answers: &[Correction], desk: &Desk<'_>) -> Block {
    let whole = desk.wanted.purpose.is_some();
    let mut rows = vec![];
    if let Some(v) = found {
        for asked in asked(sent, v) {
            let answer = answers.iter().find(|c| c.asked.item == asked.item);
            let part = |value: &Option<String>| value.as_ref().map(|v| content(&asked.item, v, whole));
            let old = match (part(&asked.old), asked.item.as_str()) {
                (Some(old), _) => old,
                (None, "id_number") => "（报送的号码）".to_owned(),
                (None, _) => "（未报）".to_owned(),
            };
            let new = part(&asked.new).unwrap_or_else(|| "（请监所查明）".into());
            rows.push(vec![words(ITEMS, &asked.item), old, new, answered(answer, whole)]);
        }
        rows.extend(v.correction.clone().map(|other| vec!["其他".to_owned(), String::new(), other]));
        if rows.is_empty() {
            rows.push(vec!["（无）".to_owned()]);
        }
    } else {
        rows.resize(2, vec![]);
    }
    let columns = [("项目", 4), ("监所报送", 7), ("更正为", 7), ("监所答复", 6)];
    Block::List { columns: columns.map(|(h, w)| (h.to_owned(), w)).into(), rows }
}

/// What the feedback asks for. Feedback from before corrections were kept one by one says it in its fields.
fn asked(sent: &Sent, v: &Verified) -> Vec<Asked> {
    let typed = [
        ("hukou_address", Some(sent.hukou_address.clone()), &v.hukou_address),
        ("living_address", sent.living_address.clone(), &v.living_address),
        ("kin_phone", sent.kin_phone.clone(), &v.kin_phone),
    ];
    let single = |item: &str| v.corrections.iter().any(|asked| asked.item == item);
    let of_fields =
        typed.into_iter().filter(|(item, old, new)| new.is_some() && old != *new && !single(item));
    let of_fields = of_fields.map(|(item, old, new)| Asked { item: item.to_owned(), old, new: new.clone() });
    v.corrections.iter().cloned().chain(of_fields).collect()
}

/// The answer of the custodial place and the bureau's decision where they differ; room to write before.
fn answered(correction: Option<&Correction>, whole: bool) -> String {
    let Some((c, reply)) = correction.and_then(|c| c.reply.as_ref().map(|reply| (c, reply))) else {
        return String::new();
    };
    let said = match (reply.accepted, &reply.value) {
        (true, Some(value)) if reply.value != c.asked.new => {
            format!("更正为{}", content(&c.asked.item, value, whole))
        }
        (true, _) => "接受".to_owned(),
        (false, _) => "有异议".to_owned(),
    };
    let ruling = c.ruling.as_ref().map(|code| format!("裁定：{}", words(RULINGS, code)));
    [Some(said), reply.text.clone(), ruling].into_iter().flatten().collect::<Vec<_>>().join("；")
}
