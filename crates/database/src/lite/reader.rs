//! The reader threads: each read sees one snapshot and is rolled back at its end, whatever happens.
//!
//! A panic inside a read must not leave its transaction open: an open snapshot pins the write-ahead log,
//! which then grows without bound and makes every list dearer. Reads whose caller has gone are skipped.
//! Must never know: tables.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

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
    lite.control("begin", "BEGIN")?;
    let (outcome, _) = work::run_once(lite, run);
    end(lite)?;
    outcome
}

fn end(lite: &Lite) -> Result<()> {
    if lite.is_idle() { Ok(()) } else { lite.control("rollback", "ROLLBACK") }
}
