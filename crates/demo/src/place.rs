//! Where people live: real streets and villages of the city, invented lanes and house numbers; a few
//! places elsewhere. Also which offices of the demonstration have people.
//! Must never know: how an address is read (the services decide who is responsible).

use crate::dice::Dice;
use reference::{division, office, office::Office, street, street::Village};
use std::collections::HashMap;

/// The office at which the demonstration accounts of head and workers are.
pub(crate) const RICH_OFFICE: &str = "440106002";
/// Its district.
pub(crate) const RICH_DISTRICT: &str = "440106";

/// Counties from which people without local register come.
const ELSEWHERE: &[&str] =
    &["430422", "431122", "441624", "440881", "441521", "450881", "360730", "511622", "440605"];

/// How near to the demonstration accounts somebody is to live.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// At the demonstration office.
    Rich,
    /// In its district.
    District,
    /// Anywhere in the city.
    Anywhere,
}

/// The offices that have people, and their villages.
pub(crate) struct Map {
    offices: Vec<&'static Office>,
    villages: HashMap<&'static str, Vec<&'static Village>>,
}

impl Map {
    /// So many offices in each district and one more in that of the demonstration office, which is among them.
    pub(crate) fn of(city: &str, per_district: usize, dice: &mut Dice) -> Map {
        let mut villages: HashMap<&str, Vec<&Village>> = HashMap::new();
        for village in street::villages() {
            villages.entry(village.street_code).or_default().push(village);
        }
        let mut offices = vec![];
        for district in office::districts(city) {
            let mut all: Vec<&'static Office> = office::all()
                .iter()
                .filter(|o| o.county_code == district.code && villages.contains_key(o.street_code))
                .collect();
            for at in (1..all.len()).rev() {
                all.swap(at, dice.below(at + 1));
            }
            all.sort_by_key(|o| o.street_code != RICH_OFFICE);
            let more = usize::from(district.code == RICH_DISTRICT);
            offices.extend(all.into_iter().take(per_district + more));
        }
        offices.sort_by_key(|o| o.street_code);
        Map { offices, villages }
    }

    pub(crate) fn offices(&self) -> &[&'static Office] {
        &self.offices
    }

    /// An office as wished; any where the wish cannot be met.
    pub(crate) fn office(&self, wish: Wish, dice: &mut Dice) -> &'static Office {
        let wished = |o: &Office| match wish {
            Wish::Rich => o.street_code == RICH_OFFICE,
            Wish::District => o.county_code == RICH_DISTRICT,
            Wish::Anywhere => true,
        };
        self.one(wished, dice).unwrap_or(self.offices[0])
    }

    /// Another office of the same district, or the same where there is only one.
    pub(crate) fn neighbour(&self, of: &'static Office, dice: &mut Dice) -> &'static Office {
        let near = |o: &Office| o.county_code == of.county_code && o.street_code != of.street_code;
        self.one(near, dice).unwrap_or(of)
    }

    /// An office of another district, where there is one.
    pub(crate) fn elsewhere(&self, than: &Office, dice: &mut Dice) -> Option<&'static Office> {
        self.one(|o| o.county_code != than.county_code, dice)
    }

    fn one(&self, wanted: impl Fn(&Office) -> bool, dice: &mut Dice) -> Option<&'static Office> {
        let found: Vec<&'static Office> = self.offices.iter().copied().filter(|o| wanted(o)).collect();
        (!found.is_empty()).then(|| found[dice.below(found.len())])
    }

    /// A full address in the area of an office.
    pub(crate) fn address(&self, office: &Office, dice: &mut Dice) -> String {
        let front = format!("广东省广州市{}{}", office.county_name, office.street_name);
        let Some(villages) = self.villages.get(office.street_code) else {
            return format!("{front}大街{}号", dice.between(1, 200));
        };
        let village = dice.pick(villages);
        let lane =
            format!("{}{}", dice.pick(&["东", "西", "南", "北", "中"]), dice.pick(&["一", "二", "三", "四"]));
        let number = dice.between(1, 98);
        let name = village.short_name.trim_end_matches('村');
        match village.kind == "村委会" && !name.is_empty() {
            true => format!("{front}{name}村{lane}巷{number}号"),
            false => format!(
                "{front}{}社区{lane}街{number}号{}0{}房",
                village.short_name,
                dice.between(1, 9),
                dice.between(1, 6)
            ),
        }
    }
}

/// A register outside the city: division code and address.
pub(crate) fn elsewhere(dice: &mut Dice) -> (&'static str, String) {
    let code = *dice.pick(ELSEWHERE);
    let name = division::current(code).map_or("广东省佛山市南海区", |d| d.full_name);
    let village = dice.pick(&["新塘", "大坪", "上坡", "石桥", "龙湾"]);
    (code, format!("{name}{village}镇{village}村{}组{}号", dice.between(1, 12), dice.between(1, 80)))
}

/// To whom a register outside is reported, by the division code at the head of an identity number.
pub(crate) fn province(id_number: &str) -> String {
    match id_number.get(..2) {
        Some("44") => "广东省司法厅".to_owned(),
        Some(two) => {
            let name = division::current(&format!("{two}0000")).map_or("外省", |d| d.name);
            format!("{name}司法厅")
        }
        None => "广东省司法厅".to_owned(),
    }
}
