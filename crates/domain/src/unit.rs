//! Units: who can own a case. The code of a unit tells its level and its parents (GB/T 2260 and the
//! street codes below it), so no table is needed to know which bureau stands above an office.
//! Must never know: names of units, who works there.

use serde::{Deserialize, Serialize};

/// The code of a unit: `440100` a city bureau, `440106` a district bureau, `440106007` a justice
/// office (its street's code), anything else a custodial place or a base (`ORG001`, `BASE1`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Unit(String);

/// What kind of unit a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 市司法局
    City,
    /// 区司法局
    District,
    /// 司法所
    Office,
    /// 监所, 基地: outside the territorial ladder.
    Other,
}

impl Unit {
    /// A unit by its code.
    pub fn new(code: impl Into<String>) -> Unit {
        Unit(code.into())
    }

    /// The code as text.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The level the code stands for.
    pub fn level(&self) -> Level {
        let digits = self.0.bytes().all(|b| b.is_ascii_digit());
        match self.0.len() {
            6 if digits && self.0.ends_with("00") => Level::City,
            6 if digits => Level::District,
            9 if digits => Level::Office,
            _ => Level::Other,
        }
    }

    /// The unit above: an office's district, a district's city. A city has none here.
    pub fn parent(&self) -> Option<Unit> {
        match self.level() {
            Level::Office => Some(Unit(self.0[..6].to_owned())),
            Level::District => Some(Unit(format!("{}00", &self.0[..4]))),
            Level::City | Level::Other => None,
        }
    }

    /// This unit and every unit above it, nearest first.
    pub fn ladder(&self) -> Vec<Unit> {
        std::iter::successors(Some(self.clone()), Unit::parent).collect()
    }

    /// True when this unit is `other` or stands above it.
    pub fn covers(&self, other: &Unit) -> bool {
        other.ladder().contains(self)
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_stands_below_its_district_and_city() {
        let ladder = Unit::new("440106007").ladder();
        assert_eq!(ladder.iter().map(Unit::code).collect::<Vec<_>>(), ["440106007", "440106", "440100"]);
        assert!(Unit::new("440100").covers(&Unit::new("440106007")));
        assert!(!Unit::new("440105").covers(&Unit::new("440106007")));
    }

    #[test]
    fn a_custodial_place_stands_outside_the_ladder() {
        assert_eq!(Unit::new("ORG001").level(), Level::Other);
        assert_eq!(Unit::new("ORG001").parent(), None);
    }
}
