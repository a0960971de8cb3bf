//! Event samples that live for ever: one hand-written payload for every kind, read, folded and written back.
//! A kind that is new is added to `kind_of_*` (or nothing compiles) and given its sample; a sample is never
//! changed, because journals hold such payloads.

use domain::account::{self, Account};
use domain::base::{Bed, BedEvent};
use domain::case::{Case, CaseEvent};
use domain::fetch::{Budget, BudgetEvent};
use domain::kernel::{Recorded, Stream};
use domain::letter::{Book, BookEvent};
use domain::note::{self, Note};
use domain::person::{self, Person};
use domain::quarantine::{self, Row};
use domain::reassign::{self, Reassignment};
use domain::rulebook::{self, Rulebook};
use domain::{casefile, fetch, handover, placement, question, release, scan, sealing, settling, urge, visit};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const KINDS: &[&str] = &[
    "handover.entered",
    "handover.routed",
    "handover.returned",
    "handover.evidence_recorded",
    "handover.verified",
    "handover.answered",
    "handover.correction_answered",
    "handover.dispute_decided",
    "handover.likeness_found",
    "handover.likeness_decided",
    "handover.transfer_proposed",
    "handover.transfer_declined",
    "handover.transfer_ended",
    "handover.transferred",
    "handover.received",
    "handover.self_returned",
    "handover.refused_collection",
    "handover.not_arrived",
    "handover.traced",
    "handover.reported_upward",
    "handover.upward_receipted",
    "handover.dual_decided",
    "handover.graded",
    "handover.withdrawn",
    "handover.release_changed",
    "handover.left_list",
    "handover.back_on_list",
    "handover.leave_confirmed",
    "casefile.opened",
    "casefile.updated",
    "casefile.assigned",
    "casefile.unassigned",
    "casefile.agreement_signed",
    "casefile.agreement_refused",
    "casefile.team_joined",
    "casefile.team_left",
    "casefile.closed",
    "visit.recorded",
    "visit.corrected",
    "visit.moved",
    "visit.need_answered",
    "visit.abnormal_answered",
    "placement.settled",
    "placement.ended",
    "placement.without",
    "base.moved_in",
    "base.moved_out",
    "notice.sent",
    "notice.assessed",
    "notice.receipted",
    "notice.forwarded",
    "notice.family_told",
    "notice.village_told",
    "letterbook.opened",
    "letterbook.named",
    "letterbook.issued",
    "letterbook.sealed",
    "letterbook.delivered",
    "letterbook.voided",
    "scan.attached",
    "scan.withdrawn",
    "fetch.planned",
    "fetch.confirmed",
    "fetch.cancelled",
    "fetch.cost_recorded",
    "release.slip_excused",
    "release.taken",
    "release.custody_asked",
    "release.died_in_custody",
    "release.tracing_kept",
    "release.tracing_ended",
    "settling.gone_through",
    "settling.health_handed_over",
    "settling.measure_flagged",
    "sealing.sealed",
    "sealing.lifted",
    "sealing.named",
    "sealing.collection_arranged",
    "sealing.file_sealed",
    "urge.urged",
    "question.asked",
    "question.answered",
    "question.withdrawn",
    "question.closed",
    "budget.set",
    "bed.installed",
    "bed.booked",
    "bed.freed",
    "person.registered",
    "person.name_added",
    "person.corrected",
    "person.joined",
    "row.held",
    "row.mended",
    "row.released",
    "row.rejected",
    "account.created",
    "account.granted",
    "account.disabled",
    "account.enabled",
    "account.password_reset",
    "account.leave_set",
    "account.leave_ended",
    "account.stand_in_lost",
    "account.feed_made",
    "account.feed_revoked",
    "note.made",
    "account.changes_seen",
    "reassignment.made",
    "reassignment.undone",
    "rulebook.accepted",
];

#[expect(clippy::too_many_lines, reason = "one arm for every event")]
fn kind_of_case(event: &CaseEvent) -> &'static str {
    use {
        casefile::Event as F, domain::base::Event as B, domain::notice::Event as N, handover::Event as H,
        placement::Event as P, scan::Event as S, visit::Event as V,
    };
    match event {
        CaseEvent::Handover(H::Entered { .. }) => "handover.entered",
        CaseEvent::Handover(H::Routed { .. }) => "handover.routed",
        CaseEvent::Handover(H::Returned { .. }) => "handover.returned",
        CaseEvent::Handover(H::EvidenceRecorded(_)) => "handover.evidence_recorded",
        CaseEvent::Handover(H::CorrectionAnswered { .. }) => "handover.correction_answered",
        CaseEvent::Handover(H::DisputeDecided { .. }) => "handover.dispute_decided",
        CaseEvent::Handover(H::LikenessFound(_)) => "handover.likeness_found",
        CaseEvent::Handover(H::LikenessDecided { .. }) => "handover.likeness_decided",
        CaseEvent::Handover(H::TransferProposed { .. }) => "handover.transfer_proposed",
        CaseEvent::Handover(H::TransferDeclined { .. }) => "handover.transfer_declined",
        CaseEvent::Handover(H::TransferEnded { .. }) => "handover.transfer_ended",
        CaseEvent::Handover(H::Transferred { .. }) => "handover.transferred",
        CaseEvent::Handover(H::Verified(_)) => "handover.verified",
        CaseEvent::Handover(H::Answered { .. }) => "handover.answered",
        CaseEvent::Handover(H::Received(_)) => "handover.received",
        CaseEvent::Handover(H::SelfReturned { .. }) => "handover.self_returned",
        CaseEvent::Handover(H::RefusedCollection { .. }) => "handover.refused_collection",
        CaseEvent::Handover(H::NotArrived { .. }) => "handover.not_arrived",
        CaseEvent::Handover(H::Traced { .. }) => "handover.traced",
        CaseEvent::Handover(H::ReportedUpward { .. }) => "handover.reported_upward",
        CaseEvent::Handover(H::UpwardReceipted { .. }) => "handover.upward_receipted",
        CaseEvent::Handover(H::DualDecided { .. }) => "handover.dual_decided",
        CaseEvent::Handover(H::Graded { .. }) => "handover.graded",
        CaseEvent::Handover(H::Withdrawn { .. }) => "handover.withdrawn",
        CaseEvent::Handover(H::ReleaseChanged { .. }) => "handover.release_changed",
        CaseEvent::Handover(H::LeftList { .. }) => "handover.left_list",
        CaseEvent::Handover(H::BackOnList { .. }) => "handover.back_on_list",
        CaseEvent::Handover(H::LeaveConfirmed { .. }) => "handover.leave_confirmed",
        CaseEvent::Casefile(F::Opened { .. }) => "casefile.opened",
        CaseEvent::Casefile(F::Updated { .. }) => "casefile.updated",
        CaseEvent::Casefile(F::Unassigned { .. }) => "casefile.unassigned",
        CaseEvent::Casefile(F::Assigned { .. }) => "casefile.assigned",
        CaseEvent::Casefile(F::AgreementSigned { .. }) => "casefile.agreement_signed",
        CaseEvent::Casefile(F::AgreementRefused { .. }) => "casefile.agreement_refused",
        CaseEvent::Casefile(F::TeamJoined { .. }) => "casefile.team_joined",
        CaseEvent::Casefile(F::TeamLeft { .. }) => "casefile.team_left",
        CaseEvent::Casefile(F::Closed { .. }) => "casefile.closed",
        CaseEvent::Visit(V::Recorded(_)) => "visit.recorded",
        CaseEvent::Visit(V::Corrected { .. }) => "visit.corrected",
        CaseEvent::Visit(V::Moved { .. }) => "visit.moved",
        CaseEvent::Visit(V::NeedAnswered { .. }) => "visit.need_answered",
        CaseEvent::Visit(V::AbnormalAnswered { .. }) => "visit.abnormal_answered",
        CaseEvent::Placement(P::Settled { .. }) => "placement.settled",
        CaseEvent::Placement(P::Ended { .. }) => "placement.ended",
        CaseEvent::Fetch(fetch::Event::Planned(_)) => "fetch.planned",
        CaseEvent::Fetch(fetch::Event::Confirmed(_)) => "fetch.confirmed",
        CaseEvent::Fetch(fetch::Event::Cancelled { .. }) => "fetch.cancelled",
        CaseEvent::Fetch(fetch::Event::CostRecorded { .. }) => "fetch.cost_recorded",
        CaseEvent::Release(release::Event::SlipExcused { .. }) => "release.slip_excused",
        CaseEvent::Release(release::Event::Taken(_)) => "release.taken",
        CaseEvent::Release(release::Event::CustodyAsked { .. }) => "release.custody_asked",
        CaseEvent::Release(release::Event::DiedInCustody { .. }) => "release.died_in_custody",
        CaseEvent::Release(release::Event::TracingKept { .. }) => "release.tracing_kept",
        CaseEvent::Release(release::Event::TracingEnded { .. }) => "release.tracing_ended",
        CaseEvent::Settling(settling::Event::GoneThrough { .. }) => "settling.gone_through",
        CaseEvent::Settling(settling::Event::HealthHandedOver(_)) => "settling.health_handed_over",
        CaseEvent::Settling(settling::Event::MeasureFlagged { .. }) => "settling.measure_flagged",
        CaseEvent::Sealing(sealing::Event::Sealed { .. }) => "sealing.sealed",
        CaseEvent::Sealing(sealing::Event::Lifted { .. }) => "sealing.lifted",
        CaseEvent::Sealing(sealing::Event::Named { .. }) => "sealing.named",
        CaseEvent::Sealing(sealing::Event::CollectionArranged(_)) => "sealing.collection_arranged",
        CaseEvent::Sealing(sealing::Event::FileSealed { .. }) => "sealing.file_sealed",
        CaseEvent::Urge(urge::Event::Urged(_)) => "urge.urged",
        CaseEvent::Question(question::Event::Asked(_)) => "question.asked",
        CaseEvent::Question(question::Event::Answered { .. }) => "question.answered",
        CaseEvent::Question(question::Event::Withdrawn { .. }) => "question.withdrawn",
        CaseEvent::Question(question::Event::Closed { .. }) => "question.closed",
        CaseEvent::Placement(P::Without { .. }) => "placement.without",
        CaseEvent::Base(B::MovedIn { .. }) => "base.moved_in",
        CaseEvent::Base(B::MovedOut { .. }) => "base.moved_out",
        CaseEvent::Notice(N::Sent(_)) => "notice.sent",
        CaseEvent::Notice(N::Assessed(_)) => "notice.assessed",
        CaseEvent::Notice(N::Receipted(_)) => "notice.receipted",
        CaseEvent::Notice(N::Forwarded(_)) => "notice.forwarded",
        CaseEvent::Notice(N::FamilyTold(_)) => "notice.family_told",
        CaseEvent::Notice(N::VillageTold(_)) => "notice.village_told",
        CaseEvent::Scan(S::Attached { .. }) => "scan.attached",
        CaseEvent::Scan(S::Withdrawn { .. }) => "scan.withdrawn",
    }
}

fn kind_of_person(event: &person::Event) -> &'static str {
    match event {
        person::Event::Registered { .. } => "person.registered",
        person::Event::Corrected(_) => "person.corrected",
        person::Event::Joined { .. } => "person.joined",
        person::Event::NameAdded { .. } => "person.name_added",
    }
}

fn kind_of_row(event: &quarantine::Event) -> &'static str {
    match event {
        quarantine::Event::Held { .. } => "row.held",
        quarantine::Event::Mended { .. } => "row.mended",
        quarantine::Event::Released { .. } => "row.released",
        quarantine::Event::Rejected { .. } => "row.rejected",
    }
}

fn kind_of_budget(event: &BudgetEvent) -> &'static str {
    match event {
        BudgetEvent::Set { .. } => "budget.set",
    }
}

fn kind_of_bed(event: &BedEvent) -> &'static str {
    match event {
        BedEvent::Installed { .. } => "bed.installed",
        BedEvent::Booked { .. } => "bed.booked",
        BedEvent::Freed { .. } => "bed.freed",
    }
}

fn kind_of_book(event: &BookEvent) -> &'static str {
    match event {
        BookEvent::Opened { .. } => "letterbook.opened",
        BookEvent::Named { .. } => "letterbook.named",
        BookEvent::Issued(_) => "letterbook.issued",
        BookEvent::Sealed { .. } => "letterbook.sealed",
        BookEvent::Delivered { .. } => "letterbook.delivered",
        BookEvent::Voided { .. } => "letterbook.voided",
    }
}

fn kind_of_account(event: &account::Event) -> &'static str {
    match event {
        account::Event::Created { .. } => "account.created",
        account::Event::Granted { .. } => "account.granted",
        account::Event::Disabled { .. } => "account.disabled",
        account::Event::Enabled { .. } => "account.enabled",
        account::Event::PasswordReset { .. } => "account.password_reset",
        account::Event::LeaveSet { .. } => "account.leave_set",
        account::Event::LeaveEnded { .. } => "account.leave_ended",
        account::Event::StandInLost { .. } => "account.stand_in_lost",
        account::Event::FeedMade { .. } => "account.feed_made",
        account::Event::FeedRevoked { .. } => "account.feed_revoked",
        account::Event::ChangesSeen { .. } => "account.changes_seen",
    }
}

fn kind_of_reassignment(event: &reassign::Event) -> &'static str {
    match event {
        reassign::Event::Made { .. } => "reassignment.made",
        reassign::Event::Undone { .. } => "reassignment.undone",
    }
}

fn kind_of_note(event: &note::Event) -> &'static str {
    match event {
        note::Event::Made { .. } => "note.made",
    }
}

fn kind_of_rulebook(event: &rulebook::Event) -> &'static str {
    match event {
        rulebook::Event::Accepted { .. } => "rulebook.accepted",
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn sample(kind: &str) -> Value {
    let path = folder().join(format!("{kind}.v1.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{kind}: {e}"))
}

/// Reads the sample of a kind, folds it into an empty stream, writes it back and reads the folded state again.
fn holds<S: Stream + PartialEq>(kind: &str, kind_of: fn(&S::Event) -> &'static str) {
    let payload = sample(kind);
    let other = format!("{}.other", kind.split('.').next().unwrap_or_default());
    let event = S::Event::read(kind, 1, payload.clone()).unwrap_or_else(|e| panic!("{kind}: {e:?}"));
    assert_eq!(kind_of(&event), kind);
    assert_eq!(event.kind(), kind);
    assert_eq!(event.payload(), payload, "{kind} is written back as it was");
    assert_eq!(event.happened_on().map(|d| d.to_string()).as_deref(), payload["on"].as_str(), "{kind}");
    let mut state = S::default();
    state.evolve(&event);
    let kept = serde_json::to_string(&state).unwrap_or_else(|e| panic!("{kind}: {e}"));
    assert!(serde_json::from_str::<S>(&kept).is_ok_and(|again| again == state), "{kind}");
    assert!(S::Event::read(kind, 2, payload.clone()).is_err(), "{kind} of a newer program is unreadable");
    assert!(S::Event::read(&other, 1, payload.clone()).is_err(), "{kind} under another name is unreadable");
    let text = payload.to_string();
    let parsed = S::Event::parse(kind, 1, text.as_bytes()).unwrap_or_else(|e| panic!("{kind}: {e:?}"));
    assert_eq!(parsed.payload(), payload, "{kind} is read from its text as from its value");
    assert!(S::Event::parse(kind, 2, text.as_bytes()).is_err(), "{kind} of a newer program is unreadable");
    assert!(S::Event::parse(&other, 1, text.as_bytes()).is_err(), "{kind} under another name is unreadable");
    assert!(S::Event::parse(kind, 1, &text.as_bytes()[1..]).is_err(), "{kind} without its beginning");
}

#[test]
fn every_kind_reads_its_sample_folds_it_and_writes_it_back() {
    for kind in KINDS {
        match kind.split_once('.').map(|(stream, _)| stream) {
            Some("person") => holds::<Person>(kind, kind_of_person),
            Some("row") => holds::<Row>(kind, kind_of_row),
            Some("account") => holds::<Account>(kind, kind_of_account),
            Some("letterbook") => holds::<Book>(kind, kind_of_book),
            Some("budget") => holds::<Budget>(kind, kind_of_budget),
            Some("reassignment") => holds::<Reassignment>(kind, kind_of_reassignment),
            Some("note") => holds::<Note>(kind, kind_of_note),
            Some("bed") => holds::<Bed>(kind, kind_of_bed),
            Some("rulebook") => holds::<Rulebook>(kind, kind_of_rulebook),
            _ => holds::<Case>(kind, kind_of_case),
        }
    }
}

#[test]
fn every_sample_belongs_to_a_kind_and_every_kind_has_one() {
    let files: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder of samples")
        .flatten()
        .map(|f| f.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, KINDS.iter().map(|k| format!("{k}.v1.json")).collect());
}

#[test]
fn the_auditor_is_told_every_kind_in_words() {
    for kind in KINDS {
        assert_ne!(domain::act::name(kind), *kind);
    }
}
