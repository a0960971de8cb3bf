//! A calendar as RFC 5545 writes it: lines end in CRLF and are folded after 75 octets without cutting a character,
//! texts are escaped, whole days are dates. Only what a feed of whole days needs (decision 0016).
//! Must never know: what an event is about.

use jiff::{Timestamp, civil::Date};

/// A line has at most so many octets before it is folded.
const LINE: usize = 75;

/// One event of a whole day.
pub(super) struct Event {
    /// The same for ever for the same event, and no other's.
    pub(super) uid: String,
    /// The day.
    pub(super) on: Date,
    /// What a calendar program shows.
    pub(super) summary: String,
    /// Where more can be read.
    pub(super) url: Option<String>,
}

/// The text of a calendar with that name, as written at an instant.
pub(super) fn calendar(name: &str, at: Timestamp, events: &[Event]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Guitu//Calendar//ZH");
    line("CALSCALE", "GREGORIAN");
    line("X-WR-CALNAME", &escaped(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT4H");
    let stamp = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&event.uid));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &event.on.strftime("%Y%m%d").to_string());
        line("SUMMARY", &escaped(&event.summary));
        if let Some(url) = &event.url {
            line("URL", url);
        }
        line("TRANSP", "TRANSPARENT"); // the day is not taken by it
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

/// A text as a value: the four signs that mean something are escaped, other control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line: a fold begins with a blank, which counts.
fn fold(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What RFC 5545 3.1 says of folding, the other way round.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn long_lines_are_folded_after_75_octets_and_no_character_is_cut() {
        for filler in ["走", "a", "é", "🏠"] {
            for n in 0..120 {
                let line = format!("SUMMARY:{}{}", "x".repeat(n % 5), filler.repeat(n));
                let mut text = String::new();
                fold(&mut text, &line);
                assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text:?}");
                assert_eq!(unfolded(&text), [line]);
            }
        }
        let mut exact = String::new();
        fold(&mut exact, &"x".repeat(75));
        assert_eq!(exact, format!("{}\r\n", "x".repeat(75)), "75 octets are one line");
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        assert_eq!(escaped("走访 2 项, 核查; 1\\2\r\n下一行\u{7}"), "走访 2 项\\, 核查\\; 1\\\\2\\n下一行");
    }

    #[test]
    fn a_calendar_is_written_as_the_standard_says() {
        let event = Event {
            uid: "2026-11-24.ab@guitu".into(),
            on: jiff::civil::date(2026, 11, 24),
            summary: "走访 2 项、核查 1 项".into(),
            url: Some("https://guitu.test/calendar/2026-11-24".into()),
        };
        let at = "2026-11-24T04:00:00Z".parse().expect("an instant");
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Guitu//Calendar//ZH",
            "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:归途",
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            "BEGIN:VEVENT",
            "UID:2026-11-24.ab@guitu",
            "DTSTAMP:20261124T040000Z",
            "DTSTART;VALUE=DATE:20261124",
            "SUMMARY:走访 2 项、核查 1 项",
            "URL:https://guitu.test/calendar/2026-11-24",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(calendar("归途", at, &[event]), lines.map(|l| format!("{l}\r\n")).concat());
    }
}
