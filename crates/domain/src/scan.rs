//! 材料: pictures attached to a case – scans of papers, photos, signatures drawn on a screen (F5, F7, F9). The
//! case knows of each what it shows, who attached it and the address of its bytes; the bytes lie elsewhere.
//! A wrong picture is withdrawn: no longer shown, but that it was there stays. Signing is voluntary; nothing
//! is owed because a picture is missing.
//! Must never know: bytes, keys, how a picture is read.

use crate::{
    case::{Case, CaseEvent, Column},
    command::{Kind, Spec, may, must},
    handover::word,
    kernel::{Actor, Ctx, Entry, Refusal, Role, refuse, refuse_field},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a picture shows.
pub const KINDS: &[(&str, &str)] = &[
    ("id_card", "身份证"),
    ("judgment", "判决书"),
    ("certificate", "释放证明"),
    ("notice", "通知书"),
    ("receipt", "回执"),
    ("assessment", "综合评估意见"),
    ("handover_slip", "交接单"),
    ("handover_photo", "交接合影"),
    ("signature_prison", "监所签名"),
    ("signature_locality", "接收方签名"),
    ("signature_person", "本人签名"),
    ("agreement", "帮教协议"),
    ("refusal", "拒绝签订说明"),
    ("visit_photo", "走访照片"),
    ("visit_signature", "走访签名"),
    ("evidence", "核查材料"),
    ("letter", "来往函件"),
    ("other", "其他"),
];

/// Kinds that can be drawn on the screen.
const SIGNATURES: &[&str] =
    &["signature_prison", "signature_locality", "signature_person", "visit_signature"];
/// Kinds between the custodial place and the locality: what the place may attach, and all that it sees.
/// Assistance afterwards is none of its business.
const OF_CUSTODY: &[&str] = &[
    "id_card",
    "judgment",
    "certificate",
    "notice",
    "receipt",
    "assessment",
    "handover_slip",
    "handover_photo",
    "signature_prison",
    "signature_locality",
    "signature_person",
    "letter",
];
/// Kinds that a bureau above the owner holds and the owner does not.
const OF_BUREAU: &[&str] = &["letter", "evidence"];
/// How many pictures one case holds, withdrawn ones included: a bound of the program, so that nobody can
/// fill the disk through one case. A thick paper file has some forty sheets.
pub const AT_MOST: usize = 200;

/// One picture.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Content address of the bytes kept; unique in the case.
    pub id: String,
    /// What it shows ([`KINDS`]).
    pub kind: String,
    /// A few words on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day on which it was attached.
    pub on: Date,
    /// The account that attached it.
    pub by: String,
    /// Keyed fingerprint of the file as it was sent, before it was encoded anew: the same file is known again.
    pub hash: String,
    /// Bytes kept.
    pub size: u64,
    /// Media type kept.
    pub media: String,
    /// Drawn on the screen by hand, not photographed or scanned.
    pub by_hand: bool,
}

impl Item {
    /// The Chinese name of what it shows.
    pub fn name(&self) -> &str {
        word(KINDS, &self.kind)
    }

    /// Whether somebody of that role who sees the case is shown this picture too.
    pub fn is_shown_to(&self, role: Role) -> bool {
        role != Role::Prison || OF_CUSTODY.contains(&self.kind.as_str())
    }
}

/// What this column knows.
#[derive(Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Attached and not withdrawn, in the order in which they came.
    pub items: Vec<Item>,
    /// Addresses of those withdrawn: their bytes stay as long as the file stays.
    pub withdrawn: BTreeSet<String>,
}

impl State {
    /// Whether a picture of that kind is attached.
    pub fn has(&self, kind: &str) -> bool {
        self.of(kind).next().is_some()
    }

    /// The pictures of a kind, in the order in which they came.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The picture of an address, unless it was withdrawn.
    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Every address whose bytes must be kept.
    pub fn addresses(&self) -> BTreeSet<&str> {
        self.items
            .iter()
            .map(|item| item.id.as_str())
            .chain(self.withdrawn.iter().map(String::as_str))
            .collect()
    }
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Attached { on: Date, item: Item },
    Withdrawn { on: Date, id: String, what: String, reason: String },
}

/// The bytes that were kept, as the services tell of them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Content {
    pub id: String,
    pub hash: String,
    pub size: u64,
    pub media: String,
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    /// Given by the services: they have the bytes.
    Attach {
        content: Content,
        kind: String,
        title: Option<String>,
        #[serde(default)]
        by_hand: bool,
    },
    WithdrawScan {
        id: String,
        reason: String,
    },
}

/// What is asked beside the picture itself. No command of its own: it comes with bytes, through the services.
pub static ATTACH: Spec = Spec {
    name: "attach-scan",
    title: "附上材料",
    help: "上传证件、文书的照片或扫描件，或者在屏幕上签名。系统去掉照片里的位置等附带信息，加密保存。",
    who: &[Role::OfficeWorker, Role::OfficeHead, Role::District, Role::City, Role::Prison],
    answers: false,
    fields: &[
        must("kind", "类别", Kind::Choice(KINDS), ""),
        may("title", "说明", Kind::Text(60), "如：第 2 页、背面"),
        may("by_hand", "屏幕手写", Kind::YesNo, ""),
    ],
};

/// The kinds that the actor may attach to the case; empty for who may attach none.
pub fn kinds_for(case: &Case, actor: &Actor) -> Vec<(&'static str, &'static str)> {
    KINDS.iter().copied().filter(|(kind, _)| case.is_open() && may_attach(case, actor, kind)).collect()
}

/// Whether a kind can be drawn on the screen.
pub fn is_signature(kind: &str) -> bool {
    SIGNATURES.contains(&kind)
}

fn may_attach(case: &Case, actor: &Actor, kind: &str) -> bool {
    let above = case.owner().is_some_and(|owner| *owner != actor.unit && actor.unit.covers(owner));
    ATTACH.who.contains(&actor.role)
        && (case.owner() == Some(&actor.unit)
            || case.handover.custody_sees()
                && case.handover.custody() == Some(&actor.unit)
                && OF_CUSTODY.contains(&kind)
            || above && OF_BUREAU.contains(&kind))
}

impl Column for State {
    type Command = Command;
    type Event = Event;
    const NAME: &'static str = "scan";
    const COMMANDS: &'static [Spec] = &[Spec {
        name: "withdraw-scan",
        title: "撤下材料",
        help: "附错了的图片从档案里撤下，不再显示；谁附上、谁撤下、为什么，仍有记录。",
        who: &[Role::OfficeWorker, Role::OfficeHead],
        answers: false,
        fields: &[
            must("id", "材料", Kind::Listed("scan"), ""),
            must("reason", "原因", Kind::Text(200), "如：附错了人、看不清已重拍"),
        ],
    }];

    fn decide(case: &Case, command: Command, ctx: &Ctx<'_>) -> Result<Vec<CaseEvent>, Refusal> {
        let event = match command {
            Command::Attach { content, kind, title, by_hand } => {
                may_take(case, &content, &kind, by_hand, ctx.actor)?;
                let Content { id, hash, size, media } = content;
                let by = ctx.actor.account.clone();
                Event::Attached {
                    on: ctx.today,
                    item: Item { id, kind, title, on: ctx.today, by, hash, size, media, by_hand },
                }
            }
            Command::WithdrawScan { id, reason } => {
                case.owned_by(ctx.actor)?;
                let Some(item) = case.scan.get(&id) else {
                    return refuse_field("id", "no_such_scan", "没有这份材料，可能已经撤下；请从列表中选择");
                };
                Event::Withdrawn { on: ctx.today, id, what: item.kind.clone(), reason }
            }
        };
        Ok(vec![CaseEvent::Scan(event)])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Attached { item, .. } => {
                self.withdrawn.remove(&item.id);
                self.items.push(item.clone());
            }
            Event::Withdrawn { id, .. } => {
                self.items.retain(|item| item.id != *id);
                self.withdrawn.insert(id.clone());
            }
        }
    }

    fn offers(case: &Case, _command: &str) -> bool {
        !case.scan.items.is_empty()
    }

    fn entry(event: &Event) -> Entry {
        let (on, title, text) = match event {
            Event::Attached { on, item } => {
                let way = if item.by_hand { "（屏幕手写）" } else { "" };
                let words = item.title.as_ref().map_or_else(String::new, |t| format!("：{t}"));
                (on, "附上材料", format!("{}{way}{words}", item.name()))
            }
            Event::Withdrawn { on, what, reason, .. } => {
                (on, "撤下材料", format!("{}：{reason}", word(KINDS, what)))
            }
        };
        Entry { on: *on, title: title.into(), text, landmark: false }
    }
}

fn may_take(case: &Case, content: &Content, kind: &str, by_hand: bool, actor: &Actor) -> Result<(), Refusal> {
    if kinds_for(case, actor).is_empty() {
        return refuse("not_owner", "这份档案现在不由本单位负责，请联系责任单位附上材料");
    }
    if !may_attach(case, actor, kind) {
        return refuse_field("kind", "not_your_kind", "这一类材料由责任单位附上，请换一个类别");
    }
    if by_hand && !is_signature(kind) {
        return refuse_field("kind", "not_a_signature", "屏幕手写只用于签名，请选择一种签名");
    }
    if let Some(item) = case.scan.get(&content.id) {
        let detail = format!("这张图片已作为“{}”附上；类别不对的，请先撤下再附", item.name());
        return refuse("already_attached", detail);
    }
    if case.scan.addresses().len() >= AT_MOST {
        return refuse("scans_full", format!("一份档案最多附 {AT_MOST} 张图片，请把多页合拍成一张"));
    }
    Ok(())
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
