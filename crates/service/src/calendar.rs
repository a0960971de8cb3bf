//! 日历: what is due, who comes home and who is fetched on each day, for the asker's unit or for what he is
//! responsible for himself; and the list behind each number. Counted by one statement a table.
//! Must never know: what a page looks like, which days are worked.

use crate::{Asker, Problem, Result, Service, workbench};
use database::Tx;
use domain::account::leave::has_desk;
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;
use store::{
    Scope,
    calendar::{self, Coming, Due, Which},
    obligation::{self, Whose},
    page::{Ask, Page},
    rows::Owed,
};

/// How much of the unit's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything of the unit.
    Unit,
    /// Only what the asker is responsible for, with that of those for whom he stands in; the unit's where nobody
    /// is in charge of anything.
    Own,
}

/// How many of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// The kind of obligation.
    pub code: String,
    /// Its Chinese title; the shortest where a kind has several.
    pub title: String,
    /// How many.
    pub number: i64,
}

/// One day of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// What is due and not settled, the most frequent first.
    pub due: Vec<Kind>,
    /// How many of these dates were agreed with the person.
    pub agreed: i64,
    /// How many are released.
    pub released: i64,
    /// How many of them are fetched.
    pub fetched: i64,
}

impl Day {
    /// How much is due.
    pub fn total(&self) -> i64 {
        self.due.iter().map(|k| k.number).sum()
    }
}

/// The days of a span that have something.
pub type Days = BTreeMap<Date, Day>;

/// Which list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Obligations.
    Due(Which),
    /// Who is released.
    Released,
    /// Who is fetched.
    Fetched,
}

/// The list behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Obligations.
    Owed(Page<Owed>),
    /// Persons who come home.
    Coming(Page<Coming>),
}

/// What a feed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// The days.
    pub days: Days,
    /// How much is overdue today.
    pub late: i64,
}

impl Service {
    /// The days from one to another, both included, that have something. One look for the list.
    pub async fn calendar(&self, asker: &Asker, part: Part, span: (Date, Date)) -> Result<Days> {
        self.sees_calendar(asker, "calendar").await?;
        let asker = asker.clone();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let whose = whose(tx, &asker, part).await?;
                days(tx, &asker.scope(), &whose, span).await
            })
            .await
    }

    /// One day with the list behind one of its numbers. One look for the list.
    pub async fn calendar_day(
        &self,
        asker: &Asker,
        part: Part,
        on: Date,
        what: &What,
        ask: &Ask,
    ) -> Result<(Day, List)> {
        self.sees_calendar(asker, "calendar").await?;
        let (asker, what, ask) = (asker.clone(), what.clone(), ask.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (scope, whose) = (asker.scope(), whose(tx, &asker, part).await?);
                let day = days(tx, &scope, &whose, (on, on)).await?.remove(&on).unwrap_or_default();
                let list = list(tx, &scope, &whose, (on, &day), &what, &ask).await?;
                Ok::<_, Problem>((day, list))
            })
            .await
    }

    /// The calendar as a feed shows it, with how much is overdue. One look for the list.
    pub(crate) async fn ahead(&self, asker: &Asker, part: Part, span: (Date, Date)) -> Result<Ahead> {
        self.sees_calendar(asker, "feed").await?;
        let asker = asker.clone();
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (scope, whose) = (asker.scope(), whose(tx, &asker, part).await?);
                let yesterday = asker.now.today.saturating_sub(1.day());
                let late = obligation::count(tx, &scope, &whose, Date::MIN, yesterday).await?;
                Ok::<_, Problem>(Ahead { days: days(tx, &scope, &whose, span).await?, late })
            })
            .await
    }

    async fn sees_calendar(&self, asker: &Asker, reason: &str) -> Result<()> {
        match asker.actor.role.sees_files() {
            true => self.look(asker, "list", "", reason).await,
            false => Err(Problem::NotFound),
        }
    }
}

async fn whose(tx: &mut Tx<'_>, asker: &Asker, part: Part) -> Result<Whose> {
    if part == Part::Unit || !has_desk(asker.actor.role) {
        return Ok(Whose::Anybody);
    }
    let colleagues = store::account::colleagues(tx, &asker.scope()).await?;
    let stands_in_for = workbench::stood_in_for(&asker.actor, &colleagues, asker.now.today);
    Ok(workbench::acting(&asker.actor, &stands_in_for))
}

async fn days(tx: &mut Tx<'_>, scope: &Scope, whose: &Whose, span: (Date, Date)) -> Result<Days> {
    let mut days = Days::new();
    for due in calendar::due(tx, scope, whose, span).await? {
        add(days.entry(due.on).or_default(), due);
    }
    for home in calendar::home(tx, scope, whose, span).await? {
        let day = days.entry(home.on).or_default();
        (day.released, day.fetched) = (home.released, home.fetched);
    }
    for day in days.values_mut() {
        day.due.sort_by(|a, b| (b.number, &a.code).cmp(&(a.number, &b.code)));
    }
    Ok(days)
}

fn add(day: &mut Day, due: Due) {
    day.agreed += due.agreed;
    match day.due.iter_mut().find(|k| k.code == due.kind) {
        Some(kind) => {
            kind.number += due.number;
            if due.title.len() < kind.title.len() {
                kind.title = due.title;
            }
        }
        None => day.due.push(Kind { code: due.kind, title: due.title, number: due.number }),
    }
}

async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    whose: &Whose,
    (on, day): (Date, &Day),
    what: &What,
    ask: &Ask,
) -> Result<List> {
    let count = match what {
        What::Due(Which::Any) => day.total(),
        What::Due(Which::Agreed) => day.agreed,
        What::Due(Which::Kind(code)) => day.due.iter().filter(|k| k.code == *code).map(|k| k.number).sum(),
        What::Released => day.released,
        What::Fetched => day.fetched,
    };
    Ok(match what {
        What::Due(which) => List::Owed(calendar::owed_on(tx, scope, whose, (on, which), ask, count).await?),
        _ => {
            let fetched = *what == What::Fetched;
            List::Coming(calendar::coming_on(tx, scope, whose, (on, fetched), ask, count).await?)
        }
    })
}
