//! The timeline's lines for 衔接.

use super::{ANSWERS, Category, Event, FALSE_FLAGS, RESULTS, Received, Verified, WAYS};
use crate::kernel::{Entry, day};
use jiff::civil::Date;

pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Entered { on, sent, .. } => line(
            *on,
            "监所报送",
            format!("{}，{}，{}，刑期至{}", sent.custody_name, sent.offence, sent.term, day(sent.ends_on)),
        ),
        Event::Routed { on, route } => line(*on, "分派", route.reason.clone()),
        Event::Returned { on, reason, evidence, .. } => {
            line(*on, "退回", format!("{reason}（已核实：{evidence}）"))
        }
        Event::Verified(v) => line(v.on, "信息核查", verified(v)),
        Event::Answered { on, outcome, letter_no, note, by_bureau } => {
            let mut text = word(ANSWERS, outcome).to_owned();
            if let Some(no) = letter_no {
                text = format!("{text}，来函 {no}");
            }
            if *by_bureau {
                text.push_str("（司法局代录）");
            }
            line(*on, "监所答复", join(text, note))
        }
        Event::Received(r) => landmark(r.on, "接回", key(received(r), r.category)),
        Event::SelfReturned { on, reason, category, .. } => {
            landmark(*on, "自返报到", key(reason.clone(), *category))
        }
        Event::RefusedCollection { on, witnesses, reason, control, .. } => {
            let text = join(format!("见证人：{witnesses}"), reason);
            let told = control.as_ref().map(|c| format!("有管控措施，已告知派出所：{}", c.police_told));
            landmark(*on, "本人不愿被接", join(text, &told))
        }
        Event::NotArrived { on, note, .. } => line(*on, "释放后未到", note.clone()),
        Event::Traced { on, told } => line(*on, "查找", told.clone()),
        Event::ReportedUpward { on, letter_no, to } => {
            line(*on, "上报外市人员", format!("{letter_no}，报{to}"))
        }
        Event::UpwardReceipted { on, note } => line(*on, "上级回执", join("已接收".into(), note)),
        Event::DualDecided { on, propose, reason } => {
            line(*on, if *propose { "提出双列管" } else { "不双列管" }, reason.clone())
        }
    }
}

fn line(on: Date, title: &str, text: String) -> Entry {
    Entry { on, title: title.to_owned(), text, landmark: false }
}

fn landmark(on: Date, title: &str, text: String) -> Entry {
    Entry { landmark: true, ..line(on, title, text) }
}

/// The Chinese word of a code; the code itself where the list no longer has it.
pub fn word<'a>(list: &[(&'a str, &'a str)], code: &'a str) -> &'a str {
    list.iter().find(|(c, _)| *c == code).map_or(code, |(_, w)| *w)
}

fn join(text: String, more: &Option<String>) -> String {
    match more {
        Some(more) => format!("{text}。{more}"),
        None => text,
    }
}

fn key(text: String, category: Category) -> String {
    match category {
        Category::Key => format!("{text}（重点帮教对象）"),
        Category::Ordinary => text,
    }
}

fn received(r: &Received) -> String {
    let early = r.planned_on.filter(|planned| r.on < *planned);
    let early = early.map(|planned| format!("提前释放，原定{}", day(planned)));
    let headcount = r.headcount.map(|n| format!("到场 {n} 人"));
    let part = |label: &str, text: &Option<String>| text.as_ref().map(|t| format!("{label}{t}"));
    let money = r.money_fen.map(|fen| format!("钱款 {}.{:02} 元", fen / 100, fen % 100));
    let parts = [
        early,
        r.present.clone(),
        part("家属：", &r.relatives),
        part("工作人员：", &r.staff),
        headcount,
        part("", &r.place),
        part("交接单 ", &r.slip_no),
        part("签字：", &r.signatories),
        part("文书：", &r.documents),
        part("物品：", &r.belongings),
        money,
        r.health.clone(),
        r.note.clone(),
    ];
    parts.iter().fold(word(WAYS, &r.way).to_owned(), join)
}

fn verified(v: &Verified) -> String {
    let mut text = word(RESULTS, &v.result).to_owned();
    if !v.false_flags.is_empty() {
        let flags: Vec<&str> = v.false_flags.iter().map(|f| word(FALSE_FLAGS, f)).collect();
        text = format!("{text}；{}", flags.join("、"));
    }
    let corrected = [
        ("户籍地址更正为", &v.hukou_address),
        ("居住地址更正为", &v.living_address),
        ("家属电话更正为", &v.kin_phone),
        ("", &v.correction),
        ("派出所：", &v.police_opinion),
        ("村居：", &v.village_opinion),
        ("家属：", &v.family),
    ];
    for (label, value) in corrected {
        if let Some(value) = value {
            text = format!("{text}；{label}{value}");
        }
    }
    text
}
