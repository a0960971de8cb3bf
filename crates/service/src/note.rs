//! 超期通报: the note of a day is made by whoever of the bureau first opens the workbench or the notes on that day;
//! two at once make one. A day on which nobody did has no note, and none is invented for it afterwards.
//! Must never know: when something is so late that a bureau is told.

use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    kernel::{Stream, refuse},
    note::{self, Command, Item, Note},
    unit::Unit,
};
use jiff::civil::Date;
use store::{
    journal,
    note::{Listed, Standing},
};

/// The list shows so many notes at once.
pub const SHOWN: usize = 30;
/// So many of the things behind a number are shown at once.
pub const THINGS: usize = 50;
/// After every day there is.
const END: &str = "9999-12-31";

/// Some of the things behind a number of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The thing, and how it stands now; `None` where the bureau sees it no longer.
    pub things: Vec<(Item, Option<Standing>)>,
    /// How many there are in all.
    pub count: usize,
}

impl Service {
    /// The note of today for a bureau, made if it has none yet; `None` for who is told nothing, and on a day
    /// without anything overdue.
    pub async fn note_today(&self, asker: &Asker) -> Result<Option<Listed>> {
        if !is_told(asker) {
            return Ok(None);
        }
        let found = self.newest(asker).await?;
        let today = asker.now.today.to_string();
        if let Some(listed) = found.filter(|n| n.day == today) {
            return Ok(Some(listed));
        }
        // Asked before anything is written: on a day without anything overdue every workbench comes by here.
        if !self.is_any_overdue(asker).await? {
            return Ok(None);
        }
        let asked = asker.clone();
        let service = self.clone();
        let made = self.write(async move |tx: &mut Tx<'_>| service.made(tx, &asked).await).await?;
        match made {
            true => self.newest(asker).await,
            false => Ok(None),
        }
    }

    async fn newest(&self, asker: &Asker) -> Result<Option<Listed>> {
        let (scope, login) = (asker.scope(), asker.actor.account.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(store::note::latest(tx, &scope, &login, END, 1).await?.pop())
            })
            .await
    }

    async fn is_any_overdue(&self, asker: &Asker) -> Result<bool> {
        let (scope, before) = (asker.scope(), note::before(&asker.actor.unit, &self.ctx(asker)));
        let Some(before) = before else { return Ok(false) };
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| Ok(store::note::is_overdue(tx, &scope, before).await?))
            .await
    }

    /// Whether there is a note of today now.
    async fn made(&self, tx: &mut Tx<'_>, asker: &Asker) -> Result<bool> {
        let (scope, ctx, hand) = (asker.scope(), self.ctx(asker), self.hand(asker));
        let last = store::note::latest(tx, &scope, &asker.actor.account, END, 1).await?.pop();
        let last_day = last.map(|l| l.day);
        if last_day == Some(ctx.today.to_string()) {
            return Ok(true); // somebody else was quicker
        }
        let Some(before) = note::before(scope.unit(), &ctx) else { return Ok(false) };
        let items = store::note::overdue(tx, &scope, before).await?;
        let last = match last_day {
            Some(day) => store::note::load(tx, &scope, &self.keys, &day).await?,
            None => None,
        };
        let command = Command::Make { items, last: last.map(|l| Box::new(l.state)) };
        let events = match Note::default().decide(command, &ctx) {
            Ok(events) => events,
            Err(refusal) if refusal.code == "nothing_overdue" => return Ok(false),
            Err(refusal) => return Err(refusal.into()),
        };
        let mut made = journal::new_subject::<Note>(tx, &hand, scope.unit().code()).await?;
        store::note::append(tx, &hand, &mut made, ctx.today, events).await?;
        Ok(true)
    }

    /// Notes of the asker's bureau before a day, the latest first; today's is made if there is none yet.
    pub async fn notes(&self, asker: &Asker, before: Option<Date>) -> Result<Vec<Listed>> {
        told(asker)?;
        if before.is_none() {
            self.note_today(asker).await?;
        }
        let (scope, login) = (asker.scope(), asker.actor.account.clone());
        let before = before.map_or_else(|| END.to_owned(), |d| d.to_string());
        let most = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok(store::note::latest(tx, &scope, &login, &before, most).await?)
            })
            .await
    }

    /// The note of a day. One look for the list.
    pub async fn note(&self, asker: &Asker, day: Date) -> Result<Note> {
        told(asker)?;
        self.look(asker, "list", "", "note").await?;
        let (scope, keys) = (asker.scope(), std::sync::Arc::clone(&self.keys));
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let found = store::note::load(tx, &scope, &keys, &day.to_string()).await?;
                found.map(|note| note.state).ok_or(Problem::NotFound)
            })
            .await
    }

    /// The things behind a number of a note, from one place on. One look for the list.
    pub async fn behind(
        &self,
        asker: &Asker,
        day: Date,
        place: &Unit,
        kind: Option<&str>,
        from: usize,
    ) -> Result<Behind> {
        let note = self.note(asker, day).await?;
        let all: Vec<Item> = note.behind(place, kind).cloned().collect();
        let (scope, count) = (asker.scope(), all.len());
        let some: Vec<Item> = all.into_iter().skip(from).take(THINGS).collect();
        if count == 0 {
            return Err(Problem::NotFound);
        }
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let mut things = vec![];
                for item in &some {
                    things.push((item.clone(), store::note::standing(tx, &scope, item).await?));
                }
                Ok::<_, Problem>(Behind { things, count })
            })
            .await
    }

    /// The asker has read the note of a day.
    pub async fn read_note(&self, asker: &Asker, day: Date) -> Result<()> {
        told(asker)?;
        let (service, asker) = (self.clone(), asker.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let (scope, day) = (asker.scope(), day.to_string());
            store::note::load(tx, &scope, &service.keys, &day).await?.ok_or(Problem::NotFound)?;
            Ok(store::note::mark_read(tx, &scope, &day, &asker.actor.account).await?)
        })
        .await
    }
}

/// Whether the asker is of a bureau that is told of others.
fn is_told(asker: &Asker) -> bool {
    asker.actor.role.sees_files() && note::rule(&asker.actor.unit).is_some()
}

fn told(asker: &Asker) -> Result<()> {
    match is_told(asker) {
        true => Ok(()),
        false => Ok(refuse("not_your_role", "超期通报由区局和市局查看；本单位的事项在“待办”里")?),
    }
}
