//! Words that several papers share: dates, sex, boxes to tick, the sentence, the grade.
//! Must never know: which paper asks.

use super::File;
use documents::paper::BLANK_DATE;
use domain::{
    case::Case,
    handover::{Category, Sent, word},
    kernel::day,
};
use jiff::civil::Date;

/// The text, or room to write.
pub(super) fn text(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

/// The date, or room to write one.
pub(super) fn date(date: Option<Date>) -> String {
    date.map_or_else(|| BLANK_DATE.to_owned(), day)
}

/// GB/T 2261.1 in words.
pub(super) fn sex(code: u8) -> String {
    match code {
        1 => "男".into(),
        2 => "女".into(),
        _ => String::new(),
    }
}

/// Boxes of which some are ticked; the signs are in every Chinese font.
pub(super) fn boxes<'a>(all: impl IntoIterator<Item = (&'a str, bool)>) -> String {
    let one = |(words, ticked)| format!("{}{words}", if ticked { '■' } else { '□' });
    all.into_iter().map(one).collect::<Vec<_>>().join("　")
}

/// Boxes of a code list with one ticked, or none.
pub(super) fn choice(list: &[(&str, &str)], code: Option<&str>) -> String {
    boxes(list.iter().map(|(c, words)| (*words, Some(*c) == code)))
}

/// The words of a code.
pub(super) fn words(list: &[(&str, &str)], code: &str) -> String {
    word(list, code).to_owned()
}

/// Yes and no; nothing is ticked where it is not known.
pub(super) fn yes_no(known: Option<bool>) -> String {
    boxes([("是", known == Some(true)), ("否", known == Some(false))])
}

/// First and last day of the term.
pub(super) fn span(sent: &Sent) -> String {
    format!("{}至{}", sent.starts_on.map_or_else(String::new, day), day(sent.ends_on))
}

/// The grade: set by people, so nothing is ticked before somebody has set it.
pub(super) fn category(case: &Case) -> String {
    let key = case.handover.category == Category::Key;
    let set = key || case.handover.handed_over_on().is_some();
    boxes([("重点", key), ("一般", set && !key)])
}

/// Other names.
pub(super) fn other_names(file: &File) -> String {
    file.person.other_names.join("、")
}

/// Name and relation of the relative that the custodial place named.
pub(super) fn kin(sent: &Sent) -> String {
    let parts: Vec<&str> =
        [&sent.kin_name, &sent.kin_relation].into_iter().flatten().map(String::as_str).collect();
    parts.join("，")
}
