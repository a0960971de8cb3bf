//! A month as an address names it (`2026-12`), as people say it, and the months beside it.
//! Must never know: what is listed for a month.

use jiff::{ToSpan, civil::Date};

/// A month, by its first day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month(pub(crate) Date);

/// A month to choose.
pub(crate) struct Pick {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Month {
    /// The month that an address asks for; the usual one where it asks for none that can be.
    pub(crate) fn read(asked: Option<&str>, usual: Date) -> Month {
        let first = asked.filter(|m| m.len() == 7).and_then(|m| format!("{m}-01").parse::<Date>().ok());
        Month(first.unwrap_or(usual).first_of_month())
    }

    pub(crate) fn code(self) -> String {
        self.0.strftime("%Y-%m").to_string()
    }

    pub(crate) fn label(self) -> String {
        format!("{}年{}月", self.0.year(), self.0.month())
    }

    pub(crate) fn before(self) -> Month {
        Month(self.0.saturating_sub(1.month()))
    }

    pub(crate) fn after(self) -> Month {
        Month(self.0.saturating_add(1.month()))
    }

    /// Two months back to a year ahead of today, and this one wherever it lies.
    pub(crate) fn picks(self, today: Date) -> Vec<Pick> {
        let first = today.first_of_month();
        let mut months: Vec<Month> = (-2..=12).map(|n| Month(first.saturating_add(n.months()))).collect();
        if !months.contains(&self) {
            months.push(self);
            months.sort_by_key(|m| m.0);
        }
        let pick = |m: Month| Pick { code: m.code(), label: m.label(), chosen: m == self };
        months.into_iter().map(pick).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_that_cannot_be_is_the_usual_one() {
        let read = |asked| Month::read(asked, date(2026, 11, 24)).code();
        assert_eq!(read(Some("2026-12")), "2026-12");
        for bad in [None, Some(""), Some("2026-13"), Some("2026-1"), Some("9999999"), Some("二〇二六")] {
            assert_eq!(read(bad), "2026-11");
        }
    }

    #[test]
    fn the_months_beside_the_last_one_do_not_run_out_of_the_calendar() {
        let last = Month::read(Some("9999-12"), date(2026, 11, 24));
        assert_eq!((last.after().code().len(), last.before().code().as_str()), (7, "9999-11"));
        assert!(last.picks(date(2026, 11, 24)).iter().any(|p| p.chosen));
    }
}
