//! 走访, the daily work: what counts, what stands in for the first visit, moving, needs, corrections.

use crate::given::*;
use crate::handover::Category;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const MET: Date = date(2026, 10, 24);

fn visit(on: Date, way: &str, more: Value) -> Value {
    let mut fields = json!({"on": on, "way": way, "result": "met", "note": "平静"});
    fields.as_object_mut().expect("fields").extend(more.as_object().cloned().expect("more"));
    fields
}

fn at_home() -> Story {
    given(received()).on(MET)
}

/// Visited at home on [`MET`].
fn visited_at_home(category: Category) -> Story {
    let story = given(received_as(category)).on(MET);
    story.when("record-visit", visit(MET, "home", json!({}))).then(&["visit.recorded"])
}

fn then_called(story: Story, on: Date) -> Story {
    story.on(on).when("record-visit", visit(on, "phone", json!({}))).then(&["visit.recorded"])
}

#[test]
fn r26_a_contact_before_the_window_is_one_more_and_does_not_put_off_the_next() {
    let due = date(2027, 1, 24);
    let story = then_called(visited_at_home(Category::Ordinary), date(2026, 12, 23));
    let story = story.due_on("record-visit", due);
    assert_eq!(story.case.visit.last_contact, Some(date(2026, 12, 23)), "he was seen all the same");
    then_called(story, date(2026, 12, 24)).due_on("record-visit", date(2027, 3, 24));
}

#[test]
fn r27_the_window_of_a_key_person_opens_after_fifteen_days() {
    let story = then_called(visited_at_home(Category::Key), date(2026, 11, 7));
    then_called(story.due_on("record-visit", date(2026, 11, 24)), date(2026, 11, 8))
        .due_on("record-visit", date(2026, 12, 8));
}

#[test]
fn an_agreed_visit_counts_on_the_day_agreed_even_before_the_window() {
    let story = at_home()
        .when("record-visit", visit(MET, "home", json!({"next_on": "2026-11-05"})))
        .then(&["visit.recorded"]);
    let story = then_called(story, date(2026, 11, 1)).due_on("record-visit", date(2026, 11, 5));
    then_called(story, date(2026, 11, 5)).due_on("record-visit", date(2027, 2, 5));
}

#[test]
fn r23_a_call_does_not_stand_in_for_the_first_visit_without_a_lawful_reason() {
    let called = then_called(at_home(), MET);
    let owed = called.owed("record-visit");
    assert_eq!((owed.rule, owed.due_on, owed.title), ("R-23", date(2026, 10, 27), "首次走访"));
    assert_eq!(called.case.visit.last_contact, Some(MET));
    let excused = visit(MET, "phone", json!({"remote_reason": "hospital"}));
    at_home()
        .when("record-visit", excused)
        .then(&["visit.recorded"])
        .due_on("record-visit", date(2027, 1, 24));
    let office = called.when("record-visit", visit(MET, "office", json!({})));
    office.then(&["visit.recorded"]).due_on("record-visit", date(2027, 1, 24));
}

#[test]
fn sc07_a_call_as_agreed_with_who_wants_no_visits_is_a_first_visit_by_his_wish() {
    let refused = json!({"on": MET, "words": "不要上门", "contact": "每季度由姑姑打一次电话"});
    let story = at_home().when("refuse-agreement", refused).then(&["casefile.agreement_refused"]);
    let story = then_called(story, MET).due_on("record-visit", date(2027, 1, 24));
    assert!(story.happened()[1].contains("本人意愿"));
}

#[test]
fn nobody_home_is_an_attempt_and_no_contact() {
    let absent = json!({"on": MET, "way": "home", "result": "absent"});
    let story = at_home().when("record-visit", absent.clone()).then(&["visit.recorded"]);
    let story = story.when("record-visit", absent).then(&["visit.recorded"]);
    assert_eq!((story.case.visit.attempts, story.case.visit.last_contact), (2, None));
    let story = story.due_on("record-visit", date(2026, 10, 27));
    let met = story.when("record-visit", visit(MET, "home", json!({}))).then(&["visit.recorded"]);
    assert_eq!(met.case.visit.attempts, 0);
}

#[test]
fn r29m_a_lawful_reason_moves_the_visit_once_and_the_head_may_move_it_again() {
    let to = |to: Date, reason: &str| json!({"to": to, "reason": reason});
    let story = || visited_at_home(Category::Key);
    story().when("move-visit", to(date(2026, 11, 24), "hospital")).refused("move_later");
    story().when("move-visit", to(date(2026, 12, 25), "hospital")).refused("too_far");
    story().when("move-visit", to(date(2026, 12, 1), "away")).refused("move_note_needed");
    let moved = story().when("move-visit", to(date(2026, 12, 24), "hospital")).then(&["visit.moved"]);
    let owed = moved.owed("record-visit");
    assert_eq!((owed.rule, owed.due_on), ("R-27", date(2026, 12, 24)));
    assert!(owed.why.contains("已改期") && !owed.why.contains("住院"), "obligations are kept in clear");
    assert!(moved.happened()[1].contains("住院"), "never silently");
    let moved = moved.on(date(2026, 12, 20)).by(office_head());
    let again = moved.when("move-visit", to(date(2027, 1, 10), "hospital")).then(&["visit.moved"]);
    let again = again.by(office_worker());
    then_called(again, date(2026, 12, 20)).due_on("record-visit", date(2027, 1, 20));
    let moved = story().when("move-visit", to(date(2026, 12, 24), "wish")).then(&["visit.moved"]);
    moved.when("move-visit", to(date(2027, 1, 4), "wish")).refused("moved_before");
}

#[test]
fn r29n_a_need_raised_is_owed_an_answer_and_raised_twice_is_one_need() {
    let raise = |on: Date| visit(on, "home", json!({"needs": ["work", "health"]}));
    let story = at_home().when("record-visit", raise(MET)).then(&["visit.recorded"]);
    let needs: Vec<_> = story.due().into_iter().filter(|o| o.kind == "answer-need").collect();
    assert_eq!(
        needs.iter().map(|o| (o.rule, o.due_on)).collect::<Vec<_>>(),
        [("R-29n", date(2026, 11, 8)); 2]
    );
    assert!(needs.iter().all(|o| !o.why.contains("看病")), "obligations are kept in clear");
    let later = date(2026, 11, 1);
    let story = story.on(later).when("record-visit", raise(later)).then(&["visit.recorded"]);
    assert_eq!(story.case.visit.needs.len(), 2);
    let answer = |need: &str, on: Date| json!({"need": need, "on": on, "outcome": "referred", "measure": "已联系街道就业专员"});
    let story = story.when("answer-need", answer("work", later)).then(&["visit.need_answered"]);
    assert_eq!(story.case.visit.needs.iter().map(|n| n.what.as_str()).collect::<Vec<_>>(), ["health"]);
    let other = at_home().when("record-visit", raise(MET)).then(&["visit.recorded"]);
    other.when("answer-need", answer("health", RELEASE)).refused("before_need");
    story.when("answer-need", answer("work", later)).refused("no_such_need");
}

#[test]
fn a_correction_stands_in_for_the_record_and_every_fact_follows() {
    let wrong = visit(MET, "home", json!({"needs": ["work"], "abnormal": true, "next_on": "2026-11-05"}));
    let recorded = || at_home().when("record-visit", wrong.clone()).then(&["visit.recorded"]);
    let right = json!({"visit": "1", "reason": "门没开，误选了见到本人", "on": MET, "way": "home", "result": "absent"});
    let story = recorded().when("correct-visit", right).then(&["visit.corrected"]);
    let facts = &story.case.visit;
    assert_eq!((facts.count, facts.last_contact, facts.next_on, facts.abnormal_on), (1, None, None, None));
    assert!(facts.needs.is_empty() && facts.attempts == 1);
    let story = story.due_on("record-visit", date(2026, 10, 27));
    let text = story.happened().pop().expect("a line");
    assert!(text.contains("门没开") && text.contains("李某"), "the visitor stays who he was: {text}");
}

#[test]
fn r29c_a_record_is_corrected_by_who_made_it_or_the_head_within_the_days_of_the_pack() {
    let right = || visit(MET, "home", json!({"visit": "1", "reason": "补充"}));
    let story = || visited_at_home(Category::Ordinary);
    let mut colleague = office_worker();
    colleague.account = "somebody".into();
    story().by(colleague).when("correct-visit", right()).refused("not_your_record");
    story().by(office_head()).when("correct-visit", right()).then(&["visit.corrected"]);
    story().on(date(2026, 11, 8)).when("correct-visit", right()).then(&["visit.corrected"]);
    story().on(date(2026, 11, 9)).when("correct-visit", right()).refused("too_late_to_correct");
    let other = visit(MET, "home", json!({"visit": "2", "reason": "补充"}));
    story().when("correct-visit", other).refused("no_such_visit");
    let future = visit(date(2026, 11, 30), "home", json!({"visit": "1", "reason": "补充"}));
    story().when("correct-visit", future).refused("future_date");
}

#[test]
fn who_becomes_a_key_person_has_the_shorter_rhythm_from_then_on_and_is_not_late_at_once() {
    let grade = |on: Date, category: &str| json!({"on": on, "category": category, "reason": "情况变化"});
    let (first, second) = (date(2026, 12, 10), date(2027, 1, 10));
    let story = visited_at_home(Category::Ordinary).on(first).by(office_head());
    let story = story.when("review-grade", grade(first, "key")).then(&["handover.graded"]);
    let story = story.due_on("record-visit", second);
    let story = story.on(date(2026, 12, 20)).when("review-grade", grade(date(2026, 12, 20), "key"));
    let story = story.then(&["handover.graded"]).due_on("record-visit", second);
    let story = story.on(second).when("review-grade", grade(second, "ordinary")).then(&["handover.graded"]);
    let story = story.due_on("record-visit", date(2027, 1, 24));
    let late = date(2027, 1, 20);
    let story = story.on(late).when("review-grade", grade(late, "key")).then(&["handover.graded"]);
    assert_eq!(story.owed("record-visit").due_on, date(2027, 1, 24), "never later than it was");
}

#[test]
fn many_visits_later_the_facts_are_the_same_as_told_at_once() {
    let mut story = visited_at_home(Category::Ordinary);
    for week in 1..=30 {
        let on = MET.saturating_add(jiff::ToSpan::days(week * 7));
        story = then_called(story, on);
    }
    let facts = &story.case.visit;
    assert_eq!((facts.count, facts.last_contact), (31, Some(date(2027, 5, 22))));
    assert_eq!(facts.counted_on, Some(date(2027, 5, 1)), "every ninth week opens a new window");
}
