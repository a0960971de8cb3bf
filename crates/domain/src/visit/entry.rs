//! The timeline's lines for visits.
//! Must never know: what follows from them.

use super::{
    event::{Event, Recorded},
    specs::{NEEDS, OUTCOMES, REASONS, RESULTS, WAYS},
};
use crate::{
    handover::word,
    kernel::{Entry, day},
};
use jiff::civil::Date;

pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Recorded(v) => Entry { landmark: v.result == "met", ..line(v.on, "走访", recorded(v)) },
        Event::Corrected { on, visit, reason, record } => {
            let text = format!("第 {visit} 次走访（{}），{reason}。{}", day(record.on), recorded(record));
            line(*on, "更正走访记录", text)
        }
        Event::Moved { on, moved } => {
            let note = moved.note.as_ref().map(|n| format!("。{n}")).unwrap_or_default();
            let (from, to) = (day(moved.from), day(moved.to));
            line(*on, "走访改期", format!("{}：由{from}改到{to}{note}", word(REASONS, &moved.reason)))
        }
        Event::NeedAnswered { on, need, outcome, measure } => {
            let text = format!("{}：{}。{measure}", word(NEEDS, need), word(OUTCOMES, outcome));
            line(*on, "回应需要", text)
        }
        Event::AbnormalAnswered { on, measure } => line(*on, "处置异常", measure.clone()),
    }
}

fn line(on: Date, title: &str, text: String) -> Entry {
    Entry { on, title: title.to_owned(), text, landmark: false }
}

fn recorded(v: &Recorded) -> String {
    let mut parts = vec![format!("{}　{}　{}", v.visitor, word(WAYS, &v.way), word(RESULTS, &v.result))];
    parts.extend(v.remote_reason.as_deref().map(|r| format!("没有见面：{}", word(REASONS, r))));
    parts.extend(v.place.clone());
    parts.extend(v.present.as_ref().map(|p| format!("在场：{p}")));
    parts.extend(v.note.as_ref().map(|note| note.trim_end_matches('。').to_owned()));
    if !v.needs.is_empty() {
        let needs: Vec<&str> = v.needs.iter().map(|n| word(NEEDS, n)).collect();
        let note = v.need_note.as_ref().map(|n| format!("（{n}）")).unwrap_or_default();
        parts.push(format!("需要：{}{note}", needs.join("、")));
    }
    if v.abnormal {
        parts.push("有异常，已告所长".into());
    }
    parts.join("。")
}
