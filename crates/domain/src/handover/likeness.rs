//! 疑似同一人 (G5, SC-03): a corrected name or identity number belongs to somebody who is already known. Nobody is
//! joined by a program's guess: the bureau above both records looks at both and decides, with a reason.
//! Must never know: who the other person is, beyond the number of one of his cases.

use super::{
    Event,
    decide::{Decision, done},
};
use crate::{
    case::Case,
    kernel::{Ctx, refuse},
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the bureau decides.
pub const LIKENESS: &[(&str, &str)] = &[("same", "是同一人"), ("other", "不是同一人")];

/// Somebody known who may be the same person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// Found on that day.
    pub on: Date,
    /// Number of one of his cases.
    pub no: String,
    /// By what: `number`, or `name` together with the birth date.
    pub by: String,
    /// The lowest bureau that sees both records.
    pub bureau: Unit,
}

impl Likeness {
    /// Who decides, should the record have moved meanwhile: the lowest above its owner that sees both.
    pub(super) fn decider(&self, owner: &Unit) -> Unit {
        let ladder = owner.ladder();
        let above = ladder.iter().find(|unit| unit.covers(&self.bureau)).or(ladder.last());
        above.unwrap_or(owner).clone()
    }
}

/// Given by the services when the match is run again.
pub(super) fn found(case: &Case, found: Likeness) -> Decision {
    match &case.handover.likeness {
        Some(known) if known.no == found.no => done([]),
        _ => done([Event::LikenessFound(found)]),
    }
}

pub(super) fn decide(case: &Case, same: bool, reason: String, ctx: &Ctx<'_>) -> Decision {
    let (Some(likeness), Some(owner)) = (&case.handover.likeness, case.owner()) else {
        return refuse("no_likeness", "没有待裁定的疑似同一人");
    };
    if !ctx.actor.unit.covers(&likeness.decider(owner)) {
        return refuse("not_owner", "两份档案不都在本辖区，请由共同的上级裁定");
    }
    done([Event::LikenessDecided { on: ctx.today, same, no: likeness.no.clone(), reason }])
}

redacted!(Likeness);
