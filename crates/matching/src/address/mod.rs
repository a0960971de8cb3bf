//! Which street, and so which judicial office, does an address belong to?
//!
//! Read in order: province, city, district (current, former, misspelt), then street, former street or
//! village. A street is given only where it is certain enough to act without a person; everything else is the
//! level that is certain, with candidates for the person who decides. Roads are never places. Nothing here
//! knows cases or offices' work.

mod gazetteer;
mod head;
mod local;
mod street_word;
mod typo;
mod words;

use reference::text;

/// How far down an address is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The street or town, and so the office.
    Street,
    /// The county or district.
    County,
    /// The city.
    City,
    /// The province.
    Province,
    /// Nothing.
    None,
}

/// A street that a person might choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Nine digits.
    pub street_code: &'static str,
    /// From 0 to 1; for ordering only.
    pub confidence: f32,
}

/// What an address says.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The lowest certain level.
    pub level: Level,
    /// Nine digits; only at [`Level::Street`].
    pub street_code: Option<&'static str>,
    /// Six digits of today's county.
    pub county_code: Option<&'static str>,
    /// Six digits of today's city; none for counties directly under a province.
    pub city_code: Option<&'static str>,
    /// Six digits of the province.
    pub province_code: Option<&'static str>,
    /// Streets to choose from, best first; at [`Level::Street`] the street itself.
    pub candidates: Vec<Candidate>,
    /// One Chinese sentence with the reason. It repeats no part of the address but names of places.
    pub why: String,
}

impl Verdict {
    fn nothing(why: &str) -> Verdict {
        Verdict {
            level: Level::None,
            street_code: None,
            county_code: None,
            city_code: None,
            province_code: None,
            candidates: Vec::new(),
            why: why.to_owned(),
        }
    }
}

/// Reads an address. `hint` is the division code that came beside it; it decides between places of one name
/// and never overrules the text.
pub fn resolve(text: &str, hint: Option<&str>) -> Verdict {
    if text::is_blank_word(text) {
        return Verdict::nothing("没有填写地址。");
    }
    let (mut main, mut aside) = words::plain(text);
    if main.is_empty() && !aside.is_empty() {
        main = aside.remove(0);
    }
    let hint = hint.and_then(head::county_of_code);
    let verdict = read(&main, hint);
    match verdict.street_code {
        Some(street) if aside.iter().any(|note| contradicts(note, street, hint)) => {
            local::ask(verdict, "括号内注明的地点与前文不一致，需人工确认。")
        }
        _ => verdict,
    }
}

fn read(main: &str, hint: Option<&'static str>) -> Verdict {
    let head = head::read(main, hint);
    if head.is_contradictory {
        return head.verdict("省、市、区县之间互相矛盾，需人工确认。");
    }
    if head.is_outside() {
        return head.verdict("地址不在本市。");
    }
    local::read(&head, hint)
}

/// Whether a note in brackets names another street or another district than the address itself.
fn contradicts(note: &str, street: &str, hint: Option<&'static str>) -> bool {
    let other = read(note, hint.or(gazetteer::county_of_street(street)));
    match (other.street_code, other.county_code) {
        (Some(code), _) => code != street,
        (None, Some(county)) => !street.starts_with(county),
        _ => false,
    }
}

/// Whether the address is certainly outside a city.
pub fn outside_city(verdict: &Verdict, city_code: &str) -> bool {
    match (verdict.city_code, verdict.county_code, verdict.province_code) {
        (Some(city), ..) => city != city_code,
        (None, Some(county), _) => !city_code.get(..4).is_some_and(|city| county.starts_with(city)),
        (None, None, Some(province)) => !city_code.get(..2).is_some_and(|city| province.starts_with(city)),
        _ => false,
    }
}
