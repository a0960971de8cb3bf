//! Words and figures of this column as people read them: instants in Shanghai time, counts with their cap,
//! what became of a row.
//! Must never know: where the values come from.

use jiff::Timestamp;
use store::page::{COUNT_CAP, Page};

/// An instant as people read it, eight hours east of Greenwich.
pub(crate) fn instant(millis: i64) -> String {
    let Ok(instant) = Timestamp::from_millisecond(millis) else { return String::new() };
    jiff::tz::offset(8).to_datetime(instant).strftime("%Y年%-m月%-d日 %H:%M").to_string()
}

/// How many there are: exact, or that there are more than were counted.
pub(crate) fn count<T>(page: &Page<T>, measure: &str) -> String {
    match page.exact {
        true => format!("共 {} {measure}", page.at_least),
        false => format!("超过 {COUNT_CAP} {measure}"),
    }
}

/// What became of a row.
pub(crate) fn fate(code: &str) -> &'static str {
    match code {
        "released" => "已放行",
        "rejected" => "已退回监所",
        _ => "待更正",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_on_the_clock_of_shanghai() {
        // 2026-11-23T16:05:00Z
        assert_eq!(instant(1_795_449_900_000), "2026年11月24日 00:05");
    }

    #[test]
    fn a_count_beyond_the_cap_says_so() {
        let page = |at_least, exact| Page::<u8> { items: vec![], next: None, at_least, exact };
        assert_eq!(count(&page(3, true), "行"), "共 3 行");
        assert_eq!(count(&page(10_000, false), "行"), "超过 10000 行");
    }
}
