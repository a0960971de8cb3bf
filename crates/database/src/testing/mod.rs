//! Tests on both engines: a claim is written once, [`both_engines!`](crate::both_engines) makes it two tests.
//!
//! SQLite gets a new file, PostgreSQL a new database on one private server per test process, which ends with
//! the process. Here failure to set up may panic: these are tests, behind the feature `testing`.
//! Must never know: tables.

mod postgres;

use std::future::Future;

pub use postgres::{Durability, Postgres};

use crate::{Db, Options, Target};

/// Makes `name::sqlite` and `name::postgres` of every claim.
///
/// ```text
/// database::both_engines! {
///     async fn what_is_written_can_be_read(db: Db) { ... }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$note:meta])* async fn $name:ident($db:ident: Db) $body:block)*) => {$(
        $(#[$note])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn claim($db: $crate::Db) $body

            #[test]
            fn sqlite() {
                $crate::testing::on_sqlite(&$crate::Options::default(), claim);
            }

            #[test]
            fn postgres() {
                $crate::testing::on_postgres(&$crate::Options::default(), claim);
            }
        }
    )*};
}

/// Runs a claim on a new SQLite file.
///
/// # Panics
/// If the claim panics, or no temporary file can be made.
pub fn on_sqlite<F: Future<Output = ()>>(options: &Options, claim: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = Target::Sqlite(folder.path().join("test.db"));
    run(&target, options, claim);
}

/// Runs a claim on a new database of the shared PostgreSQL server.
///
/// # Panics
/// If the claim panics, or PostgreSQL is not installed.
pub fn on_postgres<F: Future<Output = ()>>(options: &Options, claim: impl FnOnce(Db) -> F) {
    let target = Target::Postgres(Postgres::shared().fresh_database());
    run(&target, options, claim);
}

fn run<F: Future<Output = ()>>(target: &Target, options: &Options, claim: impl FnOnce(Db) -> F) {
    runtime().block_on(async {
        let db = Db::open_with(target, options).await.expect("the database opens");
        claim(db).await;
    });
}

/// A runtime as a server has it: several threads.
///
/// # Panics
/// If the system gives no threads.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}
