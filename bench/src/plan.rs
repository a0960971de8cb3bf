//! What is measured and in which order: product and floor in turns (A B A B), so that a neighbour on the
//! machine disturbs both; of several rounds the median is told, figure by figure.
//! Must never know: how a page is made.

use crate::{
    Bounds, Engine,
    client::{self, Ask, Until},
    machine,
    server::{Described, Visit},
    table::{self, Figures, Line},
};
use anyhow::{Context, Result};
use database::testing::{Durability, Postgres};
use std::{cell::Cell, process::Stdio, rc::Rc, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Connections that are measured.
const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// How much slower a sync is made where shared commits are measured.
const SLOW_SYNC_MILLIS: u64 = 5;

/// A server process with a city of its own; ends when dropped.
pub struct Served {
    child: Child,
    /// What it says of itself.
    pub city: Described,
    /// The server of the database, where it is PostgreSQL.
    pub postgres: Option<Postgres>,
    _folder: tempfile::TempDir,
}

impl Served {
    /// Starts one.
    pub async fn start(engine: Engine, persons: usize, slow: u64, log_statements: bool) -> Result<Served> {
        let folder = tempfile::Builder::new().prefix("guitu-bench-").tempdir()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--folder").arg(folder.path());
        command.args(["--persons", &persons.to_string(), "--commit-delay-millis", &slow.to_string()]);
        if log_statements {
            command.arg("--log-statements");
        }
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let server = Postgres::start(Durability::Full).map_err(anyhow::Error::msg)?;
                command.args(["--database", &server.fresh_database()]);
                Some(server)
            }
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let mut words = BufReader::new(child.stdout.take().context("standard output")?);
        let mut line = String::new();
        words.read_line(&mut line).await?;
        let city = serde_json::from_str(&line).context("the server did not start")?;
        Ok(Served { child, city, postgres, _folder: folder })
    }

    async fn measured(&self, connections: usize, until: Until, ask: &Rc<dyn Ask>) -> Result<Figures> {
        let pid = self.child.id().context("the server process")?;
        let warm = Until { time: until.time / 10, requests: until.requests / 10 };
        client::run(&self.city.address, connections, warm, Rc::clone(ask)).await?;
        let before = machine::cpu_of(pid)?;
        let run = client::run(&self.city.address, connections, until, Rc::clone(ask)).await?;
        let cpu = machine::cpu_of(pid)?.saturating_sub(before);
        Ok(Figures::of(&run, cpu))
    }
}

/// A page that is asked for again and again.
pub struct Page {
    path: String,
    token: String,
}

impl Page {
    /// A page as the first worker sees it.
    pub fn asking(city: &Described, path: &str) -> Rc<dyn Ask> {
        Rc::new(Page { path: path.to_owned(), token: city.token.clone() })
    }
}

impl Ask for Page {
    fn next(&self, _connection: usize, _number: usize) -> String {
        format!("GET {} HTTP/1.1\r\nhost: localhost\r\ncookie: guitu={}\r\n\r\n", self.path, self.token)
    }
    fn status(&self) -> u16 {
        200
    }
}

/// Visits to cases in turn. Connections have cases of their own as long as there are enough; the agreed day
/// moves with every visit of a case, so that list row and obligation change each time.
pub struct Visits {
    cases: Vec<(Visit, Cell<usize>)>,
    connections: usize,
    series: &'static str,
    before: &'static str,
}

impl Visits {
    /// Visits by so many connections to a server. `series` must be new to it; `/one` before the paths
    /// leads through the door that lets in one request at a time.
    pub fn asking(
        cases: &[Visit],
        connections: usize,
        series: &'static str,
        before: &'static str,
    ) -> Rc<dyn Ask> {
        let cases = cases.iter().map(|case| (case.clone(), Cell::new(0))).collect();
        Rc::new(Visits { cases, connections, series, before })
    }
}

impl Ask for Visits {
    fn next(&self, connection: usize, number: usize) -> String {
        let own = (self.cases.len() / self.connections).max(1);
        let place = (connection + self.connections * (number % own)) % self.cases.len();
        let (case, visits) = &self.cases[place];
        visits.set(visits.get() + 1);
        let agreed = if visits.get() % 2 == 1 { "2026-11-26" } else { "2026-11-25" };
        let key = format!("{}-{}-{place:04}-{:06}", self.series, self.connections, visits.get());
        let mut body = format!("csrf={}&key={key}&version=", case.csrf);
        for (name, value) in crate::visit_floor::typed(agreed) {
            body.push_str(&format!("&{name}={}", percent(value.as_str().unwrap_or_default())));
        }
        format!(
            "POST {}{} HTTP/1.1\r\nhost: localhost\r\ncookie: guitu={}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.before,
            case.path,
            case.token,
            body.len()
        )
    }
    fn status(&self) -> u16 {
        303
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Bounds {
    fn until(&self) -> Until {
        Until { time: Duration::from_millis(self.millis), requests: self.requests }
    }
}

/// Everything beside its floor, then slow syncs.
pub async fn all(bounds: &Bounds) -> Result<()> {
    table::say(&format!("Measured on {}.\n", machine::described()));
    for engine in &bounds.engines {
        let served = Served::start(*engine, bounds.persons, 0, false).await?;
        same_body(&served.city).await?;
        table::head(&served.city, *engine);
        // Visits last: they change what the list shows.
        for what in [What::List, What::Case, What::Visit] {
            for connections in CONNECTIONS {
                let (name, product, floor) = pair(&served.city, what, connections);
                let line = in_turns(&served, bounds, connections, [&product, &floor]).await?;
                table::line(*engine, name, connections, &line);
            }
        }
    }
    for engine in &bounds.engines {
        slow_syncs(*engine, bounds).await?;
    }
    Ok(())
}

/// What is measured beside its floor.
#[derive(Clone, Copy)]
enum What {
    List,
    Case,
    Visit,
}

fn pair(city: &Described, what: What, connections: usize) -> (&'static str, Rc<dyn Ask>, Rc<dyn Ask>) {
    let page = |path: &str| Page::asking(city, path);
    match what {
        What::List => ("list", page("/cases"), page("/floor/list")),
        What::Case => ("case", page(&format!("/cases/{}", city.no)), page("/floor/case")),
        What::Visit => (
            "visit",
            Visits::asking(&city.product, connections, "product", ""),
            Visits::asking(&city.floor, connections, "floor", ""),
        ),
    }
}

/// A floor that answers something else would be no floor.
async fn same_body(city: &Described) -> Result<()> {
    let body = async |path: &str| client::once(&city.address, &*Page::asking(city, path)).await;
    let (case, _) = body(&format!("/cases/{}", city.no)).await?;
    let (list, _) = body("/cases").await?;
    anyhow::ensure!(case == body("/floor/case").await?.0, "the floor of the case page is another page");
    // The place of the next page is sealed with a nonce: as long, never the same.
    anyhow::ensure!(
        list.len() == body("/floor/list").await?.0.len(),
        "the floor of the list is another page"
    );
    Ok(())
}

async fn in_turns(
    served: &Served,
    bounds: &Bounds,
    connections: usize,
    asks: [&Rc<dyn Ask>; 2],
) -> Result<Line> {
    let (mut product, mut floor) = (vec![], vec![]);
    for _ in 0..bounds.rounds {
        product.push(served.measured(connections, bounds.until(), asks[0]).await?);
        floor.push(served.measured(connections, bounds.until(), asks[1]).await?);
    }
    Ok(Line { product: Figures::median(&product), floor: Figures::median(&floor) })
}

/// Shared commits beside one commit each, every commit 5 ms slower.
async fn slow_syncs(engine: Engine, bounds: &Bounds) -> Result<()> {
    let served = Served::start(engine, bounds.persons, SLOW_SYNC_MILLIS, false).await?;
    let shared = Visits::asking(&served.city.product, 64, "shared", "");
    let each = Visits::asking(&served.city.product, 64, "each", "/one");
    let line = in_turns(&served, bounds, 64, [&shared, &each]).await?;
    table::slow(engine, &line);
    Ok(())
}

/// What each layer adds, at one connection.
pub async fn layers(bounds: &Bounds) -> Result<()> {
    for engine in &bounds.engines {
        let served = Served::start(*engine, bounds.persons, 0, false).await?;
        let case = format!("/cases/{}", served.city.no);
        for (what, whole) in [("case", case.as_str()), ("list", "/cases")] {
            let floor = format!("/floor/{what}");
            let steps = [
                ("template and HTTP", floor.clone()),
                ("and session", format!("{floor}/session")),
                ("and look", format!("{floor}/look")),
                ("and loading, scope, unsealing: the product", whole.to_owned()),
            ];
            let mut found = vec![vec![]; steps.len()];
            for _ in 0..bounds.rounds {
                for ((_, path), of) in steps.iter().zip(&mut found) {
                    of.push(served.measured(1, bounds.until(), &Page::asking(&served.city, path)).await?);
                }
            }
            for ((step, _), of) in steps.iter().zip(&found) {
                table::layer(*engine, what, step, &Figures::median(of));
            }
        }
    }
    Ok(())
}
