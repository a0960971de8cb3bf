//! The SQLite engine: one writer thread, a few reader threads, queues before them, and connections for reads
//! in place.
//!
//! Callers await a one-shot answer; nothing here needs a runtime. Dropping the engine closes the queues and
//! the threads end after what is queued.
//! Must never know: tables, the other engine.

mod connection;
mod reader;
mod stopwatch;
mod writer;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

pub(crate) use connection::Lite;

use crate::db::Counters;
use crate::error::{Error, Kind, Result};
use crate::options::Options;
use crate::work::Run;

/// Works that may wait in a queue before callers wait to enqueue.
const QUEUE: usize = 1024;

/// The two queues, and the connections that wait for a read in place.
pub(crate) struct Engine {
    writes: mpsc::Sender<Box<dyn writer::Job>>,
    reads: mpsc::Sender<reader::Job>,
    spare: reader::Spare,
}

impl Engine {
    pub(crate) async fn open(path: &Path, options: &Options, counters: Arc<Counters>) -> Result<Self> {
        let (writes, queue) = mpsc::channel(QUEUE);
        let (opened, answer) = oneshot::channel();
        let (place, chosen) = (path.to_owned(), options.clone());
        spawn("sqlite writer", move || match Lite::writer(&place, &chosen) {
            Ok(lite) => {
                let _ = opened.send(Ok(()));
                writer::Writer::new(lite, chosen.commit_delay, counters).serve(queue);
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        })?;
        answer.await.map_err(|_| gone())??;
        let reads = reader::start(path, options.connections)?;
        Ok(Self { writes, reads, spare: reader::Spare::new(path, options.connections) })
    }

    pub(crate) async fn write<R: Run + Send + 'static>(&self, run: R) -> std::result::Result<R::Out, R::Error>
    where
        R::Out: Send,
        R::Error: Send,
    {
        let (reply, answer) = oneshot::channel();
        self.writes.send(writer::job(run, reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// On the caller's thread.
    pub(crate) fn read_here<R: Run>(&self, run: &R) -> std::result::Result<R::Out, R::Error> {
        self.spare.read(run)
    }

    /// On a reader thread.
    pub(crate) async fn read<R: Run + Send + 'static>(&self, run: R) -> std::result::Result<R::Out, R::Error>
    where
        R::Out: Send,
        R::Error: Send,
    {
        let (reply, answer) = oneshot::channel();
        self.reads.send(reader::job(run, reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

fn gone() -> Error {
    Error::new("queue", Kind::Unavailable, "the database thread has ended")
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(drop)
        .map_err(|e| Error::new("open", Kind::Unavailable, e.to_string()))
}
