//! The fictitious city that is measured: built by the demonstration, opened again as a server would, with
//! one case of some twenty events, an account that looks at it, and cases that can be visited.
//! Must never know: what is measured.

use crate::{Serve, machine::Os};
use anyhow::{Context, Result, anyhow};
use database::{Db, Engine, Options, Row, Target, Tx, Value};
use domain::{kernel::Role, unit::Unit};
use jiff::civil::date;
use service::{Asker, Now, Problem, Service, instance};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use vault::Random;

/// The city stands still at noon of this day.
pub const NOON: &str = "2026-11-24T04:00:00Z";
/// How many events the case of the case page has, as nearly as the city allows.
const EVENTS: i64 = 20;

/// Somebody signed in.
#[derive(Clone)]
pub struct Desk {
    /// Who asks.
    pub asker: Asker,
    /// The session's token.
    pub token: String,
    /// The token of its forms.
    pub csrf: String,
    /// The unit's code.
    pub unit: String,
}

/// What can be measured.
pub struct City {
    /// The services.
    pub service: Service,
    /// Workers, one an office; the first looks at pages.
    pub desks: Vec<Desk>,
    /// The case of the case page.
    pub no: String,
    /// Its events.
    pub events: i64,
}

/// Builds a city where nothing is yet, and opens it as a server would.
pub async fn build(asked: &Serve, persons: usize) -> Result<City> {
    let mut master = [0; 32];
    Os.fill(&mut master);
    let building = opening(asked, master, Arc::new(Mutex::new(demo::random(1))), Duration::ZERO);
    let service = instance::open(building).await.map_err(told)?;
    let plan = demo::Plan { persons, seed: 1, today: date(2026, 11, 24), password: None };
    let city = demo::build(&service, &plan, &|_, _| {}).await.map_err(told)?;
    if asked.log_statements {
        log_statements(&service.db).await?;
    }
    drop(service);
    let delay = Duration::from_millis(asked.commit_delay_millis);
    // From here on nonces come from the system: a seeded nonce must never be used twice under one key.
    let service =
        instance::open(opening(asked, master, Arc::new(Mutex::new(Os)), delay)).await.map_err(told)?;
    let mut desks: Vec<Desk> = vec![];
    for account in city.accounts.iter().filter(|a| a.role == Role::OfficeWorker) {
        if !desks.iter().any(|d| d.unit == account.unit) {
            desks.push(desk(&service, account).await?);
        }
    }
    let first = desks.first().context("the city has no worker")?;
    let (no, events) = longest(&service.db, &first.unit).await?;
    Ok(City { service, desks, no, events })
}

/// The present of the city.
pub fn now() -> Result<Now> {
    Ok(Now::at(NOON.parse()?))
}

fn opening(
    asked: &Serve,
    master: [u8; 32],
    random: Arc<Mutex<dyn Random + Send>>,
    delay: Duration,
) -> instance::Opening {
    let (database, looks) = match &asked.database {
        Some(address) => (Target::parse(address), Target::parse(address)),
        None => {
            let file = |name: &str| Target::Sqlite(asked.folder.join(name));
            (file("guitu.db"), file("looks.db"))
        }
    };
    instance::Opening {
        database,
        looks,
        options: Options { commit_delay: delay, ..Options::default() },
        master,
        random,
        city: Unit::new("440100"),
        reader: std::path::PathBuf::new(),
    }
}

async fn desk(service: &Service, account: &demo::Account) -> Result<Desk> {
    let now = now()?;
    let opened = service.sign_in(&account.login, &account.password, now).await.map_err(told)?;
    let session = service.signed_in(&opened.token, now).await.map_err(told)?;
    let actor = session.actor.context("an account without a role")?;
    Ok(Desk {
        asker: Asker { actor, now },
        token: opened.token,
        csrf: session.csrf,
        unit: account.unit.clone(),
    })
}

/// The open case of a unit whose number of events is nearest to [`EVENTS`].
async fn longest(db: &Db, unit: &str) -> Result<(String, i64)> {
    let sql = "SELECT v.no, s.version FROM visible v JOIN stream s ON s.id = v.stream WHERE v.unit = $1 AND v.owner = $1 AND v.standing <> 'closed' ORDER BY ABS(s.version - $2), v.no LIMIT 1";
    let rows = rows(db, sql, vec![unit.into(), EVENTS.into()]).await?;
    let row = rows.first().context("the office has no case")?;
    Ok((row.text(0)?.to_owned(), row.int(1)?))
}

/// Rows of a statement.
pub async fn rows(db: &Db, sql: &'static str, params: Vec<Value>) -> Result<Vec<Row>> {
    Ok(db.read_fn(async move |tx: &mut Tx<'_>| tx.query(sql, &params).await).await?)
}

/// From the next connection on PostgreSQL writes every statement of this database into its log.
async fn log_statements(db: &Db) -> Result<()> {
    if db.engine() == Engine::Sqlite {
        return Ok(());
    }
    let done = db.write_fn(async move |tx: &mut Tx<'_>| {
        let name = tx.one("SELECT CAST(current_database() AS TEXT)", &[]).await?;
        let name = name.map_or(Ok(String::new()), |row| row.text(0).map(str::to_owned))?;
        tx.batch(&format!("ALTER DATABASE \"{name}\" SET log_statement = 'all'")).await
    });
    Ok(done.await?)
}

/// What the services answer, as an error of this program.
pub fn told(problem: Problem) -> anyhow::Error {
    anyhow!("{problem:?}")
}
