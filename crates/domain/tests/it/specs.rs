//! A command is described once: the descriptions are complete, and none drifts from the command it makes.

use domain::case::{self, CaseCommand};
use domain::command::{Field, Kind, Spec};
use domain::{account, letter, quarantine, scan};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

fn all() -> Vec<&'static Spec> {
    CaseCommand::specs()
        .chain([&scan::ATTACH])
        .chain(quarantine::COMMANDS)
        .chain(account::COMMANDS)
        .chain(letter::COMMANDS)
        .collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('一'..='鿿').contains(&c))
}

fn is_word(text: &str, joint: char) -> bool {
    let letters =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split(joint).all(letters)
}

/// Every value a field may take in a filled form: one, or one for each choice.
fn samples(field: &Field) -> Vec<Value> {
    match field.kind {
        Kind::Date => vec![json!("2026.11.24")],
        Kind::Text(_) | Kind::LongText(_) => vec![json!("某事")],
        Kind::Choice(list) => list.iter().map(|(code, _)| json!(code)).collect(),
        Kind::Several(list) => vec![list.iter().map(|(code, _)| *code).collect()],
        Kind::YesNo => vec![json!("1"), json!(false)],
        Kind::Number(most) | Kind::Fen(most) => vec![json!(most)],
        Kind::Worker => vec![json!("wang.m")],
        Kind::SeveralListed(_) => vec![json!(["wang.m"])],
        Kind::Listed(_) => vec![json!("B1-1-001")],
        Kind::Unit => vec![json!("440106007")],
        Kind::Cells => vec![json!({"name": "张某"})],
    }
}

/// Filled forms that together take every sample of every field, and one with the required fields only.
fn forms(spec: &Spec) -> Vec<Map<String, Value>> {
    let filled = |n: usize| {
        let pick = |f: &Field| {
            let samples = samples(f);
            (f.key.to_owned(), samples[n % samples.len()].clone())
        };
        spec.fields.iter().map(pick).collect::<Map<_, _>>()
    };
    let longest = spec.fields.iter().map(|f| samples(f).len()).max().unwrap_or(1);
    let required: BTreeSet<&str> = spec.fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    let least = filled(0).into_iter().filter(|(key, _)| required.contains(key.as_str())).collect();
    (0..longest).map(filled).chain([least]).collect()
}

#[test]
fn every_command_is_named_titled_explained_and_allowed_to_somebody() {
    for spec in all() {
        assert!(is_word(spec.name, '-'), "{}", spec.name);
        assert!(is_chinese(spec.title) && is_chinese(spec.help), "{}", spec.name);
        assert!(!spec.who.is_empty(), "{}", spec.name);
        assert_eq!(spec.who.iter().collect::<BTreeSet<_>>().len(), spec.who.len(), "{}", spec.name);
    }
    let names: BTreeSet<&str> = all().iter().map(|s| s.name).collect();
    assert_eq!(names.len(), all().len(), "names are unique over all lists");
}

#[test]
fn every_field_has_a_key_of_its_own_and_a_label() {
    for spec in all() {
        let keys: BTreeSet<&str> = spec.fields.iter().map(|f| f.key).collect();
        assert_eq!(keys.len(), spec.fields.len(), "{}", spec.name);
        for field in spec.fields {
            assert!(is_word(field.key, '_') && is_chinese(field.label), "{} {}", spec.name, field.key);
            if let Kind::Choice(list) | Kind::Several(list) = field.kind {
                let codes: BTreeSet<&str> = list.iter().map(|(code, _)| *code).collect();
                assert_eq!(codes.len(), list.len(), "{} {}", spec.name, field.key);
                assert!(list.iter().all(|(_, word)| is_chinese(word)), "{} {}", spec.name, field.key);
            }
        }
    }
}

#[test]
fn every_filled_form_becomes_the_command_of_its_column() {
    for spec in CaseCommand::specs() {
        for form in forms(spec) {
            let read = spec.read(&form).unwrap_or_else(|e| panic!("{} {e:?}", spec.name));
            let command = case::command(spec.name, &read, spec.who[0]);
            assert!(command.is_ok(), "{} does not take {read:?}", spec.name);
        }
    }
}

#[test]
fn every_filled_form_becomes_the_command_about_an_account() {
    for spec in account::COMMANDS {
        for form in forms(spec) {
            let mut read = spec.read(&form).unwrap_or_else(|e| panic!("{} {e:?}", spec.name));
            read.insert("command".into(), spec.name.into());
            let command: Result<account::Command, _> = serde_json::from_value(Value::Object(read));
            assert!(command.is_ok(), "{}: {:?}", spec.name, command.err());
        }
    }
}

#[test]
fn every_filled_form_becomes_the_command_to_a_book_of_letters() {
    for spec in letter::COMMANDS {
        for form in forms(spec) {
            let mut read = spec.read(&form).unwrap_or_else(|e| panic!("{} {e:?}", spec.name));
            read.insert("command".into(), spec.name.into());
            if !matches!(spec.name, "issue-letter" | "name-letters") {
                read.insert("number".into(), 1.into());
            }
            let command: Result<letter::BookCommand, _> = serde_json::from_value(Value::Object(read));
            assert!(command.is_ok(), "{}: {:?}", spec.name, command.err());
        }
    }
}

#[test]
fn every_filled_form_about_a_held_row_is_read() {
    for spec in quarantine::COMMANDS {
        assert!(forms(spec).iter().all(|form| spec.read(form).is_ok()), "{}", spec.name);
    }
}

#[test]
fn a_field_that_the_command_does_not_know_is_refused() {
    for spec in CaseCommand::specs() {
        let mut form = forms(spec)[0].clone();
        form.insert("undeclared".into(), json!(1));
        assert!(spec.read(&form).is_err(), "{}", spec.name);
        let code = case::command(spec.name, &form, spec.who[0]).err().map(|r| r.code);
        assert_eq!(code, Some("bad_command"), "{}", spec.name);
    }
}

#[test]
fn a_required_field_that_is_blank_is_told_by_its_key() {
    for spec in all() {
        let expected: BTreeSet<&str> = spec.fields.iter().filter(|f| f.required).map(|f| f.key).collect();
        let blank: Map<String, Value> = spec
            .fields
            .iter()
            .filter(|f| !matches!(f.kind, Kind::Cells))
            .map(|f| (f.key.into(), json!("")))
            .collect();
        let errors = spec.read(&blank).err().unwrap_or_default();
        assert!(errors.iter().all(|e| e.code == "required"), "{}", spec.name);
        assert_eq!(
            errors.iter().map(|e| e.field.as_str()).collect::<BTreeSet<_>>(),
            expected,
            "{}",
            spec.name
        );
    }
}

/// Anything a stranger may send in a field.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        "[0-9]{17}[0-9X]".prop_map(Value::from),
        "[\\x00-\\x1f\\u{200b}\\u{202e}\\u{feff}]{1,9}".prop_map(Value::from),
        Just(Value::from("字".repeat(3000))),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map("[a-z]{1,5}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_sent_is_read_or_refused_by_field_without_being_repeated(
        sent in proptest::collection::vec(anything(), 10)
    ) {
        for spec in all() {
            let form: Map<String, Value> =
                spec.fields.iter().zip(&sent).map(|(f, v)| (f.key.to_owned(), v.clone())).collect();
            match spec.read(&form) {
                Ok(read) => {
                    prop_assert_eq!(read.len(), spec.fields.len());
                    let again = spec.read(&read);
                    prop_assert_eq!(again, Ok(read), "the normal form stays as it is");
                }
                Err(errors) => for error in errors {
                    prop_assert!(spec.fields.iter().any(|f| f.key == error.field));
                    let typed = form[&error.field].as_str().unwrap_or_default();
                    prop_assert!(typed.chars().count() < 10 || !error.message.contains(typed));
                },
            }
        }
    }
}
