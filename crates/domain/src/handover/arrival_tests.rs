//! How the person comes home, or does not (T7–T9, R-11, R-25, SC-06), rule by rule.
//! Dates are counted by hand from the day of the event (day 0).

use super::Category;
use crate::case::Standing;
use crate::given::*;
use jiff::civil::{Date, date};
use serde_json::json;

/// A day between verification and release.
const SPRING: Date = date(2026, 4, 1);
/// Five days after the planned release.
const LATER: Date = date(2026, 10, 25);

fn refused_at_the_gate() -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat())
        .on(RELEASE)
        .when("refuse-collection", json!({"on": RELEASE, "witnesses": "值班民警"}))
        .then(&["handover.refused_collection"])
}

fn missing() -> Story {
    given(entered())
        .on(RELEASE)
        .when("not-arrived", json!({"note": "电话不通"}))
        .then(&["handover.not_arrived"])
}

mod arrival {
    use super::*;

    fn until(story: &Story) -> (Date, Date) {
        story.case.handover.term.map(|t| (t.from, t.until)).expect("a term")
    }

    #[test]
    fn reception_fixes_the_term_and_opens_the_duties_of_the_office() {
        let story = given(entered())
            .on(RELEASE)
            .when("receive", json!({"on": RELEASE, "way": "03", "present": "家属", "category": "key"}))
            .then(&["handover.received"])
            .owes(&[
                "assign-worker",
                "open-file",
                "slip-missing",
                "sign-agreement",
                "check-settling",
                "record-visit",
                "close",
            ]);
        assert_eq!(until(&story), (RELEASE, date(2031, 10, 19)));
        assert_eq!(story.case.handover.category, Category::Key);
        story.on(LATER).when("receive", json!({"on": LATER, "way": "07"})).refused("already_received");
    }

    #[test]
    fn sc06_refusing_to_be_collected_is_lawful_and_the_first_visit_stays_due() {
        let story = refused_at_the_gate().due_on("record-visit", date(2026, 10, 27)).owes(&[
            "assign-worker",
            "record-visit",
            "trace",
            "close",
        ]);
        assert_eq!(story.case.standing(), Standing::RefusedCollection);
        story
            .when("refuse-collection", json!({"on": RELEASE, "witnesses": "同上"}))
            .refused("already_recorded");
    }

    #[test]
    fn the_term_stays_as_it_was_fixed_at_the_gate() {
        let term = (RELEASE, date(2031, 10, 19));
        let story = refused_at_the_gate().on(LATER);
        assert_eq!(until(&story), term);
        let story = story.when("receive", json!({"on": LATER, "way": "07"})).then(&["handover.received"]);
        assert_eq!(until(&story), term, "met later, released then");
        let early = date(2026, 9, 1); // released seven weeks before the day on the roster
        let story = given(entered())
            .on(early)
            .when("refuse-collection", json!({"on": early, "witnesses": "民警"}))
            .then(&["handover.refused_collection"])
            .on(LATER)
            .when("self-return", json!({"on": LATER, "reason": "自行返家"}))
            .then(&["handover.self_returned"]);
        assert_eq!(until(&story), (early, date(2031, 8, 31)));
    }

    #[test]
    fn a_witnessed_release_is_not_told_otherwise_later() {
        let told = |released_on: Date| {
            let fields = json!({"on": LATER, "released_on": released_on, "reason": "自行返家"});
            refused_at_the_gate().on(LATER).when("self-return", fields)
        };
        told(date(2026, 10, 21)).refused("release_known");
        told(RELEASE).then(&["handover.self_returned"]);
    }

    #[test]
    fn nothing_happens_before_he_left_the_gate() {
        let eve = date(2026, 10, 19);
        refused_at_the_gate()
            .when("self-return", json!({"on": eve, "reason": "甲"}))
            .refused("before_release");
    }

    #[test]
    fn a_self_return_needs_its_reason_and_counts_from_release() {
        let spec = crate::case::CaseCommand::specs().find(|s| s.name == "self-return").expect("described");
        let typed = json!({"on": "2026-10-25"});
        let errors = spec.read(typed.as_object().expect("an object")).expect_err("no reason");
        assert_eq!((errors[0].field.as_str(), errors[0].code), ("reason", "required"));
        let story = given(entered())
            .on(LATER)
            .when("self-return", json!({"on": LATER, "reason": "家属未赶到"}))
            .then(&["handover.self_returned"])
            .due_on("record-visit", date(2026, 11, 1));
        assert_eq!(until(&story), (RELEASE, date(2031, 10, 19)));
        let fields = json!({"on": LATER, "released_on": "2026-10-26", "reason": "甲"});
        given(entered()).on(LATER).when("self-return", fields).refused("after_report");
    }

    #[test]
    fn impossible_days_and_bare_collections_are_refused() {
        let receive = |on: Date| json!({"on": on, "way": "07"});
        given(entered()).when("receive", receive(SPRING)).refused("future_date");
        given(entered()).when("receive", receive(date(2023, 10, 20))).refused("before_sentence");
        given(entered())
            .on(RELEASE)
            .when("receive", json!({"on": RELEASE, "way": "03"}))
            .refused("present_needed");
        given(entered()).by(neighbour()).when("receive", receive(ENTERED)).refused("not_owner");
    }

    #[test]
    fn r25_who_did_not_arrive_is_asked_about_after_twenty_days_and_every_thirty() {
        given(entered())
            .on(date(2026, 10, 19))
            .when("not-arrived", json!({"note": "甲"}))
            .refused("not_released_yet");
        missing().when("not-arrived", json!({"note": "甲"})).refused("already_recorded");
        let story = missing().due_on("trace", date(2026, 11, 9)).on(date(2026, 11, 9));
        let told = |on: Date| json!({"on": on, "told": "派出所无消息"});
        let story = story.when("trace", told(date(2026, 11, 9))).then(&["handover.traced"]);
        let story = story.due_on("trace", date(2026, 12, 9));
        let story = story.when("trace", told(date(2026, 11, 1))).then(&["handover.traced"]);
        story.due_on("trace", date(2026, 12, 9)); // an older one entered late moves nothing
        given(received()).when("trace", told(RELEASE)).refused("not_missing");
    }

    #[test]
    fn who_did_not_arrive_may_still_come() {
        let story = missing()
            .on(LATER)
            .when("self-return", json!({"on": LATER, "reason": "途中生病"}))
            .then(&["handover.self_returned"]);
        assert_eq!(until(&story), (RELEASE, date(2031, 10, 19)));
    }
}

mod elsewhere {
    use super::*;

    #[test]
    fn a_letter_does_not_withdraw_a_person_who_came_home() {
        let corrected = verified("02", date(2026, 3, 10));
        given([entered(), vec![corrected]].concat())
            .on(RELEASE)
            .when("receive", json!({"on": RELEASE, "way": "07"}))
            .then(&["handover.received"])
            .by(district())
            .when("answer", json!({"outcome": "withdrawn", "letter_no": "1"}))
            .refused("already_received");
    }

    #[test]
    fn r11_a_register_outside_is_reported_by_month_end_and_closed_by_the_receipt() {
        let outside = || given(entered_outside()).by(city());
        let report = |on: Date| json!({"on": on, "letter_no": "某司报〔2026〕1号", "to": "某省厅"});
        outside()
            .owes(&["report-upward"])
            .when("upward-receipt", json!({"on": ENTERED}))
            .refused("not_reported");
        let story = outside()
            .due_on("report-upward", date(2026, 3, 31))
            .on(date(2026, 3, 30))
            .when("report-upward", report(date(2026, 3, 30)))
            .then(&["handover.reported_upward"])
            .due_on("upward-receipt", date(2026, 4, 14)); // ten working days without the 6th, a holiday
        let story = story.when("report-upward", report(ENTERED));
        story.refused("already_reported");
        let reported =
            || outside().on(SPRING).when("report-upward", report(SPRING)).then(&["handover.reported_upward"]);
        reported().when("upward-receipt", json!({"on": ENTERED})).refused("before_report");
        reported()
            .when("upward-receipt", json!({"on": SPRING}))
            .then(&["handover.upward_receipted", "casefile.closed"])
            .owes(&[]);
    }

    #[test]
    fn who_belongs_here_is_not_reported_away() {
        let report = json!({"on": ENTERED, "letter_no": "1", "to": "某省厅"});
        given(entered_as(sent(), route(CITY)))
            .by(city())
            .when("report-upward", report)
            .refused("not_outside");
    }

    #[test]
    fn a_dual_listing_is_decided_once_and_changes_no_owner() {
        let propose = || json!({"propose": "propose", "reason": "常住邻区"});
        let story = given(entered_dual())
            .due_on("decide-dual-listing", date(2026, 3, 17))
            .when("decide-dual-listing", propose())
            .then(&["handover.dual_decided"])
            .owes(&["verify", "receive"]);
        assert_eq!(story.case.owner().map(|u| u.code()), Some(OFFICE));
        story.when("decide-dual-listing", propose()).refused("no_dual_proposal");
    }
}
