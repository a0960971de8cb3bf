//! 咨询: who may ask whom, who owes the answer until when, and what becomes of it when a unit sees no more.

use crate::given::*;
use jiff::civil::date;
use serde_json::json;

fn asked_by(actor: crate::kernel::Actor, to: &str) -> Story {
    let ask = json!({"to": to, "text": "身份证原件在监所吗"});
    given(entered()).by(actor).when("ask", ask).then(&["question.asked"])
}

fn answer(text: &str) -> serde_json::Value {
    json!({"id": "1", "text": text})
}

#[test]
fn c01_the_asked_unit_owes_an_answer_within_five_working_days() {
    let story = asked_by(district(), OFFICE); // a Monday
    let owed = story.owed("answer-question");
    assert_eq!((owed.owner.code(), owed.due_on, owed.subject.as_str()), (OFFICE, date(2026, 3, 9), "1"));
    assert!(!owed.why.contains("身份证"), "the question itself stays sealed");
}

#[test]
fn c02_the_answer_is_owed_a_look_by_the_asker_until_he_lays_it_aside() {
    let story = asked_by(district(), OFFICE).by(office_worker());
    let story = story.when("answer-question", answer("在")).then(&["question.answered"]);
    let owed = story.owed("close-question");
    assert_eq!((owed.owner.code(), owed.due_on), (DISTRICT, date(2026, 3, 9)));
    let story = story.by(district()).when("close-question", json!({"id": "1"})).then(&["question.closed"]);
    assert!(story.due().iter().all(|o| !o.kind.ends_with("question")));
    assert_eq!(
        story.happened(),
        ["第1号，问司法所：身份证原件在监所吗", "第1号：在", "第1号咨询已办结"],
        "all of it stands in the timeline"
    );
}

#[test]
fn a_custodial_place_answers_itself_or_its_bureau_records_the_letter() {
    let story = || asked_by(office_worker(), PRISON);
    let owed = story().owed("answer-question");
    assert_eq!(owed.owner.code(), DISTRICT, "most custodial places have no account");
    assert_eq!(owed.also.as_ref().map(crate::unit::Unit::code), Some(PRISON));
    story().by(prison()).when("answer-question", answer("在")).then(&["question.answered"]);
    let letter = json!({"id": "1", "text": "在", "letter_no": "某狱〔2026〕3号"});
    let told = story().by(district()).when("answer-question", letter).then(&["question.answered"]);
    assert_eq!(told.happened()[1], "第1号（某狱〔2026〕3号）：在");
    story().by(district()).when("answer-question", answer("在")).refused("letter_needed");
    story().by(city()).when("answer-question", answer("在")).refused("not_asked");
}

#[test]
fn what_is_asked_of_a_place_that_sees_no_more_goes_back_to_the_asker() {
    let home = json!({"on": RELEASE, "way": "07"});
    let story = || asked_by(office_worker(), PRISON).when("verify", json!({"result": "01"}));
    let story = || story().then(&["handover.verified"]).on(RELEASE).when("receive", home.clone());
    let story = story().then(&["handover.received"]);
    let owed = story.owed("withdraw-question");
    assert_eq!(owed.owner.code(), OFFICE);
    assert!(owed.why.contains("监所已看不到这份档案"), "{}", owed.why);
    assert!(story.due().iter().all(|o| o.kind != "answer-question"));
    let story = story.when("withdraw-question", json!({"id": "1"})).then(&["question.withdrawn"]);
    assert!(story.case.question.open.is_empty());
}

#[test]
fn what_a_place_asked_that_sees_no_more_lapses() {
    let story = asked_by(prison(), OFFICE).by(office_worker());
    let story = story.when("verify", json!({"result": "01"})).then(&["handover.verified"]).on(RELEASE);
    let story = story.when("receive", json!({"on": RELEASE, "way": "07"})).then(&["handover.received"]);
    assert!(story.due().iter().all(|o| !o.kind.ends_with("question")));
}

#[test]
fn only_units_that_see_the_case_ask_and_are_asked() {
    let ask = |to: &str| json!({"to": to, "text": "问"});
    given(entered()).by(neighbour()).when("ask", ask(OFFICE)).refused("out_of_sight");
    given(entered()).when("ask", ask(NEIGHBOUR)).refused("unit_out_of_sight");
    given(entered()).when("ask", ask(OFFICE)).refused("own_unit");
    let offered: Vec<String> =
        given(entered()).listed("asked-unit").into_iter().map(|(code, _)| code).collect();
    assert_eq!(offered, [CITY, DISTRICT, PRISON]);
}

#[test]
fn who_did_not_ask_neither_withdraws_nor_lays_aside() {
    let story = || asked_by(district(), OFFICE);
    story().by(office_worker()).when("withdraw-question", json!({"id": "1"})).refused("not_your_question");
    story().by(city()).when("answer-question", answer("在")).refused("not_asked");
    story().when("close-question", json!({"id": "1"})).refused("not_answered_yet");
    story().when("close-question", json!({"id": "2"})).refused("no_such_question");
    let told =
        || story().by(office_worker()).when("answer-question", answer("在")).then(&["question.answered"]);
    told().when("answer-question", answer("又在")).refused("already_answered");
    told().by(district()).when("withdraw-question", json!({"id": "1"})).refused("already_answered");
}

#[test]
fn a_unit_has_twenty_questions_waiting_in_one_case_at_most() {
    let mut story = given(entered()).by(district());
    for _ in 0..20 {
        story = story.when("ask", json!({"to": OFFICE, "text": "问"})).then(&["question.asked"]);
    }
    assert_eq!(story.case.question.open.last().map(|q| q.id), Some(20));
    story.when("ask", json!({"to": OFFICE, "text": "问"})).refused("too_many_questions");
}
