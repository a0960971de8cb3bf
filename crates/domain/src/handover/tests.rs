//! 核查, 答复, 分派 (R-02, R-06, R-07, SC-02 to SC-04), rule by rule. Dates are counted by hand from the day of the event (day 0).

use super::Sent;
use crate::case::Standing;
use crate::given::*;
use jiff::civil::{Date, date};
use serde_json::json;

/// A day between verification and release.
const SPRING: Date = date(2026, 4, 1);

fn unverified() -> Story {
    given([entered(), vec![verified("04", date(2026, 3, 10))]].concat())
}

mod verification {
    use super::*;

    #[test]
    fn r06_is_due_on_day_15_and_late_from_day_16() {
        let due = given(entered()).owed("verify");
        assert_eq!((due.rule, due.due_on), ("R-06", date(2026, 3, 17)));
        assert!(date(2026, 3, 17) <= due.due_on, "day 15 is on time");
        assert!(date(2026, 3, 18) > due.due_on, "day 16 is late");
        assert_eq!(due.owner.code(), OFFICE);
    }

    #[test]
    fn r02_three_months_or_less_left_is_due_in_three_working_days() {
        let ending = |ends_on| given(entered_as(Sent { ends_on, ..sent() }, route(OFFICE))).owed("verify");
        let short = ending(date(2026, 6, 2));
        assert_eq!((short.rule, short.due_on), ("R-02", date(2026, 3, 5)));
        let longer = ending(date(2026, 6, 3));
        assert_eq!((longer.rule, longer.due_on), ("R-06", date(2026, 3, 17)));
    }

    #[test]
    fn r02_criminal_detention_takes_the_short_lane_however_long() {
        let sent = Sent { term: "拘役六个月".into(), ..sent() };
        assert_eq!(given(entered_as(sent, route(OFFICE))).owed("verify").rule, "R-02");
    }

    #[test]
    fn sc02_verification_ends_before_release() {
        let due_for =
            |ends_on| given(entered_as(Sent { ends_on, ..sent() }, route(OFFICE))).owed("verify").due_on;
        assert_eq!(
            due_for(date(2026, 3, 5)),
            date(2026, 3, 4),
            "the eve of release, not the third working day"
        );
        assert_eq!(due_for(date(2026, 3, 2)), ENTERED, "released today: today");
        assert_eq!(due_for(date(2026, 1, 2)), ENTERED, "released long ago: never before it came");
    }

    #[test]
    fn a_true_record_waits_for_release() {
        given(entered())
            .when("verify", json!({"result": "01", "category": "key"}))
            .then(&["handover.verified"])
            .owes(&["plan-fetch", "receive"])
            .due_on("receive", RELEASE);
    }

    #[test]
    fn sc03_three_false_is_not_verified_and_goes_back_with_evidence() {
        let fields =
            json!({"result": "04", "false_flags": ["identity", "address"], "police_opinion": "查无此人"});
        let story =
            given(entered()).on(date(2026, 3, 10)).when("verify", fields).then(&["handover.verified"]);
        assert!(!story.case.handover.check.verified);
        assert_eq!(story.case.standing(), Standing::Answering);
        assert!(story.happened().iter().any(|text| text.contains("假地址、假身份")), "the prison reads it");
        let due = story.owed("answer");
        assert_eq!((due.rule, due.due_on), ("R-06b", date(2026, 3, 25)));
        assert_eq!(
            due.owner.code(),
            DISTRICT,
            "the bureau owes what a prison without an account cannot give"
        );
        assert_eq!(due.also.map(|u| u.code().to_owned()).as_deref(), Some(PRISON));
    }

    #[test]
    fn a_correction_is_usable_at_once_and_still_answered() {
        let fields = json!({"result": "02", "hukou_address": "某镇某村"});
        let story = given(entered()).when("verify", fields).then(&["handover.verified"]);
        assert_eq!(story.case.handover.sent.hukou_address, "某镇某村");
        assert_eq!(story.case.standing(), Standing::Expected);
        story.owes(&["answer", "plan-fetch", "receive"]);
    }

    #[test]
    fn what_contradicts_itself_or_has_no_ground_is_refused() {
        given(entered()).when("verify", json!({"result": "02"})).refused("correction_needed");
        given(entered()).when("verify", json!({"result": "04"})).refused("evidence_needed");
        let false_but_true = json!({"result": "01", "false_flags": ["identity"]});
        given(entered()).when("verify", false_but_true).refused("flags_contradict");
        given(entered()).by(neighbour()).when("verify", json!({"result": "01"})).refused("not_owner");
        unverified().when("verify", json!({"result": "01"})).refused("awaiting_answer");
        given([entered(), vec![verified("01", ENTERED)]].concat())
            .when("verify", json!({"result": "01"}))
            .refused("already_verified");
    }
}

mod answering {
    use super::*;

    #[test]
    fn the_prison_answers_without_a_letter_and_the_clock_is_new() {
        unverified()
            .on(SPRING)
            .by(prison())
            .when("answer", json!({"outcome": "corrected"}))
            .then(&["handover.answered"])
            .due_on("verify", date(2026, 4, 16));
    }

    #[test]
    fn the_bureau_records_an_answer_from_its_letter_only() {
        unverified().by(district()).when("answer", json!({"outcome": "confirmed"})).refused("letter_needed");
        let fields = json!({"outcome": "confirmed", "letter_no": "某函〔2026〕1号", "on": date(2026, 3, 20)});
        unverified()
            .on(SPRING)
            .by(district())
            .when("answer", fields)
            .then(&["handover.answered"])
            .due_on("verify", date(2026, 4, 4));
    }

    #[test]
    fn a_bureau_of_another_area_or_another_prison_cannot_answer() {
        let fields = json!({"outcome": "withdrawn", "letter_no": "1"});
        let elsewhere = || actor(crate::kernel::Role::District, "440105");
        unverified().by(elsewhere()).when("answer", fields).refused("not_owner");
        let other = actor(crate::kernel::Role::Prison, "ORG002");
        unverified().by(other).when("answer", json!({"outcome": "corrected"})).refused("not_owner");
    }

    #[test]
    fn a_record_withdrawn_by_the_prison_is_closed() {
        let story = unverified()
            .by(prison())
            .when("answer", json!({"outcome": "withdrawn"}))
            .then(&["handover.answered", "casefile.closed"])
            .owes(&[]);
        assert_eq!(story.case.standing(), Standing::Closed);
    }

    #[test]
    fn an_answer_answers_something_and_in_order() {
        given(entered())
            .by(prison())
            .when("answer", json!({"outcome": "noted"}))
            .refused("nothing_to_answer");
        unverified().by(prison()).when("answer", json!({"outcome": "noted"})).refused("answer_needed");
        let on = |on: Date| json!({"outcome": "corrected", "on": on});
        unverified().by(prison()).when("answer", on(date(2026, 3, 9))).refused("before_feedback");
        unverified().by(prison()).when("answer", on(date(2026, 3, 11))).refused("future_date");
    }

    #[test]
    fn once_he_is_home_the_answer_is_owed_by_the_bureau_alone() {
        let corrected = verified("03", date(2026, 3, 10));
        let story = given([entered(), vec![corrected]].concat())
            .on(RELEASE)
            .when("receive", json!({"on": RELEASE, "way": "07"}))
            .then(&["handover.received"]);
        assert_eq!(story.owed("answer").also, None, "the prison no longer sees the case");
        assert!(!story.case.seen_by().iter().any(|u| u.code() == PRISON));
    }
}

mod routing {
    use super::*;

    fn returned(story: Story) -> Story {
        story.when("return", json!({"reason": "村界已变", "evidence": "村委会"})).then(&["handover.returned"])
    }

    fn rerouted(story: Story, to: &str) -> Story {
        story.when("reroute", json!({"to": to, "reason": "现属该街道"})).then(&["handover.routed"])
    }

    #[test]
    fn sc04_the_second_return_ends_the_ping_pong() {
        let story = returned(given(entered()).on(date(2026, 3, 4))).due_on("reroute", date(2026, 3, 11));
        assert_eq!(story.case.owner().map(|u| u.code()), Some(DISTRICT));
        let story = rerouted(story.on(date(2026, 3, 6)).by(district()), NEIGHBOUR);
        let story = story.due_on("verify", date(2026, 3, 17)); // from the first receipt
        let story = returned(story.on(date(2026, 3, 9)).by(neighbour()));
        assert!(story.owed("reroute").why.contains("第二次退回"));
        assert!(story.case.seen_by().iter().any(|u| u.code() == CITY), "the city sees the dispute");
        let story = rerouted(story.by(district()), NEIGHBOUR).due_on("verify", date(2026, 3, 17));
        story
            .by(neighbour())
            .when("return", json!({"reason": "仍非", "evidence": "村委会"}))
            .refused("return_decided");
    }

    #[test]
    fn a_city_sends_to_a_district_or_straight_to_an_office() {
        let at_city = || given(entered_as(sent(), route(CITY))).by(city());
        at_city().due_on("reroute", date(2026, 3, 9)).owes(&["reroute"]);
        let story = rerouted(at_city(), DISTRICT).owes(&["reroute"]);
        let story = rerouted(story.by(district()), CITY);
        rerouted(story.by(city()), OFFICE).owes(&["verify", "receive"]);
    }

    #[test]
    fn nothing_is_pushed_to_where_the_sender_has_no_say() {
        let at_district = || given(entered_as(sent(), route(DISTRICT))).by(district());
        for to in ["440105003", "440105", "440200", PRISON, DISTRICT, "乱写"] {
            at_district().when("reroute", json!({"to": to, "reason": "甲"})).refused("not_below");
        }
        given(entered())
            .by(district())
            .when("reroute", json!({"to": OFFICE, "reason": "甲"}))
            .refused("not_owner");
    }

    #[test]
    fn what_was_verified_cannot_be_returned() {
        let story = given([entered(), vec![verified("01", ENTERED)]].concat());
        story.when("return", json!({"reason": "甲", "evidence": "乙"})).refused("already_verified");
    }

    #[test]
    fn a_record_is_entered_once() {
        let enter = || {
            let (custody, sent) = (crate::unit::Unit::new(PRISON), Box::new(sent()));
            crate::case::CaseCommand::Handover(super::super::Command::Enter {
                custody,
                sent,
                route: route(OFFICE),
                dual: None,
            })
        };
        given(vec![])
            .when_given(enter())
            .then(&["handover.entered", "handover.routed"])
            .owes(&["verify", "receive"]);
        given(entered()).when_given(enter()).refused("already_entered");
        given(vec![]).when("verify", json!({"result": "01"})).refused("no_such_case");
    }

    #[test]
    fn nobody_stands_above_the_city() {
        let command = super::super::Command::Return { reason: "甲".into(), evidence: "乙".into() };
        given(entered_as(sent(), route(CITY)))
            .by(city())
            .when_given(crate::case::CaseCommand::Handover(command))
            .refused("no_upper_level");
    }
}
