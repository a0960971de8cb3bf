//! SC-03, the "three false" inmate: a wrong number and a demolished village at the door, no such person in the
//! village, back to the prison, its true data, and the match run again.

use crate::given::{
    CITY, DISTRICT, House, OFFICE, city, code, district, id_number, name, person, prison, worker,
};
use documents::roster::Field;
use domain::{case::Standing, kernel::Role};
use serde_json::{Value, json};
use service::Asker;
use store::{dispute::Kind, page::Ask};

on_both!(
    sc03_three_false_comes_back_true_and_every_name_stays_known,
    sc03_the_same_record_again_is_no_second_case,
    sc03_the_true_number_belongs_to_somebody_known_by_that_name,
    g5_under_another_name_the_bureau_decides_whether_it_is_one_person,
    g5_two_who_are_not_one_stay_two,
    a_true_bearer_of_a_number_once_used_by_another_is_a_person_of_his_own,
);

/// The check digit of this number is wrong.
const FALSE_NUMBER: &str = "440106196703120011";

fn yard() -> Asker {
    prison("广东省番禺监狱")
}

fn false_row() -> documents::roster::RawRow {
    person(
        0,
        &[(Field::IdNumber, FALSE_NUMBER), (Field::HukouAddress, "广东省广州市天河区员村街道已拆迁的村1号")],
    )
}

async fn only_held(house: &House) -> String {
    let page = house.s.held_rows(&district(), "held", Ask { limit: 10, after: None }).await.unwrap();
    assert_eq!(page.items.len(), 1);
    page.items[0].no.clone()
}

/// The row is held; the district takes the number as written, with a reason.
async fn let_in(house: &House) -> String {
    let summary = house.import(vec![false_row()]).await;
    assert_eq!(summary.problems[0].code, "id_checksum");
    let row = only_held(house).await;
    assert_eq!(code(house.give_row(&district(), &row, "release", json!({})).await), "still_wrong");
    let mend = json!({"cells": {"id_reason": "判决书和监所档案均如此"}});
    house.give_row(&district(), &row, "mend", mend).await.unwrap();
    house.give_row(&district(), &row, "release", json!({})).await.unwrap();
    house.s.search(&worker(), &name(0)).await.unwrap()[0].no.clone()
}

fn found(item: &str, organ: &str) -> Value {
    json!({"item": item, "outcome": "differs", "organ": organ, "said_by": "某人", "means": "visit"})
}

/// Police and village know no such person.
async fn unknown_here(house: &House, no: &str) {
    for (item, organ) in [("id_number", "police"), ("name", "police"), ("hukou_address", "village")] {
        house.give(&worker(), no, "record-evidence", found(item, organ)).await.unwrap();
    }
    let result = json!({"result": "04", "false_flags": ["identity", "address"]});
    house.give(&worker(), no, "verify", result).await.unwrap();
}

async fn supply(house: &House, no: &str, item: &str, value: &str) {
    let fields = json!({"item": item, "reply": "other", "value": value, "text": "重新核对后更正"});
    house.give(&yard(), no, "answer-correction", fields).await.unwrap();
}

async fn sc03_three_false_comes_back_true_and_every_name_stays_known(house: House) {
    let no = let_in(&house).await;
    let shown = house.s.view(&worker(), &no).await.unwrap();
    assert!(shown.person.masked_number().contains("校验不符"), "the page says so");
    unknown_here(&house, &no).await;

    let case = house.s.view(&yard(), &no).await.unwrap().case;
    assert!(!case.handover.check.verified, "not counted as verified");
    assert_eq!(case.standing(), Standing::Answering);
    assert_eq!(case.handover.feedback.open().count(), 3, "the prison sees what is to be corrected");

    let whole = house.give(&yard(), &no, "answer", json!({"outcome": "corrected"})).await;
    assert_eq!(code(whole), "value_needed", "what nobody knows cannot simply be accepted");
    supply(&house, &no, "hukou_address", "广东省广州市天河区员村街道黄石二路75号").await;
    supply(&house, &no, "id_number", &id_number(7)).await;
    supply(&house, &no, "name", "欧阳美玲").await;

    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.person.identity.name, "欧阳美玲");
    assert_eq!(view.person.identity.id_number, id_number(7));
    assert_eq!(view.person.other_names, [name(0)], "the alias is kept");
    assert_eq!(view.person.former_numbers, [FALSE_NUMBER]);
    assert!(view.owed.iter().any(|o| o.kind == "verify"), "the office verifies what is new");
    for wanted in ["欧阳美玲", &name(0), &id_number(7)] {
        assert_eq!(house.s.search(&worker(), wanted).await.unwrap().len(), 1, "{wanted}");
    }
    house.give(&worker(), &no, "verify", json!({"result": "01"})).await.unwrap();
    assert!(house.s.view(&worker(), &no).await.unwrap().case.handover.check.verified);
}

async fn sc03_the_same_record_again_is_no_second_case(house: House) {
    house.taken(0..1).await;
    let no = house.no_of(&id_number(0)).await;
    unknown_here(&house, &no).await;
    supply(&house, &no, "hukou_address", "广东省广州市天河区员村街道黄石二路75号").await;
    supply(&house, &no, "id_number", &id_number(7)).await;
    supply(&house, &no, "name", "欧阳美玲").await;
    let again = house.import(vec![person(0, &[(Field::Note, "月度名册")])]).await;
    assert_eq!((again.receipt.repeats, again.receipt.accepted), (1, 0), "the monthly list shows him once");
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'person'").await, 1);
}

/// Person 1 is known from an earlier sentence; the prison says that person 0 has his number.
async fn says_the_number_of_another(house: &House, true_name: &str) -> String {
    let earlier = [(Field::StartsOn, "2020-01-01"), (Field::EndsOn, "2021-12-31")];
    house.import(vec![person(1, &earlier)]).await;
    let no = let_in(house).await;
    house.give(&worker(), &no, "record-evidence", found("id_number", "police")).await.unwrap();
    house.give(&worker(), &no, "record-evidence", found("name", "police")).await.unwrap();
    house.give(&worker(), &no, "verify", json!({"result": "06", "false_flags": ["identity"]})).await.unwrap();
    supply(house, &no, "name", true_name).await;
    supply(house, &no, "id_number", &id_number(1)).await;
    no
}

async fn sc03_the_true_number_belongs_to_somebody_known_by_that_name(house: House) {
    let no = says_the_number_of_another(&house, &name(1)).await;
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.others.len(), 1, "one person with two sentences");
    assert_eq!(view.person.identity.id_number, id_number(1));
    assert!(view.person.other_names.contains(&name(0)), "the false name stays known");
    assert!(view.owed.iter().all(|o| o.kind != "decide-likeness"), "nothing is left to decide");
    assert_eq!(house.s.search(&worker(), &id_number(1)).await.unwrap().len(), 2);
    assert_eq!(house.s.search(&worker(), &name(0)).await.unwrap().len(), 2, "found by any of his names");
}

async fn g5_under_another_name_the_bureau_decides_whether_it_is_one_person(house: House) {
    let no = says_the_number_of_another(&house, "欧阳美玲").await;
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.others.len(), 0, "nobody is joined by a guess");
    let owed = view.owed.iter().find(|o| o.kind == "decide-likeness").expect("asked");
    assert_eq!(owed.owner, DISTRICT, "both records are in its area");
    let page = house.s.disputes(&city(), Kind::Likeness, Ask { limit: 10, after: None }).await.unwrap();
    assert_eq!(page.items.len(), 1, "the city sees it");
    let decision = json!({"decision": "same", "reason": "监所指纹比对为同一人"});
    let office = crate::given::asker(Role::OfficeHead, OFFICE);
    assert_eq!(code(house.give(&office, &no, "decide-likeness", decision.clone()).await), "not_your_role");
    house.give(&district(), &no, "decide-likeness", decision).await.unwrap();
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!((view.others.len(), view.person.identity.id_number.as_str()), (1, id_number(1).as_str()));
    assert_eq!(house.s.search(&worker(), "欧阳美玲").await.unwrap().len(), 2);
}

async fn g5_two_who_are_not_one_stay_two(house: House) {
    let no = says_the_number_of_another(&house, "欧阳美玲").await;
    let decision = json!({"decision": "other", "reason": "派出所核实为两人，监所抄错号码"});
    house.give(&district(), &no, "decide-likeness", decision).await.unwrap();
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.others.len(), 0);
    assert_eq!(view.person.identity.id_number, FALSE_NUMBER, "a number that another bears stays his");
    assert!(!view.owed.is_empty());
}

async fn a_true_bearer_of_a_number_once_used_by_another_is_a_person_of_his_own(house: House) {
    house.taken(0..1).await;
    let no = house.no_of(&id_number(0)).await;
    unknown_here(&house, &no).await;
    for (item, value) in
        [("hukou_address", "广东省广州市天河区员村街道某路1号"), ("id_number", &id_number(7))]
    {
        supply(&house, &no, item, value).await;
    }
    supply(&house, &no, "name", "欧阳美玲").await;
    // Another name: another person.
    let other = [(Field::Name, "上官文"), (Field::StartsOn, "2025-01-02"), (Field::EndsOn, "2027-01-01")];
    let bearer = house.import(vec![person(0, &other)]).await;
    assert_eq!((bearer.receipt.accepted, bearer.problems.len()), (1, 0));
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'person'").await, 2);
    assert_eq!(
        house.s.search(&city(), &id_number(0)).await.unwrap().len(),
        2,
        "both are shown to who may see them"
    );
    assert_eq!(city().actor.unit.code(), CITY);
}
