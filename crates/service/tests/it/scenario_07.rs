//! SC-07, the refusal to have a file made: "I have served my sentence; do not disturb me."

use crate::given::{House, TODAY, code, console, head, noon, worker};
use domain::{casefile::Agreement, kernel::Role};
use jiff::{ToSpan, civil::date};
use serde_json::json;

on_both!(sc07_who_refuses_is_left_in_peace_and_not_lost, sc07_nothing_that_follows_is_a_sanction,);

const WORDS: &str = "刑满了，不要打扰我";

async fn at_the_door(house: &House) -> String {
    let no = house.taken(0..1).await.remove(0);
    let w = worker();
    house.give(&w, &no, "verify", json!({"result": "01", "family": "家人愿意接纳"})).await.unwrap();
    house.give(&w, &no, "receive", json!({"on": "2026-11-20", "way": "07"})).await.unwrap();
    no
}

fn refusal() -> serde_json::Value {
    json!({
        "on": "2026-11-22", "words": WORDS, "never_again": true, "minimum": true, "ground": "duty",
        "contact": "每季度打一次电话", "contact_by": "其姑姑", "rights_told": true,
    })
}

async fn sc07_who_refuses_is_left_in_peace_and_not_lost(house: House) {
    let no = at_the_door(&house).await;
    let w = worker();
    house.give(&w, &no, "refuse-agreement", refusal()).await.unwrap();
    house.s.install(&console(), "chen", "陈所员", Role::OfficeWorker, w.actor.unit.code()).await.unwrap();
    house.give(&head(), &no, "assign-worker", json!({"worker": "chen"})).await.unwrap();

    let view = house.s.view(&w, &no).await.unwrap();
    let file = &view.case.casefile;
    assert!(matches!(file.agreement, Some(Agreement::Refused(on, None)) if on == date(2026, 11, 22)));
    assert_eq!(file.worker.as_ref().map(|w| w.name.as_str()), Some("陈所员"), "a worker is still named");
    assert_eq!(file.rights_told_on, Some(date(2026, 11, 22)), "his right to see and correct is logged");
    let told = view.timeline.iter().map(|l| l.entry.text.as_str()).collect::<Vec<_>>().join("\n");
    assert!(told.contains(WORDS) && told.contains("履行法定职责所必需") && told.contains("其姑姑"));

    let page = json!({"on": "2026-11-22", "family": "与姑姑同住", "education": "初中"});
    assert_eq!(code(house.give(&w, &no, "open-file", page).await), "only_minimum");
    let least = json!({"on": "2026-11-22", "phone": "13900001111", "discreet": true});
    house.give(&w, &no, "open-file", least).await.unwrap();

    let view = house.s.view(&w, &no).await.unwrap();
    assert_ne!(view.case.standing().code(), "assisted", "he counts only after a contact");
    let call = json!({"on": "2026-11-23", "way": "phone", "result": "family", "note": "姑姑说一切平安"});
    house.give(&w, &no, "record-visit", call).await.unwrap();
    let view = house.s.view(&w, &no).await.unwrap();
    assert_eq!(view.case.standing().code(), "assisted");
    let next = view.owed.iter().find(|o| o.kind == "record-visit").expect("a next contact");
    assert_eq!((next.rule.as_str(), next.due_on.as_str()), ("R-26", "2027-02-23"), "once a quarter");
    assert_eq!(next.worker.as_deref(), Some("chen"));
}

async fn sc07_nothing_that_follows_is_a_sanction(house: House) {
    let no = at_the_door(&house).await;
    let w = worker();
    house.give(&w, &no, "refuse-agreement", refusal()).await.unwrap();
    house.give(&w, &no, "open-file", json!({"on": "2026-11-22"})).await.unwrap();
    let call = json!({"on": "2026-11-23", "way": "phone", "result": "declined"});
    house.give(&w, &no, "record-visit", call).await.unwrap();
    // Half a year later: nobody asks him to sign, the head looks at the grade, the case stays where it was.
    let mut later = head();
    later.now = noon(TODAY.saturating_add(181.days()));
    let owed = house.s.view(&later, &no).await.unwrap().owed;
    let kinds: Vec<&str> = owed.iter().map(|o| o.kind.as_str()).collect();
    assert!(!kinds.contains(&"sign-agreement") && kinds.contains(&"review-grade"), "{kinds:?}");
    let kept = ["record-visit", "review-grade", "assign-worker", "check-settling", "close"];
    assert!(kinds.iter().all(|kind| kept.contains(kind)), "{kinds:?}");
    let review = owed.iter().find(|o| o.kind == "review-grade").expect("a review");
    assert!(review.why.contains("不要另行催问"), "{}", review.why);
    // He comes round on his own: signing is open to him at any time.
    let sign = json!({"on": later.now.today.to_string(), "how": "paper", "place": "office"});
    let receipt = house.give(&later, &no, "sign-agreement", sign).await.unwrap();
    assert_eq!(receipt.events, ["casefile.agreement_signed"]);
    let view = house.s.view(&later, &no).await.unwrap();
    assert!(view.case.casefile.minimum.is_none());
}
