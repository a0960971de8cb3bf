//! Rows as functions of state: what lists, workbench and visibility show about a case or a held row is
//! computed from the folded state. After a fold the rows that differ are written; no SQL per event.
//! `doctor` computes the same rows and compares, so no row can drift unseen.

use crate::{Error, Result, prerelease, sql::Unscoped};
use database::{Tx, Value};
use domain::{
    case::Case,
    kernel::Obligation,
    quarantine::{Fate, Row},
    rules::Rules,
    sealing::Key,
    unit::Unit,
    urge::Urge,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The date that stands for "nothing is due": after every real one.
pub const NEVER: Date = jiff::civil::date(9999, 12, 31);

/// A row of `visible` without its unit: what lists show of a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Case number.
    pub no: String,
    /// Name.
    pub name: String,
    /// Code of the standing.
    pub standing: String,
    /// Code of the grade.
    pub category: String,
    /// Owner.
    pub owner: String,
    /// Planned or actual release.
    pub release_on: String,
    /// The earliest thing owed; [`NEVER`] for a closed case.
    pub due_on: String,
}

/// A row of `obligation`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    /// Unit that may settle it.
    pub unit: String,
    /// Kind.
    pub kind: String,
    /// Which of the kind.
    pub subject: String,
    /// Rule.
    pub rule: String,
    /// Due date.
    pub due_on: String,
    /// Unit that owes it.
    pub owner: String,
    /// Account in charge.
    pub worker: Option<String>,
    /// The command that settles it.
    pub settle: String,
    /// Chinese title.
    pub title: String,
    /// Chinese reason.
    pub why: String,
    /// The day on which the owner was last urged to do it, empty where nobody did.
    pub urged_on: Option<String>,
    /// The bureau that urged.
    pub urged_by: Option<String>,
    /// `case` or `row`.
    pub stream_kind: String,
    /// Number of the case or the held row.
    pub no: String,
    /// Name of the person.
    pub name: String,
}

/// A row of `held` without its unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldRow {
    /// Number.
    pub no: String,
    /// Upload.
    pub roster: String,
    /// Sheet.
    pub sheet: String,
    /// Line in the sheet.
    pub line: i64,
    /// Name as far as it can be read.
    pub name: String,
    /// Sender.
    pub custody: String,
    /// Owner.
    pub owner: String,
    /// How many problems.
    pub problems: i64,
    /// held, released, rejected.
    pub fate: String,
    /// Due date; [`NEVER`] when settled.
    pub due_on: String,
}

/// Everything the tables say about one stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Units with what they see of the case.
    pub visible: BTreeSet<(String, Listed)>,
    /// Units with what they see of the held row.
    pub held: BTreeSet<(String, HeldRow)>,
    /// What is owed.
    pub owed: BTreeSet<Owed>,
    /// Units with what lists of those coming home show of the case.
    pub prerelease: BTreeSet<(String, prerelease::Listed)>,
}

/// The rows of a case.
pub fn of_case(case: &Case, rules: &Rules, calendar: &Calendar) -> Rows {
    let Some(owner) = case.owner() else { return Rows::default() };
    let sent = &case.handover.sent;
    let due = case.due(rules, calendar);
    let listed = Listed {
        no: sent.no.clone(),
        name: sent.name.clone(),
        standing: case.standing().code().to_owned(),
        category: case.handover.category.code().to_owned(),
        owner: owner.code().to_owned(),
        release_on: case.handover.term.map_or(sent.ends_on, |t| t.from).to_string(),
        due_on: due.first().map_or(NEVER, |o| o.due_on).to_string(),
    };
    let visible = case.viewers(&due).iter().map(|key| (key.code(), listed.clone())).collect();
    let keys = |unit: &Unit| case.keys(unit).iter().map(Key::code).collect();
    let owed = owed(&due, "case", &sent.no, &sent.name, &keys, |o| case.urge.of(o));
    Rows { visible, owed, prerelease: prerelease::of_case(case, &due), ..Rows::default() }
}

/// The rows of a held row with that number.
pub fn of_held(row: &Row, no: &str, rules: &Rules, calendar: &Calendar) -> Rows {
    if row.roster.is_empty() {
        return Rows::default();
    }
    let due = row.due(rules, calendar);
    let name = shown_name(row);
    let fate = match row.fate {
        Fate::Held => "held",
        Fate::Released(_) => "released",
        Fate::Rejected(_) => "rejected",
    };
    let held = HeldRow {
        no: no.to_owned(),
        roster: row.roster.clone(),
        sheet: row.position.0.clone(),
        line: i64::from(row.position.1),
        name: name.clone(),
        custody: row.custody.code().to_owned(),
        owner: row.owner.code().to_owned(),
        problems: i64::try_from(row.problems.len()).unwrap_or(i64::MAX),
        fate: fate.to_owned(),
        due_on: due.first().map_or(NEVER, |o| o.due_on).to_string(),
    };
    let held = row.seen_by().iter().map(|key| (key.code(), held.clone())).collect();
    let keys = |unit: &Unit| vec![unit.code().to_owned()];
    Rows { held, owed: owed(&due, "row", no, &name, &keys, |_| None), ..Rows::default() }
}

/// The name of a held row, kept in clear only where it can be one: when columns have slipped, what stands
/// under "name" may be an identity number, a phone or an address.
fn shown_name(row: &Row) -> String {
    let name = row.cells.get("name").map_or_else(String::new, |n| reference::text::clean(n));
    let doubted = |p: &domain::quarantine::Problem| p.field == "name" && p.code != "same_number_other_name";
    if name.is_empty() {
        "（无姓名）".into()
    } else if name.chars().any(char::is_numeric) || row.problems.iter().any(doubted) {
        "（姓名待更正）".into()
    } else {
        name.chars().take(60).collect()
    }
}

/// The rows of what is owed; `keys` are those under which the rows of a unit stand.
fn owed<'a>(
    due: &[Obligation],
    stream_kind: &str,
    no: &str,
    name: &str,
    keys: &dyn Fn(&Unit) -> Vec<String>,
    urged: impl Fn(&Obligation) -> Option<&'a Urge>,
) -> BTreeSet<Owed> {
    let mut rows = BTreeSet::new();
    for o in due {
        let urge = urged(o);
        for unit in std::iter::once(&o.owner).chain(&o.also).flat_map(keys) {
            rows.insert(Owed {
                unit,
                kind: o.kind.to_owned(),
                subject: o.subject.clone(),
                rule: o.rule.to_owned(),
                due_on: o.due_on.to_string(),
                owner: o.owner.code().to_owned(),
                worker: o.worker.clone(),
                settle: o.settle.to_owned(),
                title: o.title.to_owned(),
                why: o.why.clone(),
                urged_on: urge.map(|u| u.on.to_string()),
                urged_by: urge.map(|u| u.unit.code().to_owned()),
                stream_kind: stream_kind.to_owned(),
                no: no.to_owned(),
                name: name.to_owned(),
            });
        }
    }
    rows
}

const DROP_VISIBLE: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "DELETE FROM visible WHERE unit = $1 AND no = $2",
);
const PUT_VISIBLE: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "INSERT INTO visible (unit, stream, no, name, standing, category, owner, release_on, due_on, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (unit, no) DO UPDATE SET name = excluded.name, standing = excluded.standing, category = excluded.category, owner = excluded.owner, release_on = excluded.release_on, due_on = excluded.due_on WHERE visible.stream = excluded.stream",
);
const DROP_OWED: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "DELETE FROM obligation WHERE stream = $1 AND kind = $2 AND subject = $3 AND unit = $4",
);
const PUT_OWED: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "INSERT INTO obligation (unit, stream, kind, subject, rule, due_on, owner, worker, settle, title, why, stream_kind, no, name, urged_on, urged_by, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (stream, kind, subject, unit) DO UPDATE SET rule = excluded.rule, due_on = excluded.due_on, owner = excluded.owner, worker = excluded.worker, settle = excluded.settle, title = excluded.title, why = excluded.why, name = excluded.name, urged_on = excluded.urged_on, urged_by = excluded.urged_by",
);
const DROP_HELD: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "DELETE FROM held WHERE unit = $1 AND no = $2",
);
const PUT_HELD: Unscoped = Unscoped::because(
    "rows follow the state that was just decided",
    "INSERT INTO held (unit, stream, no, roster, sheet, line, name, custody, owner, problems, fate, due_on, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (unit, no) DO UPDATE SET name = excluded.name, owner = excluded.owner, problems = excluded.problems, fate = excluded.fate, due_on = excluded.due_on WHERE held.stream = excluded.stream",
);

pub(crate) fn statements() -> Vec<String> {
    [DROP_VISIBLE, PUT_VISIBLE, DROP_OWED, PUT_OWED, DROP_HELD, PUT_HELD].map(|s| s.text().to_owned()).into()
}

/// Writes what differs between the rows of the state before and after.
pub async fn save(tx: &mut Tx<'_>, stream: Uuid, home: &str, before: &Rows, after: &Rows) -> Result<()> {
    for (unit, row) in before.visible.difference(&after.visible) {
        if !after.visible.iter().any(|(u, r)| u == unit && r.no == row.no) {
            DROP_VISIBLE.run(tx, &[unit.as_str().into(), row.no.as_str().into()]).await?;
        }
    }
    for (unit, r) in after.visible.difference(&before.visible) {
        let texts = [&r.no, &r.name, &r.standing, &r.category, &r.owner, &r.release_on, &r.due_on];
        let mut params: Vec<Value> = vec![unit.as_str().into(), stream.into()];
        params.extend(texts.into_iter().map(|t| t.as_str().into()));
        params.push(home.into());
        own_number(PUT_VISIBLE.run(tx, &params).await?)?;
    }
    save_owed(tx, stream, home, before, after).await?;
    prerelease::save(tx, stream, home, &before.prerelease, &after.prerelease).await?;
    save_held(tx, stream, home, before, after).await
}

/// Writes all rows of a stream, whatever stands under their keys.
pub(crate) async fn renew(tx: &mut Tx<'_>, stream: Uuid, home: &str, after: &Rows) -> Result<()> {
    for (unit, row) in &after.visible {
        DROP_VISIBLE.run(tx, &[unit.as_str().into(), row.no.as_str().into()]).await?;
    }
    for (unit, row) in &after.held {
        DROP_HELD.run(tx, &[unit.as_str().into(), row.no.as_str().into()]).await?;
    }
    for (unit, row) in &after.prerelease {
        prerelease::drop_one(tx, unit, &row.no).await?;
    }
    save(tx, stream, home, &Rows::default(), after).await
}

/// A number that another stream holds is a lost race: the work is run again and draws another one.
fn own_number(touched: u64) -> Result<()> {
    if touched == 1 { Ok(()) } else { Err(Error::Raced) }
}

async fn save_owed(tx: &mut Tx<'_>, stream: Uuid, home: &str, before: &Rows, after: &Rows) -> Result<()> {
    let key = |o: &Owed| (o.kind.clone(), o.subject.clone(), o.unit.clone());
    let kept: BTreeSet<_> = after.owed.iter().map(key).collect();
    for o in before.owed.difference(&after.owed).filter(|o| !kept.contains(&key(o))) {
        let row: [Value; 4] =
            [stream.into(), o.kind.as_str().into(), o.subject.as_str().into(), o.unit.as_str().into()];
        DROP_OWED.run(tx, &row).await?;
    }
    for o in after.owed.difference(&before.owed) {
        let row: [Value; 17] = [
            o.unit.as_str().into(),
            stream.into(),
            o.kind.as_str().into(),
            o.subject.as_str().into(),
            o.rule.as_str().into(),
            o.due_on.as_str().into(),
            o.owner.as_str().into(),
            o.worker.clone().into(),
            o.settle.as_str().into(),
            o.title.as_str().into(),
            o.why.as_str().into(),
            o.stream_kind.as_str().into(),
            o.no.as_str().into(),
            o.name.as_str().into(),
            o.urged_on.clone().into(),
            o.urged_by.clone().into(),
            home.into(),
        ];
        PUT_OWED.run(tx, &row).await?;
    }
    Ok(())
}

async fn save_held(tx: &mut Tx<'_>, stream: Uuid, home: &str, before: &Rows, after: &Rows) -> Result<()> {
    for (unit, row) in before.held.difference(&after.held) {
        if !after.held.iter().any(|(u, r)| u == unit && r.no == row.no) {
            DROP_HELD.run(tx, &[unit.as_str().into(), row.no.as_str().into()]).await?;
        }
    }
    for (unit, r) in after.held.difference(&before.held) {
        let row: [Value; 13] = [
            unit.as_str().into(),
            stream.into(),
            r.no.as_str().into(),
            r.roster.as_str().into(),
            r.sheet.as_str().into(),
            r.line.into(),
            r.name.as_str().into(),
            r.custody.as_str().into(),
            r.owner.as_str().into(),
            r.problems.into(),
            r.fate.as_str().into(),
            r.due_on.as_str().into(),
            home.into(),
        ];
        own_number(PUT_HELD.run(tx, &row).await?)?;
    }
    Ok(())
}

impl std::fmt::Debug for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Listed[{} {} {} {} redacted]", self.no, self.standing, self.owner, self.due_on)
    }
}
impl std::fmt::Debug for Owed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Owed[{} {} {} {} {} redacted]", self.no, self.kind, self.subject, self.owner, self.due_on)
    }
}
impl std::fmt::Debug for HeldRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeldRow[{} {} {} {} redacted]", self.no, self.fate, self.owner, self.due_on)
    }
}
