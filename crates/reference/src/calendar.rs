//! Working days, and adding days, months and years to civil dates.
//!
//! A `Calendar` holds the announced public holidays and make-up working days; beyond the announced years only
//! weekends count and a result is provisional until the notice is loaded. The day of an event is day 0.
//! Which deadline counts which days is not known here.

use crate::table;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeSet, HashMap};

/// The announced exceptions to the plain week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Whether an exceptional day is worked.
    exceptions: HashMap<Date, bool>,
    years: BTreeSet<i16>,
}

impl Calendar {
    /// The calendar of the notices known when the program was built.
    pub fn announced() -> Calendar {
        let mut calendar = Calendar::default();
        for row in table::rows(include_str!("../../../data/holidays.csv")) {
            if let (Some(date), Some(kind)) = (row.first().and_then(|text| text.parse().ok()), row.get(3)) {
                calendar.add_exception(date, *kind == "调休上班");
            }
        }
        calendar
    }

    /// Enters one day of a notice: a holiday (`is_working` false) or a make-up working day. Its year counts
    /// as announced from then on.
    pub fn add_exception(&mut self, date: Date, is_working: bool) {
        self.exceptions.insert(date, is_working);
        self.years.insert(date.year());
    }

    /// Whether the day is worked.
    pub fn is_working(&self, date: Date) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.exceptions.get(&date).copied().unwrap_or(!weekend)
    }

    /// Whether no notice is known for the year of the day, so that [`Calendar::is_working`] is a guess.
    pub fn is_provisional(&self, date: Date) -> bool {
        !self.years.contains(&date.year())
    }

    /// The `n`-th working day after `date`; `date` itself for 0.
    pub fn add_working_days(&self, date: Date, n: u32) -> Date {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => return day,
            }
            left -= u32::from(self.is_working(day));
        }
        day
    }
}

/// More than any two dates of the calendar lie apart, and still a span the date library accepts.
const MOST_YEARS: i32 = 19_990;
const MOST_DAYS: i32 = 7_300_000;

/// `date` and `n` calendar days, negative for earlier; like all sums here it stops at the years ±9999.
pub fn add_days(date: Date, n: i32) -> Date {
    date.saturating_add(n.clamp(-MOST_DAYS, MOST_DAYS).days())
}

/// The last day of the month of `date`.
pub fn month_end(date: Date) -> Date {
    date.last_of_month()
}

/// The same day `n` months later (negative: earlier), or the last day of that month if it is shorter.
pub fn add_months_clamped(date: Date, n: i32) -> Date {
    date.saturating_add(n.clamp(-MOST_YEARS * 12, MOST_YEARS * 12).months())
}

/// The same day `n` years later; 29 February becomes 28 February where there is none.
pub fn add_years(date: Date, n: i16) -> Date {
    date.saturating_add(i32::from(n).clamp(-MOST_YEARS, MOST_YEARS).years())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn national_day_2026_is_free_and_make_up_days_are_worked() {
        let calendar = Calendar::announced();
        assert!(!calendar.is_working(date(2026, 10, 1)));
        assert!(calendar.is_working(date(2026, 10, 10)), "Saturday worked for the holiday");
        assert!(!calendar.is_working(date(2026, 11, 21)));
        assert!(calendar.is_working(date(2026, 11, 24)));
    }

    #[test]
    fn ten_working_days_skip_the_holiday_and_count_the_make_up_day() {
        // 2026-09-30 is a Wednesday; 1-7 October are free; Thursday 8, Friday 9, Saturday 10 are worked.
        let calendar = Calendar::announced();
        assert_eq!(calendar.add_working_days(date(2026, 9, 30), 3), date(2026, 10, 10));
        assert_eq!(calendar.add_working_days(date(2026, 9, 30), 0), date(2026, 9, 30));
    }

    #[test]
    fn an_unannounced_year_is_provisional_until_its_notice_is_loaded() {
        let mut calendar = Calendar::announced();
        assert!(calendar.is_provisional(date(2027, 1, 4)));
        assert!(calendar.is_working(date(2027, 1, 1)), "a Friday like any other");
        calendar.add_exception(date(2027, 1, 1), false);
        assert!(!calendar.is_provisional(date(2027, 1, 4)));
        assert!(!calendar.is_working(date(2027, 1, 1)));
    }

    #[test]
    fn months_and_years_stop_at_the_end_of_short_months() {
        assert_eq!(add_months_clamped(date(2026, 1, 31), 1), date(2026, 2, 28));
        assert_eq!(add_months_clamped(date(2026, 3, 31), -1), date(2026, 2, 28));
        assert_eq!(add_years(date(2024, 2, 29), 1), date(2025, 2, 28));
        assert_eq!(add_years(date(2023, 2, 28), 1), date(2024, 2, 28));
        assert_eq!(month_end(date(2024, 2, 5)), date(2024, 2, 29));
        assert_eq!(add_days(date(2026, 12, 30), 3), date(2027, 1, 2));
    }

    #[test]
    fn sums_beyond_the_calendar_stop_at_its_ends() {
        assert_eq!(add_days(date(2026, 1, 1), i32::MAX), Date::MAX);
        assert_eq!(add_days(date(2026, 1, 1), i32::MIN), Date::MIN);
        assert_eq!(add_months_clamped(date(2026, 1, 1), i32::MAX), Date::MAX);
        assert_eq!(add_years(date(2026, 1, 1), i16::MIN), Date::MIN);
    }
}
