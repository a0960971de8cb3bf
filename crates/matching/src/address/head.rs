//! Reads the front of an address: province, city and district, in full or short, present or former names.
//!
//! Goes from left to right and stops at the first word that is none of them. A name is taken only where it
//! fits what was read before; one that does not fit is a contradiction. Streets are read elsewhere.

use super::gazetteer::{self, Place};
use super::{Level, Verdict, local, street_word, typo, words};
use reference::{division, text};

/// What the front of an address names.
#[derive(Debug, Default)]
pub struct Head<'t> {
    /// Code of the province.
    pub province: Option<&'static str>,
    /// Code of the city.
    pub city: Option<&'static str>,
    /// Today's code of the county.
    pub county: Option<&'static str>,
    /// Whether a province or a city was named, not only concluded from the county.
    pub is_named_above: bool,
    /// Whether two parts exclude each other.
    pub is_contradictory: bool,
    /// Today's county of the division code beside the address; decides between places of one name.
    hint: Option<&'static str>,
    /// What follows.
    pub rest: &'t str,
}

/// Today's county of a division code as it stands beside an address; a city without counties counts as one.
pub fn county_of_code(code: &str) -> Option<&'static str> {
    let plain = text::compact(code);
    let (six, _) = words::first(&plain, 6)?;
    if let Some(now) = division::current(six) {
        let is_lowest = now.level == 3 || (now.level == 2 && division::counties_of(now.code).is_empty());
        return is_lowest.then_some(now.code);
    }
    let mut after = division::find(six).filter(|old| old.level == 3).map(|old| &old.successors);
    match (after.next().map(Vec::as_slice), after.next()) {
        (Some([one]), None) => division::current(one).filter(|now| now.level == 3).map(|now| now.code),
        _ => None,
    }
}

/// Reads the front of an address in plain form.
pub fn read<'t>(text: &'t str, hint: Option<&'static str>) -> Head<'t> {
    let mut head = Head { rest: text, hint, ..Head::default() };
    while !head.is_contradictory {
        head.skip_fillers();
        if !(head.take_full() || head.take_short() || head.take_misspelt()) {
            break;
        }
    }
    head.take_hint();
    // 黄浦区文冲街道: Shanghai's district by its name, but a slip for the local 黄埔区 by its street.
    let is_doubtful = head.is_outside() && !head.is_named_above && head.hint != head.county;
    if is_doubtful && typo::district(text).is_some() && local::begins_with_street(head.rest, None) {
        head.is_contradictory = true;
    }
    head
}

impl<'t> Head<'t> {
    /// Whether everything named lies outside the local city.
    pub fn is_outside(&self) -> bool {
        let local = gazetteer::local_city();
        match (self.city, self.county, self.province) {
            (Some(city), ..) => city != local,
            (None, Some(county), _) => county.get(..4) != local.get(..4),
            (None, None, Some(province)) => province.get(..2) != local.get(..2),
            _ => false,
        }
    }

    /// The verdict when nothing below the county is known.
    pub fn verdict(&self, why: &str) -> Verdict {
        let level = match (self.county, self.city, self.province) {
            _ if self.is_contradictory => Level::None,
            (Some(_), ..) => Level::County,
            (_, Some(_), _) => Level::City,
            (.., Some(_)) => Level::Province,
            _ => Level::None,
        };
        if level == Level::None {
            return Verdict::nothing(why);
        }
        Verdict {
            level,
            county_code: self.county,
            city_code: self.city,
            province_code: self.province,
            ..Verdict::nothing(why)
        }
    }

    fn skip_fillers(&mut self) {
        const FILLERS: [&str; 7] = [
            "中华人民共和国",
            "中国",
            "市辖区",
            "省直辖县级行政区划",
            "自治区直辖县级行政区划",
            "郊区",
            "省直辖",
        ];
        while let Some(rest) = FILLERS.iter().find_map(|filler| self.rest.strip_prefix(filler)) {
            self.rest = rest;
        }
    }

    /// Takes the longest full name at the front.
    fn take_full(&mut self) -> bool {
        for count in (2..=16).rev() {
            let Some((name, rest)) = words::first(self.rest, count) else { continue };
            let Some(places) = gazetteer::get().full.get(name) else { continue };
            if is_other_word(name, rest, self.rest) {
                continue;
            }
            if self.county.is_some() {
                return self.take_repetition(places, rest);
            }
            let fitting: Vec<Place> = places.iter().filter(|place| self.fits(place)).copied().collect();
            if fitting.is_empty() {
                self.is_contradictory = self.excludes(places) && self.misspelt().is_none();
                return false;
            }
            return self.take(&fitting, rest);
        }
        false
    }

    /// Behind the local city, a district with one wrong character (黄浦区 for 黄埔区).
    fn misspelt(&self) -> Option<(&'static str, &'t str)> {
        let may_follow = self.city == Some(gazetteer::local_city()) && self.county.is_none();
        may_follow.then(|| typo::district(self.rest)).flatten()
    }

    fn take_misspelt(&mut self) -> bool {
        let Some((county, rest)) = self.misspelt().filter(|_| !self.is_contradictory) else { return false };
        self.county = Some(county);
        self.rest = rest;
        true
    }

    /// Whether places that do not fit make a contradiction: not where all lie outside the local city anyway.
    fn excludes(&self, places: &[Place]) -> bool {
        let is_named = self.city.is_some() || self.province.is_some();
        let local = gazetteer::local_city();
        let is_local = |place: &Place| place.city == Some(local);
        let in_use = places.iter().any(|place| place.until == 9999 || is_local(place));
        is_named && in_use && (!self.is_outside() || places.iter().any(is_local))
    }

    /// Where nothing else is known: a street of the place that the code beside the address means.
    fn take_hint(&mut self) {
        let known = self.province.is_some() || self.is_contradictory;
        let Some(now) = self.hint.filter(|_| !known).and_then(division::current) else { return };
        let places = gazetteer::get().full.get(now.name);
        let place = places
            .and_then(|places| places.iter().find(|place| place.code == now.code && place.until == 9999));
        if let Some(place) = place.filter(|place| place.city != Some(gazetteer::local_city()))
            && elsewhere_begins(self.rest, place)
        {
            self.set(place);
        }
    }

    /// After the county only a repetition of what was named is skipped; another place is not for the front.
    fn take_repetition(&mut self, places: &[Place], rest: &'t str) -> bool {
        let known = [self.county, self.city, self.province];
        let repeated = places.iter().any(|place| known.contains(&Some(place.code)));
        if repeated {
            self.rest = rest;
        }
        repeated
    }

    /// Takes a name without its suffix where what follows confirms it.
    fn take_short(&mut self) -> bool {
        if self.county.is_some() {
            return false;
        }
        for count in (2..=6).rev() {
            let Some((name, rest)) = words::first(self.rest, count) else { continue };
            let Some(places) = gazetteer::get().short.get(name) else { continue };
            let fitting: Vec<Place> = places
                .iter()
                .filter(|place| self.fits(place) && self.is_below(place) && self.confirms(place, rest))
                .copied()
                .collect();
            if !fitting.is_empty() && self.take(&fitting, rest) {
                return true;
            }
        }
        false
    }

    fn is_below(&self, place: &Place) -> bool {
        match place.level {
            1 => self.province.is_none() && self.city.is_none(),
            2 => self.city.is_none(),
            _ => true,
        }
    }

    /// Whether the place agrees with what was named before. A county counts under its former city as well.
    fn fits(&self, place: &Place) -> bool {
        let in_city = self.city.is_none_or(|city| {
            place.city == Some(city) || (place.level == 3 && place.old_code.get(..4) == city.get(..4))
        });
        let in_province = self.province.is_none_or(|province| place.province == province);
        in_province && (in_city || (place.level == 1 && self.province.is_some()))
    }

    /// Whether the text after a short name shows that the place was meant.
    fn confirms(&self, place: &Place, rest: &str) -> bool {
        let is_local = place.city == Some(gazetteer::local_city());
        if is_local
            && place.level > 1
            && local::begins_with_street(rest, (place.level == 3).then_some(place.code))
        {
            return true;
        }
        if words::goes_on_as_road(rest) {
            return false;
        }
        match place.level {
            1 => opens_inside(rest, place),
            2 => {
                is_local
                    || self.province.is_some()
                    || opens_inside(rest, place)
                    || elsewhere_begins(rest, place)
            }
            _ if is_local => self.city.is_some() && (rest.is_empty() || local::begins_bare(rest, place.code)),
            _ => self.city == place.city && self.city.is_some() || elsewhere_begins(rest, place),
        }
    }

    /// Takes one of several places of one name: the one of the hint, else the local one, else the only one,
    /// else the one in use.
    fn take(&mut self, places: &[Place], rest: &'t str) -> bool {
        let local = gazetteer::local_city();
        let of = |is_near: &dyn Fn(&Place) -> bool| -> Vec<Place> {
            places.iter().filter(|place| is_near(place)).copied().collect()
        };
        let hinted = of(&|place| self.hint == Some(place.code));
        let near = if hinted.is_empty() { of(&|place| place.city == Some(local)) } else { hinted };
        let choice = if near.is_empty() || self.city.is_some() { places } else { &near };
        let until = choice.iter().map(|place| place.until).max();
        let mut latest: Vec<&Place> = choice.iter().filter(|place| Some(place.until) == until).collect();
        latest.sort_by_key(|place| place.level);
        latest.dedup_by_key(|place| place.code);
        let Some(first) = latest.first() else { return false };
        if latest.iter().any(|place| place.code != first.code && place.level == first.level) {
            self.is_contradictory = true;
            return false;
        }
        self.set(first);
        self.rest = rest;
        true
    }

    fn set(&mut self, place: &Place) {
        self.province = Some(place.province);
        self.is_named_above |= place.level < 3;
        if place.level > 1 {
            self.city = place.city;
        }
        if place.level == 3 {
            let is_county = division::current(place.code).is_some_and(|now| now.level == 3);
            self.county = is_county.then_some(place.code);
        }
    }
}

/// Whether a full name is only the beginning of another word: 佛山市场, 东区街道, 广州市桥街道.
fn is_other_word(name: &str, rest: &str, text: &str) -> bool {
    if rest.starts_with("街道") {
        return true;
    }
    let Some(stem) = name.strip_suffix('市') else { return false };
    rest.starts_with('场') || street_word::street(&text[stem.len()..]).is_some()
}

/// Whether the text begins with a place inside another, in full or short.
fn opens_inside(rest: &str, outer: &Place) -> bool {
    let index = gazetteer::get();
    (2..=12).any(|count| {
        let Some((name, after)) = words::first(rest, count) else { return false };
        let inside = |place: &Place| {
            place.level > outer.level
                && place.province == outer.province
                && (outer.level == 1 || place.city == outer.city)
        };
        let full = index.full.get(name).is_some_and(|places| places.iter().any(inside));
        let short = index.short.get(name).is_some_and(|places| places.iter().any(inside));
        full || (short && (!words::goes_on_as_road(after) || street_word::street(after).is_some()))
    })
}

/// Whether the text begins with a street or town of that place, as far as the tables know it.
fn elsewhere_begins(rest: &str, place: &Place) -> bool {
    let digits = if place.level == 2 { 4 } else { 6 };
    (2..=8).any(|count| {
        let name = words::first(rest, count).map(|(name, _)| name);
        let parents = name.and_then(|name| gazetteer::get().elsewhere.get(name));
        parents.is_some_and(|codes| codes.iter().any(|code| code.get(..digits) == place.code.get(..digits)))
    })
}
