//! Evidence, corrections, replies and disputes (F1, C5, G2, G5, SC-03), told by the field and counted by hand.

use super::{Command, Likeness, Sent, feedback};
use crate::case::CaseCommand;
use crate::given::*;
use crate::kernel::Role;
use crate::unit::Unit;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// The day on which the office asked, and that of its feedback.
const ASKED: Date = date(2026, 3, 5);
const ANSWERED: Date = date(2026, 3, 20);

fn evidence(item: &str, outcome: &str, correct: Option<&str>) -> Value {
    json!({"item": item, "outcome": outcome, "correct": correct, "organ": "police", "said_by": "王警官",
        "means": "visit", "on": ASKED})
}

fn record() -> Story {
    given(entered_as(Sent { name: "张某".into(), kin_name: Some("李某".into()), ..sent() }, route(OFFICE)))
        .on(ASKED)
}

/// The office found another name and another address and says so.
fn corrected() -> Story {
    record()
        .when("record-evidence", evidence("name", "differs", Some("张小某")))
        .then(&["handover.evidence_recorded"])
        .when("record-evidence", evidence("hukou_address", "differs", Some("某镇某村")))
        .then(&["handover.evidence_recorded"])
        .when("verify", json!({"result": "02"}))
        .then(&["handover.verified"])
        .on(ANSWERED)
        .by(prison())
}

fn reply(item: &str, reply: &str, more: Value) -> Value {
    let mut fields = json!({"item": item, "reply": reply});
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    fields
}

mod evidence_is_collected {
    use super::*;

    #[test]
    fn thing_by_thing_with_who_said_it_when_and_how() {
        let story = record()
            .when("record-evidence", evidence("income", "unknown", None))
            .then(&["handover.evidence_recorded"]);
        assert!(story.happened()[0].contains("派出所王警官，上门"), "{:?}", story.happened());
        let kept = &story.case.handover.feedback.evidence[0];
        assert_eq!((kept.on, kept.organ.as_str(), kept.means.as_str()), (ASKED, "police", "visit"));
    }

    #[test]
    fn what_differs_in_the_record_becomes_a_correction_and_what_the_record_lacks_does_not() {
        let story = record()
            .when("record-evidence", evidence("kin", "differs", Some("陈某")))
            .then(&["handover.evidence_recorded"])
            .when("record-evidence", evidence("housing", "differs", Some("住亲戚家")))
            .then(&["handover.evidence_recorded"])
            .when("verify", json!({"result": "02"}))
            .then(&["handover.verified"]);
        let open: Vec<_> = story.case.handover.feedback.open().map(|c| c.item.as_str()).collect();
        assert_eq!(open, ["kin"]);
        let asked = &story.case.handover.feedback.corrections[0].asked;
        assert_eq!((asked.old.as_deref(), asked.new.as_deref()), (Some("李某"), Some("陈某")));
        assert_eq!(story.case.handover.feedback.checked.len(), 2, "the feedback keeps what it rests on");
    }

    #[test]
    fn the_last_word_about_a_thing_counts() {
        record()
            .when("record-evidence", evidence("name", "differs", Some("张小某")))
            .then(&["handover.evidence_recorded"])
            .when("record-evidence", evidence("name", "same", None))
            .then(&["handover.evidence_recorded"])
            .when("verify", json!({"result": "01"}))
            .then(&["handover.verified"])
            .owes_of_handover(&["receive"]);
    }

    #[test]
    fn a_result_agrees_with_the_evidence() {
        let differing = || {
            record()
                .when("record-evidence", evidence("name", "differs", None))
                .then(&["handover.evidence_recorded"])
        };
        differing().when("verify", json!({"result": "01"})).refused("correction_contradicts");
        differing()
            .when("verify", json!({"result": "04"}))
            .then(&["handover.verified"])
            .owes_of_handover(&["answer", "receive"]);
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let tried = [
            (evidence("name", "same", Some("张小某")), "correct_contradicts"),
            (evidence("name", "differs", Some("张某")), "nothing_differs"),
            (evidence("id_number", "differs", Some("110105194912310021")), "bad_number"),
            (evidence("name", "differs", Some(&"长".repeat(61))), "too_long_for"),
        ];
        for (fields, code) in tried {
            record().when("record-evidence", fields).refused(code);
        }
        let mut early = evidence("name", "same", None);
        early["on"] = json!(date(2026, 3, 1));
        record().when("record-evidence", early).refused("before_entry");
        record().by(neighbour()).when("record-evidence", evidence("name", "same", None)).refused("not_owner");
        given([entered(), vec![verified("01", ENTERED)]].concat())
            .when(
                "record-evidence",
                json!({"item": "name", "outcome": "same", "organ": "self", "said_by": "本人",
                "means": "phone"}),
            )
            .refused("already_verified");
    }

    #[test]
    fn g2_not_ours_needs_the_word_of_police_or_village() {
        let not_ours = || json!({"reason": "村界已变", "evidence": "不归本街道"});
        record().when("return", not_ours()).refused("contact_needed");
        let mut family = evidence("hukou_address", "differs", None);
        family["organ"] = json!("family");
        record()
            .when("record-evidence", family)
            .then(&["handover.evidence_recorded"])
            .when("return", not_ours())
            .refused("contact_needed");
        record()
            .when("record-evidence", evidence("hukou_address", "differs", None))
            .then(&["handover.evidence_recorded"])
            .when("return", not_ours())
            .then(&["handover.returned"]);
    }

    #[test]
    fn a_number_is_shown_by_its_ends_only() {
        let story = record()
            .when("record-evidence", evidence("id_number", "differs", Some("11010519491231002X")))
            .then(&["handover.evidence_recorded"])
            .when("verify", json!({"result": "06", "false_flags": ["identity"]}))
            .then(&["handover.verified"]);
        assert!(!story.happened().join(" ").contains("19491231"), "{:?}", story.happened());
        assert_eq!(feedback::shown("name", "张某"), "张某");
    }
}

mod corrections_are_answered {
    use super::*;

    #[test]
    fn sc03_each_correction_has_its_own_reply_and_the_last_one_closes_the_feedback() {
        let story = corrected()
            .when("answer-correction", reply("hukou_address", "accept", json!({})))
            .then(&["handover.correction_answered"]);
        assert!(story.due().iter().any(|o| o.kind == "answer"), "the name is still to be answered");
        let story = story
            .when("answer-correction", reply("name", "other", json!({"value": "张晓某"})))
            .then(&["handover.correction_answered", "handover.answered"])
            .owes_of_handover(&["receive"]);
        assert_eq!(
            story.case.handover.sent.name, "张晓某",
            "what the prison supplies is the name from then on"
        );
        assert_eq!(story.case.handover.sent.hukou_address, "某镇某村");
    }

    #[test]
    fn an_answer_as_a_whole_covers_what_has_no_reply_of_its_own() {
        let story = corrected().when("answer", json!({"outcome": "corrected"})).then(&["handover.answered"]);
        assert_eq!(story.case.handover.sent.name, "张小某");
        story.owes_of_handover(&["receive"]);
    }

    #[test]
    fn a_name_changes_only_when_the_prison_accepts() {
        let story = corrected();
        assert_eq!(story.case.handover.sent.name, "张某");
        assert_eq!(story.case.handover.sent.hukou_address, "某镇某村", "an address is usable at once");
    }

    #[test]
    fn what_nobody_knows_cannot_simply_be_accepted() {
        let unknown = || {
            record()
                .when("record-evidence", evidence("name", "differs", None))
                .then(&["handover.evidence_recorded"])
                .when("verify", json!({"result": "04", "false_flags": ["name"]}))
                .then(&["handover.verified"])
                .on(ANSWERED)
                .by(prison())
        };
        unknown().when("answer", json!({"outcome": "corrected"})).refused("value_needed");
        unknown().when("answer-correction", reply("name", "accept", json!({}))).refused("value_needed");
        unknown().when("answer-correction", reply("name", "other", json!({}))).refused("value_needed");
        let again = unknown()
            .when("answer-correction", reply("name", "other", json!({"value": "张晓某"})))
            .then(&["handover.correction_answered", "handover.answered"]);
        let due = again.owed("verify");
        assert_eq!(due.due_on, date(2026, 4, 4), "the office verifies again within 15 days of the answer");
        assert!(!again.case.handover.check.verified);
    }

    #[test]
    fn a_reply_that_contradicts_itself_or_comes_from_elsewhere_is_refused() {
        corrected()
            .when("answer-correction", reply("name", "accept", json!({"value": "张大某"})))
            .refused("value_contradicts");
        corrected()
            .when("answer-correction", reply("kin", "accept", json!({})))
            .refused("no_such_correction");
        corrected().when("answer-correction", reply("name", "dispute", json!({}))).refused("reply_needed");
        corrected().when("answer", json!({"outcome": "confirmed"})).refused("reply_needed");
        corrected()
            .by(district())
            .when("answer-correction", reply("name", "accept", json!({})))
            .refused("letter_needed");
        corrected()
            .by(actor(Role::Prison, "ORG002"))
            .when("answer-correction", reply("name", "accept", json!({})))
            .refused("not_owner");
    }
}

mod disputes_are_decided {
    use super::*;

    /// The prison accepts the name and disputes the address.
    fn disputed() -> Story {
        corrected()
            .when("answer-correction", reply("name", "accept", json!({})))
            .then(&["handover.correction_answered"])
            .when("answer-correction", reply("hukou_address", "dispute", json!({"text": "判决书所列"})))
            .then(&["handover.correction_answered", "handover.answered"])
    }

    fn ruling(ruling: &str) -> Value {
        json!({"item": "hukou_address", "ruling": ruling, "reason": "查户籍底册"})
    }

    #[test]
    fn a_dispute_goes_to_the_district_with_a_week_to_decide() {
        let due = disputed().owed("decide-dispute");
        assert_eq!((due.rule, due.due_on, due.owner.code()), ("R-07b", date(2026, 3, 27), DISTRICT));
        assert_eq!(due.subject, "hukou_address");
        assert!(disputed().case.seen_by().iter().any(|u| u.code() == CITY), "the city sees the dispute");
    }

    #[test]
    fn the_ruling_says_whose_content_holds() {
        let decided = |by| {
            disputed().by(district()).when("decide-dispute", ruling(by)).then(&["handover.dispute_decided"])
        };
        let story = decided("office").owes_of_handover(&["receive"]);
        assert_eq!(story.case.handover.sent.hukou_address, "某镇某村");
        let story = decided("custody").owes_of_handover(&["receive"]);
        assert_eq!(story.case.handover.sent.hukou_address, sent().hukou_address);
        let story = decided("again").owes_of_handover(&["verify", "receive"]);
        assert_eq!(story.owed("verify").due_on, date(2026, 4, 4), "15 days from the ruling");
    }

    #[test]
    fn what_is_disputed_is_decided_before_it_is_verified_again() {
        let story = || {
            record()
                .when("record-evidence", evidence("name", "differs", Some("张小某")))
                .then(&["handover.evidence_recorded"])
                .when("verify", json!({"result": "04"}))
                .then(&["handover.verified"])
                .on(ANSWERED)
                .by(prison())
                .when("answer", json!({"outcome": "confirmed", "note": "以判决书为准"}))
                .then(&["handover.answered"])
                .owes_of_handover(&["decide-dispute", "receive"])
        };
        story().by(office_worker()).when("verify", json!({"result": "01"})).refused("dispute_open");
        let decided = json!({"item": "name", "ruling": "custody", "reason": "以判决书为准"});
        story()
            .by(district())
            .when("decide-dispute", decided)
            .then(&["handover.dispute_decided"])
            .owes_of_handover(&["verify", "receive"]);
    }

    #[test]
    fn only_the_bureau_above_decides_and_only_what_is_disputed() {
        let elsewhere = actor(Role::District, "440105");
        disputed().by(elsewhere).when("decide-dispute", ruling("office")).refused("not_owner");
        let other = json!({"item": "name", "ruling": "office", "reason": "甲"});
        disputed().by(district()).when("decide-dispute", other).refused("no_such_dispute");
        disputed().by(city()).when("decide-dispute", ruling("office")).then(&["handover.dispute_decided"]);
    }

    #[test]
    fn who_is_home_is_not_verified_again() {
        disputed()
            .by(office_worker())
            .on(RELEASE)
            .when("receive", json!({"on": RELEASE, "way": "07"}))
            .then(&["handover.received"])
            .by(district())
            .when("decide-dispute", ruling("again"))
            .refused("already_received");
    }
}

mod likeness {
    use super::*;

    fn found(bureau: &str) -> Story {
        let likeness =
            Likeness { on: ENTERED, no: "甲-1".into(), by: "number".into(), bureau: Unit::new(bureau) };
        record()
            .when_given(CaseCommand::Handover(Command::Likeness(likeness)))
            .then(&["handover.likeness_found"])
    }

    #[test]
    fn g5_the_bureau_that_sees_both_records_decides_with_a_reason() {
        let decision = || json!({"decision": "other", "reason": "派出所核实"});
        let due = found(DISTRICT).owed("decide-likeness");
        assert_eq!((due.owner.code(), due.due_on), (DISTRICT, date(2026, 3, 9)));
        found(DISTRICT)
            .by(district())
            .when("decide-likeness", decision())
            .then(&["handover.likeness_decided"])
            .owes_of_handover(&["verify", "receive"]);
        assert_eq!(found(CITY).owed("decide-likeness").owner.code(), CITY);
        found(CITY).by(district()).when("decide-likeness", decision()).refused("not_owner");
        record().by(district()).when("decide-likeness", decision()).refused("no_likeness");
    }

    #[test]
    fn the_same_likeness_is_asked_once() {
        let again = Likeness { on: ENTERED, no: "甲-1".into(), by: "name".into(), bureau: Unit::new(CITY) };
        found(DISTRICT).when_given(CaseCommand::Handover(Command::Likeness(again))).then(&[]);
    }
}
