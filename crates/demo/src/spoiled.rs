//! Rows as they should not be: each with one mistake that clerks make, so that the quarantine has something
//! to show. Some wait, some are overdue.
//! Must never know: what the services find wrong.

use crate::{
    cast::{Check, Course, Gap, Part},
    dice::Dice,
    person::{Given, Person},
    place::{Map, Wish},
};
use documents::roster::{Field, RawRow};
use jiff::{ToSpan, civil::Date};

/// The mistakes.
const SPOIL: &[fn(&mut RawRow)] = &[
    wrong_check_character,
    |row| {
        let other = if row.cell(Field::Sex) == "男" { "女" } else { "男" };
        row.cells.insert(Field::Sex, other.to_owned());
    },
    |row| {
        row.cells.insert(Field::Custody, "第三看守分所".to_owned());
    },
    |row| {
        row.cells.remove(&Field::EndsOn);
    },
    |row| {
        let (start, end) = (row.cell(Field::StartsOn).to_owned(), row.cell(Field::EndsOn).to_owned());
        row.cells.extend([(Field::StartsOn, end), (Field::EndsOn, start)]);
    },
    |row| {
        row.cells.insert(Field::Birth, "1979-02-30".to_owned());
    },
    |row| {
        let number: String = row.cell(Field::IdNumber).chars().take(17).collect();
        row.cells.insert(Field::IdNumber, number);
    },
];

/// Another last character than the right one.
fn wrong_check_character(row: &mut RawRow) {
    let mut number = row.cell(Field::IdNumber).to_owned();
    let other = if number.pop() == Some('5') { '6' } else { '5' };
    number.push(other);
    row.cells.insert(Field::IdNumber, number);
}

/// Spoiled rows for the roster of a day, one for each mistake.
pub(crate) fn rows(sent_on: Date, map: &Map, given: &mut Given, dice: &mut Dice) -> Vec<RawRow> {
    let wishes = [Wish::District, Wish::Rich, Wish::Anywhere];
    SPOIL
        .iter()
        .zip(wishes.into_iter().cycle())
        .map(|(spoil, wish)| {
            let part = Part {
                sent_on,
                release_on: sent_on.saturating_add(i64::from(dice.between(40, 100)).days()),
                course: Course::Home,
                check: Check::Plain,
                gap: Gap::None,
                wish,
                detention: false,
                lives_elsewhere: false,
                juvenile: false,
            };
            let mut row = Person::new(part, map, given, dice).row();
            spoil(&mut row);
            row
        })
        .collect()
}
