//! 一人一档, the first page, the team, the grade, the agreement's circumstances (F6–F8, R-28, SC-07).

use super::Agreement;
use crate::case::Asked;
use crate::given::*;
use crate::handover::Category;
use crate::kernel::Ctx;
use crate::rules::Rules;
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use serde_json::{Map, Value, json};

const FILED: Date = date(2026, 10, 22);

fn at_home() -> Story {
    given(received()).on(FILED)
}

fn filed() -> Story {
    let page = json!({"on": FILED, "phone": "13900000001", "family": "与姐姐同住", "discreet": true});
    at_home().when("open-file", page).then(&["casefile.opened"])
}

fn known(story: &Story, command: &str) -> Map<String, Value> {
    let (rules, calendar, actor) = (Rules::builtin(), Calendar::announced(), office_worker());
    let ctx = Ctx { today: FILED, actor: &actor, rules: &rules, calendar: &calendar };
    story.case.known(command, &Asked { ctx: &ctx, past: &[], which: "" })
}

#[test]
fn f6_the_first_page_begins_with_what_roster_and_verification_said() {
    let mut past =
        entered_as(crate::handover::Sent { kin_phone: Some("13800000000".into()), ..sent() }, route(OFFICE));
    past.extend(received().into_iter().skip(2));
    let mut page = known(&given(past), "open-file");
    assert_eq!(page.remove("kin_phone"), Some(json!("13800000000")));
    assert!(!page.contains_key("health"), "health is written only on a ground");
    let page = known(&filed(), "update-file");
    assert_eq!((&page["phone"], &page["discreet"]), (&json!("13900000001"), &json!(true)));
}

#[test]
fn health_is_written_only_with_a_ground() {
    let page = |more: Value| at_home().when("open-file", more);
    page(json!({"on": FILED, "health": "高血压"})).refused("ground_needed");
    let story = page(json!({"on": FILED, "health": "高血压", "health_ground": "consent"}));
    let story = story.then(&["casefile.opened"]);
    assert_eq!(story.case.casefile.profile.health_ground.as_deref(), Some("consent"));
}

#[test]
fn a_page_is_corrected_when_he_asks_and_the_old_wording_stays_in_the_journal() {
    at_home().when("update-file", json!({"on": FILED, "reason": "换号"})).refused("not_opened");
    let story = filed()
        .when("update-file", json!({"on": FILED, "reason": "本人来电换号", "phone": "13900000002"}))
        .then(&["casefile.updated"]);
    assert_eq!(story.case.casefile.phone.as_deref(), Some("13900000002"));
    assert_eq!(story.case.casefile.profile.family, None, "what was cleared is gone");
    assert!(story.happened()[0].contains("13900000001"));
}

#[test]
fn sc07_who_wants_no_file_keeps_the_least_on_a_ground_and_knows_his_rights() {
    let refuse = |more: Value| {
        let mut fields = json!({"on": FILED, "words": "刑满了，不要打扰", "minimum": true});
        fields.as_object_mut().expect("fields").extend(more.as_object().cloned().expect("more"));
        filed().when("refuse-agreement", fields)
    };
    refuse(json!({})).refused("ground_needed");
    refuse(json!({"ground": "duty"})).refused("tell_rights");
    let wish =
        json!({"ground": "duty", "rights_told": true, "contact": "每季度打一次电话", "contact_by": "王某"});
    let story = refuse(wish).then(&["casefile.agreement_refused"]);
    let file = &story.case.casefile;
    assert!(file.profile.family.is_none() && file.phone.is_some() && file.profile.discreet == Some(true));
    assert_eq!(file.rights_told_on, Some(FILED));
    assert!(story.owed("record-visit").why.contains("按与本人约定的方式联系"));
    assert!(!story.owed("record-visit").why.contains("王某"), "obligations are kept in clear");
    let more = json!({"on": FILED, "reason": "补充", "education": "初中"});
    story.when("update-file", more).refused("only_minimum");
}

#[test]
fn he_who_comes_round_signs_and_the_page_may_be_full_again() {
    let story = at_home()
        .when(
            "refuse-agreement",
            json!({"on": FILED, "words": "不", "minimum": true, "ground": "duty", "rights_told": true}),
        )
        .then(&["casefile.agreement_refused"]);
    let early = json!({"on": RELEASE, "how": "paper"});
    story.when("sign-agreement", early).refused("before_refusal");
    let story = at_home()
        .when("sign-agreement", json!({"on": FILED, "how": "paper", "place": "home"}))
        .then(&["casefile.agreement_signed"]);
    let leave = json!({"on": RELEASE, "words": "不参加了"});
    story.when("refuse-agreement", leave).refused("before_signature");
}

#[test]
fn f7_signing_on_the_screen_takes_his_own_name() {
    let named = || {
        let mut past = entered_as(crate::handover::Sent { name: "周某某".into(), ..sent() }, route(OFFICE));
        past.extend(received().into_iter().skip(2));
        given(past).on(FILED)
    };
    let sign = |name: Option<&str>| {
        named().when("sign-agreement", json!({"on": FILED, "how": "screen", "signed_name": name}))
    };
    sign(None).refused("name_differs");
    sign(Some("李某某")).refused("name_differs");
    sign(Some("周 某某")).then(&["casefile.agreement_signed"]);
}

#[test]
fn f7_the_agreement_may_be_signed_in_prison_before_the_release() {
    let verified_only =
        || given([entered(), vec![verified("01", date(2026, 3, 10))]].concat()).on(date(2026, 9, 1));
    let sign = |on: Date| json!({"on": on, "place": "prison"});
    verified_only().when("sign-agreement", json!({"on": "2026-09-01"})).refused("not_received");
    let story = verified_only().when("sign-agreement", sign(date(2026, 9, 1)));
    let story = story.then(&["casefile.agreement_signed"]);
    assert!(matches!(story.case.casefile.agreement, Some(Agreement::Signed(_))));
    at_home().when("sign-agreement", sign(FILED)).refused("not_in_prison");
    verified_only().when("sign-agreement", sign(date(2023, 10, 20))).refused("before_sentence");
    given(entered_outside())
        .by(city())
        .when("team-join", json!({"on": ENTERED, "name": "甲", "role": "04"}))
        .refused("not_your_role");
}

#[test]
fn f8_the_team_keeps_who_came_and_went() {
    let join = |name: &str, on: Date| json!({"on": on, "name": name, "role": "04", "organ": "居委会"});
    let story = at_home().when("team-join", join("王某", FILED)).then(&["casefile.team_joined"]);
    let leave = |member: &str, on: Date| json!({"member": member, "on": on, "reason": "换届"});
    let again =
        given(received()).on(FILED).when("team-join", join("王某", FILED)).then(&["casefile.team_joined"]);
    again.when("team-join", join("王某", FILED)).refused("already_member");
    let story = story.on(date(2026, 12, 1)).when("team-leave", leave("1", date(2026, 12, 1)));
    let story = story.then(&["casefile.team_left"]);
    let member = &story.case.casefile.team[0];
    assert_eq!((member.from, member.until), (FILED, Some(date(2026, 12, 1))));
    let story = story.when("team-join", join("王某", date(2026, 12, 1))).then(&["casefile.team_joined"]);
    assert_eq!(story.case.casefile.team.len(), 2, "a new term of the same person is a line of its own");
    story.when("team-leave", leave("1", date(2026, 12, 1))).refused("not_a_member");
}

#[test]
fn f8_nobody_leaves_before_he_came() {
    let story = at_home()
        .when("team-join", json!({"on": FILED, "name": "王某", "role": "03"}))
        .then(&["casefile.team_joined"]);
    story.when("team-leave", json!({"member": "1", "on": RELEASE})).refused("before_joining");
}

#[test]
fn r28_the_head_reviews_the_grade_every_six_months_with_a_reason() {
    let review = |on: Date| json!({"on": on, "category": "key", "reason": "情绪不稳，无住处"});
    at_home().due_on("review-grade", date(2027, 4, 20));
    at_home().when("review-grade", review(FILED)).refused("not_your_role");
    let story = at_home().by(office_head()).when("review-grade", review(FILED)).then(&["handover.graded"]);
    assert_eq!(story.case.handover.category, Category::Key);
    assert_eq!(story.owed("review-grade").due_on, date(2027, 4, 22));
    assert_eq!(story.owed("review-grade").worker, None, "it is the head's");
    story.when("review-grade", review(RELEASE)).refused("before_review");
    given(entered()).by(office_head()).when("review-grade", review(ENTERED)).refused("not_received");
}

#[test]
fn naming_a_worker_keeps_the_load_that_was_seen_and_the_heads_words() {
    let named = json!({"worker": "a-440106007", "reason": "本人请求女工作人员"});
    let story = at_home().by(office_head()).when("assign-worker", named).then(&["casefile.assigned"]);
    assert!(story.happened()[0].contains("本人请求女工作人员"));
}
