//! The timeline's lines for 衔接.

use super::{
    ANSWERS, CATEGORIES, Category, Event, FALSE_FLAGS, LEAVING, RELEASE_GROUNDS, RESULTS, Received, Verified,
    WAYS, entry_verify as check,
    feedback::{ITEMS, RULINGS},
};
use crate::kernel::{Entry, day};
use jiff::civil::Date;

#[expect(clippy::too_many_lines, reason = "one arm for every event, so that none can be forgotten")]
pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Entered { on, sent, .. } => line(
            *on,
            "监所报送",
            format!("{}，{}，{}，刑期至{}", sent.custody_name, sent.offence, sent.term, day(sent.ends_on)),
        ),
        Event::Routed { on, route } => line(*on, "分派", route.reason.clone()),
        Event::EvidenceRecorded(e) => line(e.on, "核实", check::evidence(e)),
        Event::Returned { on, reason, evidence, asked, .. } => {
            line(*on, "退回", check::returned(reason, evidence, asked.as_deref()))
        }
        Event::Verified(v) => line(v.on, "信息核查", verified(v)),
        Event::Answered { on, outcome, letter_no, note, by_bureau, replies } => {
            let said = check::replies(word(ANSWERS, outcome), replies);
            let text = check::by(said, letter_no.as_deref(), *by_bureau);
            line(*on, "监所答复", join(text, note))
        }
        Event::CorrectionAnswered { on, reply, letter_no, by_bureau } => {
            line(*on, "逐项答复", check::by(check::reply(reply), letter_no.as_deref(), *by_bureau))
        }
        Event::DisputeDecided { on, item, ruling, reason, .. } => {
            let text = format!("{}：{}。{reason}", word(ITEMS, item), word(RULINGS, ruling));
            line(*on, "裁定更正争议", text)
        }
        Event::LikenessFound(found) => {
            let text = if found.by == "number" {
                "号码与库中另一人相同"
            } else {
                "姓名和出生日期与库中另一人相同"
            };
            line(found.on, "疑似同一人", text.into())
        }
        Event::LikenessDecided { on, same, reason, .. } => {
            line(*on, if *same { "裁定为同一人" } else { "裁定不是同一人" }, reason.clone())
        }
        Event::TransferProposed { on, reason, .. } => line(*on, "提出移交", reason.clone()),
        Event::TransferDeclined { on, reason } => line(*on, "不接收移交", reason.clone()),
        Event::TransferEnded { on, reason } => line(*on, "裁定不移交", reason.clone()),
        Event::Transferred { on, note, .. } => line(*on, "移交接收", join("由接收的司法所负责".into(), note)),
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
        Event::Graded { on, category, reason } => {
            line(*on, "复核帮教类型", format!("{}。{reason}", word(CATEGORIES, category.code())))
        }
        Event::Withdrawn { on, reason } => line(*on, "名册撤回", reason.clone()),
        Event::DualDecided { on, propose, reason } => {
            line(*on, if *propose { "提出双列管" } else { "不双列管" }, reason.clone())
        }
        Event::ReleaseChanged { on, from, to, ground, letter_no, note, by_bureau } => {
            let text = format!("{}：{}改为{}", word(RELEASE_GROUNDS, ground), day(*from), day(*to));
            line(*on, "变更释放日期", join(check::by(text, letter_no.as_deref(), *by_bureau), note))
        }
        Event::LeftList { on, ground, agency, reason, letter_no, by_bureau } => {
            let mut text = word(LEAVING, ground).to_owned();
            if let Some(agency) = agency {
                text = format!("{text}，由{agency}接收");
            }
            line(*on, "离开名册", join(check::by(text, letter_no.as_deref(), *by_bureau), reason))
        }
        Event::BackOnList { on, reason } => line(*on, "回到名册", reason.clone()),
        Event::LeaveConfirmed { on, received_by, note } => {
            let by = received_by.as_ref().map_or_else(|| "已确认".to_owned(), |by| format!("{by}已接收"));
            line(*on, "确认离开名册", join(by, note))
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
    check::corrections(text, &v.corrections)
}
