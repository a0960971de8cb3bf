//! A case as its page shows it: texts only, made here, so that the template never computes.
//! Must never know: HTTP, which commands exist.

use crate::{App, words};
use domain::{
    case::Case,
    casefile::Agreement,
    handover::{Arrival, Category},
    person::Person,
    placement::{self, WITHOUT},
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
    /// A later line stands in for it.
    pub(super) struck: bool,
    /// Which visit this is, where the reader may correct it.
    pub(super) correct: Option<u32>,
}

fn fact(label: &'static str, text: impl Into<String>) -> Fact {
    Fact { label, text: text.into(), phone: false }
}

fn given<'a>(label: &'static str, text: impl Into<Option<&'a String>>) -> Option<Fact> {
    text.into().map(|t| fact(label, t.as_str()))
}

/// Marks beside the name: where the case stands, grade, what the custodial place stated.
pub(super) fn marks(case: &Case) -> Vec<Mark> {
    let sent = &case.handover.sent;
    let mut marks = vec![Mark { tone: "note", word: case.standing().name().to_owned() }];
    if let Some(ground) = case.sealed() {
        marks.push(Mark { tone: "late", word: ground.name().into() });
    }
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
    if case.casefile.profile.discreet == Some(true) {
        marks.push(Mark { tone: "soon", word: "希望低调联系".into() });
    }
    if case.casefile.minimum.is_some() {
        marks.push(Mark { tone: "", word: "本人不愿建档，只留最少内容".into() });
    }
    if case.visit.moved.is_some() {
        marks.push(Mark { tone: "soon", word: "走访已改期".into() });
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
    let more = match visit.attempts {
        0 | 1 => more,
        n if visit.last_contact.is_some() => format!("{more}；最近 {n} 次没有联系上"),
        _ => more,
    };
    Step { of: "帮教", word, day: on.map(|d| words::day(d, today)), more }
}

fn placement(case: &Case, today: Date) -> Step {
    let p = &case.placement;
    let of = "安置";
    if let Some(without) = &p.without {
        let why = WITHOUT.iter().find(|(c, _)| *c == without.reason).map_or("", |(_, w)| w);
        let day = Some(words::day(without.on, today));
        return Step { of, word: "现在没有安置".into(), day, more: why.into() };
    }
    match (&p.current, p.ended_on) {
        (Some(now), _) => Step {
            of,
            word: placement::named(&now.way, now.sort.as_deref()),
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
    facts.extend(given("民族", who.ethnic_group.as_ref()));
    let (file, page) = (&case.casefile, &case.casefile.profile);
    facts.extend(given("文化程度", page.education.as_ref().or(who.education.as_ref())));
    facts.extend(given("婚姻", page.marital_status.as_ref().or(who.marital_status.as_ref())));
    facts.extend(given("本人电话", file.phone.as_ref()).map(dialled));
    facts.extend(given("另一个电话", page.other_phone.as_ref()).map(dialled));
    facts.extend(given("方便联系", page.contact_time.as_ref()));
    facts.extend(given("约定联系", file.contact.as_ref()));
    facts.extend(given("现住址", case.casefile.address.as_ref()));
    facts.push(fact("户籍地址", sent.hukou_address.as_str()));
    facts.extend(given("居住地址", sent.living_address.as_ref()));
    let kin: Vec<&str> =
        [&sent.kin_name, &sent.kin_relation].into_iter().flatten().map(String::as_str).collect();
    if !kin.is_empty() {
        facts.push(fact("家属", kin.join("，")));
    }
    facts.extend(given("家属电话", page.kin_phone.as_ref().or(sent.kin_phone.as_ref())).map(dialled));
    facts.extend(given("家庭情况", page.family.as_ref()));
    facts.extend(given("健康", page.health.as_ref()));
    facts.extend(file.rights_told_on.map(|on| fact("已告知权利", words::full_day(on))));
    facts
}

fn dialled(fact: Fact) -> Fact {
    Fact { phone: is_phone(&fact.text), ..fact }
}

/// Whether a text can be dialled as it stands.
pub(super) fn is_phone(text: &str) -> bool {
    text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+')
}

/// The sentence as the custodial place sent it.
pub(super) fn sentence(case: &Case) -> Vec<Fact> {
    let sent = &case.handover.sent;
    let mut facts = vec![fact("监所", sent.custody_name.as_str())];
    facts.extend(given("狱内编号", sent.prison_no.as_ref()));
    facts.push(fact("罪名", sent.offence.as_str()));
    facts.extend(sent.offence_on.map(|on| fact("犯罪日期", words::full_day(on))));
    facts.push(fact("刑期", sent.term.as_str()));
    let from = sent.starts_on.map_or_else(String::new, |d| format!("{} ", words::full_day(d)));
    facts.push(fact("起止", format!("{from}至 {}", words::full_day(sent.ends_on))));
    facts.extend(given("危险程度", sent.risk.as_ref()));
    facts.extend(given("健康", sent.health.as_ref()));
    facts.extend(given("备注", sent.note.as_ref()));
    facts
}

/// The timeline, newest first. `correctable` are the visits that the reader may correct.
pub(super) fn moments(view: &View, today: Date, correctable: &[(String, String)]) -> Vec<Moment> {
    let correct = |line: &Line| {
        let is_visit = line.of.0 == "visit.recorded" && !line.struck;
        let number = line.of.1.to_string();
        (is_visit && correctable.iter().any(|(n, _)| *n == number)).then_some(line.of.1)
    };
    let moment = |line: &Line| Moment {
        version: line.version,
        iso: line.entry.on.to_string(),
        day: words::day(line.entry.on, today),
        title: line.entry.title.clone(),
        text: line.entry.text.clone(),
        by: view.names.get(&line.actor).unwrap_or(&line.actor).clone(),
        key: line.entry.landmark && !line.struck,
        struck: line.struck,
        correct: correct(line),
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
