//! What lies around the streets of the city: former names, villages and communities, names that occur elsewhere.
//!
//! Former names that were split among several streets are marked and must go to a person. Nothing here reads
//! an address; that is the work of the floor above.

use crate::{office, table};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A former or misspelt name of a street or town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// The name with its suffix, for example 竹料镇.
    pub name: &'static str,
    /// The district or districts the name was used under, as they were called then.
    pub counties: Vec<&'static str>,
    /// Codes of the streets that hold its area today.
    pub streets: Vec<&'static str>,
    /// Whether the name leads to one street; otherwise a person must decide.
    pub unambiguous: bool,
}

/// A village or community (level 5) of a street or town of the city. Those of forest farms and reservoirs,
/// which have no office of their own, are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// Twelve digits.
    pub code: &'static str,
    /// Name as in the list, for example 高平村委会.
    pub name: &'static str,
    /// Nine digits of its street or town.
    pub street_code: &'static str,
    /// Six digits of its district.
    pub county_code: &'static str,
    /// Name without 村委会, 社区居委会 and the like.
    pub short_name: &'static str,
    /// 村委会, 社区居委会 or 其他.
    pub kind: &'static str,
}

static FORMER: LazyLock<Vec<FormerName>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/street_aliases_guangzhou.csv"));
    rows.filter_map(|row| match row[..] {
        [name, counties, streets, _, unambiguous, ..] => Some(FormerName {
            name,
            counties: counties.split('/').collect(),
            streets: streets.split(';').collect(),
            unambiguous: unambiguous == "1",
        }),
        _ => None,
    })
    .collect()
});

static VILLAGES: LazyLock<Vec<Village>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/villages_guangzhou.csv"));
    rows.filter_map(|row| match row[..] {
        [code, name, street_code, _, county_code, short_name, kind] => {
            Some(Village { code, name, street_code, county_code, short_name, kind })
        }
        _ => None,
    })
    .filter(|village| office::by_street(village.street_code).is_some())
    .collect()
});

static TWINS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../../data/street_name_twins.csv"));
    rows.filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?))).collect()
});

/// The former and misspelt names of streets and towns.
pub fn former_names() -> &'static [FormerName] {
    &FORMER
}

/// The villages and communities of the city.
pub fn villages() -> &'static [Village] {
    &VILLAGES
}

/// How many streets or towns elsewhere in the country bear this name.
pub fn namesakes_elsewhere(name: &str) -> u16 {
    TWINS.get(name).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_former_name_leads_to_streets_that_have_an_office() {
        for former in former_names() {
            assert!(former.streets.iter().all(|code| office::by_street(code).is_some()), "{}", former.name);
            assert!(!former.unambiguous || former.streets.len() == 1, "{}", former.name);
        }
        assert!(villages().len() > 2_800);
    }

    #[test]
    fn taiping_is_a_common_name_and_zhongluotan_is_not() {
        assert!(namesakes_elsewhere("太平镇") > 20);
        assert_eq!(namesakes_elsewhere("钟落潭镇"), 0);
    }
}
