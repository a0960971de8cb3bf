//! What the tables hold, as `doctor` compares it with what the streams say, and what belongs to no stream.
//! Read by stream here, never by unit: a row planted for another unit is found as well.
//! Must never know: what the rows should be.

use super::Violation;
use crate::{
    Result, account,
    rows::{HeldRow, Listed, Rows},
    sql::Unscoped,
};
use database::Tx;
use domain::sealing::Key;
use uuid::Uuid;

const VISIBLE: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, no, name, standing, category, owner, release_on, due_on FROM visible WHERE stream = $1",
);
const OWED: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, kind, subject, rule, due_on, owner, worker, settle, title, why, stream_kind, no, name, urged_on, urged_by FROM obligation WHERE stream = $1",
);
const HELD: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, no, roster, sheet, line, name, custody, owner, problems, fate, due_on FROM held WHERE stream = $1",
);
const NUMBERS: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT number FROM person_number WHERE person = $1 ORDER BY number",
);
const FORMER: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT number FROM person_former_number WHERE person = $1 ORDER BY number",
);
const LINK: Unscoped =
    Unscoped::because("doctor compares every row", "SELECT joined FROM person_link WHERE person = $1");
const NAMES: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT name FROM person_name WHERE person = $1 ORDER BY name",
);
const ACCOUNT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT login, name, role, unit, disabled, leave_from, leave_until, stand_in, seen_until FROM account WHERE stream = $1",
);
const HOLDERS: Unscoped = Unscoped::because(
    "doctor asks whether anybody who may sign in has the key to a sealed case",
    "SELECT COUNT(*) FROM account WHERE disabled = 0 AND (login = $1 OR unit = $2 AND role IN ('office_head', 'district', 'city'))",
);
/// A code and the number or sign-in name of every row that belongs to nothing.
const ASTRAY: Unscoped = Unscoped::because(
    "doctor looks for rows without a stream, owners that are no units, receipts that do not add up",
    include_str!("astray.sql"),
);
const STREAMLESS: Unscoped = Unscoped::because(
    "doctor looks for events, look-up rows and pictures without a stream",
    "SELECT e.stream FROM event e LEFT JOIN stream s ON s.id = e.stream WHERE s.id IS NULL UNION SELECT n.person FROM person_number n LEFT JOIN stream s ON s.id = n.person WHERE s.id IS NULL UNION SELECT n.person FROM person_name n LEFT JOIN stream s ON s.id = n.person WHERE s.id IS NULL UNION SELECT n.person FROM person_former_number n LEFT JOIN stream s ON s.id = n.person WHERE s.id IS NULL UNION SELECT l.person FROM person_link l LEFT JOIN stream s ON s.id = l.person LEFT JOIN stream j ON j.id = l.joined WHERE s.id IS NULL OR j.id IS NULL UNION SELECT p.stream FROM scan p LEFT JOIN stream s ON s.id = p.stream WHERE s.id IS NULL",
);

/// The codes of [`ASTRAY`].
const CODES: [&str; 5] = ["orphan_row", "owner_unknown", "account_row", "receipt_sum", "row_lost"];

pub(super) fn statements() -> Vec<String> {
    [VISIBLE, OWED, HELD, NUMBERS, FORMER, LINK, NAMES, ACCOUNT, HOLDERS, ASTRAY, STREAMLESS]
        .map(|s| s.text().to_owned())
        .into()
}

/// Rows that belong to no stream, and what else no single stream can tell.
pub(super) async fn astray(tx: &mut Tx<'_>) -> Result<Vec<Violation>> {
    let mut found = vec![];
    for row in ASTRAY.query(tx, &[]).await? {
        let code = CODES.into_iter().find(|c| row.text(0).is_ok_and(|t| t == *c)).unwrap_or("orphan_row");
        found.push(Violation { code, of: row.text(1)?.to_owned() });
    }
    for row in STREAMLESS.query(tx, &[]).await? {
        found.push(Violation { code: "orphan_row", of: row.uuid(0)?.to_string() });
    }
    Ok(found)
}

/// The keyed hashes under which a person is found.
pub(super) async fn numbers(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Vec<u8>>> {
    let found = NUMBERS.query(tx, &[person.into()]).await?;
    found.iter().map(|r| Ok(r.blob(0)?.to_vec())).collect()
}

/// The keyed hashes of the numbers that were recorded wrongly.
pub(super) async fn former_numbers(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Vec<u8>>> {
    let found = FORMER.query(tx, &[person.into()]).await?;
    found.iter().map(|r| Ok(r.blob(0)?.to_vec())).collect()
}

/// The stream with which a person is joined.
pub(super) async fn joined(tx: &mut Tx<'_>, person: Uuid) -> Result<Option<String>> {
    let found = LINK.one(tx, &[person.into()]).await?;
    found.map(|row| Ok(row.uuid(0)?.to_string())).transpose()
}

/// The names under which a person is found.
pub(super) async fn names(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<String>> {
    let found = NAMES.query(tx, &[person.into()]).await?;
    found.iter().map(|r| Ok(r.text(0)?.to_owned())).collect()
}

/// The row of an account's stream.
pub(super) async fn account(tx: &mut Tx<'_>, stream: Uuid) -> Result<Option<account::Listed>> {
    ACCOUNT.one(tx, &[stream.into()]).await?.as_ref().map(account::listed).transpose()
}

/// Whether an account that may sign in holds a key to sealed cases.
pub(super) async fn is_held(tx: &mut Tx<'_>, key: &Key) -> Result<bool> {
    let (login, unit) = match key {
        Key::Person(login) => (login.as_str(), ""),
        Key::Desk(unit) => ("", unit.code()),
        Key::Unit(_) => return Ok(false),
    };
    let row = HOLDERS.one(tx, &[login.into(), unit.into()]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? > 0)
}

/// Everything the tables say about one stream.
pub(super) async fn rows(tx: &mut Tx<'_>, stream: Uuid) -> Result<Rows> {
    let mut kept = Rows::default();
    for row in VISIBLE.query(tx, &[stream.into()]).await? {
        let text = |i| row.text(i).map(str::to_owned);
        kept.visible.insert((
            text(0)?,
            Listed {
                no: text(1)?,
                name: text(2)?,
                standing: text(3)?,
                category: text(4)?,
                owner: text(5)?,
                release_on: text(6)?,
                due_on: text(7)?,
            },
        ));
    }
    for row in OWED.query(tx, &[stream.into()]).await? {
        kept.owed.insert(crate::obligation::owed(&row)?);
    }
    for row in HELD.query(tx, &[stream.into()]).await? {
        let text = |i| row.text(i).map(str::to_owned);
        kept.held.insert((
            text(0)?,
            HeldRow {
                no: text(1)?,
                roster: text(2)?,
                sheet: text(3)?,
                line: row.int(4)?,
                name: text(5)?,
                custody: text(6)?,
                owner: text(7)?,
                problems: row.int(8)?,
                fate: text(9)?,
                due_on: text(10)?,
            },
        ));
    }
    Ok(kept)
}
