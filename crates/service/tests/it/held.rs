//! Quarantined rows: mended, released, rejected; another name for a known number.

use crate::given::{
    DISTRICT, FAR_DISTRICT, House, asker, code, district, house_list, id_number, person, prison, worker,
};
use documents::roster::Field;
use domain::kernel::Role;
use serde_json::json;
use store::page::Ask;

/// The only held row that somebody lists.
async fn only(house: &crate::given::House, who: &service::Asker) -> store::rows::HeldRow {
    let page = house.s.held_rows(who, "held", Ask { limit: 10, after: None }).await.expect("a list");
    assert_eq!(page.items.len(), 1);
    page.items[0].clone()
}

on_both!(
    a_mended_row_is_released_into_a_case,
    a_rejected_row_makes_no_case_and_owes_nothing,
    one_number_with_another_name_is_held_until_somebody_confirms,
    a_confirmation_does_not_release_a_row_with_other_faults,
    a_held_row_is_seen_by_its_owner_the_city_and_the_sender_only,
);

async fn a_mended_row_is_released_into_a_case(house: House) {
    let wrong = person(0, &[(Field::IdNumber, "440106196703120011")]); // the check digit is wrong
    assert_eq!(house.import(vec![wrong]).await.receipt.quarantined, 1);
    let row = only(&house, &district()).await;
    assert_eq!((row.owner.as_str(), row.fate.as_str()), (DISTRICT, "held"));
    let early = house.give_row(&district(), &row.no, "release", json!({})).await;
    assert_eq!(code(early), "still_wrong");
    let mend = json!({"cells": {"id_number": id_number(0)}});
    house.give_row(&district(), &row.no, "mend", mend).await.unwrap();
    let receipt = house.give_row(&district(), &row.no, "release", json!({})).await.unwrap();
    assert_eq!((receipt.events, receipt.obligations), (vec!["row.released".to_owned()], vec![]));
    assert_eq!(house_list(&house, &worker()).await.len(), 1);
    let twice = house.give_row(&district(), &row.no, "release", json!({})).await;
    assert_eq!(code(twice), "row_settled");
    assert_eq!(house_list(&house, &worker()).await.len(), 1);
    assert_eq!(house.import(vec![person(0, &[])]).await.receipt.repeats, 1);
}

async fn a_rejected_row_makes_no_case_and_owes_nothing(house: House) {
    house.import(vec![person(0, &[(Field::EndsOn, "不详")])]).await;
    let row = only(&house, &district()).await;
    let receipt =
        house.give_row(&district(), &row.no, "reject", json!({"reason": "监所函复查无此人"})).await.unwrap();
    assert_eq!(receipt.obligations, []);
    assert_eq!(house_list(&house, &district()).await.len(), 0);
    let page = house.s.held_rows(&district(), "rejected", Ask { limit: 10, after: None }).await.unwrap();
    assert_eq!(page.items[0].no, row.no);
}

async fn one_number_with_another_name_is_held_until_somebody_confirms(house: House) {
    house.taken(0..1).await;
    let other = [(Field::Name, "欧阳美玲"), (Field::StartsOn, "2030-01-02"), (Field::EndsOn, "2032-01-01")];
    let summary = house.import(vec![person(0, &other)]).await;
    assert_eq!(summary.problems[0].code, "same_number_other_name");
    let row = only(&house, &district()).await;
    assert_eq!(code(house.give_row(&district(), &row.no, "release", json!({})).await), "still_wrong");
    house.give_row(&district(), &row.no, "release", json!({"same_person": true})).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'person'").await, 1);
    assert_eq!(house_list(&house, &worker()).await.len(), 2);
    assert_eq!(house.s.search(&worker(), "欧阳美玲").await.unwrap().len(), 2);
}

async fn a_confirmation_does_not_release_a_row_with_other_faults(house: House) {
    house.taken(0..1).await;
    house.import(vec![person(0, &[(Field::Name, "欧阳美玲"), (Field::EndsOn, "不详")])]).await;
    let row = only(&house, &district()).await;
    let forced = house.give_row(&district(), &row.no, "release", json!({"same_person": true})).await;
    assert_eq!(code(forced), "still_wrong");
}

async fn a_held_row_is_seen_by_its_owner_the_city_and_the_sender_only(house: House) {
    let own = prison("广东省番禺监狱");
    let file = crate::given::reading(vec![person(0, &[(Field::EndsOn, "不详")])]);
    house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap();
    let row = only(&house, &own).await;
    assert_eq!(only(&house, &crate::given::city()).await.no, row.no);
    for other in
        [worker(), asker(Role::District, FAR_DISTRICT), prison("广东省从化监狱"), crate::given::console()]
    {
        assert_eq!(code(house.s.held_row(&other, &row.no).await), "not_found");
    }
    assert_eq!(
        code(house.give_row(&own, &row.no, "reject", json!({"reason": "不报了"})).await),
        "not_your_role"
    );
    let unknown = house.give_row(&district(), &row.no, "mend", json!({"cells": {"nothing": "x"}})).await;
    assert_eq!(code(unknown), "fields");
}
