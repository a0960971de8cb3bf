//! The evidence of a hand-over: slip, three signatures, photo (F5). It is there as pictures, or it is said
//! why it is not; until then a duty stays open. A family that fetches an ordinary person signs nothing.

use super::Event;
use crate::{
    case::{Case, CaseEvent},
    handover::{Arrival, Category},
    kernel::{Ctx, Refusal, refuse, refuse_field},
};

/// What a hand-over leaves behind.
pub const EVIDENCE: &[(&str, &str)] = &[
    ("handover_slip", "交接单"),
    ("signature_prison", "监所签名"),
    ("signature_locality", "接收方签名"),
    ("signature_person", "本人签名"),
    ("handover_photo", "交接合影"),
];

/// Ways of coming home that are a hand-over between the custodial place and an organ (rules 5.5).
const HANDED_OVER: [&str; 5] = ["01", "02", "03", "04", "05"];

/// Evidence that is neither there nor excused, by its code.
pub fn missing(case: &Case) -> Vec<&'static str> {
    let h = &case.handover;
    let way = h.arrival_way.as_deref().unwrap_or_default();
    // Who refused at the gate was handed over to nobody, whoever met him afterwards.
    let received = matches!(h.arrival, Some(Arrival::Received(_))) && h.refused_on.is_none();
    if !received || h.category != Category::Key && !HANDED_OVER.contains(&way) {
        return vec![];
    }
    let there = |code: &str| case.scan.has(code) || case.release.excused.contains(code);
    EVIDENCE.iter().map(|(code, _)| *code).filter(|code| !there(code)).collect()
}

pub(super) fn excuse(
    case: &Case,
    what: Vec<String>,
    reason: String,
    ctx: &Ctx<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let missing = missing(case);
    if missing.is_empty() {
        return refuse("nothing_missing", "没有缺少的交接材料，不用说明");
    }
    if what.is_empty() || what.iter().any(|w| !missing.contains(&w.as_str())) {
        return refuse_field("what", "not_missing_item", "请只勾选现在还缺的材料");
    }
    Ok(vec![CaseEvent::Release(Event::SlipExcused { on: ctx.today, what, reason })])
}
