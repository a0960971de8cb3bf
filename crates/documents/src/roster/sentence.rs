//! Offence, term, start and release of one row, held against each other.
//!
//! A release later than start and term allow would keep a person unexpected; it is a
//! problem, as is one that is off by whole years. An earlier one is usual (减刑) and only a
//! warning. The tolerance is a day, more where a month's end or a rounded term blurs it.

use super::{field::Field, interpret::Findings, term};
use jiff::{Span, civil::Date};
use reference::{date_text, text};

/// Days by which a term written as a fraction of a year may be off.
const ROUGH_TERM_DAYS: i64 = 31;

/// What the row says of the sentence.
pub(super) struct Sentence {
    pub term: String,
    pub term_months: Option<u32>,
    pub short: bool,
    pub offence_on: Option<Date>,
    pub starts_on: Option<Date>,
    pub ends_on: Date,
}

/// Reads the sentence; none if the day of release is not known.
pub(super) fn read(birth: Option<Date>, findings: &mut Findings<'_>) -> Option<Sentence> {
    let written = text::clean(findings.raw.cell(Field::Term));
    let term = term::parse_term(&written);
    let is_blank = text::is_blank_word(&written);
    let offence = findings.raw.cell(Field::Offence);
    if term.is_none() && term::parse_term(offence).is_some() {
        findings.problem(
            Field::Term,
            "columns_swapped",
            "“罪名”一列里写的是刑期，“原判刑期”一列里不是，可能两列填反了。请核对后更正。",
        );
    } else if term.is_none() && !is_blank {
        findings.warning(Field::Term, "term_unknown", "原判刑期的写法无法识别，请核对。");
    } else if is_blank {
        findings.warning(Field::Term, "term_missing", "没有填原判刑期。");
    }
    if text::is_blank_word(offence) {
        findings.warning(Field::Offence, "offence_missing", "没有填罪名。");
    }
    let starts_on = start(findings);
    let ends_on = release(birth, findings)?;
    if let Some(start) = starts_on {
        compare(start, ends_on, term, findings);
    }
    Some(Sentence {
        term: if is_blank { String::new() } else { written },
        term_months: term.and_then(|term| term.months),
        short: term.is_some_and(|term| term.short),
        offence_on: offence_on(findings),
        starts_on,
        ends_on,
    })
}

/// Whether a record is sealed may hang on this day: what cannot be read is asked about.
fn offence_on(findings: &mut Findings<'_>) -> Option<Date> {
    let written = findings.raw.cell(Field::OffenceOn);
    if text::is_blank_word(written) {
        return None;
    }
    let read = date_text::parse(written);
    if let Err(problem) = &read {
        let message = format!("犯罪日期无法识别：{}", problem.message());
        findings.problem(Field::OffenceOn, "offence_day_unreadable", message);
    }
    read.ok()
}

fn start(findings: &mut Findings<'_>) -> Option<Date> {
    let written = findings.raw.cell(Field::StartsOn);
    if text::is_blank_word(written) {
        return None;
    }
    match date_text::parse(written) {
        Ok(date) => Some(date),
        Err(problem) => {
            findings.warning(
                Field::StartsOn,
                "start_unreadable",
                format!("刑期起日无法识别：{}", problem.message()),
            );
            None
        }
    }
}

fn release(birth: Option<Date>, findings: &mut Findings<'_>) -> Option<Date> {
    let written = findings.raw.cell(Field::EndsOn);
    if text::is_blank_word(written) {
        findings.problem(
            Field::EndsOn,
            "release_missing",
            "没有填刑期止日，无法安排衔接。请向监所核实后补上。",
        );
        return None;
    }
    let date = match date_text::parse(written) {
        Ok(date) => date,
        Err(problem) => {
            findings.problem(
                Field::EndsOn,
                "release_unreadable",
                format!("刑期止日无法识别：{}", problem.message()),
            );
            return None;
        }
    };
    let in_life = birth.is_none_or(|birth| {
        let age = i32::from(date.year()) - i32::from(birth.year());
        (14..=110).contains(&age)
    });
    if !(1950..=2099).contains(&date.year()) || !in_life {
        findings.problem(
            Field::EndsOn,
            "release_impossible",
            format!("刑期止日 {date} 不可能，可能年份写错了。请核对。"),
        );
        return None;
    }
    Some(date)
}

fn compare(start: Date, end: Date, term: Option<term::Term>, findings: &mut Findings<'_>) {
    if end < start {
        findings.problem(
            Field::EndsOn,
            "release_before_start",
            format!("刑期止日 {end} 早于刑期起日 {start}，可能两列填反了或年份写错了。请核对。"),
        );
        return;
    }
    let Some(term) = term else { return };
    let Some(expected) = expected_end(start, term) else {
        return;
    };
    let tolerance = if term.approximate { ROUGH_TERM_DAYS } else { 0 };
    let late = days_between(expected, end);
    let late_seen_from_end = late_from_end(start, end, term).unwrap_or(late);
    if late.min(late_seen_from_end) > 1 + tolerance {
        findings.problem(
            Field::EndsOn,
            "term_contradiction",
            format!(
                "刑期从 {start} 起、原判“{}”，最迟应在 {expected} 前后期满，刑期止日却是 {end}。请核对三者。",
                text::clean(findings.raw.cell(Field::Term))
            ),
        );
    } else if is_year_typo(start, end, expected) {
        findings.problem(
            Field::EndsOn,
            "term_contradiction",
            format!(
                "刑期止日 {end} 与应期满日 {expected} 恰好相差整年，且服刑不到一半，可能年份写错了。请核对。"
            ),
        );
    } else if late.max(late_seen_from_end) < -(2 + tolerance) {
        findings.warning(
            Field::EndsOn,
            "release_early",
            format!("刑期止日 {end} 早于按原判刑期推算的 {expected}，可能有减刑。"),
        );
    }
}

/// Start and term added up. Days of a month that is too short are cut off.
fn expected_end(start: Date, term: term::Term) -> Option<Date> {
    start.checked_add(span(term)?).ok()
}

/// How many days the start lies too early, counted back from the end: forward and back
/// differ where months have different lengths (31 March less one month is 28 February).
fn late_from_end(start: Date, end: Date, term: term::Term) -> Option<i64> {
    let counted_back = end.checked_sub(span(term)?).ok()?;
    Some(days_between(start, counted_back))
}

fn span(term: term::Term) -> Option<Span> {
    Span::new().try_months(term.months?).and_then(|span| span.try_days(term.days)).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Whole years too early to the day, with less than half of the term served: no
/// reduction of a sentence goes that far, a mistyped year does.
fn is_year_typo(start: Date, end: Date, expected: Date) -> bool {
    let years = i32::from(expected.year()) - i32::from(end.year());
    if years < 1 || 2 * days_between(start, end) >= days_between(start, expected) {
        return false;
    }
    Span::new()
        .try_years(years)
        .and_then(|span| end.checked_add(span))
        .is_ok_and(|moved| days_between(moved, expected).abs() <= 1)
}
