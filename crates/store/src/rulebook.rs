//! The rule packs of a city, and what another set of rules changes: rows about cases are functions of state
//! and rules, so a new pack is accepted together with every row that it moves, in one commit.
//! Must never know: what a rule means.

use crate::{
    Hand, Loaded, Result,
    doctor::{Report, check},
    journal,
    rows::{self, Owed, Rows},
    sql::Unscoped,
};
use database::{Tx, Value};
use domain::{
    case::Case,
    kernel::Stream,
    quarantine::Row,
    rulebook::{Event, Rulebook},
    rules::Rules,
};
use jiff::civil::Date;
use reference::calendar::Calendar;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use vault::Master;

const STREAM: Unscoped =
    Unscoped::because("rules are no persons", "SELECT stream FROM rulebook WHERE city = $1");
const PACKS: Unscoped =
    Unscoped::because("rules are no persons", "SELECT packs FROM rulebook WHERE city = $1");
const PUT: Unscoped = Unscoped::because(
    "row of the rulebook just written",
    "INSERT INTO rulebook (city, stream, packs) VALUES ($1, $2, $3) ON CONFLICT (city) DO UPDATE SET packs = excluded.packs",
);
const KEPT: Unscoped =
    Unscoped::because("doctor compares every row", "SELECT city, packs FROM rulebook WHERE stream = $1");
const FOLLOWING: Unscoped = Unscoped::because(
    "a rule counts for every case, whoever may see it; what is shown is cut to a scope",
    "SELECT id, kind FROM stream WHERE id > $1 ORDER BY id LIMIT 500",
);
const HELD_NO: Unscoped = Unscoped::because(
    "the number of a row that was just loaded",
    "SELECT no FROM held WHERE stream = $1 LIMIT 1",
);

pub(crate) fn statements() -> Vec<String> {
    [STREAM, PACKS, PUT, KEPT, FOLLOWING, HELD_NO].map(|s| s.text().to_owned()).into()
}

/// How many packs a city has accepted.
pub async fn packs(tx: &mut Tx<'_>, city: &str) -> Result<usize> {
    let packs = PACKS.one(tx, &[city.into()]).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(usize::try_from(packs).unwrap_or_default())
}

/// The rulebook of a city, if it ever accepted a pack.
pub async fn load(tx: &mut Tx<'_>, keys: &Master, city: &str) -> Result<Option<Loaded<Rulebook>>> {
    match STREAM.one(tx, &[city.into()]).await? {
        Some(row) => journal::load_by_id(tx, keys, row.uuid(0)?).await,
        None => Ok(None),
    }
}

/// Appends events to the rulebook of a city and writes its row.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Rulebook>,
    city: &str,
    today: Date,
    events: Vec<Event>,
) -> Result<Vec<String>> {
    let kinds = journal::append(tx, hand, of, today, events).await?;
    put(tx, of, city).await?;
    Ok(kinds)
}

/// Writes the row of the rulebook of a city.
pub(crate) async fn put(tx: &mut Tx<'_>, of: &Loaded<Rulebook>, city: &str) -> Result<()> {
    let packs = i64::try_from(of.state.texts.len()).unwrap_or(i64::MAX);
    let row: [Value; 3] = [city.into(), of.id.into(), packs.into()];
    PUT.run(tx, &row).await?;
    Ok(())
}

/// An obligation that another set of rules moves, makes or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What is owed; the rule, the case and its owner are told here.
    pub owed: Owed,
    /// Due by the rules so far; `None` when it was not owed.
    pub before: Option<String>,
    /// Due by the other rules; `None` when it is owed no more.
    pub after: Option<String>,
    /// Units that see the case or the held row.
    pub units: BTreeSet<String>,
}

/// Everything that other rules change, stream by stream; written when `write` is set. Goes through every
/// open case and held row: as long as an examination by doctor.
pub async fn renew(
    tx: &mut Tx<'_>,
    keys: &Master,
    (before, after): (&Rules, &Rules),
    calendar: &Calendar,
    write: bool,
) -> Result<Vec<Moved>> {
    let (mut moved, mut last) = (vec![], Uuid::nil());
    loop {
        let page = FOLLOWING.query(tx, &[last.into()]).await?;
        let Some(end) = page.last() else { return Ok(moved) };
        last = end.uuid(0)?;
        for row in &page {
            let id = row.uuid(0)?;
            let Some((home, old, new)) = both(tx, keys, (before, after), calendar, id, row.text(1)?).await?
            else {
                continue;
            };
            moved.extend(differences(&old, &new));
            if write {
                rows::save(tx, id, &home, &old, &new).await?;
            }
        }
    }
}

/// Where the stream was born, and its rows by one and by the other rules.
async fn both(
    tx: &mut Tx<'_>,
    keys: &Master,
    (before, after): (&Rules, &Rules),
    calendar: &Calendar,
    id: Uuid,
    kind: &str,
) -> Result<Option<(String, Rows, Rows)>> {
    match kind {
        Case::KIND => Ok(journal::load_by_id::<Case>(tx, keys, id).await?.map(|case| {
            let rows = |rules| rows::of_case(&case.state, rules, calendar);
            (case.home.clone(), rows(before), rows(after))
        })),
        Row::KIND => {
            let Some(held) = journal::load_by_id::<Row>(tx, keys, id).await? else { return Ok(None) };
            let Some(no) = HELD_NO.one(tx, &[id.into()]).await? else { return Ok(None) };
            let rows = |rules| no.text(0).map(|no| rows::of_held(&held.state, no, rules, calendar));
            Ok(Some((held.home.clone(), rows(before)?, rows(after)?)))
        }
        _ => Ok(None),
    }
}

/// What is owed on another day, newly or no more; once, also where two units may settle it.
fn differences(old: &Rows, new: &Rows) -> Vec<Moved> {
    let units: BTreeSet<String> = {
        let visible = new.visible.iter().map(|(unit, _)| unit.clone());
        visible.chain(new.held.iter().map(|(unit, _)| unit.clone())).collect()
    };
    let mut by_thing = BTreeMap::<(String, String), Moved>::new();
    let mut note = |owed: &Owed, is_new: bool| {
        let moved = by_thing.entry((owed.kind.clone(), owed.subject.clone())).or_insert_with(|| Moved {
            owed: owed.clone(),
            before: None,
            after: None,
            units: units.clone(),
        });
        let due = Some(owed.due_on.clone());
        if is_new { moved.after = due } else { moved.before = due }
    };
    old.owed.difference(&new.owed).for_each(|o| note(o, false));
    new.owed.difference(&old.owed).for_each(|o| note(o, true));
    by_thing.into_values().filter(|m| m.before != m.after).collect()
}

/// Doctor's part: the row tells how many packs the stream holds.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, of: &Loaded<Rulebook>) -> Result<()> {
    let kept = KEPT.one(tx, &[of.id.into()]).await?;
    let packs = kept.map_or(Ok(-1), |row| row.int(1))?;
    check(report, of.id, "rulebook_row", usize::try_from(packs) == Ok(of.state.texts.len()));
    Ok(())
}
