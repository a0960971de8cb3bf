//! A small instance for a test: fixed keys, seeded randomness, a fixed day, people of every role. A claim
//! is written once and proven on both engines; afterwards `doctor` must be content.

use database::{
    Options, Target, Tx,
    testing::{Postgres, runtime},
};
use documents::roster::{Field, Line, RawRow, Reading};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use jiff::civil::{Date, date};
use serde_json::Value;
use service::{Asker, Given, Now, Problem, Receipt, Service, handover::Summary, instance};
use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

pub const TODAY: Date = date(2026, 11, 24);
/// 员村 and 石牌 are offices of 天河; 龙凤 is one of 海珠.
pub const OFFICE: &str = "440106002";
pub const NEIGHBOUR: &str = "440106006";
pub const FAR_OFFICE: &str = "440105009";
pub const DISTRICT: &str = "440106";
pub const FAR_DISTRICT: &str = "440105";
pub const CITY: &str = "440100";

/// Makes `name::sqlite` and `name::postgres` of every claim about a new instance.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::given::on_sqlite(super::$name);
            }
            #[test]
            fn postgres() {
                $crate::given::on_postgres(super::$name);
            }
        }
    )+};
}

/// An instance and where it is kept.
#[derive(Clone)]
pub struct House {
    pub s: Service,
    pub database: Target,
    pub looks: Target,
    damaged: Arc<Mutex<bool>>,
}

pub fn on_sqlite<F: Future<Output = ()>>(claim: impl FnOnce(House) -> F) {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, looks) = in_folder(folder.path());
    runtime().block_on(prove(database, looks, claim));
}

pub fn on_postgres<F: Future<Output = ()>>(claim: impl FnOnce(House) -> F) {
    let address = Target::Postgres(Postgres::shared().fresh_database());
    runtime().block_on(prove(address.clone(), address, claim));
}

pub fn in_folder(folder: &Path) -> (Target, Target) {
    (Target::Sqlite(folder.join("main.db")), Target::Sqlite(folder.join("looks.db")))
}

async fn prove<F: Future<Output = ()>>(database: Target, looks: Target, claim: impl FnOnce(House) -> F) {
    let house = House::open(database, looks, 1, Options::default()).await.expect("opens");
    claim(house.clone()).await;
    if !*house.damaged.lock().expect("not poisoned") {
        house.content().await;
    }
}

/// SplitMix64: enough for ids and nonces in a test, the same every time.
struct Seeded(u64);
impl vault::Random for Seeded {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes()[..chunk.len()]);
        }
    }
}

impl House {
    /// Opens an instance; two that are open at once need two seeds.
    pub async fn open(
        database: Target,
        looks: Target,
        seed: u64,
        options: Options,
    ) -> Result<House, Problem> {
        let opening = instance::Opening {
            database: database.clone(),
            looks: looks.clone(),
            options,
            master: [7; 32],
            random: Arc::new(Mutex::new(Seeded(seed << 32))),
            city: Unit::new(CITY),
            reader: PathBuf::from("/nonexistent"),
        };
        let s = instance::open(opening).await?;
        Ok(House { s, database, looks, damaged: Arc::default() })
    }

    /// The claim damages the instance: `doctor` is not expected to be content.
    pub fn will_be_damaged(&self) {
        *self.damaged.lock().expect("not poisoned") = true;
    }

    pub async fn content(&self) {
        let report = self.s.examine(vec![], None).await.expect("examined");
        assert_eq!(report.violations, []);
    }

    /// Takes rows in for the city.
    pub async fn import(&self, rows: Vec<RawRow>) -> Summary {
        let city = city();
        self.s.import_roster(&city, &city.actor.unit, &reading(rows)).await.expect("imported")
    }

    /// Takes persons in and answers their case numbers.
    pub async fn taken(&self, persons: std::ops::Range<u32>) -> Vec<String> {
        let summary = self.import(persons.clone().map(|n| person(n, &[])).collect()).await;
        assert_eq!(summary.problems, []);
        let mut all = vec![];
        for n in persons {
            all.push(self.no_of(&id_number(n)).await);
        }
        all
    }

    /// The number of the latest case of the person with that identity number.
    pub async fn no_of(&self, id_number: &str) -> String {
        self.s.search(&city(), id_number).await.expect("found").first().expect("one").no.clone()
    }

    /// Gives a command after having looked at the case.
    pub async fn give(&self, asker: &Asker, no: &str, name: &str, fields: Value) -> Result<Receipt, Problem> {
        let version = self.s.view(asker, no).await?.version;
        let given = Given { if_match: Some(version), idempotency_key: None };
        self.s.give(asker, no, name, fields.as_object().expect("fields"), given).await
    }

    /// The same for a held row.
    pub async fn give_row(
        &self,
        asker: &Asker,
        no: &str,
        name: &str,
        fields: Value,
    ) -> Result<Receipt, Problem> {
        let version = self.s.held_row(asker, no).await?.version;
        let given = Given { if_match: Some(version), idempotency_key: None };
        self.s.give_row(asker, no, name, fields.as_object().expect("fields"), given).await
    }

    /// The integer that a query finds.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = sql.to_owned();
        let read = async move |tx: &mut Tx<'_>| tx.one(&sql, &[]).await?.map_or(Ok(0), |row| row.int(0));
        self.s.db.read_fn(read).await.expect("a number")
    }

    /// The keys under which a case stands.
    pub async fn keys_of(&self, no: &str) -> Vec<String> {
        let no = no.to_owned();
        let read = async move |tx: &mut Tx<'_>| {
            let rows = tx.query("SELECT unit FROM visible WHERE no = $1", &[no.as_str().into()]).await?;
            rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<database::Result<Vec<_>>>()
        };
        self.s.db.read_fn(read).await.expect("keys")
    }

    /// Writes past the services, as somebody does who can reach the database.
    pub async fn write(&self, sql: &str, params: Vec<database::Value>) {
        let sql = sql.to_owned();
        let write = async move |tx: &mut Tx<'_>| tx.execute(&sql, &params).await;
        assert!(self.s.db.write_fn(write).await.expect("written") > 0, "touched nothing");
    }

    /// An office receives the person and opens the file.
    pub async fn at_home(&self, no: &str) {
        let worker = worker();
        for (name, fields) in [
            ("verify", serde_json::json!({"result": "01"})),
            ("receive", serde_json::json!({"on": "2026-11-20", "way": "03", "present": "姐姐"})),
            ("open-file", serde_json::json!({"on": "2026-11-21"})),
        ] {
            self.give(&worker, no, name, fields).await.expect(name);
        }
    }
}

/// The instant at noon in Shanghai of a day.
pub fn noon(day: Date) -> Now {
    let days = (day - date(1970, 1, 1)).get_days();
    Now { millis: i64::from(days) * 86_400_000 + 4 * 3_600_000, today: day }
}

pub fn asker(role: Role, unit: &str) -> Asker {
    let account = format!("{}-{unit}", role.word());
    let actor = Actor { name: format!("{}甲", role.name()), account, role, unit: Unit::new(unit) };
    Asker { actor, now: noon(TODAY) }
}

pub fn city() -> Asker {
    asker(Role::City, CITY)
}
pub fn district() -> Asker {
    asker(Role::District, DISTRICT)
}
pub fn worker() -> Asker {
    asker(Role::OfficeWorker, OFFICE)
}
pub fn head() -> Asker {
    asker(Role::OfficeHead, OFFICE)
}
pub fn neighbour() -> Asker {
    asker(Role::OfficeWorker, NEIGHBOUR)
}
pub fn console() -> Asker {
    instance::console("root", &Unit::new(CITY), noon(TODAY))
}
/// Somebody of the custodial place of that name.
pub fn prison(name: &str) -> Asker {
    asker(Role::Prison, reference::organisation::custody(name).expect("known").id)
}

/// A valid identity number (GB 11643) of a man born on 1967-03-12; `n` below 500.
pub fn id_number(n: u32) -> String {
    id_of("19670312", n)
}

/// The same of a man born on another day.
pub fn id_of(birth: &str, n: u32) -> String {
    let body = format!("440106{birth}{:03}", n * 2 + 1);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}

pub fn name(n: u32) -> String {
    let pick = |from: &str, n: u32| from.chars().nth(n as usize % 10).expect("ten characters");
    [
        pick("冯陈褚卫蒋沈韩杨朱秦", n),
        pick("国志建文永德家明海荣", n / 10),
        pick("雄辉强平安华生林成才", n / 100),
    ]
    .iter()
    .collect()
}

/// A row of a man whose register lies in 员村, with other cells where given; a blank cell is left out.
pub fn person(n: u32, cells: &[(Field, &str)]) -> RawRow {
    let (name, id_number) = (name(n), id_number(n));
    let mut all = vec![
        (Field::Name, name.as_str()),
        (Field::Sex, "男"),
        (Field::Birth, "1967-03-12"),
        (Field::IdNumber, id_number.as_str()),
        (Field::HukouAddress, "广东省广州市天河区员村街道黄石二路75号"),
        (Field::Offence, "盗窃罪"),
        (Field::Term, "有期徒刑二年"),
        (Field::StartsOn, "2024-11-21"),
        (Field::EndsOn, "2026-11-20"),
        (Field::Custody, "广东省番禺监狱"),
    ];
    all.retain(|(f, _)| !cells.iter().any(|(other, _)| f == other));
    all.extend(cells.iter().filter(|(_, text)| !text.is_empty()).copied());
    RawRow {
        sheet: String::new(),
        row: n + 2,
        cells: all.into_iter().map(|(f, t)| (f, t.to_owned())).collect(),
    }
}

pub fn reading(rows: Vec<RawRow>) -> Reading {
    Reading { lines: rows.into_iter().map(Line::Person).collect(), ..Reading::default() }
}

/// The code of a refusal or problem.
pub fn code<T>(answer: Result<T, Problem>) -> &'static str {
    answer.err().map_or("ok", |problem| problem.code())
}

/// The numbers of all cases that somebody lists, in the order of numbers.
pub async fn house_list(house: &House, asker: &Asker) -> Vec<String> {
    let ask = store::page::Ask { limit: 1000, after: None };
    let page = house.s.cases(asker, store::case::Filter::default(), store::case::Sort::Due, ask).await;
    let mut all: Vec<String> = page.expect("a list").items.into_iter().map(|c| c.no).collect();
    all.sort();
    all
}
