//! Provinces, cities, counties and streets with the years in which their codes were in force (GB/T 2260).
//!
//! The same code has meant different places in different years, so a code alone is never a key: ask with a
//! year, or ask for the current one. Codes of streets are the first nine digits of the statistical code.
//! Nothing here decides which office is responsible.

use crate::table;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One division in one period of its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Six digits, for streets nine.
    pub code: &'static str,
    /// Name with its suffix, for example 白云区.
    pub name: &'static str,
    /// 1 province, 2 prefecture, 3 county, 4 street or town.
    pub level: u8,
    /// Name with the names of everything above it.
    pub full_name: &'static str,
    /// Code of the division above; empty for provinces.
    pub parent: &'static str,
    /// `current`, `abolished`, `renamed`, `collective`, `pseudo` and rarer words of the source.
    pub status: &'static str,
    /// First year end at which the code had this meaning; 1980 stands for 1980 or earlier.
    pub first_year: Option<i16>,
    /// Last such year end; `None` if still in force or unknown.
    pub last_year: Option<i16>,
    /// Codes into which the main part went.
    pub successors: Vec<&'static str>,
}

impl Division {
    /// Whether the division is in force today.
    pub fn is_current(&self) -> bool {
        self.status == "current"
    }

    /// Whether the code had this meaning at some time in `year`; unknown years count as yes.
    fn in_year(&self, year: i16) -> bool {
        self.first_year.is_none_or(|first| first <= year || first == 1980) && self.existed_after(year)
    }

    fn existed_after(&self, year: i16) -> bool {
        self.last_year.is_none_or(|last| last >= year)
    }
}

struct Tables {
    all: Vec<Division>,
    by_code: HashMap<&'static str, Vec<usize>>,
    current_below: HashMap<&'static str, Vec<usize>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let all: Vec<Division> =
        table::rows(include_str!("../../../data/divisions.csv")).filter_map(|row| division(&row)).collect();
    let mut by_code: HashMap<_, Vec<_>> = HashMap::new();
    let mut current_below: HashMap<_, Vec<_>> = HashMap::new();
    for (at, one) in all.iter().enumerate() {
        by_code.entry(one.code).or_default().push(at);
        if one.is_current() {
            current_below.entry(one.parent).or_default().push(at);
        }
    }
    Tables { all, by_code, current_below }
});

fn division(row: &[&'static str]) -> Option<Division> {
    let &[code, name, level, full_name, parent, status, first, last, successors, ..] = row else {
        return None;
    };
    Some(Division {
        code,
        name,
        level: level.parse().ok()?,
        full_name,
        parent,
        status,
        first_year: first.parse().ok(),
        last_year: last.parse().ok(),
        successors: successors.split(';').filter(|code| !code.is_empty()).collect(),
    })
}

/// Every division of the table, current and historic.
pub fn all() -> &'static [Division] {
    &TABLES.all
}

/// Everything the code has ever meant.
pub fn find(code: &str) -> impl Iterator<Item = &'static Division> {
    TABLES.by_code.get(code).into_iter().flatten().map(|at| &TABLES.all[*at])
}

/// What the code means today.
pub fn current(code: &str) -> Option<&'static Division> {
    find(code).find(|one| one.is_current())
}

/// What the code meant in `year`; a meaning with known years wins over one without.
pub fn in_year(code: &str, year: i16) -> Option<&'static Division> {
    find(code).filter(|one| one.in_year(year)).max_by_key(|one| one.first_year)
}

/// Whether the code was in force in some year from `from_year` on; meanings without years count as in force.
pub fn existed_since(code: &str, from_year: i16) -> bool {
    find(code).any(|one| one.existed_after(from_year))
}

/// The current counties and districts of a city, in order of their codes.
pub fn counties_of(city: &str) -> Vec<&'static Division> {
    below(city, 3)
}

/// The current streets and towns of a county or district, in order of their codes.
pub fn streets_of(county: &str) -> Vec<&'static Division> {
    below(county, 4)
}

fn below(parent: &str, level: u8) -> Vec<&'static Division> {
    let found = TABLES.current_below.get(parent).into_iter().flatten().map(|at| &TABLES.all[*at]);
    let mut found: Vec<_> = found.filter(|one| one.level == level).collect();
    found.sort_by_key(|one| one.code);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_means_another_place_in_another_year() {
        assert_eq!(in_year("440106", 1986).map(|one| one.name), Some("芳村区"));
        assert_eq!(in_year("440106", 1990).map(|one| one.name), Some("天河区"));
        assert_eq!(current("440106").map(|one| one.name), Some("天河区"));
        assert_eq!(find("440107").count(), 2);
        assert!(current("440107").is_none());
    }

    #[test]
    fn an_abolished_code_exists_until_its_last_year() {
        assert!(existed_since("440102", 2004));
        assert!(!existed_since("440102", 2005));
        assert!(!existed_since("999999", 1980));
    }

    #[test]
    fn guangzhou_has_eleven_districts_and_liwan_has_shamian() {
        assert_eq!(counties_of("440100").len(), 11);
        assert_eq!(streets_of("440103").first().map(|one| one.name), Some("沙面街道"));
    }

    #[test]
    fn no_embedded_division_has_an_unreadable_level_or_a_quote() {
        let text = include_str!("../../../data/divisions.csv");
        assert_eq!(all().len(), text.lines().count() - 1);
        assert!(!text.contains('"'));
    }
}
