//! One owner: the household register decides; what is not certain goes to the lowest bureau that is, with
//! the reason. Another living place makes a proposal, never another owner.

use domain::{
    handover::{Dual, Route},
    unit::Unit,
};
use matching::address::{self, Verdict};

use crate::Units;

/// To whom a record goes by its register address (and the division code beside it).
pub(super) fn route(units: &Units, city: &Unit, address: &str, code: Option<&str>) -> (Route, Verdict) {
    let verdict = address::resolve(address, code);
    let why = verdict.why.trim_end_matches('。');
    let to = |code: &str| Unit::new(code);
    let ours = |code: &&str| units.has(code) && city.covers(&to(code));
    let route = if let Some(street) = verdict.street_code.filter(ours) {
        Route { to: to(street), reason: format!("{}，由{}负责", why, units.name(street)), outside: false }
    } else if let Some(county) = verdict.county_code.filter(ours) {
        Route { to: to(county), reason: format!("{}，由区局分派", why), outside: false }
    } else if address::outside_city(&verdict, city.code()) {
        Route {
            to: city.clone(), reason: format!("{}，户籍不在本市，由市局上报", why), outside: true
        }
    } else {
        Route { to: city.clone(), reason: format!("{}，由市局分派", why), outside: false }
    };
    (route, verdict)
}

/// A living place that is certainly another one than the owner's: to be proposed for dual listing.
pub(super) fn dual(units: &Units, city: &Unit, register: &Verdict, living: Option<&str>) -> Option<Dual> {
    let living = address::resolve(living?, None);
    let outside = address::outside_city(&living, city.code());
    let other_street = living.street_code.is_some() && living.street_code != register.street_code;
    let other_county = living.county_code.is_some() && living.county_code != register.county_code;
    if !(outside || other_county || other_street && register.street_code.is_some()) {
        return None;
    }
    let named = |code: &str| reference::division::current(code).map(|d| d.name.to_owned());
    let place = match (living.street_code, living.county_code) {
        (Some(street), _) if units.has(street) => {
            reference::office::by_street(street).map(|o| format!("{}{}", o.county_name, o.street_name))
        }
        (_, Some(county)) => named(county),
        _ => living.city_code.and_then(named),
    };
    Some(Dual {
        place: place.unwrap_or_else(|| "外地".into()),
        office: living.street_code.filter(|s| units.has(s)).map(Unit::new),
        decided_on: None,
    })
}
