//! Corrects one wrong character in the name of a street or district, where only one name can be meant.
//!
//! In names of two characters the wrong one must sound or look like the right one (table of confusions), in
//! longer names any wrong one will do unless it tells directions or numbers apart (江南中 and 江南西 are two
//! places). Knows nothing of the rest of the address.

use super::gazetteer::{self, Street};
use super::street_word::Kind;
use super::words;
use reference::table;
use std::collections::HashMap;
use std::sync::LazyLock;

const TELLING: &str = "东南西北中上下大小前后左右新老一二三四五六七八九十";

static CONFUSIONS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../../data/street_confusions.csv"));
    rows.filter_map(|row| Some((row.first()?.chars().next()?, *row.get(1)?))).collect()
});

/// The street of the county, or of a town it once had, whose name stands at the front with one wrong
/// character, and what follows it.
pub fn street<'t>(rest: &'t str, county: &str) -> Option<(Street, &'t str)> {
    let index = gazetteer::get();
    let (word, kind, after) = word_before_suffix(rest)?;
    let is_village =
        index.villages.get(word).is_some_and(|found| found.iter().any(|one| one.county_code == county));
    if is_village || index.streets.contains_key(word) || index.former.contains_key(word) {
        return None;
    }
    let moved = gazetteer::streets_once_in(county);
    let near: Vec<&Street> = index
        .streets
        .iter()
        .filter(|(base, _)| is_forgivable(base, word))
        .flat_map(|(_, streets)| streets)
        .filter(|street| kind.fits(street.kind) && (street.county == county || moved.contains(&street.code)))
        .collect();
    match near[..] {
        [street] => Some((*street, after)),
        _ => None,
    }
}

/// The local district, by a present or former name, that stands at the front with one wrong character, and
/// what follows it.
pub fn district(rest: &str) -> Option<(&'static str, &str)> {
    let (word, after) = (2..=4)
        .filter_map(|count| words::first(rest, count))
        .find(|(word, _)| word.ends_with(['区', '市', '县']))?;
    let local = gazetteer::local_city();
    let mut near: Vec<&'static str> = gazetteer::get()
        .full
        .iter()
        .filter(|(name, _)| {
            one_difference(name, word).is_some_and(|(right, wrong)| is_confusable(right, wrong))
        })
        .flat_map(|(_, places)| places)
        .filter(|place| place.level == 3 && place.city == Some(local))
        .map(|place| place.code)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [county] => Some((county, after)),
        _ => None,
    }
}

/// The two to five characters before the first 街道, 镇 or 街, which of them, and what follows.
fn word_before_suffix(rest: &str) -> Option<(&str, Kind, &str)> {
    (2..=5).find_map(|count| {
        let (word, after) = words::first(rest, count)?;
        if let Some(after) = after.strip_prefix("街道") {
            return Some((word, Kind::Jiedao, after));
        }
        if let Some(after) = after.strip_prefix('镇') {
            return Some((word, Kind::Zhen, after));
        }
        let after = after.strip_prefix('街')?;
        (!after.is_empty() && !words::begins_with_number(after)).then_some((word, Kind::Jie, after))
    })
}

/// The differing characters if the words have one length and differ in one position.
fn one_difference(right: &str, wrong: &str) -> Option<(char, char)> {
    if right.chars().count() != wrong.chars().count() {
        return None;
    }
    let mut differing = right.chars().zip(wrong.chars()).filter(|(a, b)| a != b);
    differing.next().filter(|_| differing.next().is_none())
}

/// In longer names any character may be wrong, unless the rest is the name of another street (沙河南).
fn is_forgivable(right: &str, wrong: &str) -> bool {
    one_difference(right, wrong).is_some_and(|(a, b)| {
        let tells = TELLING.contains(a) || TELLING.contains(b);
        is_confusable(a, b) || (right.chars().count() > 2 && !tells && !begins_as_another(wrong))
    })
}

fn begins_as_another(word: &str) -> bool {
    words::first(word, 2).is_some_and(|(front, _)| gazetteer::get().streets.contains_key(front))
}

fn is_confusable(right: char, wrong: char) -> bool {
    CONFUSIONS.get(&right).is_some_and(|others| others.contains(wrong))
}
