//! The timeline's lines for the file.
//! Words of the person are shown as he said them; nothing is added or judged.

use super::{Event, GROUNDS, MEANS, Member, PLACES, Profile, TEAM_ROLES, Terms, Wish};
use crate::{
    handover::word,
    kernel::{Entry, day},
};
use jiff::civil::Date;

const RIGHTS: &str = "已告知可查询、更正自己的信息";

pub(super) fn entry(event: &Event) -> Entry {
    match event {
        Event::Opened { on, phone, address, family, note, more } => {
            let page = page(phone, address, more.as_deref());
            line(*on, "建档", list([Some(page), family.clone(), note.clone()]), false)
        }
        Event::Updated { on, reason, phone, address, more } => {
            let page = page(phone, address, Some(more));
            line(*on, "更新登记表", list([Some(reason.clone()), Some(page), more.family.clone()]), false)
        }
        Event::Assigned { on, worker, load, reason } => {
            let text = list([Some(worker.name.clone()), load.clone(), reason.clone()]);
            line(*on, "指定责任人", text, false)
        }
        Event::Unassigned { on } => {
            line(*on, "责任人待定", "档案移交他所，由接收的司法所指定".to_owned(), false)
        }
        Event::AgreementSigned { on, relative, community, terms } => {
            let voluntary = "已说明自愿原则与随时退出".to_owned();
            let parties = [Some(voluntary), relative.clone(), community.clone()];
            let terms = terms.as_ref().map(|t| signed(t));
            line(*on, "签订帮教协议", list(parties.into_iter().chain([terms])), true)
        }
        Event::AgreementRefused { on, words, again_on, wish } => {
            let left = wish.as_ref().is_some_and(|w| w.left == Some(true));
            let again = again_on.map_or_else(String::new, |d| format!("（{}再谈）", day(d)));
            let wish = wish.as_ref().map(|w| wanted(w));
            let title = if left { "本人退出协议" } else { "本人不签协议" };
            line(*on, title, list([Some(format!("{words}{again}")), wish]), false)
        }
        Event::TeamJoined { on, member } => line(*on, "加入帮教小组", who(member), false),
        Event::TeamLeft { on, name, reason, .. } => {
            line(*on, "退出帮教小组", list([Some(name.clone()), reason.clone()]), false)
        }
        Event::Closed { on, reason, told } => {
            line(*on, "办结", list([Some(reason.name().to_owned()), told.clone()]), true)
        }
    }
}

fn line(on: Date, title: &str, text: String, landmark: bool) -> Entry {
    Entry { on, title: title.to_owned(), text, landmark }
}

fn list(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("。")
}

fn page(phone: &Option<String>, address: &Option<String>, more: Option<&Profile>) -> String {
    let labelled = |label: &str, text: &Option<String>| text.as_ref().map(|t| format!("{label}{t}"));
    let mut parts = vec![address.clone(), phone.clone()];
    if let Some(m) = more {
        parts.extend([
            labelled("另一个电话：", &m.other_phone),
            labelled("家属电话：", &m.kin_phone),
            labelled("文化程度：", &m.education),
            labelled("婚姻：", &m.marital_status),
            labelled("方便联系：", &m.contact_time),
            m.discreet.filter(|d| *d).map(|_| "希望低调联系".to_owned()),
            m.health.as_ref().map(|h| {
                let ground = m.health_ground.as_deref().unwrap_or_default();
                format!("健康：{h}（{}）", word(GROUNDS, ground))
            }),
            m.rights_told.filter(|t| *t).map(|_| RIGHTS.to_owned()),
        ]);
    }
    list(parts)
}

fn signed(terms: &Terms) -> String {
    let means = terms.how.as_deref().map(|h| word(MEANS, h).to_owned());
    let place = terms.place.as_deref().map(|p| word(PLACES, p).to_owned());
    let no = terms.paper_no.as_ref().map(|n| format!("协议编号 {n}"));
    let told = terms.rights_told.filter(|t| *t).map(|_| RIGHTS.to_owned());
    list([means, place, no, told])
}

fn wanted(wish: &Wish) -> String {
    let contact = wish.contact.as_ref().map(|c| format!("约定联系：{c}"));
    let by = wish.contact_by.as_ref().map(|b| format!("由{b}联系"));
    let least =
        wish.ground.as_deref().map(|g| format!("本人不愿建档，只保留最少内容（{}）", word(GROUNDS, g)));
    let told = wish.rights_told.filter(|t| *t).map(|_| RIGHTS.to_owned());
    list([contact, by, least, told])
}

fn who(member: &Member) -> String {
    let organ = member.organ.as_ref().map(|o| format!("，{o}")).unwrap_or_default();
    format!("{}（{}{organ}）", member.name, word(TEAM_ROLES, &member.role))
}
