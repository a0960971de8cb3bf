//! 待办: what is late, due today, coming; for a bureau also what units below are late with.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::kernel::Role;
use jiff::{ToSpan, civil::Date};
use store::{
    case, obligation,
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
}

impl Service {
    /// The workbench of the asker's unit. One look for the list.
    pub async fn workbench(&self, asker: &Asker) -> Result<Workbench> {
        self.look(asker, "list", "", "workbench").await?;
        let (scope, today) = (asker.scope(), asker.now.today);
        let bureau = matches!(asker.actor.role, Role::City | Role::District);
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let yesterday = today.saturating_sub(1.day());
                let week = today.saturating_add(7.days());
                let ask = Ask { limit: SHOWN * 3, after: None };
                let due = obligation::list(tx, &scope, week, &ask).await?.items;
                let [now, day] = [today, yesterday].map(|d| d.to_string());
                let part = |keep: &dyn Fn(&Owed) -> bool| -> Vec<Owed> {
                    due.iter().filter(|o| keep(o)).take(SHOWN).cloned().collect()
                };
                Ok(Workbench {
                    late: part(&|o| o.due_on <= day),
                    today: part(&|o| o.due_on == now),
                    soon: part(&|o| o.due_on > now),
                    late_count: obligation::count(tx, &scope, Date::MIN, yesterday).await?,
                    today_count: obligation::count(tx, &scope, today, today).await?,
                    soon_count: obligation::count(tx, &scope, today.saturating_add(1.day()), week).await?,
                    coming_home: case::coming(tx, &scope, today, week, 30).await?,
                    late_below: match bureau {
                        true => obligation::late_below(tx, &scope, today, 30).await?,
                        false => vec![],
                    },
                    units: match bureau {
                        true => case::by_owner(tx, &scope, today).await?,
                        false => vec![],
                    },
                })
            })
            .await
    }

    /// What the asker's unit owes or may settle, due by a day at the latest.
    pub async fn obligations(&self, asker: &Asker, until: Date, ask: Ask) -> Result<Page<Owed>> {
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| Ok(obligation::list(tx, &scope, until, &ask).await?))
            .await
    }
}
