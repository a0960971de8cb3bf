//! 待办: what is late, due today, coming; for a bureau also what units below are late with.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::{
    account::leave::{Colleague, has_desk, responsible},
    kernel::{Actor, Obligation, Role},
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;
use store::{
    case,
    obligation::{self, Whose},
    page::{Ask, Page},
    rows::{Listed, Owed},
};

/// How many things one part of the workbench shows; the rest is one click further.
const SHOWN: usize = 30;

/// What the workbench shows.
pub struct Workbench {
    /// Owed until yesterday.
    pub late: Vec<Owed>,
    /// Owed today.
    pub today: Vec<Owed>,
    /// Owed in the next seven days.
    pub soon: Vec<Owed>,
    /// How many are late (counted to a cap).
    pub late_count: i64,
    /// How many are due today.
    pub today_count: i64,
    /// How many are due in the next seven days.
    pub soon_count: i64,
    /// Releases in the next seven days.
    pub coming_home: Vec<Listed>,
    /// For a bureau: what units below are late with, the latest first.
    pub late_below: Vec<Owed>,
    /// For a bureau: per unit below, how many cases and how many with something late.
    pub units: Vec<(String, i64, i64)>,
    /// For an office: who is away and must be stood in for by the asker today, by account.
    pub stands_in_for: BTreeMap<String, String>,
    /// For the head of an office: leaves without a stand-in.
    pub stand_ins_owed: Vec<Obligation>,
}

/// How much of the unit's workbench.
#[derive(Clone, Copy)]
enum Part {
    Unit,
    Own,
}

impl Service {
    /// The workbench of the asker's unit. One look for the list.
    pub async fn workbench(&self, asker: &Asker) -> Result<Workbench> {
        self.bench(asker, Part::Unit).await
    }

    /// Only what the asker is responsible for today: that of which he is in charge, and that of those for whom
    /// he stands in. Where nobody is in charge of anything it is the workbench of the unit.
    pub async fn own_workbench(&self, asker: &Asker) -> Result<Workbench> {
        self.bench(asker, Part::Own).await
    }

    async fn bench(&self, asker: &Asker, part: Part) -> Result<Workbench> {
        self.look(asker, "list", "", "workbench").await?;
        let (scope, today, actor) = (asker.scope(), asker.now.today, asker.actor.clone());
        let bureau = matches!(asker.actor.role, Role::City | Role::District);
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let yesterday = today.saturating_sub(1.day());
                let week = today.saturating_add(7.days());
                let ask = Ask { limit: SHOWN * 3, after: None };
                let office = has_desk(actor.role);
                let colleagues = match office {
                    true => store::account::colleagues(tx, &scope).await?,
                    false => vec![],
                };
                let stands_in_for = stood_in_for(&actor, &colleagues, today);
                let whose = match part {
                    Part::Own if office => acting(&actor, &stands_in_for),
                    _ => Whose::Anybody,
                };
                let due = obligation::list(tx, &scope, &whose, week, &ask).await?.items;
                let [now, day] = [today, yesterday].map(|d| d.to_string());
                let part = |keep: &dyn Fn(&Owed) -> bool| -> Vec<Owed> {
                    due.iter().filter(|o| keep(o)).take(SHOWN).cloned().collect()
                };
                Ok(Workbench {
                    late: part(&|o| o.due_on <= day),
                    today: part(&|o| o.due_on == now),
                    soon: part(&|o| o.due_on > now),
                    late_count: obligation::count(tx, &scope, &whose, Date::MIN, yesterday).await?,
                    today_count: obligation::count(tx, &scope, &whose, today, today).await?,
                    soon_count: obligation::count(tx, &scope, &whose, today.saturating_add(1.day()), week)
                        .await?,
                    coming_home: case::coming(tx, &scope, today, week, 30).await?,
                    late_below: match bureau {
                        true => obligation::late_below(tx, &scope, today, 30).await?,
                        false => vec![],
                    },
                    units: match bureau {
                        true => case::by_owner(tx, &scope, today).await?,
                        false => vec![],
                    },
                    stand_ins_owed: match actor.role {
                        Role::OfficeHead => {
                            colleagues.iter().filter_map(|c| c.due(&actor.unit, today)).collect()
                        }
                        _ => vec![],
                    },
                    stands_in_for,
                })
            })
            .await
    }

    /// What the asker's unit owes or may settle, due by a day at the latest.
    pub async fn obligations(&self, asker: &Asker, until: Date, ask: Ask) -> Result<Page<Owed>> {
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(obligation::list(tx, &scope, &Whose::Anybody, until, &ask).await?)
            })
            .await
    }
}

/// Colleagues who are away today and whose obligations are the actor's until they are back.
pub(crate) fn stood_in_for(actor: &Actor, colleagues: &[Colleague], today: Date) -> BTreeMap<String, String> {
    let others = colleagues.iter().filter(|c| c.login != actor.account);
    others
        .filter(|c| responsible(&c.login, colleagues, today).is(&actor.account))
        .map(|c| (c.login.clone(), c.name.clone()))
        .collect()
}

/// Whose obligations are his today.
pub(crate) fn acting(actor: &Actor, stands_in_for: &BTreeMap<String, String>) -> Whose {
    let own = std::iter::once(&actor.account);
    Whose::Of(own.chain(stands_in_for.keys()).cloned().collect())
}
