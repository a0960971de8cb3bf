//! A real Chromium against the real program: the walk of one person and every page of the fictitious city,
//! at the width of an old PC and of a phone. The driver and the crawl are shared with `examples/shots.rs`.
//! Must never know: SQL, services; everything is seen as a person at the screen sees it.

mod crawl;
mod desk;
mod draft;
mod driver;
mod layout;
mod scenarios;
mod walk;

use crate::cli::guitu;
pub(crate) use driver::Server;
use driver::{Browser, Window};
use std::path::Path;

/// Serves the instance in a folder.
fn serve(data: &Path) -> Server {
    Server::start(guitu(), data)
}

/// Runs one steered browser to its end.
fn in_browser(steps: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(steps);
}
