//! The pre-release list (F2), the list of persons not linked here (T4c), papers that are missing:
//! rows are functions of the case's state, one for every unit that may see the case.
//! Must never know: which papers there ought to be; dates of obligations come from the domain.

mod list;

pub use list::{Counts, Lack, Paper, counts, list, missing, missing_count, unlinked, unlinked_count};

use crate::{
    Error, Loaded, Result,
    doctor::{Report, check},
    rows::NEVER,
    sql::Unscoped,
};
use database::{Row, Tx, Value};
use domain::{
    case::Case,
    fetch::{Plan, Stage, stage},
    handover::Category,
    kernel::Obligation,
    notice::papers,
};
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is done before the release, as marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Marks {
    /// An office owns the case.
    pub at_office: bool,
    /// The record is verified.
    pub verified: bool,
    /// The notice for the present release date is here.
    pub notice: bool,
    /// That notice is a corrected one.
    pub corrected: bool,
    /// The assessment is here.
    pub assessment: bool,
    /// The receipt went back.
    pub receipt: bool,
    /// The family knows.
    pub family: bool,
    /// The village knows.
    pub village: bool,
    /// What followed the release is recorded.
    pub arrived: bool,
    /// Somebody goes to fetch him on that day.
    pub goes: bool,
}

/// A row without its unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// Owner.
    pub owner: String,
    /// The custodial place.
    pub custody: String,
    /// Planned release.
    pub release_on: String,
    /// Code of the grade.
    pub category: String,
    /// The day on which the record came.
    pub entered_on: String,
    /// What is done.
    pub marks: Marks,
    /// How far the fetch has come.
    pub fetch: Stage,
    /// Why he does not count in the denominator; empty for who counts.
    pub uncounted: String,
    /// The day on which that was known; empty for who counts.
    pub unlinked_on: String,
    /// The day on which he was reported upward; empty before.
    pub reported_on: String,
    /// Until when notice, assessment and receipt are owed; [`NEVER`] for what is not owed.
    pub papers_due: [String; 3],
}

impl Listed {
    fn month(&self) -> &str {
        self.release_on.get(..7).unwrap_or_default()
    }

    fn unlinked_month(&self) -> &str {
        self.unlinked_on.get(..7).unwrap_or_default()
    }
}

impl std::fmt::Debug for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Listed[{} {} {} redacted]", self.no, self.owner, self.release_on)
    }
}

/// The kinds of obligations whose dates stand in the row, in the order of its columns.
const PAPERS: [&str; 3] = ["send-notice", "send-assessment", "receipt-notice"];

/// The rows of a case that owes this.
pub(crate) fn of_case(case: &Case, due: &[Obligation]) -> BTreeSet<(String, Listed)> {
    let (Some(owner), Some((custody, entered_on))) = (case.owner(), &case.handover.entered) else {
        return BTreeSet::new();
    };
    let state = &case.handover;
    let due_on = |kind| due.iter().find(|o| o.kind == kind).map_or(NEVER, |o| o.due_on).to_string();
    let listed = Listed {
        no: state.sent.no.clone(),
        name: state.sent.name.clone(),
        owner: owner.code().to_owned(),
        custody: custody.code().to_owned(),
        release_on: state.sent.ends_on.to_string(),
        category: match state.category {
            Category::Key => "key".to_owned(),
            Category::Ordinary => "ordinary".to_owned(),
        },
        entered_on: entered_on.to_string(),
        marks: marks(case),
        fetch: stage(case),
        uncounted: state.uncounted().unwrap_or_default().to_owned(),
        unlinked_on: unlinked_on(case).map_or_else(String::new, |d| d.to_string()),
        reported_on: state.reported_upward_on.map_or_else(String::new, |d| d.to_string()),
        papers_due: PAPERS.map(due_on),
    };
    case.viewers(due).iter().map(|key| (key.code(), listed.clone())).collect()
}

fn marks(case: &Case) -> Marks {
    let (state, now) = (&case.handover, papers(case));
    Marks {
        at_office: state.office().is_some(),
        verified: state.check.verified,
        notice: now.notice.is_some(),
        corrected: now.notice.is_some_and(|n| n.corrected),
        assessment: now.assessment.is_some(),
        receipt: now.receipt.is_some(),
        family: now.family.is_some(),
        village: now.village.is_some(),
        arrived: state.arrival.is_some(),
        goes: case.fetch.plan_for(state.sent.ends_on).is_some_and(Plan::goes),
    }
}

/// Since when it is known that he does not count.
fn unlinked_on(case: &Case) -> Option<Date> {
    let state = &case.handover;
    state.uncounted()?;
    state.left.as_ref().map(|left| left.on).or(state.routed_on)
}

const COLUMNS: &str = "v.no, v.name, v.owner, v.custody, v.release_on, v.category, v.entered_on, v.at_office, v.verified, v.notice, v.corrected, v.assessment, v.receipt, v.family, v.village, v.arrived, v.uncounted, v.unlinked_on, v.reported_on, v.notice_due, v.assessment_due, v.receipt_due, v.goes, v.fetch_stage";

const DROP: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "DELETE FROM prerelease WHERE unit = $1 AND no = $2",
);
const PUT: Unscoped =
    Unscoped::because("rows follow the state that was just decided", include_str!("prerelease/put.sql"));
const KEPT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT v.no, v.name, v.owner, v.custody, v.release_on, v.category, v.entered_on, v.at_office, v.verified, v.notice, v.corrected, v.assessment, v.receipt, v.family, v.village, v.arrived, v.uncounted, v.unlinked_on, v.reported_on, v.notice_due, v.assessment_due, v.receipt_due, v.goes, v.fetch_stage, v.unit, v.month, v.unlinked_month FROM prerelease v WHERE v.stream = $1",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all = list::statements();
    all.extend([DROP, PUT, KEPT].map(|s| s.text().to_owned()));
    all
}

fn listed(row: &Row) -> Result<Listed> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Listed {
        no: text(0)?,
        name: text(1)?,
        owner: text(2)?,
        custody: text(3)?,
        release_on: text(4)?,
        category: text(5)?,
        entered_on: text(6)?,
        marks: Marks {
            at_office: row.bool(7)?,
            verified: row.bool(8)?,
            notice: row.bool(9)?,
            corrected: row.bool(10)?,
            assessment: row.bool(11)?,
            receipt: row.bool(12)?,
            family: row.bool(13)?,
            village: row.bool(14)?,
            arrived: row.bool(15)?,
            goes: row.bool(22)?,
        },
        fetch: Stage::from_code(row.text(23)?).ok_or(Error::Unreadable("stage of a fetch"))?,
        uncounted: text(16)?,
        unlinked_on: text(17)?,
        reported_on: text(18)?,
        papers_due: [text(19)?, text(20)?, text(21)?],
    })
}

fn params(unit: &str, stream: Uuid, row: &Listed, home: &str) -> Vec<Value> {
    let m = row.marks;
    let marks = [
        m.at_office,
        m.verified,
        m.notice,
        m.corrected,
        m.assessment,
        m.receipt,
        m.family,
        m.village,
        m.arrived,
    ];
    let first = [&row.no, &row.name, &row.owner, &row.custody].map(String::as_str);
    let second = [row.month(), &row.release_on, &row.category, &row.entered_on];
    let third = [&row.uncounted, row.unlinked_month(), &row.unlinked_on, &row.reported_on];
    let mut all: Vec<Value> = vec![unit.into(), stream.into()];
    all.extend(first.into_iter().chain(second).map(Value::from));
    all.extend(marks.map(|mark| Value::from(i64::from(mark))));
    all.extend(third.into_iter().chain(row.papers_due.iter().map(String::as_str)).map(Value::from));
    all.extend([i64::from(m.goes).into(), home.into(), row.fetch.code().into()]);
    all
}

/// Takes the row of a number out of a unit's list.
pub(crate) async fn drop_one(tx: &mut Tx<'_>, unit: &str, no: &str) -> Result<()> {
    DROP.run(tx, &[unit.into(), no.into()]).await?;
    Ok(())
}

/// Writes what differs between the rows of the state before and after.
pub(crate) async fn save(
    tx: &mut Tx<'_>,
    stream: Uuid,
    home: &str,
    before: &BTreeSet<(String, Listed)>,
    after: &BTreeSet<(String, Listed)>,
) -> Result<()> {
    for (unit, row) in before.difference(after) {
        if !after.iter().any(|(u, r)| u == unit && r.no == row.no) {
            drop_one(tx, unit, &row.no).await?;
        }
    }
    for (unit, row) in after.difference(before) {
        if PUT.run(tx, &params(unit, stream, row, home)).await? != 1 {
            return Err(Error::Raced); // another case took the number at the same moment
        }
    }
    Ok(())
}

/// Doctor's part: the rows in the table are the expected ones, in the months that follow from them.
pub(crate) async fn prove(
    tx: &mut Tx<'_>,
    report: &mut Report,
    case: &Loaded<Case>,
    expected: &BTreeSet<(String, Listed)>,
) -> Result<()> {
    let (mut kept, mut months) = (BTreeSet::new(), true);
    for row in KEPT.query(tx, &[case.id.into()]).await? {
        let found = listed(&row)?;
        months &= row.text(25)? == found.month() && row.text(26)? == found.unlinked_month();
        kept.insert((row.text(24)?.to_owned(), found));
    }
    check(report, &case.state.handover.sent.no, "prerelease_row", months && kept == *expected);
    Ok(())
}
