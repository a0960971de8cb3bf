//! A case as its page shows it: texts only, made here, so that the template never computes.
//! Must never know: HTTP, which commands exist.

use crate::{App, words};
use domain::{
    case::Case,
    casefile::Agreement,
    handover::{Arrival, Category},
    person::Person,
    placement::TYPES,
};
use jiff::civil::Date;
use service::case::View;
use store::journal::Line;

/// A label and its text; the text may be dialled.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) phone: bool,
}

/// One of the three sub-states.
pub(super) struct Step {
    pub(super) of: &'static str,
    pub(super) word: String,
    pub(super) day: Option<String>,
    pub(super) more: String,
}

/// A mark beside the name.
pub(super) struct Mark {
    pub(super) tone: &'static str,
    pub(super) word: String,
}

/// One line of the timeline.
pub(super) struct Moment {
    pub(super) iso: String,
    pub(super) day: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) by: String,
    pub(super) key: bool,
    pub(super) version: i64,
}

fn fact(label: &'static str, text: impl Into<String>) -> Fact {
    Fact { label, text: text.into(), phone: false }
}

fn given(label: &'static str, text: &Option<String>) -> Option<Fact> {
    text.as_ref().map(|t| fact(label, t.as_str()))
}

/// Marks beside the name: where the case stands, grade, what the custodial place stated.
pub(super) fn marks(case: &Case) -> Vec<Mark> {
    let sent = &case.handover.sent;
    let mut marks = vec![Mark { tone: "note", word: case.standing().name().to_owned() }];
    if case.handover.category == Category::Key {
        marks.push(Mark { tone: "late", word: "重点".into() });
    }
    if sent.three_none {
        marks.push(Mark { tone: "soon", word: "三无".into() });
    }
    if sent.recidivist {
        marks.push(Mark { tone: "", word: "累犯".into() });
    }
    if sent.prior_terms > 0 {
        marks.push(Mark { tone: "", word: format!("此前服刑 {} 次", sent.prior_terms) });
    }
    if case.visit.abnormal_on.is_some() {
        marks.push(Mark { tone: "late", word: "有异常待处置".into() });
    }
    marks
}

/// Sex, age, ethnic group in a few words.
pub(super) fn in_short(person: &Person, today: Date) -> String {
    let who = &person.identity;
    let mut parts = vec![sex(who.sex).to_owned(), format!("{} 岁", person.age_on(today))];
    parts.extend(who.ethnic_group.clone());
    parts.join(" · ")
}

fn sex(code: u8) -> &'static str {
    match code {
        1 => "男",
        2 => "女",
        _ => "性别未说明",
    }
}

/// The three sub-states.
pub(super) fn steps(case: &Case, today: Date) -> [Step; 3] {
    [handover(case, today), assistance(case, today), placement(case, today)]
}

fn handover(case: &Case, today: Date) -> Step {
    let h = &case.handover;
    let (word, on) = match h.arrival {
        Some(Arrival::Received(on)) => ("已接回".to_owned(), Some(on)),
        Some(Arrival::SelfReturned(on)) => ("自返已报到".to_owned(), Some(on)),
        Some(Arrival::RefusedCollection(on)) => ("本人不愿被接".to_owned(), Some(on)),
        Some(Arrival::NotArrived(on)) => ("释放后未到".to_owned(), Some(on)),
        None => (h.standing().name().to_owned(), None),
    };
    let more = match h.arrival {
        Some(_) => h.sent.custody_name.clone(),
        None => format!("{}释放，{}", words::day(h.sent.ends_on, today), h.sent.custody_name),
    };
    Step { of: "衔接", word, day: on.map(|d| words::day(d, today)), more }
}

fn assistance(case: &Case, today: Date) -> Step {
    let (file, visit) = (&case.casefile, &case.visit);
    let (word, on) = match (&file.closed, &file.agreement, file.opened_on) {
        (Some(closed), ..) => (format!("已办结：{}", closed.reason.name()), Some(closed.on)),
        (None, Some(Agreement::Signed(on)), _) => ("协议已签".to_owned(), Some(*on)),
        (None, Some(Agreement::Refused(on, _)), _) => ("本人不签协议".to_owned(), Some(*on)),
        (None, None, Some(on)) => ("已建档".to_owned(), Some(on)),
        (None, None, None) => ("尚未开始".to_owned(), None),
    };
    let more = match (visit.last_contact, visit.next_on) {
        (Some(last), Some(next)) => {
            format!("上次联系 {}，约定下次 {}", words::day(last, today), words::day(next, today))
        }
        (Some(last), None) => format!("上次联系 {}，共 {} 次", words::day(last, today), visit.count),
        (None, _) if visit.count > 0 => format!("走访 {} 次，还没有联系上", visit.count),
        (None, _) => "还没有走访".to_owned(),
    };
    Step { of: "帮教", word, day: on.map(|d| words::day(d, today)), more }
}

fn placement(case: &Case, today: Date) -> Step {
    let p = &case.placement;
    let of = "安置";
    match (&p.current, p.ended_on) {
        (Some(now), _) => Step {
            of,
            word: TYPES.iter().find(|(c, _)| *c == now.way).map_or("已安置", |(_, w)| w).to_owned(),
            day: Some(words::day(now.from, today)),
            more: now.place.clone(),
        },
        (None, Some(ended)) => Step {
            of,
            word: "现在没有安置".into(),
            day: None,
            more: format!("上一项结束于 {}", words::day(ended, today)),
        },
        (None, None) => {
            Step {
                of, word: "尚未登记".into(), day: None, more: "本人靠什么生活，知道后登记".into()
            }
        }
    }
}

/// The assistance term, when it runs.
pub(super) fn term(case: &Case) -> Option<String> {
    let term = case.handover.term?;
    Some(format!("{} 至 {}", words::full_day(term.from), words::full_day(term.until)))
}

/// The person, without the number.
pub(super) fn person(person: &Person, case: &Case) -> Vec<Fact> {
    let (who, sent) = (&person.identity, &case.handover.sent);
    let mut facts = vec![fact("性别", sex(who.sex)), fact("出生日期", words::full_day(who.birth))];
    if !person.other_names.is_empty() {
        facts.push(fact("其他姓名", person.other_names.join("、")));
    }
    facts.extend(given("民族", &who.ethnic_group));
    facts.extend(given("文化程度", &who.education));
    facts.extend(given("婚姻", &who.marital_status));
    facts.extend(given("本人电话", &case.casefile.phone).map(dialled));
    facts.extend(given("现住址", &case.casefile.address));
    facts.push(fact("户籍地址", sent.hukou_address.as_str()));
    facts.extend(given("居住地址", &sent.living_address));
    let kin: Vec<&str> =
        [&sent.kin_name, &sent.kin_relation].into_iter().flatten().map(String::as_str).collect();
    if !kin.is_empty() {
        facts.push(fact("家属", kin.join("，")));
    }
    facts.extend(given("家属电话", &sent.kin_phone).map(dialled));
    facts
}

fn dialled(fact: Fact) -> Fact {
    let phone = fact.text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
    Fact { phone, ..fact }
}

/// The sentence as the custodial place sent it.
pub(super) fn sentence(case: &Case) -> Vec<Fact> {
    let sent = &case.handover.sent;
    let mut facts = vec![fact("监所", sent.custody_name.as_str())];
    facts.extend(given("狱内编号", &sent.prison_no));
    facts.push(fact("罪名", sent.offence.as_str()));
    facts.push(fact("刑期", sent.term.as_str()));
    let from = sent.starts_on.map_or_else(String::new, |d| format!("{} ", words::full_day(d)));
    facts.push(fact("起止", format!("{from}至 {}", words::full_day(sent.ends_on))));
    facts.extend(given("危险程度", &sent.risk));
    facts.extend(given("健康", &sent.health));
    facts.extend(given("备注", &sent.note));
    facts
}

/// The timeline, newest first.
pub(super) fn moments(view: &View, today: Date) -> Vec<Moment> {
    let moment = |Line { entry, version, actor }: &Line| Moment {
        version: *version,
        iso: entry.on.to_string(),
        day: words::day(entry.on, today),
        title: entry.title.clone(),
        text: entry.text.clone(),
        by: view.names.get(actor).unwrap_or(actor).clone(),
        key: entry.landmark,
    };
    view.timeline.iter().map(moment).collect()
}

/// Name of the unit in charge and of the worker.
pub(super) fn in_charge(app: &App, case: &Case) -> String {
    let owner = case.owner().map_or("（尚无）", |u| app.service.units.name(u.code()));
    match &case.casefile.worker {
        Some(worker) => format!("{owner} · 责任人 {}", worker.name),
        None => format!("{owner} · 尚未指定责任人"),
    }
}
