//! The indexes an address is read with: divisions by full and short name, streets, former names, villages.
//!
//! Built once from the reference tables. "Local" means the city whose streets have offices in the data; no
//! code of that city is written here. Holds no rule of reading.

use reference::division::{self, Division};
use reference::street::{self, FormerName, Village};
use reference::{codes, office, text};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A province, city or county, as one name leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 province, 2 city, 3 county.
    pub level: u8,
    /// The code as it was under this name.
    pub old_code: &'static str,
    /// Today's code of the place or of what it became.
    pub code: &'static str,
    /// Today's city; `None` for provinces and for counties directly under a province.
    pub city: Option<&'static str>,
    /// The province.
    pub province: &'static str,
    /// The last year of the name, 9999 if in use.
    pub until: i16,
}

/// A street or town of the local city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Street {
    /// Nine digits.
    pub code: &'static str,
    /// Six digits of its district.
    pub county: &'static str,
    /// Full name.
    pub name: &'static str,
    /// 街道 or 镇.
    pub kind: &'static str,
}

/// All indexes.
pub struct Gazetteer {
    /// Full names to places.
    pub full: HashMap<String, Vec<Place>>,
    /// Names without suffix to places in use.
    pub short: HashMap<String, Vec<Place>>,
    /// Names without 街道 or 镇 to local streets.
    pub streets: HashMap<String, Vec<Street>>,
    /// Names without suffix to former names.
    pub former: HashMap<String, Vec<&'static FormerName>>,
    /// Short names to villages and communities.
    pub villages: HashMap<String, Vec<&'static Village>>,
    /// Full names of streets and towns of the province to the codes of their parents.
    pub elsewhere: HashMap<&'static str, Vec<&'static str>>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(build);

/// The indexes.
pub fn get() -> &'static Gazetteer {
    &GAZETTEER
}

/// The local city: the one whose streets have offices.
pub fn local_city() -> &'static str {
    static CITY: LazyLock<&'static str> = LazyLock::new(|| {
        let county = office::all().first().and_then(|office| division::current(office.county_code));
        county.map_or("", |county| county.parent)
    });
    &CITY
}

/// The current name of a code, empty if there is none.
pub fn name_of(code: &str) -> &'static str {
    office::by_street(code)
        .map(|office| office.street_name)
        .or_else(|| division::current(code).map(|one| one.name))
        .unwrap_or("")
}

/// The district of a local street.
pub fn county_of_street(code: &str) -> Option<&'static str> {
    office::by_street(code).map(|office| office.county_code)
}

/// Whether a former name was used under the county, by any of the county's names.
pub fn was_in(old: &FormerName, county: &str) -> bool {
    old.counties.iter().any(|name| {
        let places = get().full.get(*name);
        places.is_some_and(|places| places.iter().any(|place| place.code == county))
    })
}

/// Codes of the streets that hold a town which was once under the county.
pub fn streets_once_in(county: &str) -> Vec<&'static str> {
    let former = get().former.values().flatten();
    let there = former.filter(|old| old.unambiguous && was_in(old, county));
    there.flat_map(|old| old.streets.iter().copied()).collect()
}

/// A name of a street without 街道 or 镇, and that suffix.
pub fn split_kind(name: &str) -> Option<(&str, &'static str)> {
    ["街道", "镇"].into_iter().find_map(|kind| name.strip_suffix(kind).map(|base| (base, kind)))
}

fn build() -> Gazetteer {
    let mut full: HashMap<String, Vec<Place>> = HashMap::new();
    let mut short: HashMap<String, Vec<Place>> = HashMap::new();
    let groups = ethnic_groups();
    let mut elsewhere: HashMap<_, Vec<_>> = HashMap::new();
    for one in division::all() {
        if one.level == 4 {
            elsewhere.entry(one.name).or_default().push(one.parent);
        } else if let Some(place) = place(one) {
            full.entry(text::without_variants(one.name)).or_default().push(place);
            for name in short_names(one, &groups) {
                short.entry(name).or_default().push(place);
            }
        }
    }
    let (streets, former, villages) = local_indexes();
    Gazetteer { full, short, streets, former, villages, elsewhere }
}

type LocalIndexes = (
    HashMap<String, Vec<Street>>,
    HashMap<String, Vec<&'static FormerName>>,
    HashMap<String, Vec<&'static Village>>,
);

fn local_indexes() -> LocalIndexes {
    let (mut streets, mut former, mut villages) = (HashMap::new(), HashMap::new(), HashMap::new());
    for office in office::all() {
        if let Some((base, kind)) = split_kind(office.street_name) {
            let street = Street {
                code: office.street_code,
                county: office.county_code,
                name: office.street_name,
                kind,
            };
            streets.entry(text::without_variants(base)).or_insert_with(Vec::new).push(street);
        }
    }
    for old in street::former_names() {
        if let Some((base, _)) = split_kind(old.name) {
            former.entry(text::without_variants(base)).or_insert_with(Vec::new).push(old);
        }
    }
    for village in street::villages().iter().filter(|village| village.short_name.chars().count() > 1) {
        villages.entry(text::without_variants(village.short_name)).or_insert_with(Vec::new).push(village);
    }
    (streets, former, villages)
}

/// A division as a place; `None` for rows that name no place, such as 市辖区 or codes of permits.
fn place(one: &'static Division) -> Option<Place> {
    let named = matches!(one.status, "current" | "abolished" | "renamed" | "current_nonstandard");
    if !named || one.name.chars().count() < 2 || one.name == "郊区" {
        return None;
    }
    let code = if one.is_current() { one.code } else { one.successors.first().copied().unwrap_or(one.code) };
    let province = division::current(&format!("{}0000", code.get(..2)?))?.code;
    let city = match division::current(code) {
        Some(now) if now.level == 2 => Some(now.code),
        _ => division::current(&format!("{}00", code.get(..4)?))
            .filter(|city| city.level == 2)
            .map(|city| city.code),
    };
    let until = if one.is_current() { 9999 } else { one.last_year.unwrap_or(0) };
    Some(Place { level: one.level, old_code: one.code, code, city, province, until })
}

/// Names of ethnic groups with and without 族, longest first, as they stand inside names of places.
fn ethnic_groups() -> Vec<String> {
    let entries = codes::list("ethnic_group").entries().iter();
    let mut names: Vec<String> =
        entries.filter(|entry| entry.name.ends_with('族')).map(|entry| entry.name.to_owned()).collect();
    names.extend(["维吾尔", "哈萨克", "柯尔克孜", "蒙古", "各族"].map(str::to_owned));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// The name without its suffix (长沙, 湘西) and, for autonomous units, with a plain one (湘西州).
fn short_names(one: &Division, groups: &[String]) -> Vec<String> {
    if !one.is_current() {
        return Vec::new();
    }
    let name = text::without_variants(one.name);
    for (suffix, plain) in [("自治区", ""), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")]
    {
        if let Some(mut stem) = name.strip_suffix(suffix) {
            while let Some(rest) = groups.iter().find_map(|group| stem.strip_suffix(group.as_str())) {
                stem = rest;
            }
            let mut found = vec![stem.to_owned()];
            if !plain.is_empty() {
                found.push(format!("{stem}{plain}"));
            }
            found.retain(|short| short.chars().count() > 1);
            return found;
        }
    }
    let suffixes = ["特别行政区", "省", "市", "地区", "盟", "区", "县", "旗"];
    let stem = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix));
    stem.filter(|stem| stem.chars().count() > 1).map(str::to_owned).into_iter().collect()
}
