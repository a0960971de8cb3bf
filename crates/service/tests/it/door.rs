//! Rosters at the door: nothing is taken twice, nothing falls, everybody gets one owner.

use crate::given::{
    CITY, FAR_OFFICE, House, OFFICE, city, code, district, house_list, id_number, person, prison, reading,
    worker,
};
use documents::roster::{Field, Line, Reading};
use domain::unit::Unit;
use serde_json::json;

on_both!(
    the_same_file_twice_changes_nothing,
    rows_in_are_rows_accounted_for,
    a_preview_promises_what_the_import_does_and_keeps_nothing,
    a_new_sentence_is_a_new_case_of_the_same_person,
    a_sentence_that_differs_is_held_and_not_a_second_case,
    a_prison_cannot_send_for_another,
    a_register_outside_the_city_is_the_citys_and_reported_by_month_end,
    another_living_place_is_a_proposal_and_keeps_the_owner,
    an_address_that_names_only_the_district_waits_there,
);

async fn the_same_file_twice_changes_nothing(house: House) {
    let rows: Vec<_> =
        (0..4).map(|n| person(n, &[])).chain([person(4, &[(Field::IdNumber, "123")])]).collect();
    let first = house.import(rows.clone()).await.receipt;
    assert_eq!((first.lines, first.accepted, first.quarantined, first.repeats), (5, 4, 1, 0));
    let events = house.number("SELECT COUNT(*) FROM event").await;
    let second = house.import(rows).await.receipt;
    assert_eq!((second.lines, second.accepted, second.quarantined, second.repeats), (5, 0, 0, 5));
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, events);
}

async fn rows_in_are_rows_accounted_for(house: House) {
    house.import(vec![person(0, &[])]).await;
    let title = Line::NotPerson { sheet: String::new(), row: 1, why: "标题".into() };
    let mut lines = vec![title];
    lines.extend(
        [person(0, &[]), person(1, &[]), person(1, &[]), person(2, &[(Field::EndsOn, "")])].map(Line::Person),
    );
    let file = Reading { lines, ..Reading::default() };
    let r = house.s.import_roster(&city(), &Unit::new(CITY), &file).await.unwrap().receipt;
    assert_eq!((r.lines, r.accepted, r.quarantined, r.repeats, r.not_persons), (5, 1, 1, 2, 1));
    assert_eq!(house.s.roster(&city(), &r.no).await.unwrap(), r);
}

async fn a_preview_promises_what_the_import_does_and_keeps_nothing(house: House) {
    let file = reading(vec![person(0, &[]), person(1, &[(Field::Name, "")])]);
    let told = house.s.check_roster(&city(), &Unit::new(CITY), &file).await.unwrap();
    assert_eq!(
        house.number("SELECT COUNT(*) FROM event").await
            + house.number("SELECT COUNT(*) FROM subject_key").await,
        0
    );
    let done = house.s.import_roster(&city(), &Unit::new(CITY), &file).await.unwrap();
    assert_eq!(
        (told.receipt.accepted, told.receipt.quarantined),
        (done.receipt.accepted, done.receipt.quarantined)
    );
    assert_eq!(told.problems, done.problems);
}

async fn a_new_sentence_is_a_new_case_of_the_same_person(house: House) {
    let old = person(0, &[(Field::StartsOn, "2018-01-02"), (Field::EndsOn, "2020-01-01")]);
    house.import(vec![old]).await;
    let summary = house.import(vec![person(0, &[])]).await;
    assert_eq!(summary.receipt.accepted, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM stream WHERE kind = 'person'").await, 1);
    let no = house.no_of(&id_number(0)).await;
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!((view.others.len(), view.others[0].release_on.as_str()), (1, "2020-01-01"));
}

async fn a_sentence_that_differs_is_held_and_not_a_second_case(house: House) {
    house.taken(0..1).await;
    let summary = house
        .import(vec![person(0, &[(Field::EndsOn, "2026-12-20"), (Field::Term, "有期徒刑二年一个月")])])
        .await;
    assert_eq!(summary.problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["sentence_differs"]);
    assert_eq!(house_list(&house, &city()).await.len(), 1);
}

async fn a_prison_cannot_send_for_another(house: House) {
    let (own, other) = (prison("广东省番禺监狱"), prison("广东省从化监狱"));
    let file = reading(vec![
        person(0, &[]),
        person(1, &[(Field::Custody, "广东省从化监狱")]),
        person(2, &[(Field::Custody, "")]),
    ]);
    assert_eq!(code(house.s.import_roster(&own, &other.actor.unit, &file).await), "not_own_custody");
    let summary = house.s.import_roster(&own, &own.actor.unit, &file).await.unwrap();
    assert_eq!((summary.receipt.accepted, summary.receipt.quarantined), (2, 1));
    assert_eq!(summary.problems[0].code, "custody_differs");
    assert_eq!(house_list(&house, &own).await.len(), 2);
    assert_eq!(house_list(&house, &other).await.len(), 0);
    let receipt = &summary.receipt.no;
    assert!(house.s.roster(&own, receipt).await.is_ok() && house.s.roster(&city(), receipt).await.is_ok());
    assert_eq!(code(house.s.roster(&other, receipt).await), "not_found");
    assert_eq!(code(house.s.import_roster(&worker(), &own.actor.unit, &file).await), "not_your_role");
}

async fn a_register_outside_the_city_is_the_citys_and_reported_by_month_end(house: House) {
    house.import(vec![person(0, &[(Field::HukouAddress, "湖南省长沙市岳麓区麓山路12号")])]).await;
    let no = house.no_of(&id_number(0)).await;
    let owed = house.s.view(&city(), &no).await.unwrap().owed;
    let owed: Vec<_> = owed.iter().map(|o| (o.kind.as_str(), o.owner.as_str(), o.due_on.as_str())).collect();
    assert_eq!(owed, [("report-upward", CITY, "2026-11-30")]);
    assert_eq!(code(house.s.view(&district(), &no).await), "not_found");
    let report = json!({"on": "2026-11-24", "letter_no": "穗司〔2026〕1号", "to": "广东省司法厅"});
    house.give(&city(), &no, "report-upward", report).await.unwrap();
    let receipt = house.give(&city(), &no, "upward-receipt", json!({"on": "2026-11-24"})).await.unwrap();
    assert_eq!(receipt.obligations, []);
}

async fn another_living_place_is_a_proposal_and_keeps_the_owner(house: House) {
    house.import(vec![person(0, &[(Field::LivingAddress, "广州市海珠区龙凤街道宝岗大道2号")])]).await;
    let no = house.no_of(&id_number(0)).await;
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.case.owner().map(Unit::code), Some(OFFICE));
    assert!(view.owed.iter().any(|o| o.kind == "decide-dual-listing" && o.owner == OFFICE));
    let far = crate::given::asker(domain::kernel::Role::OfficeWorker, FAR_OFFICE);
    assert_eq!(code(house.s.view(&far, &no).await), "not_found");
    let decided = house
        .give(&worker(), &no, "decide-dual-listing", json!({"propose": "propose", "reason": "长住海珠"}))
        .await
        .unwrap();
    assert!(decided.obligations.iter().all(|o| o.kind != "decide-dual-listing"));
    assert_eq!(house.s.view(&worker(), &no).await.unwrap().case.owner().map(Unit::code), Some(OFFICE));
}

async fn an_address_that_names_only_the_district_waits_there(house: House) {
    house.import(vec![person(0, &[(Field::HukouAddress, "广东省广州市天河区")])]).await;
    let no = house.no_of(&id_number(0)).await;
    let view = house.s.view(&district(), &no).await.unwrap();
    assert_eq!((view.case.standing().code(), view.owed[0].kind.as_str()), ("routing", "reroute"));
    house.give(&district(), &no, "reroute", json!({"to": OFFICE, "reason": "派出所核实"})).await.unwrap();
    assert!(house.s.view(&worker(), &no).await.is_ok());
}
