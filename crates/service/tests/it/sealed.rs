//! What is personal is nowhere to be read: not in any byte of the files, not in any row, not in Debug.

use crate::given::{House, city, district, head, id_number, on_postgres, person, worker};
use database::{Db, Engine, Target, Tx, Value, testing::runtime};
use documents::roster::Field;
use serde_json::json;
use service::{Given, Service};
use store::page::Ask;

/// Texts that were typed or imported and must be found nowhere.
const PLANTED: [&str; 12] = [
    "黄石二路75号",
    "宝岗大道2号",
    "13912345678",
    "13800002222",
    "母亲李桂兰独居",
    "夜里常做噩梦",
    "左腿旧伤服药",
    "440106196703120011",
    "440106197501015511",
    "13777776666",
    "巷尾平房甲五",
    "派出所查无违法",
];

async fn plant(house: &House) -> String {
    let living = [
        (Field::LivingAddress, "广州市海珠区龙凤街道宝岗大道2号"),
        (Field::KinPhone, "13912345678"),
        (Field::Health, "左腿旧伤服药"),
    ];
    house
        .import(vec![
            person(0, &living),
            person(1, &[(Field::IdNumber, "440106196703120011"), (Field::KinPhone, "13777776666")]),
            person(2, &[(Field::Name, "440106197501015511"), (Field::IdNumber, "冯国雄")]), // columns have slipped
        ])
        .await;
    let no = house.no_of(&id_number(0)).await;
    let keyed = |key: &str| Given { if_match: None, idempotency_key: Some(key.into()) };
    house
        .give(&worker(), &no, "verify", json!({"result": "01", "police_opinion": "派出所查无违法"}))
        .await
        .unwrap();
    house.give(&head(), &no, "receive", json!({"on": "2026-11-20", "way": "02"})).await.unwrap();
    let file = json!({"on": "2026-11-21", "phone": "13800002222", "address": "巷尾平房甲五", "family": "母亲李桂兰独居"});
    house.give(&worker(), &no, "open-file", file).await.unwrap();
    let visit =
        json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "夜里常做噩梦", "abnormal": true});
    house.s.give(&worker(), &no, "record-visit", visit.as_object().unwrap(), keyed("k")).await.unwrap();
    house.s.search(&worker(), &id_number(0)).await.unwrap();
    no
}

fn all_planted() -> Vec<String> {
    PLANTED.iter().map(|t| (*t).to_owned()).chain([id_number(0), id_number(1)]).collect()
}

/// Planted texts that occur in bytes.
fn found(bytes: &[u8]) -> Vec<String> {
    let text = all_planted();
    text.into_iter().filter(|t| bytes.windows(t.len()).any(|w| w == t.as_bytes())).collect()
}

/// Every value of every table, one after the other.
async fn every_value(target: &Target) -> Vec<u8> {
    let db = Db::open(target).await.expect("opens");
    let tables = match db.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let read = async move |tx: &mut Tx<'_>| {
        let mut all = vec![];
        for table in tx.query(tables, &[]).await? {
            for row in tx.query(&format!("SELECT * FROM {}", table.text(0)?), &[]).await? {
                for value in row.into_values() {
                    match value {
                        Value::Text(text) => all.extend(text.into_bytes()),
                        Value::Blob(bytes) => all.extend(bytes),
                        Value::Int(n) => all.extend(n.to_string().into_bytes()),
                        Value::Null => {}
                    }
                    all.push(0);
                }
            }
        }
        Ok::<_, database::Error>(all)
    };
    db.read_fn(read).await.expect("reads")
}

#[test]
fn no_byte_of_the_sqlite_files_tells_anything() {
    let folder = tempfile::tempdir().unwrap();
    let (database, looks) = crate::given::in_folder(folder.path());
    runtime().block_on(async {
        let house = House::open(database, looks, 1, database::Options::default()).await.unwrap();
        plant(&house).await;
        let mut files = 0;
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            assert_eq!(found(&std::fs::read(&path).unwrap()), [""; 0], "{path:?}");
            files += 1;
        }
        assert!(files >= 4, "main and looks, each with its -wal");
        assert!(found(&every_value(&house.database).await).is_empty());
    });
}

#[test]
fn no_row_on_postgres_tells_anything() {
    on_postgres(|house| async move {
        plant(&house).await;
        let all = every_value(&house.database).await;
        assert!(all.len() > 10_000);
        assert_eq!(found(&all), [""; 0]);
    });
}

#[test]
fn the_search_through_bytes_finds_what_is_there() {
    assert_eq!(found("……住在黄石二路75号。".as_bytes()), ["黄石二路75号"]);
}

async fn debugged(s: &Service, no: &str) -> String {
    let ask = || Ask { limit: 10, after: None };
    let view = s.view(&worker(), no).await.unwrap();
    let held = s.held_rows(&district(), "held", ask()).await.unwrap();
    let row = s.held_row(&district(), &held.items[0].no).await.unwrap();
    let bench = s.workbench(&worker()).await.unwrap();
    let list = s.search(&worker(), no).await.unwrap();
    let bad = json!({"on": "13800002222", "way": "黄石二路75号", "note": "夜里常做噩梦", "夜里常做噩梦": 1});
    let wrong = s.give(&worker(), no, "record-visit", bad.as_object().unwrap(), Given::default()).await;
    let file = crate::given::reading(vec![person(
        3,
        &[(Field::KinPhone, "13912345678"), (Field::IdNumber, "440106196703120011")],
    )]);
    let told = s.check_roster(&city(), &city().actor.unit, &file).await.unwrap();
    let case = (&view.case, &view.case.handover, &view.timeline, &view.owed, &view.others);
    let problem = wrong.as_ref().err().map(service::Problem::sentence);
    format!(
        "{case:?} {:?} {:?} {held:?} {:?} {:?} {:?} {list:?} {file:?} {told:?} {problem:?}",
        view.person, view.person.identity, row.row, row.row.problems, bench.late
    )
}

on_both!(debug_and_problems_repeat_nothing_personal,);

async fn debug_and_problems_repeat_nothing_personal(house: House) {
    let no = plant(&house).await;
    let text = debugged(&house.s, &no).await;
    assert_eq!(found(text.as_bytes()), [""; 0], "{text}");
    assert!(!text.contains(&crate::given::name(0)), "{text}");
}
