//! Reads the part of an address below the district, for the city whose streets have offices.
//!
//! A street is found by its name, a former name, a name with one wrong character, or its village; each way
//! asks whether the rest of the text agrees. What is ambiguous or contradictory becomes a question with
//! candidates. Provinces and cities are read elsewhere.

use super::gazetteer::{self, Street, was_in};
use super::head::Head;
use super::street_word::{self, Kind, Word};
use super::{Candidate, Level, Verdict, typo, words};
use reference::division;
use reference::street::{FormerName, Village};

/// What the lower part of an address leads to.
enum Finding {
    /// One street, and why.
    Street(&'static str, &'static str),
    /// Several possible streets, best first, and why a person must decide.
    Ask(Vec<&'static str>, &'static str),
}

use Finding::{Ask, Street as Found};

const CONTRADICTION: &str = "街镇与所写的区不一致，需人工确认。";
const SEVERAL: &str = "同名地点不止一处，需人工确认。";
const SPLIT: &str = "原街镇已拆分，需按村居人工确认。";
const ROAD_OR_STREET: &str = "可能是路名而不是街道名，需人工确认。";

/// Whether the text begins with a street or village of the county, or with a street of any local district.
pub fn begins_with_street(rest: &str, county: Option<&str>) -> bool {
    let word = street_word::street(rest).filter(|word| !word.is_weak);
    let Some(county) = county else { return word.is_some_and(|word| word.kind != Kind::Jie) };
    word.is_some_and(|word| {
        word.streets().iter().any(|street| street.county == county)
            || word.former().iter().any(|old| was_in(old, county))
    }) || street_word::village(rest)
        .is_some_and(|(found, _)| found.iter().any(|one| one.county_code == county))
}

/// Whether the text begins with the name of a street of the county, with or without its suffix.
pub fn begins_bare(rest: &str, county: &str) -> bool {
    (2..=4).filter_map(|count| words::first(rest, count)).any(|(base, _)| {
        let streets = gazetteer::get().streets.get(base);
        streets.is_some_and(|streets| streets.iter().any(|street| street.county == county))
    })
}

/// Reads what follows the front of a local address.
pub fn read(head: &Head<'_>, hint: Option<&'static str>) -> Verdict {
    let finding = match head.county {
        Some(county) => in_county(head.rest, county),
        None => in_city(head, hint),
    };
    match finding {
        Some(Found(code, why)) => found(code, why),
        Some(Ask(candidates, why)) => {
            let mut verdict = head.verdict(why);
            verdict.candidates = ranked(&candidates);
            verdict
        }
        None if head.county.is_some() => head.verdict("只能确定到区，缺少可识别的街道或镇。"),
        None if head.city.is_some() => head.verdict("只能确定到市，缺少可识别的区和街镇。"),
        None if head.province.is_some() => head.verdict("只能确定到省。"),
        None => head.verdict("没有可识别的地名。"),
    }
}

/// Turns a verdict on a street into a question, keeping the street as a candidate.
pub fn ask(verdict: Verdict, why: &str) -> Verdict {
    Verdict { level: Level::County, street_code: None, why: why.to_owned(), ..verdict }
}

fn found(code: &'static str, why: &str) -> Verdict {
    let county = gazetteer::county_of_street(code);
    let parent = county.and_then(division::current);
    let place = format!("{}{}", parent.map_or("", |parent| parent.name), gazetteer::name_of(code));
    Verdict {
        level: Level::Street,
        street_code: Some(code),
        county_code: county,
        city_code: parent.map(|parent| parent.parent),
        province_code: parent.and_then(|parent| division::current(parent.parent)).map(|city| city.parent),
        candidates: vec![Candidate { street_code: code, confidence: 1.0 }],
        why: format!("{why}：{place}。"),
    }
}

/// Candidates in order; the confidence only keeps that order.
fn ranked(codes: &[&'static str]) -> Vec<Candidate> {
    let mut seen = Vec::new();
    for code in codes {
        if !seen.contains(code) {
            seen.push(*code);
        }
    }
    let share = 0.9 / seen.len().max(1) as f32;
    seen.iter()
        .enumerate()
        .map(|(at, code)| Candidate { street_code: code, confidence: share - 0.001 * at as f32 })
        .collect()
}

/// The district is known.
fn in_county(rest: &str, county: &'static str) -> Option<Finding> {
    let rest = after_former_district(rest, county).unwrap_or(rest);
    if let Some(word) = street_word::street(rest) {
        return Some(named_in_county(&word, county));
    }
    if let Some((street, after)) = typo::street(rest, county) {
        return Some(checked(street.code, after, "街镇名称有一字之差，仅此一处相符"));
    }
    bare_in_county(rest, county)
        .or_else(|| village_in_county(rest, county))
        .or_else(|| later_in_county(rest, county))
}

/// 荔湾区芳村花地街: the text behind the name of a district that the county has taken in.
fn after_former_district<'t>(rest: &'t str, county: &str) -> Option<&'t str> {
    if street_word::street(rest).is_some() {
        return None;
    }
    let (name, after) = words::first(rest, 2)?;
    let places = gazetteer::get().full.get(&format!("{name}区"))?;
    let was_taken_in = places.iter().any(|place| place.code == county);
    (was_taken_in && begins_with_street(after, Some(county))).then_some(after)
}

/// The name of a street is known and so is the district.
fn named_in_county(word: &Word<'_>, county: &'static str) -> Finding {
    let streets = word.streets();
    let former: Vec<_> = word.former().iter().filter(|old| was_in(old, county)).copied().collect();
    let here = streets.iter().find(|street| street.county == county);
    if let Some(street) = here {
        if word.is_weak {
            return Ask(vec![street.code], ROAD_OR_STREET);
        }
        if word.kind.fits(street.kind) {
            return checked(street.code, word.after, "区和街镇名称相符");
        }
    }
    if let Some(old) = former.iter().find(|old| word.kind.fits_name(old.name)) {
        return from_former(old, word);
    }
    // A town written as 街道 is a slip; a street written as 镇 is an older and often larger place.
    match here {
        Some(street) if streets.len() == 1 && street.kind == "镇" => {
            checked(street.code, word.after, "区和镇名称相符")
        }
        Some(street) => Ask(vec![street.code], "街道与镇的称呼不符，可能是拆分前的旧名，需人工确认。"),
        None => {
            let named = streets.iter().map(|street| street.code);
            let old = word.former().iter().flat_map(|old| old.streets.iter().copied());
            Ask(named.chain(old).collect(), CONTRADICTION)
        }
    }
}

/// A former name: its street if there is one, else the street of the village that follows.
fn from_former(old: &FormerName, word: &Word<'_>) -> Finding {
    if word.is_weak {
        return Ask(old.streets.clone(), ROAD_OR_STREET);
    }
    if let (true, [street]) = (old.unambiguous, &old.streets[..]) {
        return checked(street, word.after, "原名已并入或更名");
    }
    let village = street_word::village(word.after);
    let within: Vec<_> =
        village.iter().flat_map(|(found, _)| found.iter()).map(|one| one.street_code).collect();
    match only(within.iter().copied().filter(|code| old.streets.contains(code))) {
        Some(code) => Found(code, "原街镇已拆分，按村居确定"),
        None => Ask(old.streets.clone(), SPLIT),
    }
}

/// The name of a street without 街道 or 镇: only at the very end or before one of its villages.
fn bare_in_county(rest: &str, county: &str) -> Option<Finding> {
    let index = gazetteer::get();
    let (base, after, street) = (2..=4).rev().find_map(|count| {
        let (base, after) = words::first(rest, count)?;
        let street = index.streets.get(base)?.iter().find(|street| street.county == county)?;
        Some((base, after, street))
    })?;
    if let Some((villages, _)) = street_word::village(after) {
        let fits = villages.iter().any(|village| village.street_code == street.code);
        return fits.then_some(Found(street.code, "街镇和村居名称相符"));
    }
    let was_split = index.former.get(base).is_some_and(|old| old.iter().any(|old| !old.unambiguous));
    let villages = index.villages.get(base).map(Vec::as_slice).unwrap_or_default();
    let elsewhere = villages.iter().any(|one| one.county_code == county && one.street_code != street.code);
    if !after.is_empty() {
        return None;
    }
    Some(if was_split || elsewhere {
        Ask(vec![street.code], SEVERAL)
    } else {
        Found(street.code, "区和街镇名称相符")
    })
}

/// Only the village or community is named.
fn village_in_county(rest: &str, county: &str) -> Option<Finding> {
    let (villages, after) = street_word::village(rest)?;
    let moved = gazetteer::streets_once_in(county);
    let here: Vec<&Village> = villages
        .into_iter()
        .filter(|one| one.county_code == county || moved.contains(&one.street_code))
        .collect();
    if here.is_empty() {
        return None;
    }
    Some(match only(here.iter().map(|one| one.street_code)) {
        Some(code) => checked(code, after, "按本区唯一的村居名称确定"),
        None => Ask(here.iter().map(|one| one.street_code).collect(), SEVERAL),
    })
}

/// A street named in full after a road or a number.
fn later_in_county(rest: &str, county: &str) -> Option<Finding> {
    let named = street_word::later(rest);
    let code = only(named.iter().map(|street| street.code))?;
    named.first().filter(|street| street.county == county)?;
    Some(Found(code, "文中写明街镇"))
}

/// The district is not named.
fn in_city(head: &Head<'_>, hint: Option<&'static str>) -> Option<Finding> {
    if let Some((county, after)) = typo::district(head.rest)
        && let Some(Found(code, _)) = in_county(after, county)
    {
        return Some(Found(code, "区名有一字之差，街镇名称相符"));
    }
    let is_city_named = head.city.is_some();
    if let Some(word) = street_word::street(head.rest) {
        return Some(named_in_city(&word, is_city_named, hint));
    }
    let (villages, after) = street_word::village(head.rest)?;
    let codes: Vec<_> = villages.iter().map(|one| one.street_code).collect();
    let hinted = villages.iter().filter(|one| Some(one.county_code) == hint).map(|one| one.street_code);
    let local_hint = hint.filter(|code| is_local(code));
    let certain = match local_hint {
        Some(_) => only(hinted),
        None => only(codes.iter().copied()).filter(|_| is_city_named && hint.is_none()),
    };
    Some(match certain {
        Some(code) => checked(code, after, "按唯一的村居名称确定"),
        None => Ask(codes, SEVERAL),
    })
}

/// The name of a street is known, the district is not.
fn named_in_city(word: &Word<'_>, is_city_named: bool, hint: Option<&'static str>) -> Finding {
    let streets = word.streets();
    let fitting: Vec<&Street> = streets.iter().filter(|street| word.kind.fits(street.kind)).collect();
    let former: Vec<_> = word.former().iter().filter(|old| word.kind.fits_name(old.name)).copied().collect();
    let all = || {
        let old = former.iter().flat_map(|old| old.streets.iter().copied());
        streets.iter().map(|street| street.code).chain(old).collect::<Vec<_>>()
    };
    if word.is_weak {
        return Ask(all(), ROAD_OR_STREET);
    }
    let hinted = fitting.iter().find(|street| Some(street.county) == hint);
    if let Some(street) = hinted {
        return checked(street.code, word.after, "街镇名称与区划代码相符");
    }
    if let Some(code) = confirmed_by_village(word, is_city_named).filter(|_| !hint.is_some_and(is_local)) {
        return checked(code, word.after, "街镇和村居名称相符");
    }
    let is_abbreviated_twin = word.kind == Kind::Jie && streets.len() > 1;
    let is_hint_against = hint.is_some_and(is_local) || (hint.is_some() && !is_city_named);
    match (&fitting[..], &former[..]) {
        _ if is_hint_against => Ask(all(), "街镇与区划代码不一致，需人工确认。"),
        ([street], _) if !is_abbreviated_twin => {
            let name_is_unique = reference::street::namesakes_elsewhere(street.name) == 0;
            if is_city_named || name_is_unique {
                checked(street.code, word.after, "本市只有一处同名街镇")
            } else {
                Ask(all(), "没有写明市和区，外地也有同名街镇，需人工确认。")
            }
        }
        ([], [old]) if is_city_named => from_former(old, word),
        _ => Ask(all(), SEVERAL),
    }
}

/// The one street of that name that has the village which follows. Without a city the village must be named
/// otherwise than its street, because such pairs (凤凰街道凤凰社区) are common everywhere.
fn confirmed_by_village(word: &Word<'_>, is_city_named: bool) -> Option<&'static str> {
    let (villages, _) = street_word::village(word.after)?;
    let telling = villages.iter().filter(|village| is_city_named || village.short_name != word.base());
    only(
        telling
            .map(|village| village.street_code)
            .filter(|code| word.streets().iter().any(|one| one.code == *code)),
    )
}

fn is_local(county: &str) -> bool {
    county.get(..4) == gazetteer::local_city().get(..4)
}

/// The one distinct value, if there is exactly one.
fn only(codes: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let mut codes = codes;
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

/// A street, unless the rest of the text speaks against it.
fn checked(code: &'static str, after: &str, why: &'static str) -> Finding {
    let county = gazetteer::county_of_street(code).unwrap_or("");
    if let Some((villages, _)) = street_word::village(after) {
        let here: Vec<_> =
            villages.iter().filter(|one| one.county_code == county).map(|one| one.street_code).collect();
        if !here.is_empty() && !here.contains(&code) {
            let candidates = [code].into_iter().chain(here).collect();
            return Ask(candidates, "村居不在所写的街镇，需人工确认。");
        }
    }
    let named_later = street_word::later(after);
    if named_later.iter().any(|street| street.code != code) {
        let candidates = [code].into_iter().chain(named_later.iter().map(|street| street.code)).collect();
        return Ask(candidates, "写有两个街镇，需人工确认。");
    }
    let moved =
        ["现住", "现居", "暂住", "迁至", "迁往", "搬到", "搬至"].iter().any(|word| after.contains(word));
    if moved || names_other_district(after, county) {
        return Ask(vec![code], "写有不止一个地点，需人工确认。");
    }
    Found(code, why)
}

fn names_other_district(after: &str, county: &str) -> bool {
    let others = division::counties_of(gazetteer::local_city());
    others.iter().any(|other| other.code != county && after.contains(other.name))
}
