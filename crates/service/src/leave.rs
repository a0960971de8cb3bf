//! 请假与代办: what a command about an account must know of the others of the unit, and what follows from it for
//! them in the same commit. Who stands in for somebody and leaves himself stands in no longer.
//! Must never know: the rule by which somebody is responsible.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    account::{
        Account, Command,
        leave::{Colleague, Leave, has_desk, left_alone},
    },
    kernel::{Actor, Stream, refuse},
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use store::Scope;

/// Desks are counted up to so many cases.
const COUNTED: usize = 10_000;

impl Service {
    /// Who works at the asker's office, with leaves.
    pub async fn colleagues(&self, asker: &Asker) -> Result<Vec<Colleague>> {
        if !has_desk(asker.actor.role) {
            return Ok(refuse("not_your_role", "请假和代办由司法所登记")?);
        }
        let scope = asker.scope();
        self.db.read_fn(async move |tx: &mut Tx<'_>| Ok(store::account::colleagues(tx, &scope).await?)).await
    }
}

/// The rows of the unit at which an account works.
fn scope(of: &Account) -> Option<Scope> {
    let (role, unit) = of.grant.clone()?;
    Some(Scope::of(&Actor { account: of.login.clone(), name: of.name.clone(), role, unit }))
}

/// What the domain must know of the unit to decide about an account.
pub(crate) async fn known(tx: &mut Tx<'_>, command: &str, of: &Account) -> Result<Map<String, Value>> {
    let mut known = Map::new();
    let Some(scope) = scope(of) else { return Ok(known) };
    match command {
        "set-leave" => {
            let colleagues = store::account::colleagues(tx, &scope).await?;
            let colleagues = serde_json::to_value(colleagues).map_err(|e| Problem::Broken(e.to_string()))?;
            known.insert("colleagues".into(), colleagues);
        }
        "grant" | "disable-account" => {
            let cases = store::obligation::of_worker(tx, &scope, &of.login, COUNTED).await?;
            let named = crate::sealed::named_for(tx, of).await?;
            known.insert("in_charge".into(), (cases.len() + named).into());
        }
        _ => {}
    }
    Ok(known)
}

/// Colleagues for whom the account can no longer stand in lose their stand-in.
pub(crate) async fn follow(
    service: &Service,
    tx: &mut Tx<'_>,
    asker: &Asker,
    before: &Account,
    after: &Account,
) -> Result<()> {
    let (Some(gone), Some(scope)) = (gone(before, after), scope(before)) else { return Ok(()) };
    let colleagues = store::account::colleagues(tx, &scope).await?;
    for login in left_alone(&after.login, &gone, &colleagues) {
        let Some(mut alone) = store::account::load(tx, &service.keys, login).await? else { continue };
        let events = alone.state.decide(Command::LoseStandIn, &service.ctx(asker))?;
        store::account::append(tx, &service.hand(asker), &mut alone, asker.now.today, events).await?;
    }
    Ok(())
}

/// The days on which the account cannot stand in any more since the change.
fn gone(before: &Account, after: &Account) -> Option<Leave> {
    let works = |a: &Account| !a.disabled && a.grant.as_ref().is_some_and(|(role, _)| has_desk(*role));
    let moved = before.grant.as_ref().map(|g| &g.1) != after.grant.as_ref().map(|g| &g.1);
    if works(before) && (moved || !works(after)) {
        return Some(Leave { from: Date::MIN, until: Date::MAX, stand_in: None });
    }
    after.leave.clone().filter(|_| before.leave != after.leave)
}
