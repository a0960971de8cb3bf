//! One person walks from a roster row to a first visit.

use crate::given;
use database::Target;
use documents::roster::{Field, Line, RawRow, Reading};
use serde_json::json;
use service::{Given, Problem, Receipt, Service};
use store::{
    case::{Filter, Sort},
    page::Ask,
};

pub fn row(n: u32, cells: &[(Field, &str)]) -> RawRow {
    let mut all = vec![
        (Field::Name, "冯国雄"),
        (Field::Sex, "男"),
        (Field::Birth, "1967-03-12"),
        (Field::IdNumber, "440106196703121830"),
        (Field::HukouAddress, "广东省广州市天河区员村街道黄石二路75号"),
        (Field::Offence, "盗窃罪"),
        (Field::Term, "有期徒刑二年"),
        (Field::StartsOn, "2024-11-21"),
        (Field::EndsOn, "2026-11-20"),
        (Field::Custody, "广东省番禺监狱"),
    ];
    for (field, text) in cells {
        all.retain(|(f, _)| f != field);
        all.push((*field, text));
    }
    RawRow { sheet: String::new(), row: n, cells: all.into_iter().map(|(f, t)| (f, t.to_owned())).collect() }
}

pub fn reading(rows: Vec<RawRow>) -> Reading {
    Reading { lines: rows.into_iter().map(Line::Person).collect(), ..Reading::default() }
}

async fn give(s: &Service, asker: &service::Asker, no: &str, name: &str, fields: serde_json::Value) -> Result<Receipt, Problem> {
    let version = s.view(asker, no).await?.version;
    let given = Given { if_match: Some(version), idempotency_key: None };
    s.give(asker, no, name, fields.as_object().unwrap(), given).await
}

#[tokio::test(flavor = "multi_thread")]
async fn walk_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let s = given::service(Target::Sqlite(dir.path().join("main.db")), Target::Sqlite(dir.path().join("looks.db"))).await;
    let city = given::city();
    let summary = s.import_roster(&city, &city.actor.unit, &reading(vec![row(2, &[])])).await.unwrap();
    assert_eq!((summary.receipt.accepted, summary.problems.len()), (1, 0), "{:?}", summary.problems);
    let w = given::worker();
    let page = s.cases(&w, Filter::default(), Sort::Due, Ask { limit: 10, after: None }).await.unwrap();
    let no = page.items[0].no.clone();
    give(&s, &w, &no, "verify", json!({"result": "01"})).await.unwrap();
    give(&s, &w, &no, "receive", json!({"on": "2026-11-20", "way": "03", "present": "姐姐", "category": "key"})).await.unwrap();
    give(&s, &w, &no, "open-file", json!({"on": "2026-11-21", "phone": "13900001111"})).await.unwrap();
    give(&s, &w, &no, "sign-agreement", json!({"on": "2026-11-22"})).await.unwrap();
    let r = give(&s, &w, &no, "record-visit", json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "在姐姐家暂住"})).await.unwrap();
    assert_eq!(r.events, ["visit.recorded"]);
    let report = s.examine(vec![], None).await.unwrap();
    assert_eq!(report.violations, []);
    assert_eq!(report.open_cases, 1);
}
