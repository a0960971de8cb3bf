//! Reads: each sees one snapshot and is rolled back at its end, whatever happens. A short one runs in place,
//! on the caller's thread ([`Spare`]): two changes of threads cost more than what a page reads. One that may
//! last runs on a reader thread.
//!
//! A panic inside a read must not leave its transaction open: an open snapshot pins the write-ahead log,
//! which then grows without bound and makes every list dearer. Reads whose caller has gone are skipped.
//! Must never know: tables.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::{Lite, QUEUE, spawn};
use crate::error::Result;
use crate::work::{self, Run};

/// A read with its way to answer.
pub(super) type Job = Box<dyn FnOnce(&mut Lite) + Send>;

type Answer<R> = oneshot::Sender<std::result::Result<<R as Run>::Out, <R as Run>::Error>>;

/// Starts the threads; they end when the sender is dropped.
pub(super) fn start(path: &Path, threads: usize) -> Result<mpsc::Sender<Job>> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..threads.max(1) {
        let mut lite = Lite::reader(path)?;
        let queue = Arc::clone(&queue);
        spawn("sqlite reader", move || {
            while let Some(job) = next(&queue) {
                job(&mut lite);
            }
        })?;
    }
    Ok(sender)
}

/// Idle threads wait for the lock; the one that has it waits for work.
fn next(queue: &Mutex<mpsc::Receiver<Job>>) -> Option<Job> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}

/// Connections for reads on their caller's thread. As many are open as have been in use at once; of those
/// given back at most `most` are kept.
pub(super) struct Spare {
    path: PathBuf,
    free: Mutex<Vec<Lite>>,
    most: usize,
}

impl Spare {
    pub(super) fn new(path: &Path, most: usize) -> Self {
        Self { path: path.to_owned(), free: Mutex::default(), most }
    }

    /// Runs the work here and now.
    pub(super) fn read<R: Run>(&self, run: &R) -> std::result::Result<R::Out, R::Error> {
        let mut lite = self.take()?;
        let outcome = answer(&mut lite, run);
        let mut free = self.free();
        if free.len() < self.most {
            free.push(lite);
        }
        outcome
    }

    fn take(&self) -> Result<Lite> {
        let free = self.free().pop();
        free.map_or_else(|| Lite::reader(&self.path), Ok)
    }

    fn free(&self) -> MutexGuard<'_, Vec<Lite>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn job<R: Run + Send + 'static>(run: R, reply: Answer<R>) -> Job
where
    R::Out: Send,
    R::Error: Send,
{
    Box::new(move |lite| {
        if !reply.is_closed() {
            let _ = reply.send(answer(lite, &run));
        }
    })
}

fn answer<R: Run>(lite: &mut Lite, run: &R) -> std::result::Result<R::Out, R::Error> {
    end(lite)?;
    lite.step("begin", "BEGIN")?;
    let (outcome, _) = work::run_once(lite, run);
    end(lite)?;
    outcome
}

fn end(lite: &Lite) -> Result<()> {
    if lite.is_idle() { Ok(()) } else { lite.step("rollback", "ROLLBACK") }
}
