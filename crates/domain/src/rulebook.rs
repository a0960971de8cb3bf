//! 规则包 of a city: the packs that were accepted, one after another, on top of the one that the product
//! brings. A pack is data with its source; who accepted it, when and why is recorded like anything else.
//! Must never know: which cases a pack changes, that is counted before it is accepted.

use crate::{
    command::{Field, Kind, Spec, must},
    kernel::{Ctx, Recorded, Refusal, Role, Stream, Unreadable, read_plain, refuse, refuse_field},
    rules::{BadPack, Rules},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The packs accepted so far, as their texts, oldest first.
#[derive(Default, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rulebook {
    /// The texts.
    pub texts: Vec<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Accepted { on: Date, text: String, reason: String },
}

/// Acceptance of a pack by the city bureau.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The pack as JSON.
    pub pack: String,
    /// Why: the document that says so.
    pub reason: String,
}

/// A pack is at most so many characters.
const LONGEST: usize = 20_000;

const PACK: Field =
    must("pack", "规则包", Kind::LongText(LONGEST), "JSON 格式，可由“下载现行规则包”得到样本");

/// How a pack is tried: what it would change.
pub const PREVIEW: Spec = Spec {
    name: "preview-rules",
    title: "试算规则包",
    help: "规则包会改变哪些规定、哪些待办的期限；不写入任何内容。",
    who: &[Role::City],
    answers: false,
    fields: &[PACK],
};

/// How a pack is accepted. Sent twice it is accepted once: the second one is not newer.
pub const ACCEPT: Spec = Spec {
    name: "accept-rules",
    title: "启用规则包",
    help: "规则包里没有写的事项沿用现行规定。启用后，期限随之改变的待办立即更新；期限不追溯生效日以前发生的事项。",
    who: &[Role::City],
    answers: false, // its own version says what it follows
    fields: &[PACK, must("reason", "启用依据", Kind::Text(200), "哪份文件、谁决定")],
};

impl Rulebook {
    /// The rules in force with these packs. A text was read when it was accepted; an older program may not
    /// be able to.
    pub fn rules(&self) -> Result<Rules, BadPack> {
        self.texts.iter().try_fold(Rules::builtin(), |rules, text| rules.with(text))
    }
}

impl Stream for Rulebook {
    type Command = Accept;
    type Event = Event;
    const KIND: &'static str = "rulebook";
    const FORMAT: i64 = 1;

    fn decide(&self, Accept { pack, reason }: Accept, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        if ctx.actor.role != Role::City {
            return refuse("not_your_role", "规则包由市局启用");
        }
        readable(ctx.rules, &pack)?;
        Ok(vec![Event::Accepted { on: ctx.today, text: pack, reason }])
    }

    fn evolve(&mut self, Event::Accepted { text, .. }: &Event) {
        self.texts.push(text.clone());
    }
}

/// The rules with a pack, or what is wrong with it in words.
pub fn readable(rules: &Rules, pack: &str) -> Result<Rules, Refusal> {
    let said = match rules.with(pack) {
        Ok(rules) => return Ok(rules),
        Err(BadPack::Format(at)) => format!("规则包读不出来，请检查格式：{at}"),
        Err(BadPack::Missing(rule)) => format!("规则包缺少 {rule}"),
        Err(BadPack::Twice(rule)) => format!("{rule} 写了两次，请删去一处"),
        Err(BadPack::Value(rule)) => {
            format!("{rule} 的内容不对：数值应为 0 至 20000 的整数，标题和出处必须填写，把握程度为 Q、P 或 A")
        }
        Err(BadPack::OtherArea(area)) => format!("规则包适用于 {area}，不是本市，不能启用"),
        Err(BadPack::NotNewer) => "版本号和生效日期都应晚于现行规则包，请改后再启用".to_owned(),
    };
    refuse_field("pack", "bad_pack", said)
}

impl Recorded for Event {
    fn kind(&self) -> String {
        "rulebook.accepted".into()
    }
    fn happened_on(&self) -> Option<Date> {
        let Event::Accepted { on, .. } = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

#[cfg(test)]
mod tests;
