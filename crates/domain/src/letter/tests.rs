//! A book of letters, rule by rule (17.8).

use super::{Book, BookCommand, BookEvent, COMMANDS, case_numbers};
use crate::given::*;
use crate::kernel::{Actor, Ctx, Refusal, Stream};
use crate::rules::Rules;
use crate::unit::Unit;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use reference::calendar::Calendar;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 24);

fn decide(book: &Book, by: &Actor, today: Date, command: BookCommand) -> Result<Vec<BookEvent>, Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    book.decide(command, &Ctx { today, actor: by, rules: &rules, calendar: &calendar })
}

fn described(name: &str, mut fields: Value, number: u32) -> BookCommand {
    let spec = COMMANDS.iter().find(|s| s.name == name).unwrap();
    let mut read = spec.read(fields.as_object_mut().unwrap()).unwrap();
    read.insert("command".into(), name.into());
    if number > 0 {
        read.insert("number".into(), number.into());
    }
    serde_json::from_value(Value::Object(read)).unwrap()
}

fn taken(book: &mut Book, outcome: Result<Vec<BookEvent>, Refusal>) {
    outcome.expect("accepted").iter().for_each(|e| book.evolve(e));
}

fn opened(word: &str) -> Book {
    let mut book = Book::default();
    let open = BookCommand::Open { unit: Unit::new(DISTRICT), year: 2026, word: word.into() };
    let outcome = decide(&book, &district(), TODAY, open);
    taken(&mut book, outcome);
    book
}

fn issue() -> BookCommand {
    let fields = json!({"what": "receipt", "title": "关于通知书的回执", "addressee": "某监狱",
        "cases": "202600000001，202600000002"});
    described("issue-letter", fields, 0)
}

/// A book with so many letters, issued on [`TODAY`].
fn with_letters(n: u32) -> Book {
    let mut book = opened("天司帮");
    for _ in 0..n {
        let outcome = decide(&book, &district(), TODAY, issue());
        taken(&mut book, outcome);
    }
    book
}

fn seal(on: Date) -> Value {
    json!({"on": on, "asked_by": "李某", "approved_by": "陈某", "copies": "2"})
}

fn proof(on: Date) -> Value {
    json!({"on": on, "how": "post", "by": "李某", "received_by": "监狱收发室", "note": "EMS 1"})
}

fn given_to(book: &mut Book, name: &str, fields: Value, number: u32) -> &'static str {
    let outcome = decide(book, &district(), TODAY, described(name, fields, number));
    match outcome {
        Ok(events) => {
            events.iter().for_each(|e| book.evolve(e));
            "ok"
        }
        Err(refusal) => refusal.code,
    }
}

#[test]
fn a_letter_is_printed_with_word_year_and_number() {
    let book = with_letters(12);
    let last = book.letter(12).unwrap();
    assert_eq!(last.printed(book.year), "天司帮〔2026〕12号");
    assert_eq!(last.cases, ["202600000001", "202600000002"]);
}

#[test]
fn a_unit_without_its_word_gives_no_number() {
    assert_eq!(given_to(&mut opened(""), "name-letters", json!({"word": "天司帮"}), 0), "ok");
    for bad in ["〔2026〕", "帮12号", "天"] {
        assert_eq!(given_to(&mut opened(""), "name-letters", json!({"word": bad}), 0), "bad_word");
    }
    assert_eq!(decide(&opened(""), &district(), TODAY, issue()).expect_err("no word").code, "no_word");
}

#[test]
fn a_new_word_goes_on_with_the_numbers_and_leaves_old_letters_as_they_were() {
    let mut book = with_letters(1);
    assert_eq!(given_to(&mut book, "name-letters", json!({"word": "穗天司帮"}), 0), "ok");
    let outcome = decide(&book, &district(), TODAY, issue());
    taken(&mut book, outcome);
    let printed: Vec<String> = book.letters.iter().map(|l| l.printed(2026)).collect();
    assert_eq!(printed, ["天司帮〔2026〕1号", "穗天司帮〔2026〕2号"]);
}

#[test]
fn a_letter_is_sealed_then_delivered_each_once_in_that_order() {
    let mut book = with_letters(1);
    assert_eq!(given_to(&mut book, "prove-delivery", proof(TODAY), 1), "not_sealed");
    assert_eq!(given_to(&mut book, "seal-letter", seal(date(2026, 11, 23)), 1), "letter_date");
    assert_eq!(given_to(&mut book, "seal-letter", seal(date(2026, 11, 25)), 1), "letter_date");
    let none = json!({"on": TODAY, "asked_by": "李某", "approved_by": "陈某", "copies": "0"});
    assert_eq!(given_to(&mut book, "seal-letter", none, 1), "no_copies");
    assert_eq!(given_to(&mut book, "seal-letter", seal(TODAY), 1), "ok");
    assert_eq!(given_to(&mut book, "seal-letter", seal(TODAY), 1), "already_sealed");
    assert!(book.letter(1).unwrap().lacks_proof());
    assert_eq!(given_to(&mut book, "prove-delivery", proof(TODAY), 1), "ok");
    assert_eq!(given_to(&mut book, "prove-delivery", proof(TODAY), 1), "already_delivered");
    assert!(!book.letter(1).unwrap().lacks_proof());
    assert_eq!(given_to(&mut book, "seal-letter", seal(TODAY), 2), "no_such_letter");
}

#[test]
fn a_voided_letter_stays_and_its_number_is_not_given_again() {
    let mut book = with_letters(2);
    assert_eq!(given_to(&mut book, "void-letter", json!({"reason": "编错"}), 2), "ok");
    assert_eq!(given_to(&mut book, "void-letter", json!({"reason": "编错"}), 2), "letter_voided");
    assert_eq!(given_to(&mut book, "seal-letter", seal(TODAY), 2), "letter_voided");
    let outcome = decide(&book, &district(), TODAY, issue());
    taken(&mut book, outcome);
    assert_eq!(book.letters.iter().map(|l| l.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(book.letter(2).unwrap().voided.is_some() && !book.letter(2).unwrap().lacks_proof());
}

#[test]
fn a_book_belongs_to_one_unit_and_one_year() {
    let code = |outcome: Result<Vec<BookEvent>, Refusal>| outcome.expect_err("a refusal").code;
    let book = with_letters(1);
    assert_eq!(code(decide(&book, &city(), TODAY, issue())), "not_owner");
    assert_eq!(code(decide(&book, &district(), date(2027, 1, 4), issue())), "other_year");
    let again = BookCommand::Open { unit: Unit::new(DISTRICT), year: 2026, word: "x".into() };
    assert_eq!(code(decide(&book, &district(), TODAY, again)), "book_exists");
}

#[test]
fn case_numbers_are_read_however_they_are_parted() {
    assert_eq!(case_numbers("202600000002、202600000001， 202600000002"), ["202600000001", "202600000002"]);
    assert!(case_numbers(" ，、").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn numbers_run_from_one_without_a_gap_whatever_happens(steps in proptest::collection::vec((0u8..5, 0u32..9), 0..60)) {
        let mut book = opened("天司帮");
        for (step, number) in steps {
            let command = match step {
                0 => described("void-letter", json!({"reason": "编错"}), number.max(1)),
                1 => described("seal-letter", seal(TODAY), number.max(1)),
                2 => described("prove-delivery", proof(TODAY), number.max(1)),
                _ => issue(),
            };
            if let Ok(events) = decide(&book, &district(), TODAY, command) {
                events.iter().for_each(|e| book.evolve(e));
            }
            let numbers: Vec<u32> = book.letters.iter().map(|l| l.number).collect();
            prop_assert_eq!(&numbers, &(1..=book.letters.len() as u32).collect::<Vec<_>>());
        }
    }
}
