//! 发文: the register of a unit's letters. A number is drawn inside the transaction of the work that needs it:
//! a work that fails gives no number away, so the numbers of a year have no gap.
//! Must never know: what stands in a letter.

use crate::{
    Asker, Given, Problem, Receipt, Result, Service,
    case::{fresh, may_give},
};
use database::Tx;
use domain::{
    case::Case,
    command::{FieldError, Spec},
    kernel::{Role, Stream, refuse},
    letter::{Book, BookCommand, COMMANDS, Letter, case_numbers},
    unit::Unit,
};
use serde_json::{Map, Value};
use store::{Hand, Loaded, journal};

/// The register of a unit in a year.
pub struct Register {
    /// The book; empty where the unit has written nothing in that year.
    pub book: Book,
    /// The books that the asker may read: unit and year.
    pub books: Vec<(String, i64)>,
}

/// Where a letter stands: `440106-2026-12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Whose letter.
    pub unit: Unit,
    /// Of which year.
    pub year: i16,
    /// Its number.
    pub number: u32,
}

impl Place {
    /// The place that a text names.
    pub fn parse(text: &str) -> Option<Place> {
        let mut parts = text.split('-');
        let (unit, year, number) = (parts.next()?, parts.next()?, parts.next()?);
        let place = Place { unit: Unit::new(unit), year: year.parse().ok()?, number: number.parse().ok()? };
        (parts.next().is_none() && place.to_string() == text).then_some(place)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.unit, self.year, self.number)
    }
}

fn reads_letters(asker: &Asker) -> Result<()> {
    match asker.actor.role.sees_files() && asker.actor.role != Role::Prison {
        true => Ok(()),
        false => Ok(refuse("not_your_role", "发文登记由司法行政机关查看")?),
    }
}

impl Service {
    /// The register of a unit in a year. One look for the list.
    pub async fn letters(&self, asker: &Asker, unit: &Unit, year: i16) -> Result<Register> {
        reads_letters(asker)?;
        self.look(asker, "list", "", "letters").await?;
        let (scope, keys, unit) = (asker.scope(), self.keys.clone(), unit.clone());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let book = store::letter::load(tx, &scope, &keys, &unit, year).await?;
                let books = store::letter::books(tx, &scope).await?;
                Ok(Register { book: book.map_or_else(Book::default, |b| b.state), books })
            })
            .await
    }

    /// One letter. The look is durable before anything is shown.
    pub async fn letter(&self, asker: &Asker, place: &Place) -> Result<Letter> {
        reads_letters(asker)?;
        let (scope, keys, wanted) = (asker.scope(), self.keys.clone(), place.clone());
        let letter = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let book = store::letter::load(tx, &scope, &keys, &wanted.unit, wanted.year).await?;
                let letter = book.and_then(|b| b.state.letter(wanted.number).cloned());
                letter.ok_or(Problem::NotFound)
            })
            .await?;
        self.look(asker, "letter", &place.to_string(), "unit").await?;
        Ok(letter)
    }

    /// Gives a command to the asker's own book of this year, or to one letter. The receipt names the letter.
    pub async fn give_letter(
        &self,
        asker: &Asker,
        place: Option<&Place>,
        name: &str,
        typed: &Map<String, Value>,
        given: Given,
    ) -> Result<Receipt> {
        let spec = COMMANDS.iter().find(|s| s.name == name).ok_or(Problem::NotFound)?;
        let about = place.map_or_else(String::new, Place::to_string);
        let request = self.request_hash(&about, name, typed);
        let (service, asker, place, typed) = (self.clone(), asker.clone(), place.cloned(), typed.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            if let Some(receipt) = service.answered(tx, &asker, &given, &request).await? {
                return Ok(receipt);
            }
            let mut book = match &place {
                Some(at) => store::letter::load(tx, &asker.scope(), &service.keys, &at.unit, at.year)
                    .await?
                    .filter(|b| b.state.letter(at.number).is_some())
                    .ok_or(Problem::NotFound)?,
                None => {
                    may_give(spec, &asker)?;
                    service.own_book(tx, &asker).await?
                }
            };
            may_give(spec, &asker)?;
            fresh(spec, &given, book.version)?;
            let fields = spec.read(&typed).map_err(Problem::Fields)?;
            let receipt = service.write_letter(tx, &asker, &mut book, spec, place.as_ref(), fields).await?;
            service.keep(tx, &asker, &given, &request, &receipt).await?;
            Ok(receipt)
        })
        .await
    }

    async fn write_letter(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        book: &mut Loaded<Book>,
        spec: &Spec,
        place: Option<&Place>,
        mut fields: Map<String, Value>,
    ) -> Result<Receipt> {
        self.know_cases(tx, asker, &fields).await?;
        fields.insert("command".into(), spec.name.into());
        if let Some(at) = place {
            fields.insert("number".into(), at.number.into());
        }
        let Ok(command) = serde_json::from_value::<BookCommand>(Value::Object(fields)) else {
            return Ok(refuse("bad_command", "填写的内容无法识别，请检查后重试")?);
        };
        let events = book.state.decide(command, &self.ctx(asker))?;
        let hand = self.hand(asker);
        let kinds = store::letter::append(tx, &hand, book, asker.now.today, events).await?;
        let number = place.map(|at| at.number).or_else(|| book.state.letters.last().map(|l| l.number));
        let at = Place { unit: book.state.unit.clone(), year: book.state.year, number: number.unwrap_or(0) };
        Ok(Receipt { no: at.to_string(), version: book.version, events: kinds, obligations: vec![] })
    }

    /// The asker's book of this year; a new one takes over the word of the year before.
    async fn own_book(&self, tx: &mut Tx<'_>, asker: &Asker) -> Result<Loaded<Book>> {
        let (scope, unit, year) = (asker.scope(), &asker.actor.unit, asker.now.today.year());
        if let Some(book) = store::letter::load(tx, &scope, &self.keys, unit, year).await? {
            return Ok(book);
        }
        let last = store::letter::load(tx, &scope, &self.keys, unit, year - 1).await?;
        let word = last.map_or_else(String::new, |b| b.state.word);
        let home: String = unit.code().chars().take(6).collect();
        let hand = self.hand(asker);
        let mut book = journal::new_subject::<Book>(tx, &hand, &home).await?;
        let open = BookCommand::Open { unit: unit.clone(), year, word };
        let events = book.state.decide(open, &self.ctx(asker))?;
        store::letter::append(tx, &hand, &mut book, asker.now.today, events).await?;
        Ok(book)
    }

    /// A letter names only cases that its writer may see.
    async fn know_cases(&self, tx: &mut Tx<'_>, asker: &Asker, fields: &Map<String, Value>) -> Result<()> {
        for no in case_numbers(fields.get("cases").and_then(Value::as_str).unwrap_or_default()) {
            if store::case::find_by_no(tx, &asker.scope(), &no).await?.is_none() {
                let message = "有的档案号不存在或不在您的辖区，请核对".to_owned();
                let error = FieldError { field: "cases".into(), code: "unknown_case", message };
                return Err(Problem::Fields(vec![error]));
            }
        }
        Ok(())
    }
}

/// The letter's part in sending back a receipt: its number is drawn in the same transaction.
pub(crate) async fn joint(
    service: &Service,
    tx: &mut Tx<'_>,
    asker: &Asker,
    hand: &Hand,
    case: &Loaded<Case>,
    fields: &mut Map<String, Value>,
) -> Result<()> {
    if fields.get("number_letter") != Some(&Value::Bool(true)) {
        return Ok(());
    }
    if fields.get("letter_no").is_some_and(|no| !no.is_null()) {
        let message = "已填文号的，不用再编一个；请二者选一".to_owned();
        let error = FieldError { field: "letter_no".into(), code: "two_numbers", message };
        return Err(Problem::Fields(vec![error]));
    }
    let mut book = service.own_book(tx, asker).await?;
    let sent = &case.state.handover.sent;
    let issue = BookCommand::IssueLetter {
        what: "receipt".into(),
        title: "刑满释放人员通知书回执".into(),
        addressee: sent.custody_name.clone(),
        // A book is read by the whole unit and the bureaus above: it does not name a sealed case.
        cases: case.state.sealed().is_none().then(|| sent.no.clone()),
    };
    let events = book.state.decide(issue, &service.ctx(asker))?;
    store::letter::append(tx, hand, &mut book, asker.now.today, events).await?;
    if let Some(letter) = book.state.letters.last() {
        fields.insert("letter_no".into(), letter.printed(book.state.year).into());
    }
    Ok(())
}
