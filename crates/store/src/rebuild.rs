//! Every row that is a function of state, computed anew: after an upgrade that added a column, or where doctor
//! found a row that drifted. What a stream has in the tables is thrown away and written from its state; rows
//! under the stream's own keys that say they belong to another one go as well. The journal is only read.
//! A held row keeps the number that was drawn for it; pictures and receipts are no functions of state.
//! Must never know: what a row means, why it drifted.

use crate::{
    Error, Loaded, Result, base, fetch, journal, letter, note, person, reassign, rows, rulebook,
    sql::Unscoped,
};
use database::Tx;
use domain::{
    account::Account, base::Bed, case::Case, fetch::Budget, kernel::Stream, letter::Book, note::Note,
    person::Person, quarantine::Row, reassign::Reassignment, rulebook::Rulebook, rules::Rules,
};
use reference::calendar::Calendar;
use uuid::Uuid;
use vault::Master;

/// By what rows are computed.
pub struct Means<'a> {
    /// Keys.
    pub keys: &'a Master,
    /// Rules.
    pub rules: &'a Rules,
    /// Calendar.
    pub calendar: &'a Calendar,
    /// The city whose rules they are.
    pub city: &'a str,
}

/// A stream and its kind.
pub type Named = (Uuid, String);

const STREAMS: Unscoped = Unscoped::because(
    "rows of every stream are computed anew; nothing is shown",
    "SELECT id, kind FROM stream WHERE id > $1 ORDER BY id LIMIT 50",
);
const TOTAL: Unscoped = Unscoped::because("tells how far the work has come", "SELECT COUNT(*) FROM stream");
const HELD_NO: Unscoped = Unscoped::because(
    "the number of a row that was just loaded, where the list lost it",
    "SELECT no FROM held WHERE stream = $1 UNION SELECT no FROM obligation WHERE stream = $1 AND stream_kind = 'row' LIMIT 1",
);

/// Declares the statements that throw away what a stream has in a table, and what belongs to no stream.
macro_rules! derived {
    ($($own:ident, $astray:ident: $table:literal . $column:literal of $kind:literal;)+) => {
        $(
            const $own: Unscoped = Unscoped::because(
                "rows of the stream that was just loaded are written anew",
                concat!("DELETE FROM ", $table, " WHERE ", $column, " = $1"),
            );
            const $astray: Unscoped = Unscoped::because(
                "a row whose stream does not exist says nothing",
                concat!(
                    "DELETE FROM ", $table, " WHERE NOT EXISTS (SELECT 1 FROM stream s WHERE s.id = ", $table, ".",
                    $column, " AND s.kind = '", $kind, "')"
                ),
            );
        )+
        const ASTRAY: &[Unscoped] = &[$($astray),+];
        const OWN: &[Unscoped] = &[$($own),+];
    };
}

derived! {
    VISIBLE, NO_VISIBLE: "visible"."stream" of "case";
    PRERELEASE, NO_PRERELEASE: "prerelease"."stream" of "case";
    PICKUP, NO_PICKUP: "pickup"."stream" of "case";
    HELD, NO_HELD: "held"."stream" of "row";
    NUMBER, NO_NUMBER: "person_number"."person" of "person";
    FORMER, NO_FORMER: "person_former_number"."person" of "person";
    NAME, NO_NAME: "person_name"."person" of "person";
    LINK, NO_LINK: "person_link"."person" of "person";
    ACCOUNT, NO_ACCOUNT: "account"."stream" of "account";
    BED, NO_BED: "bed"."stream" of "bed";
    BUDGET, NO_BUDGET: "pickup_budget"."stream" of "budget";
    BOOK, NO_BOOK: "letterbook"."stream" of "letterbook";
    REASSIGNMENT, NO_REASSIGNMENT: "reassignment"."stream" of "reassignment";
    NOTE, NO_NOTE: "note"."stream" of "note";
    RULEBOOK, NO_RULEBOOK: "rulebook"."stream" of "rulebook";
}

const OBLIGATION: Unscoped = Unscoped::because(
    "rows of the stream that was just loaded are written anew",
    "DELETE FROM obligation WHERE stream = $1",
);
const NO_OBLIGATION: Unscoped = Unscoped::because(
    "a row whose stream does not exist says nothing",
    "DELETE FROM obligation WHERE NOT EXISTS (SELECT 1 FROM stream s WHERE s.id = obligation.stream AND s.kind = obligation.stream_kind)",
);
const NO_NIGHT: Unscoped = Unscoped::because(
    "a night of a bed that does not exist says nothing",
    "DELETE FROM bed_night WHERE NOT EXISTS (SELECT 1 FROM bed b WHERE b.code = bed_night.bed)",
);

/// A statement that makes room for a row of the stream that was just loaded, whoever has it now.
const fn by_key(text: &'static str) -> Unscoped {
    Unscoped::because("makes room for a row of the stream that was just loaded", text)
}
const ACCOUNT_KEY: Unscoped = by_key("DELETE FROM account WHERE login = $1");
const BED_KEY: Unscoped = by_key("DELETE FROM bed WHERE code = $1");
const NIGHTS_KEY: Unscoped = by_key("DELETE FROM bed_night WHERE bed = $1");
const NUMBER_KEY: Unscoped = by_key("DELETE FROM person_number WHERE number = $1");
const BUDGET_KEY: Unscoped = by_key("DELETE FROM pickup_budget WHERE unit = $1 AND year = $2");
const BOOK_KEY: Unscoped = by_key("DELETE FROM letterbook WHERE book = $1 AND year = $2 AND unit = $3");
const RULEBOOK_KEY: Unscoped = by_key("DELETE FROM rulebook WHERE city = $1");

pub(crate) fn statements() -> Vec<String> {
    let keys = [ACCOUNT_KEY, BED_KEY, NIGHTS_KEY, NUMBER_KEY, BUDGET_KEY, BOOK_KEY, RULEBOOK_KEY];
    let single = [STREAMS, TOTAL, HELD_NO, OBLIGATION, NO_OBLIGATION, NO_NIGHT];
    let all = single.into_iter().chain(keys).chain(OWN.iter().copied()).chain(ASTRAY.iter().copied());
    all.map(|s| s.text().to_owned()).collect()
}

/// How many streams there are.
pub async fn total(tx: &mut Tx<'_>) -> Result<u64> {
    let count = TOTAL.one(tx, &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(count.unsigned_abs())
}

/// The next streams after an id, in the order of their ids; none when all are through.
pub async fn after(tx: &mut Tx<'_>, last: Uuid) -> Result<Vec<Named>> {
    let found = STREAMS.query(tx, &[last.into()]).await?;
    found.iter().map(|row| Ok((row.uuid(0)?, row.text(1)?.to_owned()))).collect()
}

/// Throws away rows that belong to no stream. Answers how many went.
pub async fn astray(tx: &mut Tx<'_>) -> Result<u64> {
    let mut gone = 0;
    for statement in ASTRAY.iter().copied().chain([NO_OBLIGATION, NO_NIGHT]) {
        gone += statement.run(tx, &[]).await?;
    }
    Ok(gone)
}

/// Writes the rows of one stream anew. `false` where the number of a held row is lost: then nothing is written.
pub async fn one(tx: &mut Tx<'_>, means: &Means<'_>, (id, kind): &Named) -> Result<bool> {
    match kind.as_str() {
        Case::KIND => of_case(tx, means, *id).await?,
        Row::KIND => return of_held(tx, means, *id).await,
        Person::KIND => of_person(tx, means, *id).await?,
        Account::KIND => of_account(tx, means, *id).await?,
        Bed::KIND => of_bed(tx, means, *id).await?,
        Budget::KIND => of_budget(tx, means, *id).await?,
        Book::KIND => of_book(tx, means, *id).await?,
        Reassignment::KIND => {
            REASSIGNMENT.run(tx, &[(*id).into()]).await?;
            let made = load(tx, means, *id).await?;
            reassign::put(tx, &made).await?;
        }
        Note::KIND => {
            NOTE.run(tx, &[(*id).into()]).await?;
            let made = load(tx, means, *id).await?;
            note::put(tx, &made).await?;
        }
        Rulebook::KIND => {
            RULEBOOK.run(tx, &[(*id).into()]).await?;
            RULEBOOK_KEY.run(tx, &[means.city.into()]).await?;
            let book = load(tx, means, *id).await?;
            rulebook::put(tx, &book, means.city).await?;
        }
        _ => return Err(Error::Unreadable("stream of an unknown kind")),
    }
    Ok(true)
}

async fn load<S: Stream>(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<Loaded<S>> {
    journal::load_by_id(tx, means.keys, id).await?.ok_or(Error::Unreadable("subject key"))
}

async fn of_case(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let case = load::<Case>(tx, means, id).await?;
    for own in [VISIBLE, OBLIGATION, PRERELEASE, PICKUP, HELD] {
        own.run(tx, &[case.id.into()]).await?;
    }
    let after = rows::of_case(&case.state, means.rules, means.calendar);
    rows::renew(tx, case.id, &case.home, &after).await?;
    fetch::renew(tx, &case).await
}

async fn of_held(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<bool> {
    let held = load::<Row>(tx, means, id).await?;
    let Some(found) = HELD_NO.one(tx, &[held.id.into()]).await? else { return Ok(false) };
    let no = found.text(0)?.to_owned();
    for own in [HELD, OBLIGATION, VISIBLE] {
        own.run(tx, &[held.id.into()]).await?;
    }
    let after = rows::of_held(&held.state, &no, means.rules, means.calendar);
    rows::renew(tx, held.id, &held.home, &after).await?;
    Ok(true)
}

async fn of_person(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let person = load::<Person>(tx, means, id).await?;
    for own in [NUMBER, FORMER, NAME, LINK] {
        own.run(tx, &[person.id.into()]).await?;
    }
    let number = person::blind(means.keys, &person.state.identity.id_number);
    NUMBER_KEY.run(tx, &[number.into()]).await?;
    person::put(tx, means.keys, &person, &Person::default()).await
}

async fn of_account(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let account = load::<Account>(tx, means, id).await?;
    ACCOUNT.run(tx, &[account.id.into()]).await?;
    ACCOUNT_KEY.run(tx, &[account.state.login.as_str().into()]).await?;
    crate::account::put(tx, &account).await
}

async fn of_bed(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let bed = load::<Bed>(tx, means, id).await?;
    BED.run(tx, &[bed.id.into()]).await?;
    for key in [BED_KEY, NIGHTS_KEY] {
        key.run(tx, &[bed.state.place.code.as_str().into()]).await?;
    }
    base::put(tx, &bed, None).await
}

async fn of_budget(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let budget = load::<Budget>(tx, means, id).await?;
    BUDGET.run(tx, &[budget.id.into()]).await?;
    let (unit, year) = (budget.state.unit.code(), i64::from(budget.state.year));
    BUDGET_KEY.run(tx, &[unit.into(), year.into()]).await?;
    fetch::put_budget(tx, &budget).await
}

async fn of_book(tx: &mut Tx<'_>, means: &Means<'_>, id: Uuid) -> Result<()> {
    let book = load::<Book>(tx, means, id).await?;
    BOOK.run(tx, &[book.id.into()]).await?;
    let state = &book.state;
    for unit in state.unit.ladder() {
        let key = [state.unit.code().into(), i64::from(state.year).into(), unit.code().into()];
        BOOK_KEY.run(tx, &key).await?;
    }
    letter::put(tx, &book).await
}
