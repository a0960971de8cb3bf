//! Who may what: returns and reroutes, answers of the custodial place, roles, and what nobody else sees.

use crate::given::{
    DISTRICT, FAR_DISTRICT, FAR_OFFICE, House, NEIGHBOUR, OFFICE, asker, city, code, console, district, head,
    house_list, id_number, neighbour, person, prison, worker,
};
use documents::roster::Field;
use domain::kernel::Role;
use serde_json::json;
use service::Given;
use store::page::Ask;

/// A case that a prison sent itself.
async fn sent_by_prison(house: &House) -> String {
    let own = prison("广东省番禺监狱");
    let file = crate::given::reading(vec![person(0, &[])]);
    house.s.import_roster(&own, &own.actor.unit, &file).await.expect("sent");
    house.no_of(&id_number(0)).await
}

fn not_usable() -> serde_json::Value {
    json!({"result": "04", "police_opinion": "派出所查无此人"})
}

on_both!(
    returned_twice_it_stays_where_the_district_decides,
    a_district_routes_only_below_itself_or_up,
    the_prison_answers_what_the_office_found,
    the_district_answers_for_the_prison_with_the_letter_number,
    a_prison_sees_its_own_until_the_person_is_home,
    outside_the_scope_is_as_if_it_were_not_there,
    a_wrong_role_is_refused_and_nothing_changes,
);

async fn returned_twice_it_stays_where_the_district_decides(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let not_ours = json!({"reason": "应属石牌街", "evidence": "已问员村派出所", "asked": "police"});
    house.give(&worker(), &no, "return", not_ours.clone()).await.unwrap();
    assert_eq!(code(house.s.view(&worker(), &no).await), "not_found");
    house.give(&district(), &no, "reroute", json!({"to": NEIGHBOUR, "reason": "户籍在石牌"})).await.unwrap();
    house.give(&neighbour(), &no, "return", not_ours.clone()).await.unwrap();
    house.give(&district(), &no, "reroute", json!({"to": OFFICE, "reason": "区局决定"})).await.unwrap();
    assert_eq!(code(house.s.view(&neighbour(), &no).await), "not_found");
    assert_eq!(code(house.give(&worker(), &no, "return", not_ours).await), "return_decided");
    assert_eq!(house.s.view(&city(), &no).await.unwrap().case.owner().unwrap().code(), OFFICE);
}

async fn a_district_routes_only_below_itself_or_up(house: House) {
    house.import(vec![person(0, &[(Field::HukouAddress, "广东省广州市天河区")])]).await;
    let no = house.no_of(&id_number(0)).await;
    for to in [FAR_OFFICE, FAR_DISTRICT, DISTRICT] {
        let refused = house.give(&district(), &no, "reroute", json!({"to": to, "reason": "试"})).await;
        assert_eq!(code(refused), "not_below", "{to}");
    }
    assert_eq!(
        code(house.give(&district(), &no, "reroute", json!({"to": "999999999", "reason": "试"})).await),
        "fields"
    );
    house.give(&district(), &no, "reroute", json!({"to": "440100", "reason": "报市局"})).await.unwrap();
    assert_eq!(code(house.s.view(&district(), &no).await), "not_found");
}

async fn the_prison_answers_what_the_office_found(house: House) {
    let (no, own) = (sent_by_prison(&house).await, prison("广东省番禺监狱"));
    house.give(&worker(), &no, "verify", not_usable()).await.unwrap();
    let owed = house
        .s
        .obligations(&own, jiff::civil::date(2027, 6, 1), Ask { limit: 10, after: None })
        .await
        .unwrap();
    assert_eq!(
        owed.items.iter().map(|o| (o.kind.as_str(), o.owner.as_str())).collect::<Vec<_>>(),
        [("answer", DISTRICT)]
    );
    assert_eq!(code(house.give(&own, &no, "answer", json!({"outcome": "noted"})).await), "answer_needed");
    let receipt =
        house.give(&own, &no, "answer", json!({"outcome": "corrected", "note": "户籍已更正"})).await.unwrap();
    assert!(receipt.obligations.iter().any(|o| o.kind == "verify" && o.owner == OFFICE));
}

async fn the_district_answers_for_the_prison_with_the_letter_number(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.give(&worker(), &no, "verify", not_usable()).await.unwrap();
    assert_eq!(code(house.give(&worker(), &no, "verify", not_usable()).await), "awaiting_answer");
    assert_eq!(
        code(house.give(&district(), &no, "answer", json!({"outcome": "confirmed"})).await),
        "letter_needed"
    );
    let far = asker(Role::District, FAR_DISTRICT);
    let letter = json!({"outcome": "confirmed", "letter_no": "粤番监函〔2026〕9号"});
    assert_eq!(code(house.give(&far, &no, "answer", letter.clone()).await), "not_found");
    let receipt = house.give(&district(), &no, "answer", letter).await.unwrap();
    assert_eq!(receipt.events, ["handover.answered"]);
}

async fn a_prison_sees_its_own_until_the_person_is_home(house: House) {
    let (no, own) = (sent_by_prison(&house).await, prison("广东省番禺监狱"));
    let other = prison("广东省从化监狱");
    assert_eq!(house_list(&house, &own).await, vec![no.clone()]);
    assert_eq!(code(house.s.view(&other, &no).await), "not_found");
    house.at_home(&no).await;
    assert_eq!(code(house.s.view(&own, &no).await), "not_found");
    assert_eq!(
        (house_list(&house, &own).await.len(), house.s.search(&own, &id_number(0)).await.unwrap().len()),
        (0, 0)
    );
}

async fn outside_the_scope_is_as_if_it_were_not_there(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "met"});
    for other in
        [neighbour(), asker(Role::OfficeHead, FAR_OFFICE), asker(Role::District, FAR_DISTRICT), console()]
    {
        for wanted in [no.as_str(), "202699999999"] {
            assert_eq!(code(house.s.view(&other, wanted).await), "not_found");
            assert_eq!(code(house.s.reveal(&other, wanted, "核对身份").await), "not_found");
            let given = house
                .s
                .give(&other, wanted, "record-visit", visit.as_object().unwrap(), Given::default())
                .await;
            assert_eq!(code(given), "not_found");
            assert_eq!(house.s.search(&other, wanted).await.unwrap().len(), 0);
        }
        assert_eq!(house.s.search(&other, &crate::given::name(0)).await.unwrap().len(), 0);
        assert_eq!(house_list(&house, &other).await.len(), 0);
        assert_eq!(house.s.workbench(&other).await.unwrap().late.len(), 0);
    }
}

async fn a_wrong_role_is_refused_and_nothing_changes(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let refusals = [
        (district(), "record-visit", json!({"on": "2026-11-23", "way": "home", "result": "met"})),
        (city(), "verify", json!({"result": "01"})),
        (worker(), "reroute", json!({"to": NEIGHBOUR, "reason": "试"})),
        (worker(), "close", json!({"on": "2026-11-24", "reason": "died", "told": "当面"})),
        (worker(), "assign-worker", json!({"worker": "x"})),
    ];
    for (who, name, fields) in refusals {
        assert_eq!(code(house.give(&who, &no, name, fields).await), "not_your_role", "{name}");
    }
    assert_eq!(code(house.give(&worker(), &no, "no-such-command", json!({})).await), "not_found");
    assert_eq!(code(house.give(&head(), &no, "assign-worker", json!({"worker": "nobody"})).await), "fields");
    assert_eq!(code(house.give(&worker(), &no, "record-visit", json!({"on": "某日"})).await), "fields");
    assert_eq!(house.s.view(&worker(), &no).await.unwrap().version, 2);
}
