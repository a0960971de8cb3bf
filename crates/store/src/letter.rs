//! Books of letters: one stream a unit and year. What stands in a book is sealed in its stream; the table says
//! only which books there are and who may read them: the unit and every bureau above it.
//! Must never know: what a letter is about.

use crate::{
    Error, Hand, Loaded, Result, Scope,
    doctor::{Report, check},
    journal::{self, STREAM_COLUMNS},
    sql::{Sql, Unscoped},
};
use database::Tx;
use domain::{
    letter::{Book, BookEvent},
    unit::Unit,
};
use jiff::civil::Date;
use std::collections::BTreeSet;
use vault::Master;

const LOAD: Sql = Sql::scoped(
    "SELECT {columns} FROM letterbook v JOIN stream s ON s.id = v.stream JOIN subject_key k ON k.subject = s.subject WHERE {scope} AND v.book = $2 AND v.year = $3",
);
const BOOKS: Sql =
    Sql::scoped("SELECT v.book, v.year FROM letterbook v WHERE {scope} ORDER BY v.book, v.year DESC");
const NEW: Unscoped = Unscoped::because(
    "written for the units that may read the book just opened",
    "INSERT INTO letterbook (unit, book, year, stream, home) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit, book, year) DO NOTHING",
);
const KEPT: Unscoped = Unscoped::because(
    "doctor compares every row",
    "SELECT unit, book, year FROM letterbook WHERE stream = $1",
);

pub(crate) fn statements() -> Vec<String> {
    let mut all = vec![LOAD.text(&[("{columns}", STREAM_COLUMNS)]), BOOKS.text(&[])];
    all.extend([NEW, KEPT].map(|s| s.text().to_owned()));
    all
}

/// The book of a unit and year; `None` outside the scope as for a book that does not exist.
pub async fn load(
    tx: &mut Tx<'_>,
    scope: &Scope,
    keys: &Master,
    unit: &Unit,
    year: i16,
) -> Result<Option<Loaded<Book>>> {
    let params = [unit.code().into(), i64::from(year).into()];
    match LOAD.query(tx, scope, &[("{columns}", STREAM_COLUMNS)], params).await?.first() {
        Some(row) => journal::loaded(tx, keys, row).await.map(Some),
        None => Ok(None),
    }
}

/// The books in scope: unit and year, the latest year of a unit first.
pub async fn books(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, i64)>> {
    let found = BOOKS.query(tx, scope, &[], []).await?;
    found.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// Appends events to a book; a new one is entered for everybody who may read it. Two works that open the
/// same book meet in its row: the second is decided again on the book of the first.
pub async fn append(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<Book>,
    today: Date,
    events: Vec<BookEvent>,
) -> Result<Vec<String>> {
    let is_new = of.version == 0;
    let kinds = journal::append(tx, hand, of, today, events).await?;
    if is_new {
        put(tx, of).await?;
    }
    Ok(kinds)
}

/// Enters a book for everybody who may read it.
pub(crate) async fn put(tx: &mut Tx<'_>, of: &Loaded<Book>) -> Result<()> {
    let (book, year) = (of.state.unit.code().to_owned(), i64::from(of.state.year));
    for unit in of.state.unit.ladder() {
        let row =
            [unit.code().into(), book.as_str().into(), year.into(), of.id.into(), of.home.as_str().into()];
        if NEW.run(tx, &row).await? != 1 {
            return Err(Error::Raced);
        }
    }
    Ok(())
}

/// Doctor's part: the rows are those of the book, and its numbers run from 1 without a gap.
pub(crate) async fn prove(tx: &mut Tx<'_>, report: &mut Report, book: &Loaded<Book>) -> Result<()> {
    let (state, mut kept) = (&book.state, BTreeSet::new());
    for row in KEPT.query(tx, &[book.id.into()]).await? {
        kept.insert((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?));
    }
    let (code, year) = (state.unit.code().to_owned(), i64::from(state.year));
    let expected = state.unit.ladder().iter().map(|u| (u.code().to_owned(), code.clone(), year)).collect();
    check(report, &code, "letterbook_row", kept == expected);
    let gapless = state.letters.iter().zip(1..).all(|(letter, number)| letter.number == number);
    check(report, &code, "letter_gap", gapless);
    Ok(())
}
