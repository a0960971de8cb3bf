//! The PostgreSQL engine: a pool, and works that are run again after a lost race.
//!
//! Writes are SERIALIZABLE, so that both engines promise the same: as if writers followed one another.
//! Reads are one read-only snapshot. A write is a task of its own: a caller that hangs up does not cancel
//! it. A lost server is `Unavailable`; the pool connects again by itself.
//! Must never know: tables, the other engine.

mod statement;
mod value;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use tokio_postgres::{IsolationLevel, NoTls};

pub(crate) use statement::{batch, check, execute, query};

use crate::db::Counters;
use crate::error::{Again, Error, Kind, Result};
use crate::options::Options;
use crate::tx::Tx;
use crate::work::{Caught, Run};

/// How often a work is tried before it is given up as `Conflict`.
const TRIES: u32 = 24;
/// The first pause between two tries; it doubles up to `LONGEST_PAUSE`.
const FIRST_PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(64);
/// A server that has not acknowledged anything for this long is lost.
const SILENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// The pool; cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    pool: Pool,
    commit_delay: Duration,
    counters: Arc<Counters>,
    pauses: Arc<AtomicU64>,
}

/// How one try ended.
enum End<T, E> {
    Done(std::result::Result<T, E>),
    Again(Error),
}

impl Engine {
    pub(crate) async fn open(address: &str, options: &Options, counters: Arc<Counters>) -> Result<Self> {
        let mut config = tokio_postgres::Config::from_str(address)
            .map_err(|_| Error::other("open", "the address is not understood"))?;
        config.application_name("guitu");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.patience);
        }
        // A network that swallows packets must not hold a work for hours.
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, NoTls, recycling))
            .max_size(options.connections.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(options.patience))
            .create_timeout(Some(options.patience))
            .build()
            .map_err(|e| Error::other("open", e.to_string()))?;
        let engine = Self { pool, commit_delay: options.commit_delay, counters, pauses: Arc::default() };
        drop(engine.client("open").await?);
        Ok(engine)
    }

    /// Runs the work to its end, again after every lost race.
    pub(crate) async fn drive<R: Run>(
        &self,
        run: &R,
        access: Access,
    ) -> std::result::Result<R::Out, R::Error> {
        let mut tries = 1;
        loop {
            let mut client = self.client("begin").await?;
            let end = self.attempt(&mut client, run, access).await;
            drop(client);
            match end {
                End::Done(outcome) => return outcome,
                End::Again(error) if tries >= TRIES => {
                    tracing::warn!(%error, tries, "a work is given up");
                    return Err(given_up(error).into());
                }
                End::Again(error) => {
                    tracing::debug!(%error, tries, "a work runs again");
                    tokio::time::sleep(self.pause(tries)).await;
                    tries += 1;
                }
            }
        }
    }

    async fn attempt<R: Run>(&self, client: &mut Object, run: &R, access: Access) -> End<R::Out, R::Error> {
        let statements = Arc::clone(&client.statement_cache);
        let isolation = match access {
            Access::Read => IsolationLevel::RepeatableRead,
            Access::Write => IsolationLevel::Serializable,
        };
        let begun = client.build_transaction().isolation_level(isolation).read_only(access == Access::Read);
        let mut tx = match begun.start().await {
            Ok(transaction) => Tx::pg(transaction),
            // The server went away while the connection lay in the pool: take another one.
            Err(error) => {
                let error = Error::pg("begin", error);
                let stale = error.kind == Kind::Unavailable;
                return if stale { End::Again(error) } else { End::Done(Err(error.into())) };
            }
        };
        let outcome = Caught::new(async { run.run(&mut tx).await }).await;
        let (transaction, failed) = tx.into_pg();
        if let Some(failed) = failed {
            return self.lost(failed, run, outcome, &statements);
        }
        match outcome {
            Err(panicked) => End::Done(Err(panicked.into())),
            Ok(Err(refused)) => End::Done(Err(refused)),
            Ok(Ok(out)) => match self.finish(transaction, access).await {
                Ok(()) => End::Done(Ok(out)),
                Err(error) if error.again() != Again::No => End::Again(error),
                Err(error) => End::Done(Err(error.into())),
            },
        }
    }

    /// A statement failed: the transaction is lost, whatever the work made of it.
    fn lost<R: Run>(
        &self,
        failed: Error,
        run: &R,
        outcome: Result<std::result::Result<R::Out, R::Error>>,
        statements: &deadpool_postgres::StatementCache,
    ) -> End<R::Out, R::Error> {
        let race = match &failed.kind {
            Kind::Unique(what) => run.races().contains(&what.as_str()),
            _ => failed.again() != Again::No,
        };
        if failed.again() == Again::Unprepared {
            statements.clear();
        }
        match outcome {
            Err(panicked) => End::Done(Err(panicked.into())),
            Ok(_) if race => End::Again(failed),
            Ok(Err(refused)) => End::Done(Err(refused)),
            Ok(Ok(_)) => End::Done(Err(failed.into())),
        }
    }

    async fn finish(
        &self,
        transaction: Option<deadpool_postgres::Transaction<'_>>,
        access: Access,
    ) -> Result<()> {
        let Some(transaction) = transaction else {
            return Err(Error::other("commit", "a transaction of the other engine"));
        };
        if access == Access::Read {
            // Rolled back without waiting for the answer: the next user of the connection comes after it.
            drop(transaction);
            return Ok(());
        }
        if !self.commit_delay.is_zero() {
            tokio::time::sleep(self.commit_delay).await;
        }
        transaction.commit().await.map_err(|e| Error::pg("commit", e))?;
        self.counters.committed(1);
        Ok(())
    }

    async fn client(&self, operation: &'static str) -> Result<Object> {
        self.pool.get().await.map_err(|e| Error::pool(operation, e))
    }

    /// Doubles with every try and differs between works that lost the same race, so that they part.
    fn pause(&self, tries: u32) -> Duration {
        let step = self.pauses.fetch_add(1, Ordering::Relaxed) % 8;
        let base = FIRST_PAUSE.saturating_mul(1 << tries.min(6)).min(LONGEST_PAUSE);
        base.mul_f64(0.25 + step as f64 / 8.0)
    }
}

/// What a caller is told after the last try: a lost race is a conflict whatever its form was.
fn given_up(error: Error) -> Error {
    match error.kind {
        Kind::Unavailable => error,
        _ => Error::new(error.operation, Kind::Conflict, error.detail()),
    }
}
