//! A rule pack: shown before it counts, accepted with everything that it moves, noticed by other servers.

use crate::given::{CITY, House, asker, city, code, worker};
use database::Options;
use domain::{kernel::Role, rules::Rule};
use serde_json::json;
use service::{Asker, Problem, rulebook::Effect};

/// First home visits within five days instead of seven, from 1 November on.
fn pack() -> String {
    json!({
        "name": "guangzhou-2026", "area": CITY, "version": 2, "valid_from": "2026-11-01",
        "basis": {"title": "穗司规〔2026〕9号", "valid_from": "2026-11-01", "valid_to": null},
        "items": [{"rule": "R-23", "title": "首次家访", "value": 5, "unit": "days",
                   "source": "穗司规〔2026〕9号第八条", "confidence": "Q"}]
    })
    .to_string()
}

async fn effect(house: &House, asker: &Asker, pack: &str) -> Result<Effect, Problem> {
    house.s.rules_effect(asker, json!({"pack": pack}).as_object().expect("fields")).await
}

async fn accept(house: &House) -> Result<Effect, Problem> {
    let typed = json!({"pack": pack(), "reason": "市局会议决定"});
    let typed = typed.as_object().expect("fields");
    house.s.accept_rules(&city(), typed).await
}

async fn first_visit(house: &House, no: &str) -> String {
    let owed = house.s.view(&worker(), no).await.expect("seen").owed;
    owed.into_iter().find(|o| o.kind == "record-visit").expect("a first visit is owed").due_on
}

async fn a_pack_is_shown_before_it_counts(house: House) {
    let numbers = house.taken(0..3).await;
    house.at_home(&numbers[0]).await; // on 20 November
    let effect = effect(&house, &city(), &pack()).await.expect("shown");
    let [moved] = effect.moved.as_slice() else { panic!("one visit moves: {:?}", effect.moved) };
    assert_eq!((moved.owed.no.as_str(), moved.owed.rule.as_str()), (numbers[0].as_str(), "R-23"));
    assert_eq!((moved.before.as_deref(), moved.after.as_deref()), (Some("2026-11-27"), Some("2026-11-25")));
    assert_eq!(effect.by_rule.into_iter().collect::<Vec<_>>(), [("R-23".to_owned(), 1)]);
    let [(old, new)] = effect.rules.as_slice() else { panic!("one rule differs") };
    assert_eq!((old.rule, old.value, new.value), (Rule::R23, 7, 5));
    assert_eq!(first_visit(&house, &numbers[0]).await, "2026-11-27", "nothing was written");
}

async fn an_accepted_pack_moves_what_is_owed_and_stays(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    accept(&house).await.expect("accepted");
    assert_eq!(first_visit(&house, &no).await, "2026-11-25");
    assert_eq!(code(accept(&house).await), "bad_pack", "the same version again");
    // The examination after this claim recomputes every row by the rules of an instance opened anew.
    let again = House::open(house.database.clone(), house.looks.clone(), 3, Options::default()).await;
    let again = again.expect("opens");
    assert_eq!(again.s.packs_accepted(), 1);
    again.content().await;
}

async fn another_server_writes_nothing_by_rules_that_were_replaced(house: House) {
    let numbers = house.taken(0..2).await;
    let other = House::open(house.database.clone(), house.looks.clone(), 2, Options::default()).await;
    let other = other.expect("a second server");
    accept(&house).await.expect("accepted");
    assert_eq!(other.s.clone().packs_accepted(), 0, "it has not noticed");
    other.at_home(&numbers[0]).await;
    assert_eq!(other.s.clone().packs_accepted(), 1);
    assert_eq!(first_visit(&house, &numbers[0]).await, "2026-11-25");
}

async fn only_the_city_bureau_sees_and_accepts_a_pack(house: House) {
    for asker in [worker(), asker(Role::Prison, "ORG001"), asker(Role::Administrator, CITY)] {
        let shown = effect(&house, &asker, &pack()).await;
        assert_eq!(code(shown), "not_your_role");
    }
    assert_eq!(code(effect(&house, &city(), "{}").await), "bad_pack");
}

on_both!(
    a_pack_is_shown_before_it_counts,
    an_accepted_pack_moves_what_is_owed_and_stays,
    another_server_writes_nothing_by_rules_that_were_replaced,
    only_the_city_bureau_sees_and_accepts_a_pack,
);
