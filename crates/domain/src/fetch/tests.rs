//! 接送, rule by rule. Dates are counted by hand back from the release day.

use super::{Budget, BudgetCommand, Outcome, What, gaps, outcome};
use crate::case::CaseEvent;
use crate::given::*;
use crate::handover::{self, Category, Sent, Verified};
use crate::kernel::{Actor, Ctx, Stream};
use crate::rules::{Rule, Rules};
use crate::unit::Unit;
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use serde_json::{Value, json};

/// Thirty, seven, three days and one day before the release of 20 October.
const T30: Date = date(2026, 9, 20);
const T7: Date = date(2026, 10, 13);
const T3: Date = date(2026, 10, 17);
const T1: Date = date(2026, 10, 19);

/// Verified as true with a grade, awaited; his sister is known.
fn awaited(category: Category) -> Vec<CaseEvent> {
    let kin = Sent { kin_name: Some("姐姐".into()), ..sent() };
    let on = date(2026, 3, 10);
    let verified: Verified =
        serde_json::from_value(json!({"on": on, "result": "01", "category": category})).expect("a sample");
    let verified = CaseEvent::Handover(handover::Event::Verified(Box::new(verified)));
    [entered_as(kin, route(OFFICE)), vec![verified]].concat()
}

fn key() -> Story {
    given(awaited(Category::Key)).on(date(2026, 9, 1))
}

fn full() -> Value {
    json!({"comes": "03", "staff": "陈某、李某", "relatives": "姐姐", "vehicle": "粤A12345", "driver": "王某",
        "meets": "8:30 监所正门", "papers": ["letter", "slip", "staff_ids"], "kin_told_on": "2026-09-01",
        "medicine": "无", "estimate": 35_000})
}

fn missing(story: &Story, today: Date) -> Vec<(What, bool)> {
    let all = gaps(&story.case, &Rules::builtin(), &Calendar::announced());
    all.iter().map(|g| (g.what, g.is_red(today))).collect()
}

#[test]
fn a_key_person_is_planned_for_thirty_days_before_and_an_ordinary_one_seven() {
    key().due_on("plan-fetch", T30).owes(&["plan-fetch", "send-assessment", "send-notice", "receive"]);
    given(awaited(Category::Ordinary)).due_on("plan-fetch", T7).owes(&[
        "send-assessment",
        "send-notice",
        "plan-fetch",
        "receive",
    ]);
    let known = json!({"comes": "07"});
    given(awaited(Category::Ordinary)).when("plan-fetch", known).then(&["fetch.planned"]).owes(&[
        "send-assessment",
        "send-notice",
        "receive",
    ]);
}

#[test]
fn nothing_is_owed_before_it_is_verified_who_he_is() {
    given(entered()).owes(&["verify", "send-assessment", "send-notice", "receive"]);
}

#[test]
fn a_record_that_comes_late_is_not_late_on_the_day_it_comes() {
    let soon = Sent { ends_on: date(2026, 3, 5), ..sent() };
    let story = given([entered_as(soon, route(OFFICE)), vec![verified("01", ENTERED)]].concat());
    story.due_on("plan-fetch", ENTERED); // seven days before would be 26 February
    let gone = Sent { ends_on: date(2026, 2, 20), ..sent() };
    given([entered_as(gone, route(OFFICE)), vec![verified("01", ENTERED)]].concat()).owes(&["receive"]);
}

#[test]
fn r17_each_threshold_before_the_release_asks_for_its_own() {
    let story = key().when("plan-fetch", json!({"comes": "03"})).then(&["fetch.planned"]);
    assert_eq!(
        missing(&story, T3),
        [
            (What::Confirmation, true),
            (What::Staff, true),
            (What::Vehicle, true),
            (What::Papers, true),
            (What::Kin, true),
            (What::Medicine, true),
            (What::Meeting, false),
            (What::Cost, false),
        ]
    );
    assert!(missing(&story, T7.yesterday().unwrap()).iter().all(|(_, red)| !red));
    assert!(missing(&story, T1).iter().all(|(_, red)| *red));
    story
        .due_on("confirm-fetch", T7)
        .due_on("fetch-papers", T3)
        .due_on("fetch-ready", T1)
        .owes(&["send-assessment", "send-notice", "confirm-fetch", "fetch-papers", "fetch-ready", "receive"])
        .when("plan-fetch", full())
        .then(&["fetch.planned"])
        .owes(&["send-assessment", "send-notice", "confirm-fetch", "receive"])
        .when("confirm-fetch", json!({"on": "2026-09-01", "contact": "狱政科"}))
        .then(&["fetch.confirmed"])
        .owes(&["send-assessment", "send-notice", "receive"]);
}

#[test]
fn who_is_fetched_by_his_family_needs_no_car_of_ours() {
    let story = key().when("plan-fetch", json!({"comes": "07"})).then(&["fetch.planned"]);
    let what: Vec<What> = missing(&story, T1).into_iter().map(|(what, _)| what).collect();
    assert_eq!(what, [What::Confirmation, What::Kin, What::Medicine]);
}

#[test]
fn g3_a_key_person_comes_alone_only_with_a_recorded_reason() {
    key().when("plan-fetch", json!({"comes": "06"})).refused("alone_why");
    key().when("plan-fetch", json!({"comes": "06", "why": "本人要求"})).then(&["fetch.planned"]);
    given(awaited(Category::Ordinary)).when("plan-fetch", json!({"comes": "06"})).then(&["fetch.planned"]);
}

#[test]
fn sc12_two_workers_fetch_a_juvenile_and_none_comes_alone() {
    let plan = |fields: Value| {
        let mut fields = fields;
        fields["command"] = "plan-fetch".into();
        fields["juvenile"] = true.into();
        let command = crate::case::CaseCommand::Fetch(serde_json::from_value(fields).expect("a command"));
        key().when_given(command)
    };
    plan(json!({"comes": "06", "why": "甲"})).refused("minor_alone");
    plan(json!({"comes": "03", "staff": "陈某"})).refused("two_needed");
    plan(json!({"comes": "03", "staff": "陈某、李某"})).then(&["fetch.planned"]);
    plan(json!({"comes": "07"})).then(&["fetch.planned"]);
}

#[test]
fn a_plan_for_another_release_date_is_void_and_the_next_is_marked_as_a_correction() {
    let story = key()
        .when("plan-fetch", full())
        .then(&["fetch.planned"])
        .when("confirm-fetch", json!({"on": "2026-09-01", "contact": "狱政科"}))
        .then(&["fetch.confirmed"]);
    let mut story = story.owes(&["send-assessment", "send-notice", "receive"]);
    story.case.handover.sent.ends_on = date(2026, 9, 25);
    let story = story.due_on("plan-fetch", date(2026, 8, 26));
    assert!(gaps(&story.case, &Rules::builtin(), &Calendar::announced())[0].sentence.contains("作废"));
    assert_eq!(story.known("plan-fetch")["vehicle"], "粤A12345", "what was known is not typed again");
    let confirm = json!({"on": "2026-09-01", "contact": "狱政科"});
    let story = story.when("plan-fetch", full()).then(&["fetch.planned"]);
    assert!(story.case.fetch.plan.as_ref().is_some_and(|p| p.corrects));
    story
        .owes(&["send-notice", "send-assessment", "confirm-fetch", "receive"])
        .when("confirm-fetch", confirm)
        .then(&["fetch.confirmed"]);
}

#[test]
fn the_prison_may_confirm_by_itself_and_nobody_else_for_it() {
    let confirm = || json!({"on": "2026-09-01", "contact": "狱政科"});
    key().when("confirm-fetch", confirm()).refused("not_planned");
    let planned = || key().when("plan-fetch", full()).then(&["fetch.planned"]);
    planned().by(prison()).when("confirm-fetch", confirm()).then(&["fetch.confirmed"]);
    let other = actor(crate::kernel::Role::Prison, "ORG002");
    planned().by(other).when("confirm-fetch", confirm()).refused("not_owner");
    planned().by(prison()).when("plan-fetch", full()).refused("not_your_role");
    planned().when("confirm-fetch", json!({"on": "2026-10-01", "contact": "狱政科"})).refused("future_date");
}

#[test]
fn a_cancelled_plan_is_owed_again() {
    key().when("cancel-fetch", json!({"reason": "甲"})).refused("not_planned");
    key()
        .when("plan-fetch", full())
        .then(&["fetch.planned"])
        .when("cancel-fetch", json!({"reason": "本人改由家属接"}))
        .then(&["fetch.cancelled"])
        .owes(&["plan-fetch", "send-assessment", "send-notice", "receive"]);
}

#[test]
fn nothing_is_planned_for_who_is_home() {
    given(received()).when("plan-fetch", full()).refused("not_awaited");
    given(received()).when("cancel-fetch", json!({"reason": "甲"})).refused("not_awaited");
    assert_eq!(missing(&given(received()), RELEASE), []);
}

/// Rules 17.3: who left the list is nobody's to fetch until he is back on it.
#[test]
fn who_left_the_list_is_not_planned_for_until_he_is_back() {
    let parole = json!({"on": "2026-09-01", "ground": "parole", "agency": "天河区社区矫正管理局",
        "letter_no": "某狱〔2026〕9号"});
    let planned = || key().when("plan-fetch", json!({"comes": "03"})).then(&["fetch.planned"]);
    let left = || planned().when("leave-list", parole.clone()).then(&["handover.left_list"]);
    assert_eq!(missing(&left(), T1), []);
    left().when("plan-fetch", full()).refused("left_list");
    left().when("confirm-fetch", json!({"on": "2026-09-01", "contact": "狱政科"})).refused("left_list");
    left().when("cancel-fetch", json!({"reason": "甲"})).refused("left_list");
    assert!(!left().case.offers("plan-fetch"));
    let back = left().when("undo-leave", json!({"reason": "登记有误"})).then(&["handover.back_on_list"]);
    back.due_on("fetch-papers", T3).when("plan-fetch", full()).then(&["fetch.planned"]);
}

/// The family is told once, with the plan or by itself; another release date has to be told again.
#[test]
fn a_family_told_of_this_release_date_is_not_missing_in_the_plan() {
    let untold = |story: &Story| missing(story, T3).iter().any(|(what, _)| *what == What::Kin);
    let planned = key().when("plan-fetch", json!({"comes": "03"})).then(&["fetch.planned"]);
    assert!(untold(&planned));
    let told = json!({"on": "2026-09-01", "result": "told", "who": "姐姐", "how": "phone"});
    let told = planned.when("tell-family", told).then(&["notice.family_told"]);
    assert!(!untold(&told));
    let earlier = json!({"release_on": "2026-10-10", "ground": "reduced", "letter_no": "某狱〔2026〕8号"});
    let moved = told.when("change-release", earlier).then(&["handover.release_changed"]);
    let again = moved.when("plan-fetch", json!({"comes": "03"})).then(&["fetch.planned"]);
    assert!(untold(&again));
}

#[test]
fn costs_are_totals_and_the_last_record_counts() {
    let cost = |fields: Value| given(received()).when("record-cost", fields);
    cost(json!({"on": RELEASE})).refused("no_amount");
    let story = cost(json!({"on": RELEASE, "car": "300", "meals": "60.5"})).then(&["fetch.cost_recorded"]);
    assert_eq!(story.case.fetch.cost.map(|c| c.total_fen()), Some(36_050));
    let story = story
        .when("record-cost", json!({"on": RELEASE, "car": "280", "road": 20_000}))
        .then(&["fetch.cost_recorded"]);
    assert_eq!(story.case.fetch.cost.map(|c| c.total_fen()), Some(48_000));
    assert_eq!(story.happened()[1], "车费 280 元，路费补助 200 元，共 480 元");
}

#[test]
fn what_must_be_fetched_is_counted_with_its_reason() {
    let of = |name: &str, fields: Value| {
        let story = given(awaited(Category::Key)).on(RELEASE).when(name, fields);
        let kind = format!(
            "{}.{}",
            if name == "re-detained" { "release" } else { "handover" },
            match name {
                "receive" => "received",
                "self-return" => "self_returned",
                "re-detained" => "taken",
                _ => "refused_collection",
            }
        );
        outcome(&story.then(&[kind.as_str()]).case)
    };
    let not = |why: &str| Some(Outcome::NotFetched(RELEASE, why.to_owned()));
    assert_eq!(
        of("receive", json!({"on": RELEASE, "way": "03", "staff": "甲"})),
        Some(Outcome::Fetched(RELEASE))
    );
    assert_eq!(of("receive", json!({"on": RELEASE, "way": "07"})), not("家属接回"));
    assert_eq!(of("self-return", json!({"on": RELEASE, "reason": "本人要求"})), not("自行返回：本人要求"));
    assert_eq!(of("refuse-collection", json!({"on": RELEASE, "witnesses": "甲"})), not("本人不愿被接"));
    let taken = of("re-detained", json!({"on": RELEASE, "organ": "某公安局", "ground": "拘留"}));
    assert_eq!(taken, Some(Outcome::LeftCount("释放当日被其他机关带走".into())));
    assert_eq!(outcome(&given(received()).case), None, "an ordinary person");
    let met = given(awaited(Category::Key))
        .on(RELEASE)
        .when("refuse-collection", json!({"on": RELEASE, "witnesses": "甲"}))
        .then(&["handover.refused_collection"])
        .when("receive", json!({"on": RELEASE, "way": "03", "staff": "陈某"}))
        .then(&["handover.received"]);
    assert_eq!(outcome(&met.case), not("本人不愿被接"), "met later, refused at the gate");
    assert!(crate::release::missing(&met.case).is_empty(), "nobody was handed over to");
}

fn set(actor: &Actor, unit: &str, year: i16) -> Option<&'static str> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: RELEASE, actor, rules: &rules, calendar: &calendar };
    let command = BudgetCommand::Set { unit: Unit::new(unit), year, fen: 15_000_000 };
    Budget::default().decide(command, &ctx).err().map(|r| r.code)
}

#[test]
fn a_unit_sets_its_own_budget_of_a_year_near_by() {
    assert_eq!(set(&district(), DISTRICT, 2026), None);
    assert_eq!(set(&district(), OFFICE, 2026), Some("not_own_budget"));
    assert_eq!(set(&office_worker(), OFFICE, 2026), Some("not_own_budget"));
    assert_eq!(set(&office_head(), OFFICE, 2028), Some("odd_year"));
}

#[test]
fn the_thresholds_are_items_of_the_pack() {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let at = |rule| rules.ahead(rule, RELEASE, &calendar);
    assert_eq!([Rule::R17a, Rule::R17, Rule::R17b, Rule::R17c].map(at), [T30, T7, T3, T1]);
}
