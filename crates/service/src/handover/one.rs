//! One person by a form: judged and taken in by the same door as a row of a file, in one unit of work, with a
//! receipt of its own. Offices and districts add a person of theirs who is on no list this way (T4b).
//! Must never know: forms.

use super::{
    judge::Judged,
    progress::{By, Kept},
    route,
    take::{Source, Taken},
};
use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::roster::{Entry, Field, Line, RawRow, Reading};
use domain::{
    command::FieldError,
    kernel::{Role, refuse, refuse_field},
    roster::HAND_OVER,
    unit::{Level, Unit},
};
use serde_json::{Map, Value};
use std::sync::Arc;
use store::{
    roster::{Roster, State},
    upload::{self, Outcome},
};

/// What came of one person handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The receipt.
    pub receipt: Roster,
    /// Number of the case: the new one, or the one that was there.
    pub case: String,
    /// The unit that owns a new case.
    pub owner: Option<Unit>,
}

impl Service {
    /// Hands over one person. What is wrong is told field by field, and nothing is held.
    pub async fn hand_over(&self, asker: &Asker, typed: &Map<String, Value>) -> Result<Handed> {
        if !HAND_OVER.who.contains(&asker.actor.role) {
            let detail = format!("“{}”不由{}办理", HAND_OVER.title, asker.actor.role.name());
            return Ok(refuse("not_your_role", detail)?);
        }
        let fields = HAND_OVER.read(typed).map_err(Problem::Fields)?;
        let sender =
            self.one_from(asker, fields.get("custody").and_then(Value::as_str).unwrap_or_default())?;
        let raw = raw(&fields)?;
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| service.take_one(tx, &asker, &sender, &raw).await).await
    }

    async fn take_one(&self, tx: &mut Tx<'_>, asker: &Asker, sender: &Unit, raw: &RawRow) -> Result<Handed> {
        let owner = match self.judge(tx, sender, raw, false, None).await? {
            Judged::Wrong(problems) => {
                let told = |p: &domain::quarantine::Problem| FieldError {
                    field: format!("cells.{}", p.field),
                    code: "cell",
                    message: format!("{}：{}", p.column, p.message),
                };
                return Err(Problem::Fields(problems.iter().map(told).collect()));
            }
            Judged::Repeat(_) => None,
            Judged::New(entry, ..) => Some(self.of_ours(asker, &entry)?),
        };
        let hand = self.hand(asker);
        let reading = Reading { lines: vec![Line::Person(raw.clone())], ..Reading::default() };
        let kept =
            Arc::new(Kept { by: By::of(&asker.actor), sender: sender.clone(), reading, lines: vec![] });
        let mut receipt = self.begin_kept(tx, asker, &hand, &kept).await?;
        let source = Source { roster: &receipt.no, sender };
        let (outcome, case) = match self.take(tx, asker, &hand, &source, raw).await? {
            Taken::Accepted(no) => (Outcome::Accepted, no),
            Taken::Repeat(no) => (Outcome::Repeat, no),
            // Judged a moment ago in this very unit of work: an earlier row like this one is being held.
            Taken::Held(no, _) => (Outcome::Held, no),
        };
        match outcome {
            Outcome::Accepted => receipt.accepted = 1,
            Outcome::Held => receipt.quarantined = 1,
            Outcome::Repeat | Outcome::Other => receipt.repeats = 1,
        }
        upload::save(tx, &receipt.no, &upload::Line { line: 0, outcome, no: case.clone() }).await?;
        receipt.done = 1;
        receipt.state = State::Taken;
        store::roster::advance(tx, &receipt).await?;
        Ok(Handed { receipt, case, owner: owner.filter(|_| outcome == Outcome::Accepted) })
    }

    /// From whose custody the person comes. Bureaus and offices name the place.
    fn one_from(&self, asker: &Asker, code: &str) -> Result<Unit> {
        let named = reference::organisation::custody(code).map_or(code, |place| place.id);
        let sender = Unit::new(named);
        if matches!(asker.actor.role, Role::Prison | Role::City) {
            self.may_send(asker, &sender)?;
        }
        if !self.units.has(sender.code()) || sender.level() != Level::Other {
            return Ok(refuse_field("custody", "unknown_custody", "没有这个监所，请从列表中选择")?);
        }
        Ok(sender)
    }

    /// Who will own the person. An office adds persons of its own; what it cannot place, the bureau above
    /// assigns.
    fn of_ours(&self, asker: &Asker, entry: &Entry) -> Result<Unit> {
        let code = entry.hukou_code.as_deref();
        let (route, _) = route::route(&self.units, &self.city, &entry.hukou_address, code);
        let unit = &asker.actor.unit;
        let sends = matches!(asker.actor.role, Role::Prison | Role::City);
        if sends || unit.covers(&route.to) || route.to.covers(unit) && !route.outside {
            return Ok(route.to);
        }
        let name = self.units.name(route.to.code());
        let detail =
            format!("按户籍地址，这个人由{name}负责，不是本单位的人员。请核对户籍地址，或联系{name}补录");
        Ok(refuse("not_ours", detail)?)
    }
}

/// The typed cells as a row; a cell left empty is none.
fn raw(fields: &Map<String, Value>) -> Result<RawRow> {
    let mut raw = RawRow { sheet: String::new(), row: 2, cells: Default::default() };
    for (key, value) in fields.get("cells").and_then(Value::as_object).into_iter().flatten() {
        let Some(field) = Field::from_key(key).filter(|field| *field != Field::Surplus) else {
            let message = "没有这一列".to_owned();
            return Err(Problem::Fields(vec![FieldError {
                field: "cells".into(),
                code: "unknown_field",
                message,
            }]));
        };
        let value = value.as_str().unwrap_or_default();
        if !value.trim().is_empty() {
            raw.cells.insert(field, value.to_owned());
        }
    }
    Ok(raw)
}
