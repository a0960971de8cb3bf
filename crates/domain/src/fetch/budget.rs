//! The yearly money for fetching people, of one unit: a stream of its own, because it belongs to no case.
//! Costs are shown against it; nothing is refused because it is spent.
//! Must never know: what was spent.

use crate::{
    command::{Kind, Spec, must},
    kernel::{Ctx, Recorded, Refusal, Role, Stream, Unreadable, read_plain, refuse, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The folded state.
#[derive(Default, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Whose; empty before it was set.
    pub unit: Unit,
    /// Calendar year.
    pub year: i16,
    /// How much.
    pub fen: u64,
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BudgetEvent {
    Set { on: Date, unit: Unit, year: i16, fen: u64 },
}

/// What somebody wants to happen to it.
#[allow(missing_docs)]
pub enum BudgetCommand {
    Set { unit: Unit, year: i16, fen: u64 },
}

/// How it is set.
pub const SET: Spec = Spec {
    name: "set-budget",
    title: "登记年度接送经费",
    help: "全年用于接送刑满释放人员的经费。改动后以最后一次为准，每次改动都有记录。",
    who: &[Role::City, Role::District, Role::OfficeHead],
    answers: false,
    fields: &[
        must("year", "年度", Kind::Number(9999), "四位数，如 2026"),
        must("amount", "经费（元）", Kind::Fen(4_000_000_000), ""),
    ],
};

impl Stream for Budget {
    type Command = BudgetCommand;
    type Event = BudgetEvent;
    const KIND: &'static str = "budget";
    const FORMAT: i64 = 1;

    fn decide(&self, command: BudgetCommand, ctx: &Ctx<'_>) -> Result<Vec<BudgetEvent>, Refusal> {
        let BudgetCommand::Set { unit, year, fen } = command;
        if !SET.who.contains(&ctx.actor.role) || ctx.actor.unit != unit {
            return refuse("not_own_budget", "只能登记本单位的年度经费");
        }
        if !(ctx.today.year() - 10..=ctx.today.year() + 1).contains(&year) {
            return refuse_field("year", "odd_year", "年度应在过去十年到明年之间，请写四位数");
        }
        Ok(vec![BudgetEvent::Set { on: ctx.today, unit, year, fen }])
    }

    fn evolve(&mut self, event: &BudgetEvent) {
        let BudgetEvent::Set { unit, year, fen, .. } = event;
        *self = Budget { unit: unit.clone(), year: *year, fen: *fen };
    }
}

impl Recorded for BudgetEvent {
    fn kind(&self) -> String {
        "budget.set".to_owned()
    }
    fn happened_on(&self) -> Option<Date> {
        let BudgetEvent::Set { on, .. } = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<BudgetEvent, Unreadable> {
        read_plain(kind, version, payload)
    }
}
