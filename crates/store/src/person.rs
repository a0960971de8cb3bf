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
const BY_FORMER: Unscoped = Unscoped::because(
    "a number once recorded wrongly is asked about at the door; nothing of the person is shown",
    "SELECT person FROM person_former_number WHERE number = $1 ORDER BY person",
);
const BY_NAME: Unscoped = Unscoped::because(
    "a corrected name is matched against everybody in the city; the bureau decides, nothing is shown",
    "SELECT person FROM person_name WHERE name = $1 ORDER BY person LIMIT $2",
);
const NEW_NUMBER: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "INSERT INTO person_number (number, person, home) VALUES ($1, $2, $3)",
);
const DROP_NUMBER: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "DELETE FROM person_number WHERE number = $1 AND person = $2",
);
const NEW_FORMER: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "INSERT INTO person_former_number (number, person, home) VALUES ($1, $2, $3) ON CONFLICT (number, person) DO NOTHING",
);
const NEW_NAME: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "INSERT INTO person_name (name, person, home) VALUES ($1, $2, $3) ON CONFLICT (name, person) DO NOTHING",
);
const LINK: Unscoped = Unscoped::because(
    "look-up row of a person just written",
    "INSERT INTO person_link (person, joined, home) VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET joined = excluded.joined",
);
const LINKED: Unscoped = Unscoped::because(
    "one human being recorded twice is one for whoever sees one of his cases in scope",
    "SELECT joined FROM person_link WHERE person = $1 UNION SELECT person FROM person_link WHERE joined = $1",
);
const CASES: Unscoped = Unscoped::because(
    "all sentences of one person decide whether a row repeats a case; nothing of them is shown",
    "SELECT s.id FROM stream s WHERE s.subject = $1 AND s.kind = 'case' ORDER BY s.id",
);

pub(crate) fn statements() -> Vec<String> {
    let all =
        [BY_NUMBER, BY_FORMER, BY_NAME, NEW_NUMBER, DROP_NUMBER, NEW_FORMER, NEW_NAME, LINK, LINKED, CASES];
    all.map(|s| s.text().to_owned()).into()
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

/// Ids of persons whose number was once recorded as this one.
pub async fn find_by_former_number(tx: &mut Tx<'_>, keys: &Master, id_number: &str) -> Result<Vec<Uuid>> {
    let found = BY_FORMER.query(tx, &[blind(keys, id_number).into()]).await?;
    found.iter().map(|r| Ok(r.uuid(0)?)).collect()
}

/// Ids of persons with exactly that name among theirs, at most so many.
pub async fn find_by_name(tx: &mut Tx<'_>, name: &str, limit: i64) -> Result<Vec<Uuid>> {
    let found = BY_NAME.query(tx, &[normal(name).into(), limit.into()]).await?;
    found.iter().map(|r| Ok(r.uuid(0)?)).collect()
}

/// All streams of one human being: this one first, then those joined with it.
pub async fn group(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>> {
    let mut all = vec![person];
    let mut next = 0;
    while let Some(&one) = all.get(next) {
        for row in LINKED.query(tx, &[one.into()]).await? {
            let other = row.uuid(0)?;
            if !all.contains(&other) {
                all.push(other);
            }
        }
        next += 1;
    }
    Ok(all)
}

/// Ids of all cases of a person, however often he is recorded, for matching at the door.
pub async fn cases(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>> {
    let mut all = vec![];
    for one in group(tx, person).await? {
        all.extend(own_cases(tx, one).await?);
    }
    Ok(all)
}

/// Ids of the cases under one stream of a person.
pub(crate) async fn own_cases(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>> {
    CASES.query(tx, &[person.into()]).await?.iter().map(|r| Ok(r.uuid(0)?)).collect()
}

/// Appends events to a person and writes the look-up rows that follow from them.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Person>,
    today: Date,
    events: Vec<Event>,
) -> Result<()> {
    let before = of.state.clone();
    journal::append(tx, hand, of, today, events).await?;
    put(tx, &hand.keys, of, &before).await
}

/// Writes the look-up rows that differ from those of the state before; all, where that knew no number.
pub(crate) async fn put(tx: &mut Tx<'_>, keys: &Master, of: &Loaded<Person>, before: &Person) -> Result<()> {
    let is_new = before.identity.id_number.is_empty();
    let known: Vec<String> = before.names().map(normal).collect();
    let home = of.home.as_str();
    let row = |number: &str| -> [Value; 3] { [blind(keys, number).into(), of.id.into(), home.into()] };
    let number = of.state.identity.id_number.as_str();
    if !is_new && number != before.identity.id_number {
        let was = blind(keys, &before.identity.id_number);
        DROP_NUMBER.run(tx, &[was.into(), of.id.into()]).await?;
    }
    if is_new || number != before.identity.id_number {
        NEW_NUMBER.run(tx, &row(number)).await?;
    }
    for former in of.state.former_numbers.iter().skip(before.former_numbers.len()) {
        NEW_FORMER.run(tx, &row(former)).await?;
    }
    for name in of.state.names().map(normal).filter(|n| is_new || !known.contains(n)) {
        let row: [Value; 3] = [name.into(), of.id.into(), home.into()];
        NEW_NAME.run(tx, &row).await?;
    }
    if let Some(joined) = of.state.joined.as_ref().filter(|j| before.joined.as_ref() != Some(j)) {
        let joined = Uuid::parse_str(joined).map_err(|_| crate::Error::Unreadable("joined person"))?;
        LINK.run(tx, &[of.id.into(), joined.into(), home.into()]).await?;
    }
    Ok(())
}
