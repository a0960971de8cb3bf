//! Floor 3: the unit of work, and queries that need more than one table. A write goes one way: a command
//! arrives from a form, JSON or a row; its streams are loaded inside one transaction through the asker's
//! [`store::Scope`]; the domain decides; events are appended, rows follow; a receipt comes back.
//! Must never know: HTTP, HTML. Rules live in the domain, SQL in the store.

pub mod access;
pub mod account;
pub mod audit;
pub mod base;
pub mod calendar;
pub mod case;
pub mod changed;
mod columns;
pub mod feed;
pub mod fetch;
pub mod handover;
pub mod instance;
pub mod leave;
pub mod letter;
pub mod narrow;
pub mod note;
mod numbers;
pub mod paper;
pub mod prerelease;
mod problem;
pub mod quarantine;
pub mod reassign;
pub mod rebuild;
mod receipt;
pub mod rulebook;
pub mod scan;
pub mod sealed;
mod units;
pub mod urge;
pub mod workbench;
pub mod workers;

pub use problem::{Problem, Result};
pub use receipt::{Given, Owed, Receipt};
pub use units::Units;

use database::{Db, Tx};
use domain::{
    kernel::{Actor, Ctx},
    rules::Rules,
    unit::Unit,
};
use jiff::{Timestamp, civil::Date};
use reference::calendar::Calendar;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use store::{
    Hand, Scope,
    looks::{Look, Looks},
};
use vault::{Master, Random};

/// Everything a unit of work needs besides who asks. Cheap to clone; a clone has the rules that are in force
/// when it is made. Every request and every unit of work is a clone, so all it decides rests on one set of
/// rules.
pub struct Service {
    /// The main database.
    pub db: Db,
    /// The log of looks.
    pub looks: Looks,
    /// The instance's keys.
    pub keys: Arc<Master>,
    /// Where nonces and ids come from.
    pub random: Arc<Mutex<dyn Random + Send>>,
    /// Deadlines and terms in force when this clone was made.
    pub rules: Arc<Rules>,
    /// Deadlines and terms in force now.
    pub(crate) book: Arc<rulebook::Book>,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Names of units.
    pub units: Arc<Units>,
    /// The city of this instance.
    pub city: Unit,
    /// The program that reads files in a limited child process (this one).
    pub reader: PathBuf,
    /// Uploads that this process is going on with.
    pub running: handover::Running,
}

/// When something is asked: an instant and the civil date in Asia/Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970 UTC.
    pub millis: i64,
    /// Civil date.
    pub today: Date,
}

impl Now {
    /// The civil date that belongs to an instant, eight hours east of Greenwich all year.
    pub fn at(instant: Timestamp) -> Now {
        Now { millis: instant.as_millisecond(), today: jiff::tz::offset(8).to_datetime(instant).date() }
    }
}

/// Who asks, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Who.
    pub actor: Actor,
    /// When.
    pub now: Now,
}

impl Asker {
    /// What the asker may see.
    pub fn scope(&self) -> Scope {
        Scope::of(&self.actor)
    }
}

impl Clone for Service {
    fn clone(&self) -> Service {
        Service {
            db: self.db.clone(),
            looks: self.looks.clone(),
            keys: Arc::clone(&self.keys),
            random: Arc::clone(&self.random),
            rules: self.book.rules(),
            book: Arc::clone(&self.book),
            calendar: Arc::clone(&self.calendar),
            units: Arc::clone(&self.units),
            city: self.city.clone(),
            reader: self.reader.clone(),
            running: self.running.clone(),
        }
    }
}

impl Service {
    pub(crate) fn hand(&self, asker: &Asker) -> Hand {
        Hand {
            keys: Arc::clone(&self.keys),
            random: Arc::clone(&self.random),
            recorded_at: asker.now.millis,
            actor: asker.actor.account.clone(),
            unit: asker.actor.unit.code().to_owned(),
        }
    }

    pub(crate) fn ctx<'a>(&'a self, asker: &'a Asker) -> Ctx<'a> {
        Ctx { today: asker.now.today, actor: &asker.actor, rules: &self.rules, calendar: &self.calendar }
    }

    pub(crate) fn rules(&self) -> (&Rules, &Calendar) {
        (&self.rules, &self.calendar)
    }

    /// Runs a work that writes; a lost race on a stream is decided again on the new state. A race is lost,
    /// too, when another server has replaced the rules: each try is a clone, so the next one decides by the
    /// present rules. What is asked for first is cloned first: the work's rules are never the older ones.
    pub(crate) async fn write<F, T>(&self, work: F) -> Result<T>
    where
        F: AsyncFn(&mut Tx<'_>) -> Result<T> + Clone + Send + 'static,
        T: Send + 'static,
    {
        const TRIES: usize = 20;
        let service = self.clone();
        let work = async move |tx: &mut Tx<'_>| {
            service.by_present_rules(tx).await?;
            work(tx).await
        };
        for _ in 1..TRIES {
            match self.db.write_fn(work.clone()).await {
                Err(problem) if problem.is_race() => {}
                settled => return settled,
            }
        }
        self.db.write_fn(work).await
    }

    /// Notes that a list is printed, before it is shown as a sheet; which list is named, nobody in it.
    pub async fn note_print(&self, asker: &Asker, list: &str) -> Result<()> {
        self.look(asker, "print", "", list).await
    }

    /// Records a look before anything is shown.
    pub(crate) async fn look(&self, asker: &Asker, what: &str, no: &str, reason: &str) -> Result<()> {
        let look = Look {
            day: asker.now.today.to_string(),
            at: asker.now.millis,
            actor: asker.actor.account.clone(),
            unit: asker.actor.unit.code().to_owned(),
            what: what.to_owned(),
            no: no.to_owned(),
            reason: reason.to_owned(),
        };
        self.looks.record(look).await.map_err(|_| Problem::LookNotRecorded)
    }
}
