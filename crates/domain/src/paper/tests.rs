//! Which papers there are for whom and when; expectations are those of the field rules (sections 3, 11, 12.2).

use super::*;
use crate::given::*;
use crate::{
    case::CaseEvent,
    handover::{self, Term},
};
use jiff::civil::date;
use serde_json::json;

fn no(form: Form, past: Vec<CaseEvent>, role: Role) -> Option<&'static str> {
    form.of(&given(past).case, role).err().map(|r| r.code)
}

fn entered_and(event: handover::Event) -> Vec<CaseEvent> {
    [entered(), vec![CaseEvent::Handover(event)]].concat()
}

const TERM: Term = Term { from: RELEASE, until: date(2031, 10, 19) };

#[test]
fn every_form_stands_at_its_own_place_and_is_found_by_its_number() {
    for (n, sheet) in (1..).zip(SHEETS) {
        assert_eq!(sheet.code, format!("F{n}"));
        assert_eq!(sheet.form.sheet().code, sheet.code);
        assert_eq!(Form::from_code(sheet.code), Some(sheet.form));
    }
    assert_eq!(SHEETS.len(), 9);
    assert_eq!(Form::from_code("F10"), None);
}

/// Rules 12.2: never more than the form needs. The receivers of F1, F2, F3, F5 and F6 identify a person by it.
#[test]
fn only_forms_that_identify_a_person_to_another_organ_or_the_file_carry_the_number() {
    let carry: Vec<&str> = SHEETS.iter().filter(|s| s.number).map(|s| s.code).collect();
    assert_eq!(carry, ["F1", "F2", "F3", "F5", "F6"]);
}

/// Rules section 3: the prison does not see what follows release, the city not the single talk, the
/// administrator and the auditor no file.
#[test]
fn who_may_print_what_follows_the_role() {
    let of = |role| -> Vec<&str> {
        SHEETS.iter().filter(|s| s.form.for_role(role).is_ok()).map(|s| s.code).collect()
    };
    let all = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"];
    for role in [Role::OfficeWorker, Role::OfficeHead, Role::District] {
        assert_eq!(of(role), all);
    }
    for role in [Role::City, Role::Prison] {
        assert_eq!(of(role), all[..5]);
    }
    assert!(of(Role::Administrator).is_empty() && of(Role::Auditor).is_empty());
    assert_eq!(Form::F9.for_role(Role::City).unwrap_err().code, "not_your_role");
}

#[test]
fn f1_can_be_taken_along_by_the_office_and_is_read_by_the_prison_after_the_answer() {
    assert_eq!(no(Form::F1, entered(), Role::OfficeWorker), None);
    assert_eq!(no(Form::F1, entered(), Role::Prison), Some("paper_not_answered"));
    let answered = [entered(), vec![verified("02", ENTERED)]].concat();
    assert_eq!(no(Form::F1, answered, Role::Prison), None);
}

#[test]
fn what_an_office_fills_in_waits_for_the_office() {
    for form in [Form::F1, Form::F5, Form::F7] {
        assert_eq!(no(form, entered_as(sent(), route(DISTRICT)), Role::District), Some("paper_no_office"));
    }
    for form in [Form::F3, Form::F4] {
        assert_eq!(no(form, entered_as(sent(), route(DISTRICT)), Role::District), None);
    }
}

#[test]
fn f5_is_for_those_who_are_collected() {
    assert_eq!(no(Form::F5, entered(), Role::OfficeWorker), None, "taken along to the gate");
    assert_eq!(no(Form::F5, received(), Role::OfficeWorker), None);
    let refused = handover::Event::RefusedCollection {
        on: RELEASE,
        witnesses: "干警".into(),
        reason: None,
        control: None,
        term: TERM,
    };
    assert_eq!(no(Form::F5, entered_and(refused), Role::OfficeWorker), Some("paper_not_collected"));
}

#[test]
fn papers_of_the_assistance_wait_until_he_is_home() {
    for form in [Form::F6, Form::F8, Form::F9] {
        assert_eq!(no(form, entered(), Role::OfficeWorker), Some("paper_not_home"));
        assert_eq!(no(form, received(), Role::OfficeWorker), None);
    }
}

/// Rules F7: signing may happen inside the prison before release.
#[test]
fn the_agreement_can_be_printed_before_release() {
    assert_eq!(no(Form::F7, entered(), Role::OfficeHead), None);
}

#[test]
fn a_list_of_a_month_belongs_to_no_case() {
    assert_eq!(no(Form::F2, received(), Role::District), Some("paper_of_month"));
}

#[test]
fn a_closed_case_can_still_be_printed() {
    let closed = given(received())
        .by(office_head())
        .when("close", json!({"on": RELEASE, "reason": "died", "told": "家属"}))
        .then(&["casefile.closed"]);
    assert!(Form::F6.of(&closed.case, Role::OfficeHead).is_ok());
}
