//! Who could be put in charge: the accounts of an office with what is on their desks (T10). The one with the
//! least is suggested with the reason; the head decides, and what was seen is kept with the decision.
//! Must never know: how well anybody works.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::account::leave::Colleague;
use jiff::ToSpan;
use std::collections::BTreeMap;

/// So many days ahead what is due counts for a desk.
const AHEAD_DAYS: i64 = 30;

/// One account and what is on its desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Open cases in charge.
    pub cases: i64,
    /// What is due in these cases within thirty days, late things included.
    pub due: i64,
    /// Away today.
    pub away: bool,
}

/// The desks of an office, by sign-in name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desks(Vec<Desk>);

impl Desk {
    /// 在管 23 人，30 天内到期 4 件
    pub fn load(&self) -> String {
        let away = if self.away { "，今天请假" } else { "" };
        format!("在管 {} 人，{AHEAD_DAYS} 天内到期 {} 件{away}", self.cases, self.due)
    }
}

impl Desks {
    /// All, by sign-in name.
    pub fn all(&self) -> &[Desk] {
        &self.0
    }

    /// The desk of an account.
    pub fn of(&self, login: &str) -> Option<&Desk> {
        self.0.iter().find(|d| d.login == login)
    }

    /// The desk with the fewest cases, then the least due, of those who are not away today.
    pub fn suggested(&self) -> Option<&Desk> {
        self.0.iter().filter(|d| !d.away).min_by_key(|d| (d.cases, d.due))
    }

    /// Why this desk: its load, and whether it was the one suggested.
    pub fn reason(&self, desk: &Desk) -> String {
        match self.suggested() {
            Some(least) if least.login == desk.login => format!("按工作量建议：{}，最少", desk.load()),
            Some(least) => format!("{}；系统建议的是{}（{}）", desk.load(), least.name, least.load()),
            None => desk.load(),
        }
    }
}

impl Service {
    /// Accounts that may be put in charge of a case of the asker's unit, with what is on their desks.
    pub async fn workers(&self, asker: &Asker) -> Result<Desks> {
        let asker = asker.clone();
        self.db.read_fn(async move |tx: &mut Tx<'_>| desks(tx, &asker).await).await
    }
}

pub(crate) async fn desks(tx: &mut Tx<'_>, asker: &Asker) -> Result<Desks> {
    let until = asker.now.today.saturating_add(AHEAD_DAYS.days());
    let loads = store::obligation::by_worker(tx, &asker.scope(), until).await?;
    let loads: BTreeMap<String, (i64, i64)> =
        loads.into_iter().map(|(w, cases, due)| (w, (cases, due))).collect();
    let accounts = store::account::colleagues(tx, &asker.scope()).await?;
    let desk = |c: Colleague| {
        let (cases, due) = loads.get(&c.login).copied().unwrap_or_default();
        Desk { away: !c.is_present(asker.now.today), login: c.login, name: c.name, cases, due }
    };
    Ok(Desks(accounts.into_iter().map(desk).collect()))
}
