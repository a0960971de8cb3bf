//! The sum of columns: roles, closed cases, and that every refusal is shown by a test.

use super::{CaseCommand, Standing, command};
use crate::given::*;
use crate::kernel::Role;
use serde_json::{Map, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every refusal code of this crate. A new one is added here when a test shows it.
const CODES: &[&str] = &[
    "acted_on",
    "account_disabled",
    "account_not_disabled",
    "account_exists",
    "after_report",
    "again_before",
    "agency_needed",
    "already_delivered",
    "alone_why",
    "already_attached",
    "already_entered",
    "already_forwarded",
    "already_held",
    "already_member",
    "already_opened",
    "already_placed",
    "already_left",
    "already_opened",
    "already_receipted",
    "already_received",
    "already_recorded",
    "already_registered",
    "already_reported",
    "already_resident",
    "already_sealed",
    "already_signed",
    "already_told",
    "already_verified",
    "answer_needed",
    "awaiting_answer",
    "bad_command",
    "bad_login",
    "bad_number",
    "bad_pack",
    "bad_word",
    "bed_exists",
    "bed_taken",
    "before_abnormal",
    "before_entry",
    "before_feedback",
    "before_handover",
    "before_joining",
    "before_need",
    "before_leave",
    "before_notice",
    "before_placement",
    "before_refusal",
    "before_release",
    "before_report",
    "before_review",
    "before_sentence",
    "before_signature",
    "before_stay",
    "before_taken",
    "beyond_own_rights",
    "book_exists",
    "case_closed",
    "case_sealed",
    "contact_needed",
    "correct_contradicts",
    "correction_contradicts",
    "correction_needed",
    "document_needed",
    "decline_reason",
    "dispute_open",
    "evidence_needed",
    "file_sealed",
    "flags_contradict",
    "future_date",
    "ground_needed",
    "ground_contradicts",
    "how_needed",
    "identity_missing",
    "left_list",
    "letter_date",
    "letter_needed",
    "letter_voided",
    "next_before",
    "no_collection_needed",
    "no_copies",
    "in_other_custody",
    "letter_needed",
    "minor_alone",
    "move_later",
    "move_note_needed",
    "moved_before",
    "name_differs",
    "need_note_needed",
    "next_before",
    "no_amount",
    "no_dual_proposal",
    "no_likeness",
    "no_such_account",
    "no_such_bed",
    "no_such_case",
    "no_such_need",
    "no_notice",
    "no_office",
    "no_such_account",
    "no_such_bed",
    "no_such_case",
    "no_such_letter",
    "no_such_person",
    "no_such_scan",
    "no_upper_level",
    "no_word",
    "nobody_named",
    "not_a_signature",
    "not_awaited",
    "no_such_visit",
    "no_upper_level",
    "not_a_member",
    "no_such_correction",
    "no_such_dispute",
    "no_such_person",
    "no_transfer",
    "no_upper_level",
    "not_an_office",
    "not_at_office",
    "not_below",
    "not_in_prison",
    "not_left",
    "not_missing",
    "not_missing_item",
    "not_named",
    "not_of_unit",
    "not_opened",
    "not_outside",
    "not_own_budget",
    "not_owner",
    "not_placed",
    "not_planned",
    "not_received",
    "not_released_yet",
    "not_reported",
    "not_resident",
    "not_sealed",
    "not_sealed",
    "not_taken",
    "not_your_kind",
    "not_your_record",
    "not_your_role",
    "note_needed",
    "nothing_abnormal",
    "nothing_asked",
    "nothing_missing",
    "not_verified",
    "not_your_role",
    "note_needed",
    "nothing_abnormal",
    "nothing_differs",
    "nothing_to_answer",
    "notice_exists",
    "other_year",
    "outside_city",
    "odd_year",
    "only_minimum",
    "own_account",
    "paper_no_office",
    "paper_not_answered",
    "paper_not_collected",
    "paper_not_home",
    "paper_of_month",
    "police_needed",
    "present_needed",
    "reason_needed",
    "release_known",
    "reply_needed",
    "return_decided",
    "role_and_unit",
    "row_incomplete",
    "row_settled",
    "same_persons",
    "same_release",
    "scans_full",
    "sort_needed",
    "sort_only_for_99",
    "stay_date",
    "still_placed",
    "still_wrong",
    "tell_rights",
    "term_runs",
    "two_needed",
    "too_far",
    "too_late_to_correct",
    "unknown_command",
    "who_needed",
    "which_medicine",
    "too_long_for",
    "transfer_declined",
    "transfer_open",
    "unknown_command",
    "value_contradicts",
    "value_needed",
    "worker_not_named",
    "wrong_house",
    "account_in_charge",
    "no_desk",
    "no_leave",
    "not_your_leave",
    "until_before_from",
    "leave_over",
    "own_stand_in",
    "unknown_worker",
    "stand_in_absent",
    "nothing_to_move",
    "too_many_to_move",
    "not_your_reassignment",
    "reassignment_undone",
    "reassignment_over",
    "no_feed",
    "not_your_feed",
    "nothing_overdue",
    "nothing_to_urge",
    "not_owed_below",
    "not_late_yet",
    "urged_today",
    "out_of_sight",
    "unit_out_of_sight",
    "own_unit",
    "too_many_questions",
    "already_answered",
    "not_answered_yet",
    "no_such_question",
    "not_your_question",
    "not_asked",
    "not_own_account",
];

/// The texts of the crate's source files, tests and production apart.
fn sources() -> (String, String) {
    fn walk(folder: &Path, production: &mut String, tests: &mut String) {
        for entry in fs::read_dir(folder).expect("the source folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, production, tests);
            } else {
                let text = fs::read_to_string(&path).expect("a source file");
                if path.to_string_lossy().ends_with("tests.rs") { &mut *tests } else { &mut *production }
                    .push_str(&text);
            }
        }
    }
    let (mut production, mut tests) = (String::new(), String::new());
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut production, &mut tests);
    (production, tests)
}

/// The `skip`-th literal after each occurrence of `call`.
fn literals<'a>(text: &'a str, call: &str, skip: usize) -> BTreeSet<&'a str> {
    text.split(call).skip(1).filter_map(|rest| rest.split('"').nth(2 * skip + 1)).collect()
}

#[test]
fn every_refusal_code_is_listed_and_shown_by_a_test() {
    let (production, tests) = sources();
    // Declarations (`refuse<T>(`) and re-exports have no parenthesis right after the name.
    let mut found = literals(&production, "refuse(", 0);
    found.extend(literals(&production, "refuse_field(", 1));
    assert_eq!(found, CODES.iter().copied().collect());
    for code in CODES {
        let shown = tests.matches(&format!("\"{code}\"")).count();
        assert!(shown >= 2, "no test shows {code} besides this list");
    }
}

#[test]
fn a_closed_case_refuses_every_command_that_people_give() {
    let closed = || {
        given(received())
            .by(office_head())
            .when("close", json!({"on": RELEASE, "reason": "died", "told": "家属"}))
            .then(&["casefile.closed"])
    };
    assert_eq!(closed().case.standing(), Standing::Closed);
    closed().owes(&[]);
    let on = RELEASE;
    let tried = [
        ("open-file", json!({"on": on})),
        ("record-visit", json!({"on": on, "way": "home", "result": "absent"})),
        ("record-placement", json!({"on": on, "way": "01", "place": "家"})),
        ("verify", json!({"result": "01"})),
        ("close", json!({"on": on, "reason": "died", "told": "家属"})),
    ];
    for (name, fields) in tried {
        closed().when(name, fields).refused("case_closed");
    }
    assert!(!closed().case.seen_by().is_empty(), "it can still be read");
}

#[test]
fn a_command_is_known_allowed_to_the_role_and_well_formed() {
    let code = |name, role| command(name, &Map::new(), role).err().map(|r| r.code);
    assert_eq!(code("enter", Role::City), Some("unknown_command"), "only the services enter");
    assert_eq!(code("verify", Role::Prison), Some("not_your_role"));
    assert_eq!(code("verify", Role::OfficeWorker), Some("bad_command"));
    assert_eq!(code("decide", Role::OfficeWorker), Some("unknown_command"));
}

#[test]
fn who_sees_no_files_gives_no_command_to_a_case() {
    assert!(CaseCommand::specs().all(|s| s.who.iter().all(|role| role.sees_files())));
}

#[test]
fn a_standing_and_its_code_go_both_ways() {
    for standing in Standing::ALL {
        assert_eq!(Standing::from_code(standing.code()), Some(standing));
        assert!(!standing.name().is_empty());
    }
    assert_eq!(Standing::from_code("none"), None);
}
