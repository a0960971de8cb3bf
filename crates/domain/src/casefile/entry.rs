//! The timeline's lines for the file.
//! Words of the person are shown as he said them; nothing is added or judged.

use super::Event;
use crate::kernel::{Entry, day};
use jiff::civil::Date;

pub(super) fn entry(event: &Event) -> Entry {
    let line = |on: &Date, title: &str, text: String, landmark| Entry {
        on: *on,
        title: title.to_owned(),
        text,
        landmark,
    };
    let list = |parts: [&Option<String>; 4]| {
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("。")
    };
    match event {
        Event::Opened { on, phone, address, family, note } => {
            line(on, "建档", list([address, phone, family, note]), false)
        }
        Event::Assigned { on, worker } => line(on, "指定责任人", worker.name.clone(), false),
        Event::Unassigned { on } => line(on, "责任人待定", "档案移交他所，由接收的司法所指定".into(), false),
        Event::AgreementSigned { on, relative, community } => line(
            on,
            "签订帮教协议",
            list([&Some("已说明自愿原则与随时退出".into()), relative, community, &None]),
            true,
        ),
        Event::AgreementRefused { on, words, again_on } => {
            let again = again_on.map_or_else(String::new, |d| format!("（约定{}再谈）", day(d)));
            line(on, "本人不签协议", format!("{words}{again}"), false)
        }
        Event::Closed { on, reason, told } => {
            line(on, "办结", list([&Some(reason.name().into()), told, &None, &None]), true)
        }
    }
}
