//! Persons: found by the keyed hash of the identity number, never by the number itself.
//! A person is seen only through a case in scope; the look-ups here serve matching at the door.

use crate::{Hand, Loaded, Result, journal, sql::Unscoped};
use database::{Tx, Value};
use domain::person::{Event, Person};
use jiff::civil::Date;
use uuid::Uuid;
use vault::Master;

const BY_NUMBER: Unscoped = Unscoped::because(
    "one number is one person in the whole city; nothing of him is shown, the row is matched or held",
    "SELECT person FROM person_number WHERE number = $1",
);
const NEW_NUMBER: Unscoped = Unscoped::because(
    "look-up row of a person just registered",
    "INSERT INTO person_number (number, person, home) VALUES ($1, $2, $3)",
);
const NEW_NAME: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "INSERT INTO person_name (name, person, home) VALUES ($1, $2, $3) ON CONFLICT (name, person) DO NOTHING",
);
const CASES: Unscoped = Unscoped::because(
    "all sentences of one person decide whether a row repeats a case; nothing of them is shown",
    "SELECT s.id FROM stream s WHERE s.subject = $1 AND s.kind = 'case' ORDER BY s.id",
);

pub(crate) fn statements() -> Vec<String> {
    [BY_NUMBER, NEW_NUMBER, NEW_NAME, CASES].map(|s| s.text().to_owned()).into()
}

/// The normal form in which names are looked for: simplified characters, no spaces, no dots.
pub fn normal(name: &str) -> String {
    let name = reference::text::simplified(&reference::text::compact(name));
    name.chars().filter(|c| !matches!(c, '·' | '•' | '.' | '．' | '‧' | '・')).take(60).collect()
}

/// The blind index of an identity number.
pub fn blind(keys: &Master, id_number: &str) -> Vec<u8> {
    keys.blind("id_number", id_number).to_vec()
}

/// The person with that identity number.
pub async fn find_by_number(
    tx: &mut Tx<'_>,
    keys: &Master,
    id_number: &str,
) -> Result<Option<Loaded<Person>>> {
    match BY_NUMBER.one(tx, &[blind(keys, id_number).into()]).await? {
        Some(row) => journal::load_by_id(tx, keys, row.uuid(0)?).await,
        None => Ok(None),
    }
}

/// Ids of all cases of a person, for matching at the door.
pub async fn cases(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>> {
    CASES.query(tx, &[person.into()]).await?.iter().map(|r| Ok(r.uuid(0)?)).collect()
}

/// Appends events to a person and writes the look-up rows.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Person>,
    today: Date,
    events: Vec<Event>,
) -> Result<()> {
    let is_new = of.version == 0;
    let known: Vec<String> = of.state.names().map(normal).collect();
    journal::append(tx, hand, of, today, events).await?;
    let home = of.home.as_str();
    if is_new {
        let number = blind(&hand.keys, &of.state.identity.id_number);
        NEW_NUMBER.run(tx, &[number.into(), of.id.into(), home.into()]).await?;
    }
    for name in of.state.names().map(normal).filter(|n| is_new || !known.contains(n)) {
        let row: [Value; 3] = [name.into(), of.id.into(), home.into()];
        NEW_NAME.run(tx, &row).await?;
    }
    Ok(())
}
