//! Reads dates as offices write them: 20261124, 2026-11-24, 2026年11月24日, 二〇二六年十一月二十四日, serials.
//!
//! A date that could mean two days is refused rather than guessed: two-digit years, day before month, a month
//! without a day. Whether a date makes sense for a person is not known here.

use crate::text;
use jiff::civil::{Date, date};
use std::fmt;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateProblem {
    /// Empty, or a word for nothing.
    Missing,
    /// The year has two digits.
    TwoDigitYear,
    /// A year or a month without a day.
    Incomplete,
    /// No such day in the calendar.
    Impossible,
    /// Not readable, or readable in two ways.
    Unclear,
}

impl DateProblem {
    /// Stable code for lists and interfaces.
    pub fn code(self) -> &'static str {
        match self {
            DateProblem::Missing => "date_missing",
            DateProblem::TwoDigitYear => "date_two_digit_year",
            DateProblem::Incomplete => "date_incomplete",
            DateProblem::Impossible => "date_impossible",
            DateProblem::Unclear => "date_unclear",
        }
    }

    /// What is wrong and what to do, for the person at the screen.
    pub fn message(self) -> &'static str {
        match self {
            DateProblem::Missing => "没有填写日期，请按“2026-11-24”的样式补填。",
            DateProblem::TwoDigitYear => "年份只有两位，无法确定是哪个世纪，请写四位年份，例如2026-11-24。",
            DateProblem::Incomplete => "日期不完整，缺少月或日，请写到日，例如2026-11-24。",
            DateProblem::Impossible => "日历上没有这一天，请核对月份和日期。",
            DateProblem::Unclear => "日期写法无法确定年月日的顺序，请按“2026-11-24”的样式填写。",
        }
    }
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for DateProblem {}

/// Reads one date. A time of day after it is dropped.
pub fn parse(text: &str) -> Result<Date, DateProblem> {
    if text::is_blank_word(text) {
        return Err(DateProblem::Missing);
    }
    let plain = text::simplified(&text::clean(text));
    let plain = plain.trim_start_matches(['\'', '‘', '’']);
    let day = without_time(plain);
    let day: String = day.chars().filter(|c| *c != ' ').collect();
    if day.chars().all(|c| c.is_ascii_digit()) {
        return from_digits(&day);
    }
    if let Some(whole) = day.strip_suffix(".0").or(day.strip_suffix(".00"))
        && whole.len() == 5
        && whole.chars().all(|c| c.is_ascii_digit())
    {
        return from_digits(whole);
    }
    from_parts(&parts(&day).ok_or(DateProblem::Unclear)?)
}

/// The text before a time of day such as `00:00:00`, `T08:30` or `0:00:00.000`.
fn without_time(plain: &str) -> &str {
    let Some((before, after)) = plain.split_once(['T', ' ']).filter(|(_, after)| after.contains(':')) else {
        return plain;
    };
    let is_time = after.trim().trim_end_matches('Z').chars().all(|c| c.is_ascii_digit() || ":.".contains(c));
    if is_time { before } else { plain }
}

/// Digits alone: yyyymmdd, or the day count of a spreadsheet program.
fn from_digits(digits: &str) -> Result<Date, DateProblem> {
    let number: i32 = digits.parse().map_err(|_| DateProblem::Unclear)?;
    match digits.len() {
        8 => civil(number / 10_000, number / 100 % 100, number % 100),
        5 => from_serial(number),
        6 if (1900..2100).contains(&(number / 100)) && (1..=12).contains(&(number % 100)) => {
            Err(DateProblem::Incomplete)
        }
        6 => Err(DateProblem::TwoDigitYear),
        4 if (1900..2100).contains(&number) => Err(DateProblem::Incomplete),
        _ => Err(DateProblem::Unclear),
    }
}

/// Days since 1899-12-30; accepted from 1927 to 2064, the serials that have five digits and are plausible.
fn from_serial(number: i32) -> Result<Date, DateProblem> {
    const LAST: i32 = 60_266;
    if !(10_000..=LAST).contains(&number) {
        return Err(DateProblem::Unclear);
    }
    Ok(crate::calendar::add_days(date(1899, 12, 30), number))
}

/// A part of a written date: its value and whether it was a year of four digits or more.
struct Part {
    value: i32,
    digits: usize,
}

/// The numbers between the separators; `None` if anything else stands there.
fn parts(day: &str) -> Option<Vec<Part>> {
    let day = day.trim_end_matches(['日', '号', '.', '。', '止', '起']);
    let day = day.replace("元月", "1月").replace('○', "〇");
    let mut found = Vec::new();
    for word in day.split(['-', '/', '.', '年', '月', '\\', '—', '–', '－', ',', '、', '．', '。'])
    {
        if word.is_empty() && found.len() >= 2 {
            continue;
        }
        found.push(number(word)?);
    }
    (1..=3).contains(&found.len()).then_some(found)
}

fn number(word: &str) -> Option<Part> {
    if !word.is_empty() && word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit()) {
        return Some(Part { value: word.parse().ok()?, digits: word.len() });
    }
    chinese_number(word)
}

/// 二〇二六 digit by digit, or 二十四 with 十.
fn chinese_number(word: &str) -> Option<Part> {
    let digit = |c: char| match c {
        '〇' | '零' | 'O' | 'o' | '0' => Some(0),
        _ => ["一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
            .iter()
            .zip(1..)
            .find_map(|(forms, value)| forms.contains(c).then_some(value)),
    };
    let word = word.replace('廿', "二十").replace('卅', "三十").replace('拾', "十");
    let count = word.chars().count();
    if !(1..=4).contains(&count) {
        return None;
    }
    if let Some((tens, ones)) = word.split_once('十') {
        let single = |part: &str, missing: i32| match part.chars().collect::<Vec<_>>()[..] {
            [] => Some(missing),
            [c] => digit(c),
            ['零' | '〇', c] => digit(c),
            _ => None,
        };
        return Some(Part { value: single(tens, 1)? * 10 + single(ones, 0)?, digits: 2 });
    }
    let mut value = 0;
    for c in word.chars() {
        value = value * 10 + digit(c)?;
    }
    Some(Part { value, digits: count })
}

fn from_parts(parts: &[Part]) -> Result<Date, DateProblem> {
    match parts {
        [year, month, day] if year.digits == 4 && month.digits <= 2 && day.digits <= 2 => {
            civil(year.value, month.value, day.value)
        }
        [.., last] if parts.len() == 3 && last.digits == 4 => Err(DateProblem::Unclear),
        [first, _, last] if first.digits <= 2 && last.digits <= 2 => Err(DateProblem::TwoDigitYear),
        [first, ..] if first.digits == 4 && parts.len() < 3 => Err(DateProblem::Incomplete),
        [_, last] if last.digits == 4 => Err(DateProblem::Incomplete),
        _ => Err(DateProblem::Unclear),
    }
}

/// Years outside 1900-2199 are slips of the pen.
fn civil(year: i32, month: i32, day: i32) -> Result<Date, DateProblem> {
    let year = i16::try_from(year).ok().filter(|year| (1900..=2199).contains(year));
    let (Some(year), Ok(month), Ok(day)) = (year, i8::try_from(month), i8::try_from(day)) else {
        return Err(DateProblem::Impossible);
    };
    Date::new(year, month, day).map_err(|_| DateProblem::Impossible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_office_spelling_is_the_same_day() {
        for spelling in [
            "20261124",
            "2026-11-24",
            "2026/11/24",
            "2026.11.24",
            "2026年11月24日",
            "2026年11月24号",
            "2026 - 11 - 24",
            "2026-11-24 00:00:00",
            "2026-11-24T00:00:00",
            "2026/11/24 0:00",
            "２０２６－１１－２４",
            "２０２６年１１月２４日",
            "46350",
            "46350.0",
            "二〇二六年十一月二十四日",
            "二零二六年十一月廿四日",
            "二○二六年十一月二十四日",
            "'2026-11-24",
            "2026年11月24日止",
            "2026 年 11 月 24 日",
            "2026.11.24.",
        ] {
            assert_eq!(parse(spelling), Ok(date(2026, 11, 24)), "{spelling:?}");
        }
        assert_eq!(parse("2026/1/5"), Ok(date(2026, 1, 5)));
        assert_eq!(parse("2026年元月5日"), Ok(date(2026, 1, 5)));
        assert_eq!(parse("二〇三〇年十月十日"), Ok(date(2030, 10, 10)));
        assert_eq!(parse("10000"), Ok(date(1927, 5, 18)));
    }

    #[test]
    fn what_cannot_be_known_is_refused_with_its_reason() {
        for (text, problem) in [
            ("", DateProblem::Missing),
            ("不详", DateProblem::Missing),
            ("26-11-24", DateProblem::TwoDigitYear),
            ("26年11月24日", DateProblem::TwoDigitYear),
            ("261124", DateProblem::TwoDigitYear),
            ("2026-11", DateProblem::Incomplete),
            ("2026年11月", DateProblem::Incomplete),
            ("202611", DateProblem::Incomplete),
            ("2026", DateProblem::Incomplete),
            ("2026年2月30日", DateProblem::Impossible),
            ("20260230", DateProblem::Impossible),
            ("2026-13-01", DateProblem::Impossible),
            ("0206-11-24", DateProblem::Impossible),
            ("5/1/2026", DateProblem::Unclear),
            ("24.11.2026", DateProblem::Unclear),
            ("99999", DateProblem::Unclear),
            ("明年春天", DateProblem::Unclear),
            ("九九九九九九九九九九九九年一月一日", DateProblem::Unclear),
            ("99999999999999999999", DateProblem::Unclear),
            ("2026-11-24至2027-11-23", DateProblem::Unclear),
        ] {
            assert_eq!(parse(text), Err(problem), "{text:?}");
        }
    }
}
