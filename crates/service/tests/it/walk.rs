//! T2 → T7 → T10 → F9: one person walks from a roster row to a first visit.

use crate::given::{
    DISTRICT, House, OFFICE, TODAY, city, console, head, house_list, id_number, person, worker,
};
use documents::roster::Field;
use domain::kernel::Role;
use serde_json::json;
use store::page::Ask;

on_both!(
    a_row_becomes_a_case_that_walks_to_its_first_visit,
    every_open_case_is_owed_something_after_every_step,
    a_death_closes_the_case_and_nothing_is_owed_any_more,
    the_workbench_sorts_what_is_late_today_and_soon,
    pages_of_obligations_lose_nothing_that_is_due_on_one_day,
);

async fn a_row_becomes_a_case_that_walks_to_its_first_visit(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let w = worker();
    assert_eq!(house_list(&house, &w).await, vec![no.clone()]);
    house.give(&w, &no, "verify", json!({"result": "01"})).await.unwrap();
    let way = json!({"on": "2026-11-20", "way": "03", "present": "姐姐", "category": "key"});
    house.give(&w, &no, "receive", way).await.unwrap();
    house.give(&w, &no, "open-file", json!({"on": "2026-11-21", "phone": "13900001111"})).await.unwrap();
    house.give(&w, &no, "sign-agreement", json!({"on": "2026-11-22"})).await.unwrap();
    house.s.install(&console(), "office_worker-1", "陈所员", Role::OfficeWorker, OFFICE).await.unwrap();
    house.give(&head(), &no, "assign-worker", json!({"worker": "office_worker-1"})).await.unwrap();
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": "在姐姐家暂住"});
    let receipt = house.give(&w, &no, "record-visit", visit).await.unwrap();
    assert_eq!(
        (receipt.no.as_str(), receipt.version, receipt.events),
        (no.as_str(), 8, vec!["visit.recorded".to_owned()])
    );
    let view = house.s.view(&w, &no).await.unwrap();
    assert_eq!(view.case.standing().code(), "assisted");
    assert_eq!(view.person.identity.id_number, id_number(0));
    assert_eq!((view.timeline.len(), view.timeline[0].entry.on.to_string()), (8, "2026-11-24".into()));
    assert!(view.owed.iter().any(|o| o.kind == "visit" || o.settle == "record-visit"), "{:?}", view.owed);
}

async fn every_open_case_is_owed_something_after_every_step(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let w = worker();
    for (name, fields) in [
        ("verify", json!({"result": "01"})),
        ("receive", json!({"on": "2026-11-20", "way": "02"})),
        ("open-file", json!({"on": "2026-11-21"})),
        ("refuse-agreement", json!({"on": "2026-11-22", "words": "不想签"})),
        ("record-visit", json!({"on": "2026-11-23", "way": "phone", "result": "declined"})),
    ] {
        let receipt = house.give(&w, &no, name, fields).await.expect(name);
        let owed = house.s.view(&w, &no).await.unwrap().owed;
        assert!(!owed.is_empty() && owed.len() == receipt.obligations.len(), "{name}");
    }
}

async fn a_death_closes_the_case_and_nothing_is_owed_any_more(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let close = json!({"on": "2026-11-24", "reason": "died", "told": "当面告知家属"});
    let receipt = house.give(&head(), &no, "close", close).await.unwrap();
    assert_eq!(receipt.obligations, []);
    let again = house.give(&worker(), &no, "sign-agreement", json!({"on": "2026-11-24"})).await;
    assert_eq!(crate::given::code(again), "case_closed");
}

async fn the_workbench_sorts_what_is_late_today_and_soon(house: House) {
    let late = house.taken(0..1).await.remove(0);
    house
        .import(vec![
            person(1, &[(Field::EndsOn, "2026-11-24"), (Field::StartsOn, "2024-11-25")]),
            person(2, &[(Field::EndsOn, "2026-11-28"), (Field::StartsOn, "2024-11-29")]),
        ])
        .await;
    let bench = house.s.workbench(&worker()).await.unwrap();
    assert!(bench.late.iter().any(|o| o.no == late && o.kind == "receive" && o.due_on == "2026-11-20"));
    assert!(bench.today.iter().all(|o| o.due_on == TODAY.to_string()) && !bench.today.is_empty());
    assert!(bench.soon.iter().any(|o| o.kind == "receive" && o.due_on == "2026-11-28"));
    assert_eq!(bench.coming_home.len(), 2);
    let above = house.s.workbench(&city()).await.unwrap();
    assert!(above.late_below.iter().any(|o| o.no == late && o.owner == OFFICE));
    assert_eq!(
        above.units.iter().map(|u| (u.unit.as_str(), u.cases)).collect::<Vec<_>>(),
        [(DISTRICT, 3)],
        "a city sees its districts"
    );
}

async fn pages_of_obligations_lose_nothing_that_is_due_on_one_day(house: House) {
    for no in house.taken(0..6).await {
        house.at_home(&no).await;
    }
    let (w, until) = (worker(), jiff::civil::date(2030, 1, 1));
    let all = house.s.obligations(&w, until, Ask { limit: 1000, after: None }).await.unwrap();
    let mut paged = vec![];
    let mut ask = Ask { limit: 1, after: None };
    loop {
        let page = house.s.obligations(&w, until, ask.clone()).await.unwrap();
        paged.extend(page.items);
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    assert_eq!(paged, all.items);
    assert!(all.items.len() > 6);
}
