//! `doctor`: proves on the live database that nothing drifted and nobody fell. Replays every stream,
//! recomputes every row, checks chains, anchors, owners and obligations, and names each violation.
//! Must never know: how to mend.

mod kept;
mod proof;

pub use proof::{Proof, prove, stream_of};

use crate::{
    Error, Loaded, Result,
    anchor::{self, Anchor},
    journal::{self, Proven},
    rows,
    sql::Unscoped,
};
use database::Tx;
use domain::{
    account::Account, base::Bed, case::Case, fetch::Budget, kernel::Stream, letter::Book, note::Note,
    person::Person, quarantine, reassign::Reassignment, rulebook::Rulebook, rules::Rules, sealing::Key,
};
use reference::calendar::Calendar;
use std::collections::BTreeSet;
use uuid::Uuid;
use vault::Master;

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Stable code.
    pub code: &'static str,
    /// Number of the case or row, or the stream's id.
    pub of: String,
}

/// What was proven and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Streams replayed.
    pub streams: u64,
    /// Events read.
    pub events: u64,
    /// Cases that are open.
    pub open_cases: u64,
    /// Rows recomputed and compared.
    pub rows: u64,
    /// Anchors proven.
    pub anchors: u64,
    /// Everything that is wrong.
    pub violations: Vec<Violation>,
}

const STREAMS: Unscoped = Unscoped::because(
    "doctor proves every stream",
    "SELECT id, kind FROM stream WHERE id > $1 ORDER BY id LIMIT 500",
);
const TOTAL: Unscoped = Unscoped::because("doctor samples all streams", "SELECT COUNT(*) FROM stream");

/// By what rows are recomputed.
pub struct Means<'a> {
    /// Keys.
    pub keys: &'a Master,
    /// Rules.
    pub rules: &'a Rules,
    /// Calendar.
    pub calendar: &'a Calendar,
    /// Anchors kept outside the database.
    pub anchors: &'a [Anchor],
    /// Only about so many streams, spread over all.
    pub sample: Option<u64>,
}

/// Examines everything (or a sample).
pub async fn examine(tx: &mut Tx<'_>, means: &Means<'_>) -> Result<Report> {
    let mut report = Report::default();
    let mut seen = 0_u64;
    let every = match means.sample {
        Some(n) => (total(tx).await? / n.max(1)).max(1),
        None => 1,
    };
    let mut after = Uuid::nil();
    loop {
        let page = STREAMS.query(tx, &[after.into()]).await?;
        let Some(last) = page.last() else { break };
        after = last.uuid(0)?;
        for row in &page {
            seen += 1;
            if seen.is_multiple_of(every) {
                let id = row.uuid(0)?;
                match one(tx, means, &mut report, id, row.text(1)?).await {
                    // A value of another type than the program writes must not end the examination.
                    Err(Error::Database(e)) if e.operation == "read row" => {
                        check(&mut report, id, "row_damaged", false);
                    }
                    other => other?,
                }
            }
        }
    }
    report.violations.extend(kept::astray(tx).await?);
    for kept in means.anchors {
        report.anchors += 1;
        if anchor::take(tx, means.keys, kept.at).await? != *kept {
            report.violations.push(Violation { code: "anchor_broken", of: kept.at.to_string() });
        }
    }
    Ok(report)
}

async fn total(tx: &mut Tx<'_>) -> Result<u64> {
    let count = TOTAL.one(tx, &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(count.unsigned_abs())
}

async fn one(tx: &mut Tx<'_>, means: &Means<'_>, report: &mut Report, id: Uuid, kind: &str) -> Result<()> {
    report.streams += 1;
    match kind {
        Case::KIND => {
            if let Some(case) = sound::<Case>(tx, means, report, id).await? {
                of_case(tx, means, report, &case).await?;
            }
        }
        quarantine::Row::KIND => {
            if let Some(row) = sound::<quarantine::Row>(tx, means, report, id).await? {
                of_held(tx, means, report, &row).await?;
            }
        }
        Person::KIND => {
            if let Some(person) = sound::<Person>(tx, means, report, id).await? {
                of_person(tx, means, report, &person).await?;
            }
        }
        Account::KIND => {
            if let Some(account) = sound::<Account>(tx, means, report, id).await? {
                of_account(tx, report, &account).await?;
            }
        }
        Budget::KIND => {
            if let Some(budget) = sound::<Budget>(tx, means, report, id).await? {
                crate::fetch::prove_budget(tx, report, &budget).await?;
            }
        }
        Bed::KIND => {
            if let Some(bed) = sound::<Bed>(tx, means, report, id).await? {
                crate::base::prove(tx, report, &bed).await?;
            }
        }
        Book::KIND => {
            if let Some(book) = sound::<Book>(tx, means, report, id).await? {
                crate::letter::prove(tx, report, &book).await?;
            }
        }
        Reassignment::KIND => {
            if let Some(made) = sound::<Reassignment>(tx, means, report, id).await? {
                crate::reassign::prove(tx, report, &made).await?;
            }
        }
        Note::KIND => {
            if let Some(note) = sound::<Note>(tx, means, report, id).await? {
                crate::note::prove(tx, report, &note).await?;
            }
        }
        Rulebook::KIND => {
            if let Some(book) = sound::<Rulebook>(tx, means, report, id).await? {
                crate::rulebook::prove(tx, report, &book).await?;
            }
        }
        _ => check(report, id, "unknown_kind", false),
    }
    Ok(())
}

pub(crate) fn check(report: &mut Report, of: impl ToString, code: &'static str, holds: bool) {
    report.rows += 1;
    if !holds {
        report.violations.push(Violation { code, of: of.to_string() });
    }
}

/// A stream whose chain, versions, sealed events and kept state fit together.
async fn sound<S: Stream + PartialEq>(
    tx: &mut Tx<'_>,
    means: &Means<'_>,
    report: &mut Report,
    id: Uuid,
) -> Result<Option<Loaded<S>>> {
    let mut bad = |code| {
        report.violations.push(Violation { code, of: id.to_string() });
        Ok(None)
    };
    let loaded = match journal::load_by_id::<S>(tx, means.keys, id).await {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return bad("key_missing"),
        Err(Error::Unreadable(_)) => return bad("state_unreadable"),
        Err(other) => return Err(other),
    };
    let Proven { past, chained } = match journal::proven::<S>(tx, &loaded).await {
        Ok(proven) => proven,
        Err(Error::Unreadable(_)) => return bad("event_unreadable"),
        Err(other) => return Err(other),
    };
    report.events += past.len() as u64;
    let mut replayed = S::default();
    past.iter().for_each(|(p, _)| replayed.evolve(&p.event));
    let kept = replayed == loaded.state;
    check(report, id, "chain_broken", chained);
    check(report, id, "state_drifted", kept);
    Ok(Some(loaded))
}

async fn of_case(tx: &mut Tx<'_>, means: &Means<'_>, report: &mut Report, case: &Loaded<Case>) -> Result<()> {
    let no = case.state.handover.sent.no.clone();
    let expected = rows::of_case(&case.state, means.rules, means.calendar);
    let kept = kept::rows(tx, case.id).await?;
    check(report, &no, "visible_row", kept.visible == expected.visible);
    check(report, &no, "held_row", kept.held.is_empty());
    check(report, &no, "obligation_row", kept.owed == expected.owed);
    crate::prerelease::prove(tx, report, case, &expected.prerelease).await?;
    crate::fetch::prove(tx, report, case).await?;
    crate::scan::prove(tx, means.keys, report, case).await?;
    if case.state.is_open() {
        report.open_cases += 1;
        check(report, &no, "no_owner", case.state.owner().is_some());
        check(report, &no, "no_obligation", !case.state.due(means.rules, means.calendar).is_empty());
        of_sealed(tx, report, &case.state, &kept).await?;
    } else {
        check(report, &no, "closed_but_owed", kept.owed.is_empty());
    }
    Ok(())
}

/// A sealed case stands under no key of a unit but its sender's, and somebody who may sign in has a key to it once
/// persons are named. Until then it waits on the desk of its office and bureau, as an ordinary case waits at an
/// office that has no account yet.
async fn of_sealed(tx: &mut Tx<'_>, report: &mut Report, case: &Case, kept: &rows::Rows) -> Result<()> {
    if case.sealed().is_none() {
        return Ok(());
    }
    let no = &case.handover.sent.no;
    let units = kept.visible.iter().map(|(unit, _)| unit).chain(kept.owed.iter().map(|o| &o.unit));
    let keys: BTreeSet<Key> = units.map(|code| Key::of_code(code)).collect();
    let fits = |key: &Key| match key {
        Key::Unit(unit) => case.is_known_to(unit),
        Key::Desk(_) | Key::Person(_) => true,
    };
    check(report, no, "sealed_shown", keys.iter().all(fits));
    let mut readable = case.named().next().is_none();
    for key in &keys {
        readable = readable || kept::is_held(tx, key).await?;
    }
    check(report, no, "sealed_unreadable", readable);
    Ok(())
}

async fn of_held(
    tx: &mut Tx<'_>,
    means: &Means<'_>,
    report: &mut Report,
    row: &Loaded<quarantine::Row>,
) -> Result<()> {
    let kept = kept::rows(tx, row.id).await?;
    let no = kept.held.first().map_or_else(|| row.id.to_string(), |(_, r)| r.no.clone());
    let expected = rows::of_held(&row.state, &no, means.rules, means.calendar);
    check(report, &no, "held_row", kept.held == expected.held);
    check(report, &no, "visible_row", kept.visible.is_empty());
    check(report, &no, "obligation_row", kept.owed == expected.owed);
    let is_held = row.state.fate == quarantine::Fate::Held;
    check(report, &no, "no_obligation", !is_held || !kept.owed.is_empty());
    Ok(())
}

/// The look-up rows of a person are his and all there are, and he has a case.
async fn of_person(
    tx: &mut Tx<'_>,
    means: &Means<'_>,
    report: &mut Report,
    person: &Loaded<Person>,
) -> Result<()> {
    let number = crate::person::blind(means.keys, &person.state.identity.id_number);
    let mut names: Vec<String> = person.state.names().map(crate::person::normal).collect();
    names.sort();
    names.dedup();
    check(report, person.id, "number_row", kept::numbers(tx, person.id).await? == [number]);
    check(report, person.id, "name_row", kept::names(tx, person.id).await? == names);
    let mut former: Vec<Vec<u8>> =
        person.state.former_numbers.iter().map(|n| crate::person::blind(means.keys, n)).collect();
    former.sort();
    former.dedup();
    check(report, person.id, "former_number_row", kept::former_numbers(tx, person.id).await? == former);
    check(report, person.id, "link_row", kept::joined(tx, person.id).await? == person.state.joined);
    check(
        report,
        person.id,
        "person_without_case",
        !crate::person::own_cases(tx, person.id).await?.is_empty(),
    );
    Ok(())
}

async fn of_account(tx: &mut Tx<'_>, report: &mut Report, account: &Loaded<Account>) -> Result<()> {
    let state = &account.state;
    let expected = crate::account::Listed {
        login: state.login.clone(),
        name: state.name.clone(),
        role: state.grant.as_ref().map(|(role, _)| *role),
        unit: state.grant.as_ref().map(|(_, unit)| unit.clone()),
        disabled: state.disabled,
        leave: state.leave.clone(),
        seen_until: account.state.seen_until,
    };
    check(report, &state.login, "account_row", kept::account(tx, account.id).await? == Some(expected));
    check(report, &state.login, "feed_row", crate::feed::holds(tx, state).await?);
    Ok(())
}

/// Texts for the test that prepares every statement.
pub(crate) fn statements() -> Vec<String> {
    let mut all = kept::statements();
    all.extend(proof::statements());
    all.extend([STREAMS, TOTAL].map(|s| s.text().to_owned()));
    all
}
