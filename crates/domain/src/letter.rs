//! 发文: the letters of one unit in one year, their seals and their proofs of delivery (rules 17.8). The book
//! is a stream, so numbers follow one another without a gap and are never given twice, however many people
//! write at once; a letter that was a mistake stays in the book, voided.
//! Must never know: what stands in a letter, who may read the book.

mod specs;

pub use specs::{COMMANDS, DELIVERIES, KINDS};

use crate::{
    kernel::{Ctx, Recorded, Refusal, Stream, Unreadable, day, read_plain, refuse, refuse_field},
    unit::Unit,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// 用印登记.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Day.
    pub on: Date,
    /// Who asked for it.
    pub asked_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// How many copies were sealed.
    pub copies: u32,
}

/// 送达回证.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Day.
    pub on: Date,
    /// A code of [`DELIVERIES`].
    pub how: String,
    /// Who delivered it.
    pub by: String,
    /// Who received it.
    pub received_by: String,
    /// Number of the mail, or what was said.
    pub note: Option<String>,
}

/// A letter that does not count any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// Day.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// One letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its number in the book, from 1 on.
    pub number: u32,
    /// The unit's word before the number: 云司帮.
    pub word: String,
    /// Day of issue.
    pub on: Date,
    /// A code of [`KINDS`].
    pub what: String,
    /// Title.
    pub title: String,
    /// To whom.
    pub addressee: String,
    /// Numbers of the cases it is about.
    pub cases: Vec<String>,
    /// Who wrote it.
    pub by: String,
    /// Sealed.
    #[serde(default)]
    pub seal: Option<Seal>,
    /// Delivered.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Voided.
    #[serde(default)]
    pub voided: Option<Voided>,
}

/// The folded state: the letters of a unit in a year, by number.
#[derive(Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Whose letters; the empty code before the book was opened.
    pub unit: Unit,
    /// The year.
    pub year: i16,
    /// The word under which the next letter goes out; empty until it was set.
    pub word: String,
    /// Letters, by number.
    pub letters: Vec<Letter>,
}

impl Letter {
    /// The number as it is printed: 云司帮〔2026〕12号.
    pub fn printed(&self, year: i16) -> String {
        format!("{}〔{year}〕{}号", self.word, self.number)
    }

    /// It counts, and nobody has said that it arrived.
    pub fn lacks_proof(&self) -> bool {
        self.voided.is_none() && self.delivery.is_none()
    }
}

impl Book {
    /// A letter by its number.
    pub fn letter(&self, number: u32) -> Option<&Letter> {
        self.letters.iter().find(|l| l.number == number)
    }

    /// The number of the next letter.
    fn next(&self) -> u32 {
        self.letters.iter().map(|l| l.number).max().unwrap_or(0).saturating_add(1)
    }

    /// A letter that still counts.
    fn standing(&self, number: u32) -> Result<&Letter, Refusal> {
        match self.letter(number) {
            None => refuse("no_such_letter", "没有这个文号，请从登记簿中选择"),
            Some(Letter { voided: Some(v), .. }) => {
                refuse("letter_voided", format!("这一号已于{}作废，不能再办理", day(v.on)))
            }
            Some(letter) => Ok(letter),
        }
    }
}

/// What happened to a book.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BookEvent {
    Opened {
        on: Date,
        unit: Unit,
        year: i16,
        word: String,
    },
    Named {
        on: Date,
        word: String,
    },
    Issued(Box<Letter>),
    Sealed {
        number: u32,
        #[serde(flatten)]
        seal: Seal,
    },
    Delivered {
        number: u32,
        #[serde(flatten)]
        delivery: Delivery,
    },
    Voided {
        number: u32,
        #[serde(flatten)]
        voided: Voided,
    },
}

impl std::fmt::Debug for BookEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What somebody wants to happen. `number` is filled in by the services from the letter's address.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum BookCommand {
    /// Given by the services with a unit's first letter of a year.
    #[serde(skip_deserializing)]
    Open {
        unit: Unit,
        year: i16,
        word: String,
    },
    NameLetters {
        word: String,
    },
    IssueLetter {
        what: String,
        title: String,
        addressee: String,
        cases: Option<String>,
    },
    SealLetter {
        number: u32,
        on: Date,
        asked_by: String,
        approved_by: String,
        copies: u32,
    },
    ProveDelivery {
        number: u32,
        on: Date,
        how: String,
        by: String,
        received_by: String,
        note: Option<String>,
    },
    VoidLetter {
        number: u32,
        reason: String,
    },
}

impl Stream for Book {
    type Command = BookCommand;
    type Event = BookEvent;
    const KIND: &'static str = "letterbook";
    const FORMAT: i64 = 1;

    fn decide(&self, command: BookCommand, ctx: &Ctx<'_>) -> Result<Vec<BookEvent>, Refusal> {
        if let BookCommand::Open { unit, year, word } = command {
            return match self.year == 0 {
                true => Ok(vec![BookEvent::Opened { on: ctx.today, unit, year, word }]),
                false => refuse("book_exists", "这一年的登记簿已经有了"),
            };
        }
        if self.unit != ctx.actor.unit {
            return refuse("not_owner", "这是别的单位的发文，只能查看");
        }
        let event = match command {
            BookCommand::Open { .. } => return refuse("book_exists", "这一年的登记簿已经有了"),
            BookCommand::NameLetters { word } => named(word, ctx)?,
            BookCommand::IssueLetter { what, title, addressee, cases } => {
                self.issued(what, title, addressee, cases, ctx)?
            }
            BookCommand::SealLetter { number, on, asked_by, approved_by, copies } => {
                self.sealed(number, Seal { on, asked_by, approved_by, copies }, ctx)?
            }
            BookCommand::ProveDelivery { number, on, how, by, received_by, note } => {
                self.delivered(number, Delivery { on, how, by, received_by, note }, ctx)?
            }
            BookCommand::VoidLetter { number, reason } => {
                self.standing(number)?;
                BookEvent::Voided { number, voided: Voided { on: ctx.today, reason } }
            }
        };
        Ok(vec![event])
    }

    fn evolve(&mut self, event: &BookEvent) {
        match event {
            BookEvent::Opened { unit, year, word, .. } => {
                *self = Book { unit: unit.clone(), year: *year, word: word.clone(), letters: vec![] };
            }
            BookEvent::Named { word, .. } => self.word.clone_from(word),
            BookEvent::Issued(letter) => self.letters.push((**letter).clone()),
            BookEvent::Sealed { number, seal } => self.change(*number, |l| l.seal = Some(seal.clone())),
            BookEvent::Delivered { number, delivery } => {
                self.change(*number, |l| l.delivery = Some(delivery.clone()));
            }
            BookEvent::Voided { number, voided } => {
                self.change(*number, |l| l.voided = Some(voided.clone()));
            }
        }
    }
}

fn named(word: String, ctx: &Ctx<'_>) -> Result<BookEvent, Refusal> {
    let plain = |c: char| c.is_alphabetic();
    match word.chars().count() >= 2 && word.chars().all(plain) {
        true => Ok(BookEvent::Named { on: ctx.today, word }),
        false => refuse_field("word", "bad_word", "机关代字只写字，例如“云司帮”，不写年份、括号和号"),
    }
}

impl Book {
    fn change(&mut self, number: u32, with: impl FnOnce(&mut Letter)) {
        if let Some(letter) = self.letters.iter_mut().find(|l| l.number == number) {
            with(letter);
        }
    }

    fn issued(
        &self,
        what: String,
        title: String,
        addressee: String,
        cases: Option<String>,
        ctx: &Ctx<'_>,
    ) -> Result<BookEvent, Refusal> {
        if self.word.is_empty() {
            return refuse("no_word", "本单位还没有设置机关代字，请负责人先设置");
        }
        if ctx.today.year() != self.year {
            return refuse("other_year", "这是另一年的登记簿，新的文号编在今年");
        }
        Ok(BookEvent::Issued(Box::new(Letter {
            number: self.next(),
            word: self.word.clone(),
            on: ctx.today,
            what,
            title,
            addressee,
            cases: cases.map_or_else(Vec::new, |text| case_numbers(&text)),
            by: ctx.actor.name.clone(),
            seal: None,
            delivery: None,
            voided: None,
        })))
    }

    fn sealed(&self, number: u32, seal: Seal, ctx: &Ctx<'_>) -> Result<BookEvent, Refusal> {
        let letter = self.standing(number)?;
        between(letter.on, seal.on, ctx)?;
        if letter.seal.is_some() {
            return refuse("already_sealed", "已登记用印，不能重复登记");
        }
        if seal.copies == 0 {
            return refuse_field("copies", "no_copies", "用印至少一份");
        }
        Ok(BookEvent::Sealed { number, seal })
    }

    fn delivered(&self, number: u32, delivery: Delivery, ctx: &Ctx<'_>) -> Result<BookEvent, Refusal> {
        let letter = self.standing(number)?;
        let Some(seal) = &letter.seal else {
            return refuse("not_sealed", "还没有登记用印，请先登记用印再登记送达");
        };
        between(seal.on, delivery.on, ctx)?;
        if letter.delivery.is_some() {
            return refuse("already_delivered", "已登记送达，不能重复登记");
        }
        Ok(BookEvent::Delivered { number, delivery })
    }
}

/// Not before an earlier step, not after today.
fn between(first: Date, on: Date, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    match first <= on && on <= ctx.today {
        true => Ok(()),
        false => refuse_field("on", "letter_date", format!("日期应在{}和今天之间", day(first))),
    }
}

/// The case numbers in a text, however they are parted.
pub fn case_numbers(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

impl Recorded for BookEvent {
    fn kind(&self) -> String {
        match self {
            BookEvent::Opened { .. } => "letterbook.opened",
            BookEvent::Named { .. } => "letterbook.named",
            BookEvent::Issued(_) => "letterbook.issued",
            BookEvent::Sealed { .. } => "letterbook.sealed",
            BookEvent::Delivered { .. } => "letterbook.delivered",
            BookEvent::Voided { .. } => "letterbook.voided",
        }
        .to_owned()
    }
    fn happened_on(&self) -> Option<Date> {
        Some(match self {
            BookEvent::Opened { on, .. } | BookEvent::Named { on, .. } => *on,
            BookEvent::Issued(letter) => letter.on,
            BookEvent::Sealed { seal, .. } => seal.on,
            BookEvent::Delivered { delivery, .. } => delivery.on,
            BookEvent::Voided { voided, .. } => voided.on,
        })
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<BookEvent, Unreadable> {
        read_plain(kind, version, payload)
    }
}

#[cfg(test)]
mod tests;
