//! What holds for every history of a case, whoever asks whatever on whichever day.

use crate::life::{Life, Step, UNITS, described, entry, roles_at, step};
use domain::case::{Case, CaseCommand, CaseEvent, Standing};
use domain::handover::Term;
use domain::kernel::{Recorded, Stream};
use domain::sealing::{Key, Named};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Checked = Result<(), TestCaseError>;

/// One owner who sees the case; something owed as long as it is open, each by somebody who can do it.
fn nobody_falls(life: &Life) -> Checked {
    let case = &life.case;
    let owner = case.owner().ok_or_else(|| TestCaseError::fail("no owner"))?;
    prop_assert!(UNITS.contains(&owner.code()));
    prop_assert!(case.is_open() || life.due().is_empty());
    // Questions end: a case that only they kept in sight would fall.
    prop_assert!(
        !case.is_open() || life.due().iter().any(|o| !o.kind.ends_with("-question")),
        "an open case owes nothing: {:?}",
        case.standing()
    );
    let seen = case.seen_by();
    prop_assert!(owner.ladder().iter().all(|unit| seen.contains(unit)));
    prop_assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
    only_keys_that_fit(life)?;
    let mut keys = BTreeSet::new();
    for owed in life.due() {
        prop_assert!(keys.insert((owed.kind, owed.subject.clone())), "{} is owed twice", owed.kind);
        let receiving = case.handover.transfer.as_ref().map(|t| t.to.ladder()).unwrap_or_default();
        let lines = [owner.ladder(), receiving].concat();
        // Whoever asked, a custodial place as well, owes a look at the answer.
        let asker = matches!(owed.kind, "close-question" | "withdraw-question");
        prop_assert!(asker || lines.contains(&owed.owner), "{} is owed by another line of units", owed.kind);
        prop_assert!(seen.contains(&owed.owner), "{} by who cannot see it", owed.kind);
        prop_assert!(owed.also.iter().all(|unit| seen.contains(unit)), "{} by who cannot see it", owed.kind);
        let spec = described(owed.settle);
        prop_assert!(
            roles_at(&owed.owner).iter().any(|r| spec.who.contains(r)),
            "nobody can {}",
            owed.settle
        );
        prop_assert!(!owed.title.is_empty() && !owed.why.is_empty() && !owed.rule.is_empty());
    }
    Ok(())
}

/// A sealed case has no unit's own key but its sender's before he is home; whoever owes has a key (G6).
fn only_keys_that_fit(life: &Life) -> Checked {
    let (case, due) = (&life.case, life.due());
    let viewers = case.viewers(&due);
    prop_assert!(!viewers.is_empty());
    for owed in &due {
        prop_assert!(case.keys(&owed.owner).is_subset(&viewers), "{} without a key", owed.kind);
    }
    let sender = case.handover.custody().filter(|_| case.handover.custody_sees() && case.is_open());
    let plain = |key: &Key| matches!(key, Key::Unit(unit) if Some(unit) != sender);
    prop_assert!(case.sealed().is_none() || !viewers.iter().any(plain), "{viewers:?}");
    prop_assert!(case.named().next().is_none() || case.sealed().is_some());
    prop_assert!(
        case.handover.sent.birth.is_none() || case.sealed().is_some() || case.sealing.lifted_on.is_some()
    );
    let of_owner = |n: &Named| case.owner().is_some_and(|o| o.ladder().contains(&n.unit));
    prop_assert!(case.named().all(of_owner));
    Ok(())
}

/// What is owed can be done on its last day, by its owner, with a plainly filled form.
fn what_is_owed_can_be_done(life: &Life) -> Checked {
    for owed in life.due() {
        let refused = life.settle(&owed).err().map(|r| r.code);
        prop_assert_eq!(refused, None, "{} at {:?}", owed.kind, life.case.standing());
    }
    Ok(())
}

/// The journal gives back the state; so does the kept state.
fn nothing_is_lost(life: &Life) -> Checked {
    let mut replayed = Case::default();
    for event in &life.recorded {
        let (kind, version, text) = (event.kind(), event.version(), event.payload().to_string());
        let payload = serde_json::from_str(&text).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let read = CaseEvent::read(&kind, version, payload).map_err(|e| TestCaseError::fail(e.kind))?;
        prop_assert!(read == *event, "{} reads otherwise than it was written", kind);
        let parsed = CaseEvent::parse(&kind, version, text.as_bytes());
        prop_assert!(parsed.is_ok_and(|p| p == read), "{} reads otherwise from its text", kind);
        replayed.evolve(&read);
    }
    prop_assert!(replayed == life.case, "the replayed state differs");
    let kept = serde_json::to_string(&life.case).map_err(|e| TestCaseError::fail(e.to_string()))?;
    let again: Case = serde_json::from_str(&kept).map_err(|e| TestCaseError::fail(e.to_string()))?;
    prop_assert!(again == life.case, "the kept state differs");
    Ok(())
}

fn the_headline_is_total(life: &Life) -> Checked {
    let standing = life.case.standing();
    prop_assert_eq!(Standing::from_code(standing.code()), Some(standing));
    prop_assert_eq!(standing == Standing::Closed, !life.case.is_open());
    Ok(())
}

fn a_closed_case_takes_nothing(life: &Life, step: &Step) -> Checked {
    for spec in CaseCommand::specs() {
        prop_assert!(life.case.is_open() || life.is_closed_to(spec, step), "{} after the end", spec.name);
    }
    Ok(())
}

/// Once the person is handed over the term stays, whatever is recorded afterwards.
fn the_term_stays(fixed: &mut Option<Term>, case: &Case) -> Checked {
    prop_assert!(fixed.is_none() || *fixed == case.handover.term);
    if case.handover.home_on().is_some() && fixed.is_none() {
        *fixed = case.handover.term;
        prop_assert!(fixed.is_some_and(|t| t.from < t.until));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_accepted_leaves_a_case_that_somebody_looks_after(
        entry in entry(),
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let mut life = Life::entered(&entry);
        let mut term = None;
        nobody_falls(&life)?;
        for step in &steps {
            let known = life.recorded.len();
            if life.step(step).is_err() {
                prop_assert_eq!(life.recorded.len(), known, "a refusal records nothing");
            }
            for event in &life.recorded[known..] {
                prop_assert!(event.happened_on().is_some_and(|on| on <= life.today), "{} in the future", event.kind());
                prop_assert!(!event.entry().title.is_empty());
            }
            nobody_falls(&life)?;
            the_headline_is_total(&life)?;
            the_term_stays(&mut term, &life.case)?;
            what_is_owed_can_be_done(&life)?;
            a_closed_case_takes_nothing(&life, step)?;
        }
        nothing_is_lost(&life)?;
    }
}

#[test]
fn random_lives_reach_every_standing() {
    // The property above says little if lives stop early: this shows how far they get.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let lives = (entry(), proptest::collection::vec(step(), 40));
    let (mut reached, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1600 {
        let (entry, steps) = lives.new_tree(&mut runner).expect("a life").current();
        let mut life = Life::entered(&entry);
        for step in &steps {
            let _lawful = life.step(step);
            reached.insert(life.case.standing());
        }
        kinds.extend(life.recorded.iter().map(Recorded::kind));
    }
    assert_eq!(reached, Standing::ALL.into_iter().collect());
    for kind in ["sealed", "lifted", "named", "collection_arranged", "file_sealed"] {
        assert!(kinds.contains(&format!("sealing.{kind}")), "no life reaches {kind}");
    }
    for kind in ["urge.urged", "question.answered", "question.withdrawn", "question.closed"] {
        assert!(kinds.contains(kind), "no life reaches {kind}");
    }
    for kind in ["evidence_recorded", "correction_answered", "dispute_decided", "transferred"] {
        assert!(kinds.contains(&format!("handover.{kind}")), "no life reaches {kind}");
    }
}
