//! SC-04, a record sent to the wrong office twice; and records handed over between offices.

use crate::given::{
    DISTRICT, FAR_OFFICE, House, NEIGHBOUR, OFFICE, TODAY, asker, city, code, district, house_list,
    id_number, neighbour, noon, person, prison, worker,
};
use documents::roster::Field;
use domain::kernel::Role;
use jiff::ToSpan;
use serde_json::{Value, json};
use service::Asker;
use store::{dispute::Kind, page::Ask};

on_both!(
    sc04_the_second_return_stops_at_the_district_and_the_city_sees_it,
    a_disputed_correction_is_in_the_list_until_it_is_decided,
    r46_a_case_is_handed_over_with_a_receipt,
    r46_a_case_that_is_declined_is_decided_by_the_bureau_above_both,
);

/// The same person some days later.
fn later(who: Asker, days: i64) -> Asker {
    Asker { now: noon(TODAY.saturating_add(days.days())), ..who }
}

fn not_ours() -> Value {
    json!({"reason": "村界已变", "asked": "village", "evidence": "居委会主任称不归本街道"})
}

fn to(unit: &str) -> Value {
    json!({"to": unit, "reason": "按现行界线"})
}

async fn listed(house: &House, who: &Asker, kind: Kind) -> Vec<String> {
    let page = house.s.disputes(who, kind, Ask { limit: 10, after: None }).await.unwrap();
    page.items.into_iter().map(|o| o.no).collect()
}

async fn sc04_the_second_return_stops_at_the_district_and_the_city_sees_it(house: House) {
    let long = [(Field::StartsOn, "2025-11-21"), (Field::EndsOn, "2027-11-20")];
    house.import(vec![person(0, &long)]).await;
    let no = house.no_of(&id_number(0)).await;
    let unsaid = json!({"reason": "村界已变", "evidence": "不归本所"});
    assert_eq!(code(house.give(&worker(), &no, "return", unsaid).await), "contact_needed");
    house.give(&worker(), &no, "return", not_ours()).await.unwrap();
    assert_eq!(listed(&house, &city(), Kind::All).await, [""; 0], "one return is no dispute");
    house.give(&later(district(), 2), &no, "reroute", to(NEIGHBOUR)).await.unwrap();
    house.give(&later(neighbour(), 5), &no, "return", not_ours()).await.unwrap();

    let view = house.s.view(&later(district(), 6), &no).await.unwrap();
    assert_eq!(view.case.owner().map(|u| u.code()), Some(DISTRICT), "the owner is never empty");
    let owed = &view.owed[0];
    assert_eq!((owed.kind.as_str(), owed.rule.as_str(), owed.owner.as_str()), ("reroute", "R-07", DISTRICT));
    assert_eq!(owed.due_on, TODAY.saturating_add(15.days()).to_string(), "from the first receipt");
    assert_eq!(listed(&house, &later(city(), 6), Kind::Returned).await, std::slice::from_ref(&no));
    assert_eq!(
        code(house.s.disputes(&worker(), Kind::All, Ask { limit: 10, after: None }).await),
        "not_your_role"
    );

    let silent = json!({"to": OFFICE, "reason": ""});
    assert_eq!(code(house.give(&later(district(), 6), &no, "reroute", silent).await), "fields");
    house.give(&later(district(), 6), &no, "reroute", to(OFFICE)).await.unwrap();
    assert_eq!(code(house.give(&later(worker(), 7), &no, "return", not_ours()).await), "return_decided");
    let view = house.s.view(&later(worker(), 7), &no).await.unwrap();
    let verify = view.owed.iter().find(|o| o.kind == "verify").expect("owed");
    assert_eq!(
        verify.due_on,
        TODAY.saturating_add(15.days()).to_string(),
        "R-06 runs from the first receipt"
    );
    assert_eq!(listed(&house, &later(city(), 7), Kind::All).await, [""; 0], "decided");
}

async fn a_disputed_correction_is_in_the_list_until_it_is_decided(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let fields = json!({"result": "02", "living_address": "某镇某村"});
    house.give(&worker(), &no, "verify", fields).await.unwrap();
    let yard = prison("广东省番禺监狱");
    let dispute = json!({"item": "living_address", "reply": "dispute", "text": "家属来信为原址"});
    house.give(&yard, &no, "answer-correction", dispute).await.unwrap();
    for who in [city(), district()] {
        assert_eq!(listed(&house, &who, Kind::Correction).await, std::slice::from_ref(&no));
        assert_eq!(listed(&house, &who, Kind::Returned).await, [""; 0]);
    }
    let far = asker(Role::District, crate::given::FAR_DISTRICT);
    assert_eq!(listed(&house, &far, Kind::All).await, [""; 0], "another district sees nothing of it");
    let ruling = json!({"item": "living_address", "ruling": "custody", "reason": "查来信原件"});
    house.give(&district(), &no, "decide-dispute", ruling).await.unwrap();
    assert_eq!(listed(&house, &city(), Kind::All).await, [""; 0]);
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.case.handover.sent.living_address, None, "as the prison had sent it");
}

async fn r46_a_case_is_handed_over_with_a_receipt(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    house.give(&worker(), &no, "hand-over-case", to(NEIGHBOUR)).await.unwrap();
    for who in [worker(), neighbour()] {
        assert_eq!(house_list(&house, &who).await, std::slice::from_ref(&no), "both see it meanwhile");
    }
    let view = house.s.view(&neighbour(), &no).await.unwrap();
    assert_eq!(view.case.owner().map(|u| u.code()), Some(OFFICE));
    let offered: Vec<_> = house.s.offered(&neighbour(), &view).iter().map(|s| s.name).collect();
    assert_eq!(offered, ["receive-case", "ask"], "nothing else before it has received it, but it may ask");
    assert_eq!(
        code(
            house
                .give(
                    &neighbour(),
                    &no,
                    "record-visit",
                    json!({"on": "2026-11-23", "way": "phone", "result": "declined"})
                )
                .await
        ),
        "not_owner"
    );
    house.give(&neighbour(), &no, "receive-case", json!({"receipt": "accept"})).await.unwrap();
    assert_eq!(house_list(&house, &worker()).await, [""; 0]);
    let view = house.s.view(&neighbour(), &no).await.unwrap();
    assert!(view.owed.iter().all(|o| o.owner == NEIGHBOUR) && !view.owed.is_empty());
}

async fn r46_a_case_that_is_declined_is_decided_by_the_bureau_above_both(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    house.give(&district(), &no, "hand-over-case", to(FAR_OFFICE)).await.unwrap();
    let far = asker(Role::OfficeWorker, FAR_OFFICE);
    let decline = json!({"receipt": "decline", "note": "户籍仍在员村"});
    house.give(&far, &no, "receive-case", decline).await.unwrap();
    let decision = json!({"decision": "stay", "reason": "户籍未迁"});
    assert_eq!(code(house.give(&district(), &no, "decide-transfer", decision.clone()).await), "not_owner");
    house.give(&city(), &no, "decide-transfer", decision).await.unwrap();
    assert_eq!(house_list(&house, &far).await, [""; 0]);
    assert_eq!(house_list(&house, &worker()).await, [no]);
}
