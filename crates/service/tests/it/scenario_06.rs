//! SC-06: a key person refuses to be collected and leaves by train. Recorded with witnesses, the police told of a
//! decided measure, no sanction; the first visit stays due; he is counted with the reason.

use crate::given::{House, OFFICE, TODAY, code, district, worker};
use domain::{case::Standing, fetch::Outcome, release::is_unaccounted, unit::Unit};
use jiff::{ToSpan, civil::date};
use serde_json::{Value, json};

/// Released on 20 November, as the tests' rosters say.
async fn at_the_gate(house: &House, more: Value) -> (String, Result<service::Receipt, service::Problem>) {
    let no = house.taken(0..1).await.remove(0);
    house.give(&worker(), &no, "verify", json!({"result": "01", "category": "key"})).await.unwrap();
    let mut fields = json!({"on": "2026-11-20", "witnesses": "值班民警、其兄", "reason": "自己坐高铁回"});
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    let answer = house.give(&worker(), &no, "refuse-collection", fields).await;
    (no, answer)
}

async fn sc06_refusing_is_recorded_with_witnesses_and_the_first_visit_stays_due(house: House) {
    let (no, answer) = at_the_gate(&house, json!({})).await;
    let receipt = answer.unwrap();
    let due = |kind: &str| receipt.obligations.iter().find(|o| o.kind == kind).map(|o| o.due_on.clone());
    assert_eq!(due("record-visit").as_deref(), Some("2026-11-27"), "seven days");
    assert_eq!(due("trace").as_deref(), Some("2026-12-10"), "day twenty, while nobody had contact");
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.case.standing(), Standing::RefusedCollection);
    assert!(view.timeline.iter().any(|l| l.entry.text.contains("值班民警、其兄")));
    let counted = domain::fetch::outcome(&view.case);
    assert_eq!(counted, Some(Outcome::NotFetched(date(2026, 11, 20), "本人不愿被接".into())));
    let costs = house.s.fetch_costs(&district(), &Unit::new(OFFICE), 2026).await.unwrap();
    assert_eq!((costs.whole.must, costs.whole.fetched), (1, 0), "in the denominator, not in the numerator");
    assert_eq!(costs.people[0].outcome, counted, "with the reason shown");
}

async fn sc06_the_police_are_told_where_a_measure_was_decided(house: House) {
    let (no, answer) = at_the_gate(&house, json!({"control": true})).await;
    assert_eq!(code(answer), "police_needed");
    let told = json!({"on": "2026-11-20", "witnesses": "值班民警", "control": true, "police_told": "当日电话告知员村派出所"});
    house.give(&worker(), &no, "refuse-collection", told).await.unwrap();
    let view = house.s.view(&worker(), &no).await.unwrap();
    let told = "已告知派出所：当日电话告知员村派出所";
    assert!(view.timeline.iter().any(|l| l.entry.text.contains(told)));
}

async fn sc06_there_is_no_field_for_a_sanction(house: House) {
    let (_, answer) = at_the_gate(&house, json!({"sanction": "警告"})).await;
    assert_eq!(code(answer), "fields");
    let spec = domain::case::CaseCommand::specs().find(|s| s.name == "refuse-collection").unwrap();
    let asked: Vec<&str> = spec.fields.iter().map(|f| f.key).collect();
    assert_eq!(asked, ["on", "witnesses", "reason", "control", "police_told"]);
}

async fn sc06_he_is_unaccounted_for_only_without_any_contact_on_day_twenty(house: House) {
    let (no, answer) = at_the_gate(&house, json!({})).await;
    answer.unwrap();
    let lost = async |day| {
        let case = house.s.view(&worker(), &no).await.unwrap().case;
        is_unaccounted(&case, &house.s.rules, &house.s.calendar, day)
    };
    let (eve, day) = (date(2026, 12, 9), date(2026, 12, 10));
    assert!(!lost(eve).await && lost(day).await);
    let visit = json!({"on": TODAY.to_string(), "way": "phone", "result": "declined"});
    house.give(&worker(), &no, "record-visit", visit).await.unwrap();
    assert!(!lost(day.saturating_add(90.days())).await);
}

on_both!(
    sc06_refusing_is_recorded_with_witnesses_and_the_first_visit_stays_due,
    sc06_the_police_are_told_where_a_measure_was_decided,
    sc06_there_is_no_field_for_a_sanction,
    sc06_he_is_unaccounted_for_only_without_any_contact_on_day_twenty,
);
