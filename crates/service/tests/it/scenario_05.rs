//! SC-05: a key person, fully escorted. The place hears nine days before, four people go, everything is handed
//! over; the duty stays open until slip, signatures and photo are there or excused; he is counted as fetched.

use crate::{
    given::{DISTRICT, House, asker, code, district, head, noon, person, prison, worker},
    reader::reader,
};
use documents::roster::Field;
use domain::{fetch::Outcome, kernel::Role, unit::Unit};
use jiff::civil::{Date, date};
use serde_json::json;
use service::{Asker, Given};

const PHOTO: &[u8] = include_bytes!("../../../documents/tests/fixtures/photo.jpg");
const SIGNATURE: &[u8] = include_bytes!("../../../documents/tests/fixtures/signature.png");
/// The release day: nine days after the tests' today.
const RELEASE: Date = date(2026, 12, 3);

fn on(mut who: Asker, day: Date) -> Asker {
    who.now = noon(day);
    who
}

/// A key person who comes home on [`RELEASE`], verified.
async fn awaited(house: &House) -> String {
    let row = person(1, &[(Field::StartsOn, "2024-12-04"), (Field::EndsOn, "2026-12-03")]);
    house.import(vec![row]).await;
    let no = house.no_of(&crate::given::id_number(1)).await;
    house.give(&worker(), &no, "verify", json!({"result": "01", "category": "key"})).await.unwrap();
    no
}

async fn owed(house: &House, who: &Asker, no: &str) -> Vec<(String, String)> {
    let view = house.s.view(who, no).await.unwrap();
    view.owed.iter().map(|o| (o.kind.clone(), o.due_on.clone())).collect()
}

fn has(owed: &[(String, String)], kind: &str, due: &str) -> bool {
    owed.contains(&(kind.to_owned(), due.to_owned()))
}

async fn sc05_a_key_person_is_fetched_with_everything_recorded(house: House) {
    let no = awaited(&house).await;
    // The thirtieth day before is over: the record came today and is due today.
    assert!(has(&owed(&house, &worker(), &no).await, "plan-fetch", "2026-11-24"));
    let plan = json!({"comes": "03", "staff": "陈某", "relatives": "姐姐", "community": "居委会黄某",
        "vehicle": "粤A12345", "driver": "王某", "meets": "8:30 监所正门", "kin_told_on": "2026-11-24"});
    house.give(&worker(), &no, "plan-fetch", plan.clone()).await.unwrap();
    let after = owed(&house, &worker(), &no).await;
    assert!(has(&after, "confirm-fetch", "2026-11-26"), "seven days before: {after:?}");
    assert!(
        has(&after, "fetch-papers", "2026-11-30") && has(&after, "fetch-ready", "2026-12-02"),
        "{after:?}"
    );
    // R−9: the office confirms with the place; the place sees who comes, not what it costs.
    let confirm = json!({"on": "2026-11-24", "contact": "狱政科赵某"});
    house.give(&worker(), &no, "confirm-fetch", confirm).await.unwrap();
    let seen = house.s.fetch_board(&prison("番禺监狱")).await.unwrap().people;
    let theirs = seen[0].plan.as_ref().expect("planned");
    assert_eq!((theirs.staff.as_deref(), theirs.vehicle.as_deref()), (Some("陈某"), Some("粤A12345")));
    assert!(seen[0].gaps.is_empty() && theirs.estimate_fen.is_none());
    let mut whole = plan;
    whole["papers"] = json!(["letter", "slip", "staff_ids"]);
    whole["medicine"] = "无".into();
    whole["estimate"] = 35_000.into();
    house.give(&worker(), &no, "plan-fetch", whole).await.unwrap();
    let board = house.s.fetch_board(&worker()).await.unwrap().people;
    assert!(board[0].gaps.is_empty() && board[0].key && board[0].release == RELEASE);

    let gate = on(worker(), RELEASE);
    let received = json!({"on": "2026-12-03", "way": "03", "relatives": "姐姐", "staff": "陈某、黄某、王某",
        "headcount": 4, "place": "9:00 监所正门", "slip_no": "2026-018", "signatories": "赵某、陈某、本人",
        "documents": "判决书副本", "belongings": "手表", "money": "812.5", "note": "全程顺利"});
    house.give(&gate, &no, "receive", received).await.unwrap();
    let case = house.s.view(&gate, &no).await.unwrap();
    let told = &case.timeline[0].entry.text;
    for part in ["姐姐", "陈某", "到场 4 人", "全程顺利", "司法所接回"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(domain::fetch::outcome(&case.case), Some(Outcome::Fetched(RELEASE)));
    // R+0: each missing piece keeps the duty open: two come as pictures, of three it is said why not.
    let folder = tempfile::tempdir().unwrap();
    let mut reads = house.s.clone();
    reads.reader = reader(folder.path());
    for (kind, file) in [("handover_photo", PHOTO), ("signature_person", SIGNATURE)] {
        assert!(has(&owed(&house, &gate, &no).await, "slip-missing", "2026-12-06"), "before {kind}");
        let typed = json!({"kind": kind});
        let given = Given::default();
        reads.attach_scan(&gate, &no, typed.as_object().unwrap(), file.to_vec(), given).await.unwrap();
    }
    for what in ["handover_slip", "signature_prison", "signature_locality"] {
        assert!(has(&owed(&house, &gate, &no).await, "slip-missing", "2026-12-06"), "before {what}");
        let excuse = json!({"what": [what], "reason": "原件存纸质档案"});
        house.give(&gate, &no, "slip-missing", excuse).await.unwrap();
    }
    assert!(!owed(&house, &gate, &no).await.iter().any(|(kind, _)| kind == "slip-missing"));
    house.give(&gate, &no, "sign-agreement", json!({"on": "2026-12-03"})).await.unwrap();
}

async fn sc05_he_is_counted_and_his_fetch_is_paid_from_the_years_budget(house: House) {
    let no = awaited(&house).await;
    let gate = on(worker(), RELEASE);
    let received = json!({"on": "2026-12-03", "way": "03", "staff": "陈某"});
    house.give(&gate, &no, "receive", received).await.unwrap();
    let cost = json!({"on": "2026-12-03", "car": "280", "meals": "60.5", "road": "200"});
    house.give(&gate, &no, "record-cost", cost).await.unwrap();
    let budget = json!({"year": "2026", "amount": "150000"});
    let bureau = on(district(), RELEASE);
    house.s.set_fetch_budget(&bureau, budget.as_object().unwrap()).await.unwrap();
    let costs = house.s.fetch_costs(&bureau, &Unit::new(DISTRICT), 2026).await.unwrap();
    assert_eq!((costs.whole.must, costs.whole.fetched, costs.whole.total_fen()), (1, 1, 54_050));
    assert_eq!((costs.whole.budget_fen, costs.below.len()), (Some(15_000_000), 1));
    let office = Unit::new(costs.below[0].unit.as_str());
    let people = house.s.fetch_costs(&bureau, &office, 2026).await.unwrap().people;
    assert_eq!(people.iter().map(|p| p.no.as_str()).collect::<Vec<_>>(), [no.as_str()]);
    assert_eq!(house.s.fetch_costs(&bureau, &Unit::new(DISTRICT), 2025).await.unwrap().whole.cases, 0);
    // Corrected: the last record counts; a budget set again is the same one.
    let cost = json!({"on": "2026-12-03", "car": "300"});
    house.give(&gate, &no, "record-cost", cost).await.unwrap();
    let less = json!({"year": 2026, "amount": 10_000_000});
    house.s.set_fetch_budget(&bureau, less.as_object().unwrap()).await.unwrap();
    let costs = house.s.fetch_costs(&bureau, &Unit::new(DISTRICT), 2026).await.unwrap();
    assert_eq!((costs.whole.total_fen(), costs.whole.budget_fen), (30_000, Some(10_000_000)));
    assert_eq!(house.number("SELECT COUNT(*) FROM pickup_budget").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM event WHERE kind = 'budget.set'").await, 2);
}

async fn costs_and_board_are_shown_within_the_askers_area_only(house: House) {
    let no = awaited(&house).await;
    house.give(&head(), &no, "plan-fetch", json!({"comes": "03", "staff": "陈某"})).await.unwrap();
    let far = asker(Role::District, "440105");
    assert!(house.s.fetch_board(&far).await.unwrap().people.is_empty());
    assert!(house.s.fetch_board(&asker(Role::Prison, "ORG999")).await.unwrap().people.is_empty());
    let district = Unit::new(DISTRICT);
    assert_eq!(code(house.s.fetch_costs(&far, &district, 2026).await), "not_found");
    assert_eq!(code(house.s.fetch_costs(&worker(), &district, 2026).await), "not_found");
    assert_eq!(code(house.s.fetch_costs(&prison("番禺监狱"), &district, 2026).await), "not_your_role");
    for role in [Role::Administrator, Role::Auditor] {
        let who = asker(role, "440100");
        assert_eq!(code(house.s.fetch_board(&who).await), "not_your_role");
        assert_eq!(code(house.s.fetch_costs(&who, &Unit::new("440100"), 2026).await), "not_your_role");
    }
    let budget = json!({"year": 2026, "amount": 1});
    assert_eq!(code(house.s.set_fetch_budget(&worker(), budget.as_object().unwrap()).await), "not_your_role");
}

on_both!(
    sc05_a_key_person_is_fetched_with_everything_recorded,
    sc05_he_is_counted_and_his_fetch_is_paid_from_the_years_budget,
    costs_and_board_are_shown_within_the_askers_area_only,
);
