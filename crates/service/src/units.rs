//! Names of units, read once at start: a few hundred rows that change by restart.

use domain::unit::{Level, Unit};
use std::collections::BTreeMap;
use store::unit::Named;

/// All units of the city.
#[derive(Debug, Clone, Default)]
pub struct Units {
    by_code: BTreeMap<String, Named>,
}

impl Units {
    /// From the rows of the table.
    pub fn new(rows: Vec<Named>) -> Units {
        Units { by_code: rows.into_iter().map(|u| (u.code.clone(), u)).collect() }
    }

    /// The units of a city as this program's data know them: bureaus, offices, custodial places.
    pub fn of_city(city: &str) -> Vec<Named> {
        let named = |code: &str, level: &str, name: String, parent: Option<&str>| Named {
            code: code.to_owned(),
            level: level.to_owned(),
            name,
            parent: parent.map(str::to_owned),
        };
        let city_name = reference::division::current(city).map_or("市", |d| d.name);
        let mut units = vec![named(city, "city", format!("{city_name}司法局"), None)];
        for d in reference::office::districts(city) {
            units.push(named(d.code, "district", format!("{}司法局", d.name), Some(city)));
            for o in reference::office::of_county(d.code) {
                let name = format!("{}{}", o.county_name, o.name);
                units.push(named(o.street_code, "office", name, Some(d.code)));
            }
        }
        for place in reference::organisation::custody_places() {
            units.push(named(place.id, "custody", place.name.to_owned(), None));
        }
        units
    }

    /// The name of a code; the code itself where it is unknown.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.by_code.get(code).map_or(code, |u| u.name.as_str())
    }

    /// Whether there is such a unit.
    pub fn has(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// The units below a unit, itself first.
    pub fn below(&self, unit: &Unit) -> Vec<&Named> {
        let mut found: Vec<&Named> =
            self.by_code.values().filter(|u| unit.covers(&Unit::new(u.code.as_str()))).collect();
        found.sort_by_key(|u| (u.code != unit.code(), u.code.clone()));
        found
    }

    /// The custodial places.
    pub fn custody(&self) -> Vec<&Named> {
        self.by_code.values().filter(|u| u.level == "custody").collect()
    }

    /// Every justice office of the city but one: (code, name).
    pub fn offices(&self, but: Option<&Unit>) -> Vec<(String, String)> {
        let other = |u: &&Named| u.level == "office" && but.is_none_or(|b| b.code() != u.code);
        let mut found: Vec<_> =
            self.by_code.values().filter(other).map(|u| (u.code.clone(), u.name.clone())).collect();
        found.sort();
        found
    }

    /// Where a bureau may route a record: units below it, and the one above.
    pub fn routes(&self, bureau: &Unit) -> Vec<&Named> {
        let mut found: Vec<&Named> =
            self.below(bureau).into_iter().filter(|u| u.code != bureau.code()).collect();
        if bureau.level() == Level::District {
            found.extend(bureau.parent().and_then(|p| self.by_code.get(p.code())));
        }
        found
    }
}
