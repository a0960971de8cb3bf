//! Judicial offices (司法所): one for each street and town of the city the data describe.
//!
//! How many there are is a fact of the data and changes with every split or merger; no code may count on it.
//! Nothing here knows who works there.

use crate::table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A judicial office and the street or town it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Nine digits of the street or town.
    pub street_code: &'static str,
    /// Name with its suffix, for example 石牌街道.
    pub street_name: &'static str,
    /// Six digits of the district.
    pub county_code: &'static str,
    /// Name of the district.
    pub county_name: &'static str,
    /// Name of the office.
    pub name: &'static str,
}

/// A district that has offices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Six digits.
    pub code: &'static str,
    /// Name with its suffix.
    pub name: &'static str,
}

static OFFICES: LazyLock<Vec<Office>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/justice_offices_guangzhou.csv"));
    rows.filter_map(|row| match row[..] {
        [street_code, street_name, county_code, county_name, name, ..] => {
            Some(Office { street_code, street_name, county_code, county_name, name })
        }
        _ => None,
    })
    .collect()
});

static BY_STREET: LazyLock<HashMap<&'static str, &'static Office>> =
    LazyLock::new(|| all().iter().map(|office| (office.street_code, office)).collect());

/// All offices in order of their street codes.
pub fn all() -> &'static [Office] {
    &OFFICES
}

/// The office of a street or town by its nine digits.
pub fn by_street(code: &str) -> Option<&'static Office> {
    BY_STREET.get(code).copied()
}

/// The offices of a district.
pub fn of_county(code: &str) -> impl Iterator<Item = &'static Office> {
    let code = code.to_owned();
    all().iter().filter(move |office| office.county_code == code)
}

/// The districts of a city that have offices.
pub fn districts(city_code: &str) -> Vec<District> {
    let prefix = city_code.get(..4).unwrap_or(city_code);
    let mut found: Vec<District> = Vec::new();
    for office in all().iter().filter(|office| office.county_code.starts_with(prefix)) {
        if found.last().is_none_or(|last| last.code != office.county_code) {
            found.push(District { code: office.county_code, name: office.county_name });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_current_street_of_the_city_has_one_office() {
        for district in districts("440100") {
            let streets: Vec<_> =
                crate::division::streets_of(district.code).iter().map(|one| one.code).collect();
            let offices: Vec<_> = of_county(district.code).map(|office| office.street_code).collect();
            assert_eq!(offices, streets, "{}", district.name);
        }
        assert_eq!(districts("440100").len(), 11);
        assert!(districts("440300").is_empty());
    }

    #[test]
    fn an_office_is_found_by_its_street() {
        assert_eq!(by_street("440105009").map(|office| office.name), Some("龙凤街道司法所"));
        assert!(by_street("440105999").is_none());
    }
}
