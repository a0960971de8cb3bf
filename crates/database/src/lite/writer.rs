//! The writer thread: many small works share one commit, yet each stands or falls alone.
//!
//! ```text
//! BEGIN IMMEDIATE
//!   SAVEPOINT work · work 1 · RELEASE
//!   SAVEPOINT work · work 2 fails or panics · ROLLBACK TO, RELEASE
//!   SAVEPOINT work · work 3 · RELEASE          ... until the queue is empty, 20 ms or 256 works
//! COMMIT                                        then, and only then, all are answered
//! ```
//! If COMMIT fails, every work of the group is told so and nothing is acknowledged; the next group starts
//! afresh. A caller that hangs up does not cancel its work. Must never know: tables.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::Lite;
use super::stopwatch::Stopwatch;
use crate::db::Counters;
use crate::error::{Error, Kind, Result};
use crate::work::{self, Run};

/// A group is committed when it has held the lock this long ...
const LONGEST: Duration = Duration::from_millis(20);
/// ... or has this many works.
const MOST: usize = 256;

/// A queued work.
pub(super) trait Job: Send {
    /// Runs the work inside the open transaction and remembers what it returned.
    fn run(&mut self, lite: &mut Lite) -> Ran;
    /// Sends what the work returned, or the error that befell the whole group.
    fn answer(self: Box<Self>, group: &Result<()>);
}

/// How a work left the transaction.
pub(super) enum Ran {
    /// What it wrote is to be kept.
    Keep,
    /// What it wrote is to be undone; the statement that failed, if it was one.
    Undo(Option<Error>),
}

struct Pending<R: Run> {
    run: R,
    outcome: Option<std::result::Result<R::Out, R::Error>>,
    reply: oneshot::Sender<std::result::Result<R::Out, R::Error>>,
}

pub(super) fn job<R: Run + Send + 'static>(
    run: R,
    reply: oneshot::Sender<std::result::Result<R::Out, R::Error>>,
) -> Box<dyn Job>
where
    R::Out: Send,
    R::Error: Send,
{
    Box::new(Pending { run, outcome: None, reply })
}

impl<R: Run + Send> Job for Pending<R>
where
    R::Out: Send,
    R::Error: Send,
{
    fn run(&mut self, lite: &mut Lite) -> Ran {
        let (outcome, failed) = work::run_once(lite, &self.run);
        let ran = if outcome.is_ok() { Ran::Keep } else { Ran::Undo(failed) };
        self.outcome = Some(outcome);
        ran
    }

    fn answer(self: Box<Self>, group: &Result<()>) {
        let answer = match (group, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(Error::other("work", "was not run").into()),
            (Err(error), _) => Err(error.clone().into()),
        };
        // A caller that has hung up is not there to hear it; the work is kept all the same.
        let _ = self.reply.send(answer);
    }
}

pub(super) struct Writer {
    lite: Lite,
    commit_delay: Duration,
    counters: Arc<Counters>,
}

impl Writer {
    pub(super) fn new(lite: Lite, commit_delay: Duration, counters: Arc<Counters>) -> Self {
        Self { lite, commit_delay, counters }
    }

    /// Serves until every sender is gone.
    pub(super) fn serve(mut self, mut queue: mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = queue.blocking_recv() {
            self.group(first, &mut queue);
        }
    }

    fn group(&mut self, first: Box<dyn Job>, queue: &mut mpsc::Receiver<Box<dyn Job>>) {
        if let Err(error) = self.begin() {
            return first.answer(&Err(error));
        }
        let watch = Stopwatch::start();
        let mut group = Vec::new();
        let mut next = Some(first);
        let mut fate = Ok(());
        while let Some(mut job) = next {
            fate = self.one(job.as_mut());
            group.push(job);
            let full = group.len() >= MOST || watch.elapsed() >= LONGEST;
            next = if full || fate.is_err() { None } else { queue.try_recv().ok() };
        }
        let fate = fate.and_then(|()| self.commit(group.len()));
        if let Err(error) = &fate {
            tracing::error!(works = group.len(), %error, "a shared commit failed; nothing of it is kept");
            self.recover();
        }
        for job in group {
            job.answer(&fate);
        }
    }

    fn begin(&mut self) -> Result<()> {
        self.recover();
        self.lite.step("begin", "BEGIN IMMEDIATE")
    }

    /// One work in its savepoint. An error here is the end of the whole group.
    fn one(&mut self, job: &mut dyn Job) -> Result<()> {
        self.lite.step("savepoint", "SAVEPOINT work")?;
        let ran = job.run(&mut self.lite);
        if self.lite.is_idle() {
            // After a full disk or a failed read SQLite may roll back everything by itself.
            let unknown = || Error::new("work", Kind::Unavailable, "SQLite rolled back by itself");
            return Err(match ran {
                Ran::Undo(failed) => failed.unwrap_or_else(unknown),
                Ran::Keep => unknown(),
            });
        }
        match ran {
            Ran::Keep => self.lite.step("savepoint", "RELEASE work"),
            Ran::Undo(_) => {
                self.lite.step("savepoint", "ROLLBACK TO work")?;
                self.lite.step("savepoint", "RELEASE work")
            }
        }
    }

    fn commit(&mut self, works: usize) -> Result<()> {
        if !self.commit_delay.is_zero() {
            std::thread::sleep(self.commit_delay);
        }
        self.lite.step("commit", "COMMIT")?;
        self.counters.committed(works);
        Ok(())
    }

    /// Leaves no transaction open, whatever happened before.
    fn recover(&mut self) {
        if !self.lite.is_idle()
            && let Err(error) = self.lite.step("rollback", "ROLLBACK")
        {
            tracing::error!(%error, "rolling back failed; the next group tries again");
        }
    }
}
