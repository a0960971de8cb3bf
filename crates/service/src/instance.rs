//! An instance: opened, made, examined. Keys are 32 random bytes in a file of their own, mode 0600; whoever
//! loses them loses every sealed field, whoever copies them together with the database can read all.

use crate::{Asker, Now, Problem, Result, Service, Units, rulebook::Book};
use database::{Db, Options, Target, Tx};
use domain::{
    kernel::{Actor, Role},
    rules::Rules,
    unit::Unit,
};
use reference::calendar::Calendar;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use store::{
    anchor::{self, Anchor},
    doctor::{self, Means, Proof, Report},
    looks::Looks,
    schema,
};
use vault::{Master, Random};

/// No unit of work takes longer from being asked for to its commit, in milliseconds: fifteen minutes.
const SETTLED: i64 = 15 * 60 * 1000;

/// How an instance is opened.
pub struct Opening {
    /// The main database.
    pub database: Target,
    /// The database of looks.
    pub looks: Target,
    /// Engine options.
    pub options: Options,
    /// The keys.
    pub master: [u8; 32],
    /// Where nonces and ids come from.
    pub random: Arc<Mutex<dyn Random + Send>>,
    /// The city of the instance, e.g. 440100.
    pub city: Unit,
    /// The program that reads files in a child process.
    pub reader: PathBuf,
}

/// Opens an instance, bringing its tables up to date; on an empty one writes the city's units.
pub async fn open(opening: Opening) -> Result<Service> {
    let db = Db::open_with(&opening.database, &opening.options).await?;
    let looks_db = match opening.looks == opening.database {
        true => db.clone(),
        false => Db::open_with(&opening.looks, &opening.options).await?,
    };
    if !schema::orders_by_bytes(&db).await? {
        let detail =
            "数据库的排序规则不是 C，姓名查找和翻页会出错。请用 createdb -T template0 -l C 重建一个空库";
        return Err(Problem::Broken(detail.into()));
    }
    let migration = |e: database::MigrationError| Problem::Broken(e.to_string());
    schema::prepare(&db).await.map_err(migration)?;
    if opening.looks != opening.database {
        schema::prepare_looks(&looks_db).await.map_err(migration)?;
    }
    let units = units(&db, &opening.city).await?;
    let mut server = [0; 8];
    opening.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut server);
    let server = data_encoding::HEXLOWER.encode(&server);
    let service = Service {
        db,
        looks: Looks::start(looks_db, server),
        keys: Arc::new(Master::from_bytes(opening.master)),
        random: opening.random,
        rules: Arc::new(Rules::builtin()),
        book: Arc::new(Book::new(Rules::builtin())),
        calendar: Arc::new(Calendar::announced()),
        units: Arc::new(units),
        city: opening.city,
        reader: opening.reader,
    };
    service.with_kept_rules().await
}

async fn units(db: &Db, city: &Unit) -> Result<Units> {
    let city = city.code().to_owned();
    db.write_fn(async move |tx: &mut Tx<'_>| {
        let mut rows = store::unit::all(tx).await?;
        if rows.is_empty() {
            for unit in Units::of_city(&city) {
                store::unit::save(tx, &unit).await?;
            }
            rows = store::unit::all(tx).await?;
        }
        Ok::<_, Problem>(Units::new(rows))
    })
    .await
}

/// The console of the machine on which the instance runs.
pub fn console(user: &str, city: &Unit, now: Now) -> Asker {
    let account = format!("console:{user}");
    let actor = Actor { name: account.clone(), account, role: Role::Administrator, unit: city.clone() };
    Asker { actor, now }
}

impl Service {
    /// Takes an anchor over everything recorded until a little before now. What was asked for since may
    /// still be under way: it bears the instant at which it was asked and is committed after the anchor.
    pub async fn anchor(&self, now: Now) -> Result<Anchor> {
        let (keys, at) = (Arc::clone(&self.keys), now.millis - SETTLED);
        self.db.read_fn(async move |tx: &mut Tx<'_>| Ok(anchor::take(tx, &keys, at).await?)).await
    }

    /// Proves everything, against the anchors kept outside the database.
    pub async fn examine(&self, anchors: Vec<Anchor>, sample: Option<u64>) -> Result<Report> {
        let service = self.clone();
        let mut report = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let means = Means {
                    keys: &service.keys,
                    rules: &service.rules,
                    calendar: &service.calendar,
                    anchors: &anchors,
                    sample,
                };
                Ok::<_, Problem>(doctor::examine(tx, &means).await?)
            })
            .await?;
        if let Err(place) = self.looks.prove().await? {
            report.violations.push(doctor::Violation { code: "look_chain_broken", of: place });
        }
        Ok(report)
    }

    /// Proves one event, named by `STREAM:VERSION`, where a case may be named by its number.
    pub async fn prove_event(&self, named: &str, anchors: Vec<Anchor>) -> Result<Proof> {
        let (of, version) = named.rsplit_once(':').ok_or(Problem::NotFound)?;
        let version: i64 = version.parse().map_err(|_| Problem::NotFound)?;
        let (service, of) = (self.clone(), of.to_owned());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let stream = match uuid::Uuid::parse_str(&of) {
                    Ok(stream) => Some(stream),
                    Err(_) => doctor::stream_of(tx, &service.seen_by_city(), &of).await?,
                };
                let means = Means {
                    keys: &service.keys,
                    rules: &service.rules,
                    calendar: &service.calendar,
                    anchors: &anchors,
                    sample: None,
                };
                let stream = stream.ok_or(Problem::NotFound)?;
                doctor::prove(tx, &means, stream, version).await?.ok_or(Problem::NotFound)
            })
            .await
    }

    /// The city's own people who do a job at the console: may do what the city bureau may.
    pub fn as_city(&self, console: &Asker) -> Asker {
        Asker { actor: Actor { role: Role::City, ..console.actor.clone() }, ..console.clone() }
    }
}
