//! What an office found while verifying, thing by thing, and what is to be corrected because of it (F1, C5).
//! Evidence says who said it, when and how. A correction keeps old and new content until the custodial
//! place accepted it, or the bureau decided what the custodial place disputes (T3, SC-03).
//! Must never know: who may record it, the identity number as it is kept of the person.

use jiff::civil::Date;
use reference::id_number::IdNumber;
use serde::{Deserialize, Serialize};

/// What is checked, one thing at a time (F1).
pub const ITEMS: &[(&str, &str)] = &[
    ("name", "姓名"),
    ("id_number", "身份号码"),
    ("hukou_address", "户籍地址"),
    ("living_address", "居住地址"),
    ("kin", "家庭联系人"),
    ("kin_phone", "家属电话"),
    ("children", "未成年子女"),
    ("housing", "住房"),
    ("income", "收入来源"),
];
/// Things that the custodial place's record holds: only these can be corrected in it.
pub const CORRECTABLE: [&str; 6] =
    ["name", "id_number", "hukou_address", "living_address", "kin", "kin_phone"];
/// What came of asking.
pub const OUTCOMES: &[(&str, &str)] = &[("same", "一致"), ("differs", "不一致"), ("unknown", "未能核实")];
/// Who said it.
pub const ORGANS: &[(&str, &str)] = &[
    ("police", "派出所"),
    ("village", "村（居）委会"),
    ("family", "家属"),
    ("self", "本人"),
    ("other", "其他"),
];
/// Organs of which at least one is asked before a record is called "not ours" (G2).
pub const WITNESSES: &[(&str, &str)] = &[("police", "派出所"), ("village", "村（居）委会")];
/// How it was asked.
pub const MEANS: &[(&str, &str)] =
    &[("visit", "上门"), ("phone", "电话"), ("letter", "函"), ("system", "系统查询")];
/// What the custodial place says to one correction.
pub const REPLIES: &[(&str, &str)] =
    &[("accept", "接受"), ("other", "更正为其他内容"), ("dispute", "有异议")];
/// What the bureau decides about a disputed correction.
pub const RULINGS: &[(&str, &str)] =
    &[("office", "采用司法所核查的内容"), ("custody", "采用监所的内容"), ("again", "由司法所再核查")];

/// One thing that was checked.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The day on which it was said.
    pub on: Date,
    /// What was checked: a code of [`ITEMS`].
    pub item: String,
    /// A code of [`OUTCOMES`].
    pub outcome: String,
    /// The right content, where it is known.
    pub correct: Option<String>,
    /// Who said it: a code of [`ORGANS`].
    pub organ: String,
    /// The person's name.
    pub said_by: String,
    /// A code of [`MEANS`].
    pub means: String,
    /// More in words.
    pub note: Option<String>,
}

/// A correction that the feedback asks for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// One of [`CORRECTABLE`].
    pub item: String,
    /// As the custodial place sent it; `None` where nothing was sent, and for the identity number, which only
    /// the person's own stream holds.
    pub old: Option<String>,
    /// As it should be; `None` where it is known to be wrong only.
    pub new: Option<String>,
}

/// What the custodial place says to one correction.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The correction.
    pub item: String,
    /// Taken over, as asked or with another content; disputed otherwise.
    pub accepted: bool,
    /// The content from now on, where it was accepted.
    pub value: Option<String>,
    /// In words.
    pub text: Option<String>,
}

/// One correction and how far it has come.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What is asked.
    pub asked: Asked,
    /// The answer.
    pub reply: Option<Reply>,
    /// Disputed since that day.
    pub disputed_on: Option<Date>,
    /// The bureau's decision: a code of [`RULINGS`].
    pub ruling: Option<String>,
}

/// Evidence and corrections of a record.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// Collected for the next feedback.
    pub evidence: Vec<Evidence>,
    /// On which the last feedback rests.
    pub checked: Vec<Evidence>,
    /// Corrections of the last feedback.
    pub corrections: Vec<Correction>,
    /// How often feedback was given: an answer belongs to one of them.
    pub rounds: u32,
}

/// A content as it may be shown: of an identity number only the ends, as everywhere.
pub fn shown(item: &str, value: &str) -> String {
    match (item, IdNumber::parse(value)) {
        ("id_number", Ok(number)) => number.masked(),
        _ => value.to_owned(),
    }
}

impl Asked {
    /// What is to be corrected, in a line.
    pub fn label(&self) -> String {
        let part = |value: &Option<String>, none: &str| {
            value.as_ref().map_or_else(|| none.to_owned(), |v| shown(&self.item, v))
        };
        let name = super::word(ITEMS, &self.item);
        let none = if self.item == "id_number" { "报送的号码" } else { "（空）" };
        format!("{name}：{} → {}", part(&self.old, none), part(&self.new, "（请监所查明）"))
    }
}

impl Feedback {
    /// Corrections without an answer.
    pub fn open(&self) -> impl Iterator<Item = &Asked> {
        self.corrections.iter().filter(|c| c.reply.is_none()).map(|c| &c.asked)
    }

    /// Disputed corrections that wait for the bureau, with the day since when.
    pub fn disputes(&self) -> impl Iterator<Item = (&Correction, Date)> {
        self.corrections.iter().filter(|c| c.ruling.is_none()).filter_map(|c| c.disputed_on.map(|on| (c, on)))
    }

    /// The disputed correction of an item.
    pub fn disputed(&self, item: &str) -> Option<&Correction> {
        self.disputes().map(|(c, _)| c).find(|c| c.asked.item == item)
    }

    /// Whether police or village were asked since the record came (G2).
    pub(super) fn witnessed(&self) -> bool {
        self.evidence.iter().any(|e| WITNESSES.iter().any(|(code, _)| *code == e.organ))
    }

    /// The last word about each thing that somebody could tell, in the order of [`ITEMS`].
    pub(super) fn latest(&self) -> impl Iterator<Item = &Evidence> {
        let last = |item: &str| self.evidence.iter().rev().find(|e| e.item == item && e.outcome != "unknown");
        ITEMS.iter().filter_map(move |(item, _)| last(item))
    }

    pub(super) fn close(&mut self, asked: &[Asked]) {
        self.rounds += 1;
        self.checked = std::mem::take(&mut self.evidence);
        let open =
            |asked: &Asked| Correction { asked: asked.clone(), reply: None, disputed_on: None, ruling: None };
        self.corrections = asked.iter().map(open).collect();
    }

    pub(super) fn reply(&mut self, on: Date, reply: &Reply) {
        for correction in self.corrections.iter_mut().filter(|c| c.asked.item == reply.item) {
            correction.disputed_on = (!reply.accepted).then_some(on);
            correction.reply = Some(reply.clone());
        }
    }

    pub(super) fn rule(&mut self, item: &str, ruling: &str) {
        for correction in self.corrections.iter_mut().filter(|c| c.asked.item == item) {
            correction.ruling = Some(ruling.to_owned());
        }
    }
}

redacted!(Evidence, Asked, Reply, Correction, Feedback);
