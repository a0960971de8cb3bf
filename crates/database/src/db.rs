//! The door: every transaction begins and ends here.
//!
//! A work is given to one of the engines and its outcome awaited. A caller that stops waiting does not stop
//! a write that is already under way or enqueued. Must never know: tables.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Kind, Result};
use crate::options::{Engine, Options, Target};
use crate::tx::Tx;
use crate::work::{Closure, Named, Run, Work};
use crate::{lite, pg};

/// An open database; cheap to clone. Dropping the last clone closes it.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    on: On,
    counters: Arc<Counters>,
}

enum On {
    Lite(lite::Engine),
    Pg(pg::Engine),
}

/// How much has been committed since this [`Db`] was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Commits that succeeded. On SQLite many works share one.
    pub commits: u64,
    /// Works in groups whose commit succeeded, those that were rolled back alone included.
    pub works: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    commits: AtomicU64,
    works: AtomicU64,
}

impl Counters {
    pub(crate) fn committed(&self, works: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.works.fetch_add(works as u64, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens the database with [`Options::default`]. Errors: `Unavailable` (not there, not reachable),
    /// `Corrupt` (not a database), `Busy` (another process holds it).
    pub async fn open(target: &Target) -> Result<Self> {
        Self::open_with(target, &Options::default()).await
    }

    /// Opens the database.
    pub async fn open_with(target: &Target, options: &Options) -> Result<Self> {
        let counters = Arc::new(Counters::default());
        let on = match target {
            Target::Sqlite(path) => On::Lite(lite::Engine::open(path, options, Arc::clone(&counters)).await?),
            Target::Postgres(address) => {
                On::Pg(pg::Engine::open(address, options, Arc::clone(&counters)).await?)
            }
        };
        Ok(Self { inner: Arc::new(Inner { on, counters }) })
    }

    /// Which engine serves.
    pub fn engine(&self) -> Engine {
        match self.inner.on {
            On::Lite(_) => Engine::Sqlite,
            On::Pg(_) => Engine::Postgres,
        }
    }

    /// Commits and works so far.
    pub fn stats(&self) -> Stats {
        let counters = &self.inner.counters;
        Stats {
            commits: counters.commits.load(Ordering::Relaxed),
            works: counters.works.load(Ordering::Relaxed),
        }
    }

    /// Runs a work that may write; answers after it is durably committed, or changed nothing.
    ///
    /// The write goes on if the returned future is dropped after its first poll found room in the queue.
    pub async fn write<W: Work>(&self, work: W) -> std::result::Result<W::Out, W::Error> {
        match &self.inner.on {
            On::Lite(engine) => engine.write(Named(work)).await,
            On::Pg(engine) => {
                let engine = engine.clone();
                let task = async move { engine.drive(&Named(work), pg::Access::Write).await };
                settled(tokio::spawn(task).await)
            }
        }
    }

    /// Runs a short work on one snapshot, in place: for what a page or a request reads, a few statements by
    /// index. Whatever it changes is refused or rolled back. On SQLite it holds the caller's thread; what
    /// may last is for [`Db::read_fn`].
    pub async fn read<W: Work>(&self, work: W) -> std::result::Result<W::Out, W::Error> {
        match &self.inner.on {
            On::Lite(engine) => engine.read_here(&Named(work)),
            On::Pg(engine) => engine.drive(&Named(work), pg::Access::Read).await,
        }
    }

    /// [`Db::write`] for a closure: `db.write_fn(async move |tx: &mut Tx<'_>| { ... })`. It owns what it
    /// uses, may run more than once, and its future need not be `Send`.
    pub async fn write_fn<F, T, E>(&self, body: F) -> std::result::Result<T, E>
    where
        F: AsyncFn(&mut Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let run = Closure::new(body);
        match &self.inner.on {
            On::Lite(engine) => engine.write(run).await,
            On::Pg(engine) => on_a_thread(engine.clone(), run, pg::Access::Write).await,
        }
    }

    /// [`Db::read`] for a closure and on another thread, so that it may last.
    pub async fn read_fn<F, T, E>(&self, body: F) -> std::result::Result<T, E>
    where
        F: AsyncFn(&mut Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let run = Closure::new(body);
        match &self.inner.on {
            On::Lite(engine) => engine.read(run).await,
            On::Pg(engine) => on_a_thread(engine.clone(), run, pg::Access::Read).await,
        }
    }
}

/// A closure's future cannot be promised to be `Send` on stable Rust, so it stays on one thread.
async fn on_a_thread<R>(
    engine: pg::Engine,
    run: R,
    access: pg::Access,
) -> std::result::Result<R::Out, R::Error>
where
    R: Run + Send + 'static,
    R::Out: Send,
    R::Error: Send,
{
    let runtime = tokio::runtime::Handle::current();
    let thread = tokio::task::spawn_blocking(move || runtime.block_on(engine.drive(&run, access)));
    settled(thread.await)
}

/// The outcome of a task of ours: it ends by itself, unless the runtime is shutting down.
fn settled<T, E: From<Error>>(
    joined: std::result::Result<std::result::Result<T, E>, tokio::task::JoinError>,
) -> std::result::Result<T, E> {
    joined.unwrap_or_else(|error| {
        let error = if error.is_panic() {
            Error::panicked()
        } else {
            Error::new("work", Kind::Unavailable, "the program is shutting down")
        };
        Err(error.into())
    })
}
