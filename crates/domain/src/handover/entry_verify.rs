//! The timeline's words for 核查 and 监所答复: evidence, corrections, replies.

use super::{
    entry::word,
    feedback::{Asked, Evidence, ITEMS, MEANS, ORGANS, OUTCOMES, Reply, WITNESSES, shown},
};

pub(super) fn evidence(e: &Evidence) -> String {
    let mut text = format!("{}{}", word(ITEMS, &e.item), word(OUTCOMES, &e.outcome));
    if let Some(correct) = &e.correct {
        text = format!("{text}，应为{}", shown(&e.item, correct));
    }
    let source = format!("{}{}，{}", word(ORGANS, &e.organ), e.said_by, word(MEANS, &e.means));
    let text = format!("{text}（{source}）");
    match &e.note {
        Some(note) => format!("{text}。{note}"),
        None => text,
    }
}

pub(super) fn returned(reason: &str, evidence: &str, asked: Option<&str>) -> String {
    match asked {
        Some(organ) => format!("{reason}（已向{}核实：{evidence}）", word(WITNESSES, organ)),
        None => format!("{reason}（已核实：{evidence}）"),
    }
}

/// What is said of each correction besides those that the form itself names.
pub(super) fn corrections(text: String, asked: &[Asked]) -> String {
    let named = ["hukou_address", "living_address", "kin_phone"];
    let more = asked.iter().filter(|c| c.new.is_none() || !named.contains(&c.item.as_str()));
    more.fold(text, |text, c| match &c.new {
        Some(new) => format!("{text}；{}更正为{}", word(ITEMS, &c.item), shown(&c.item, new)),
        None => format!("{text}；{}不符，请监所查明", word(ITEMS, &c.item)),
    })
}

pub(super) fn reply(reply: &Reply) -> String {
    let text = match (reply.accepted, &reply.value) {
        (true, Some(value)) => format!("{}更正为{}", word(ITEMS, &reply.item), shown(&reply.item, value)),
        (true, None) => format!("{}接受更正", word(ITEMS, &reply.item)),
        (false, _) => format!("{}有异议", word(ITEMS, &reply.item)),
    };
    match &reply.text {
        Some(more) => format!("{text}：{more}"),
        None => text,
    }
}

pub(super) fn replies(outcome: &str, replies: &[Reply]) -> String {
    replies
        .iter()
        .fold(outcome.to_owned(), |text, r| format!("{text}；{}", reply(&Reply { text: None, ..r.clone() })))
}

/// From which letter, and by whom it was recorded.
pub(super) fn by(mut text: String, letter_no: Option<&str>, by_bureau: bool) -> String {
    if let Some(no) = letter_no {
        text = format!("{text}，来函 {no}");
    }
    if by_bureau {
        text.push_str("（司法行政机关代录）");
    }
    text
}
