//! Dates and distances as people say them: 11月24日, 还有 6 天, 逾期 3 天. Colour words go with them, so
//! that a template never computes.
//! Must never know: what is due.

use jiff::civil::{Date, Weekday};

/// A date in this year without the year, any other with it.
pub fn day(date: Date, today: Date) -> String {
    match date.year() == today.year() {
        true => format!("{}月{}日", date.month(), date.day()),
        false => full_day(date),
    }
}

/// A date with its year.
pub fn full_day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The name of the day of the week.
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// A date of a row, which keeps it as ISO text; the text itself where it is no date.
pub fn day_of(text: &str, today: Date) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |d| day(d, today))
}

/// An amount of money in yuan, without decimals where there are none.
pub fn yuan(fen: u64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        part => format!("{}.{part:02}", fen / 100),
    }
}

/// How far off a due date is.
pub struct Due {
    /// Style word: `late`, `soon`, or nothing.
    pub tone: &'static str,
    /// 今天, 还有 6 天, 逾期 3 天.
    pub far: String,
    /// The date.
    pub on: String,
}

/// A due date as it stands on paper: the date and how far off it is; empty when nothing is due.
pub fn on_paper(due: Option<&Due>) -> String {
    due.map_or_else(String::new, |d| format!("{}（{}）", d.on, d.far))
}

/// How far off a due date of a row is; `None` when nothing is due.
pub fn due(due_on: &str, today: Date) -> Option<Due> {
    let date: Date = due_on.parse().ok().filter(|d: &Date| d.year() < 9999)?;
    let days = (date - today).get_days();
    let (tone, far) = match days {
        ..0 => ("late", format!("逾期 {} 天", -days)),
        0 => ("soon", "今天".to_owned()),
        1..=7 => ("soon", format!("还有 {days} 天")),
        8..=90 => ("", format!("还有 {days} 天")),
        91..=729 => ("", format!("还有约 {} 个月", days / 30)),
        _ => ("", format!("还有约 {} 年", days / 365)),
    };
    Some(Due { tone, far, on: day(date, today) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn a_date_names_its_year_only_when_it_is_another() {
        assert_eq!(day(date(2026, 3, 5), TODAY), "3月5日");
        assert_eq!(day(date(2031, 10, 19), TODAY), "2031年10月19日");
        assert_eq!(weekday(TODAY), "星期二");
    }

    #[test]
    fn money_is_told_in_yuan() {
        assert_eq!([yuan(12_000), yuan(12_050), yuan(7)], ["120", "120.50", "0.07"]);
    }

    #[test]
    fn distance_is_told_in_words_and_tone() {
        let told = |d: &str| due(d, TODAY).map(|due| (due.tone, due.far));
        assert_eq!(told("2026-11-21"), Some(("late", "逾期 3 天".into())));
        assert_eq!(told("2026-11-24"), Some(("soon", "今天".into())));
        assert_eq!(told("2026-11-30"), Some(("soon", "还有 6 天".into())));
        assert_eq!(told("2027-01-01"), Some(("", "还有 38 天".into())));
        assert_eq!(told("2027-05-24"), Some(("", "还有约 6 个月".into())));
        assert_eq!(told("2031-11-09"), Some(("", "还有约 4 年".into())));
        assert_eq!(told("9999-12-31"), None);
        assert_eq!(told("unknown"), None);
    }
}
