//! How each figure of `docs/performance.md` is made: list page, case page and recorded visit of the product
//! beside a floor in the same server process, over loopback, on both engines; see [`floor`] for what a floor
//! is. A fictitious city is built in a temporary folder, a server of its own process is started and asked
//! through [`client`], a markdown table is printed, everything is removed. Stops by itself.
//! Must never know: an instance with real people.

mod city;
mod client;
mod floor;
mod machine;
mod plan;
mod server;
mod statements;
mod table;
mod visit_floor;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Measures the product beside a floor.
#[derive(Parser)]
#[command(about = "Measures list page, case page and recorded visit beside a floor")]
struct Cli {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Subcommand)]
enum What {
    /// Pages and visits at 1, 16 and 64 connections beside their floors, then slow syncs: the default.
    All,
    /// What each layer adds to the case page and the list page, at one connection.
    Layers,
    /// Statements and bytes of one page and one visit.
    Statements,
    /// The server process; started by the others.
    #[command(hide = true)]
    Serve(Serve),
}

/// How long and how much.
#[derive(Args, Clone)]
struct Bounds {
    /// Persons of the fictitious city.
    #[arg(long, global = true, default_value_t = 300)]
    persons: usize,
    /// A run ends after so many milliseconds ...
    #[arg(long, global = true, default_value_t = 1500)]
    millis: u64,
    /// ... or so many requests.
    #[arg(long, global = true, default_value_t = 4000)]
    requests: usize,
    /// Alternating rounds; the median is told.
    #[arg(long, global = true, default_value_t = 3)]
    rounds: usize,
    /// Engines.
    #[arg(long, global = true, value_delimiter = ',', default_values_t = [Engine::Sqlite, Engine::Postgres])]
    engines: Vec<Engine>,
}

/// An engine to be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        })
    }
}

/// What the server process is told.
#[derive(Args)]
struct Serve {
    /// Empty folder for SQLite files.
    #[arg(long)]
    folder: PathBuf,
    /// An empty PostgreSQL database instead.
    #[arg(long)]
    database: Option<String>,
    /// Every commit waits so many milliseconds more.
    #[arg(long, default_value_t = 0)]
    commit_delay_millis: u64,
    /// PostgreSQL writes every statement into its log.
    #[arg(long)]
    log_statements: bool,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    if let Some(What::Serve(asked)) = cli.what {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        return runtime.block_on(server::run(&asked, cli.bounds.persons));
    }
    // The client keeps to one thread, so that on a small machine the server has the others.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.what {
            Some(What::Layers) => plan::layers(&cli.bounds).await,
            Some(What::Statements) => statements::run(&cli.bounds).await,
            _ => plan::all(&cli.bounds).await,
        }
    })
}
