//! The timeline's lines for the papers before release.

use super::{DANGER, Event, TOLD, Told, WAYS};
use crate::{
    handover::word,
    kernel::{Entry, day},
};
use jiff::civil::Date;

pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Sent(n) => {
            let title = if n.corrected { "通知书（更正）" } else { "释放通知书" };
            let no = n.letter_no.as_ref().map(|no| format!("文号 {no}"));
            let release = Some(format!("释放日期{}", day(n.for_release)));
            line(n.on, title, [release, no, n.correction.clone(), n.changes.clone(), n.behaviour.clone()])
        }
        Event::Assessed(a) => {
            let danger = Some(format!("危险性{}", word(DANGER, &a.danger)));
            let parts = [Some(a.behaviour.clone()), danger, a.difficulties.clone(), Some(a.measures.clone())];
            line(a.on, "综合评估", parts)
        }
        Event::Receipted(r) => {
            let no = r.letter_no.as_ref().map(|no| format!("文号 {no}"));
            let scan = r.scan.as_ref().map(|_| "附扫描件".to_owned());
            line(r.on, "寄回回执", [Some(format!("{}签收", r.received_by)), no, scan])
        }
        Event::Forwarded(f) => {
            line(f.on, "转送通知书", [Some(format!("{}释放，转给负责的司法所", day(f.for_release)))])
        }
        Event::FamilyTold(t) => line(t.on, "告知家属", told(t)),
        Event::VillageTold(t) => line(t.on, "告知村居", told(t)),
    }
}

fn told(t: &Told) -> [Option<String>; 4] {
    let how = t.how.as_ref().map(|how| word(WAYS, how).to_owned());
    [Some(word(TOLD, &t.result).to_owned()), t.who.clone(), how, t.note.clone()]
}

fn line(on: Date, title: &str, parts: impl IntoIterator<Item = Option<String>>) -> Entry {
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("。");
    Entry { on, title: title.to_owned(), text, landmark: false }
}
