//! Rule packs: deadlines and terms as dated data by area, each with source and confidence.
//! Nothing marked P (practice) or A (assumption) is a constant in code. An obligation uses the pack
//! in force on its trigger date. The day of the event is day 0; n days are due on day n.
//! Must never know: which column asks.

mod rule;

pub use rule::Rule;

use jiff::civil::Date;
use reference::calendar::{self, Calendar};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands where a date was agreed with the person, in the place of a rule's id.
pub const AGREED: &str = "约定";

/// How a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Calendar days.
    Days,
    /// Working days of the announced calendar.
    WorkingDays,
    /// Calendar months, clamped to the month's end.
    Months,
    /// Years, 29 February becoming 28.
    Years,
    /// The last day of the month of the trigger.
    MonthEnd,
    /// That day of the month of the trigger, or its last day where it is shorter.
    DayOfMonth,
}

/// One rule's value, where it comes from and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which rule.
    pub rule: Rule,
    /// Chinese title.
    pub title: String,
    /// How many.
    pub value: i32,
    /// Of what.
    pub unit: Measure,
    /// The source as printed.
    pub source: String,
    /// Q stated by a rule, P practice, A assumption.
    pub confidence: String,
}

/// The legal basis a pack rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Document number.
    pub title: String,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force, where it is known to end.
    pub valid_to: Option<Date>,
}

#[derive(Deserialize)]
struct Text {
    name: String,
    area: String,
    version: i64,
    valid_from: Date,
    basis: Basis,
    items: Vec<Item>,
}

/// Rules of one area from one day on. Written out it is a pack that can be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pack {
    /// Name of the pack.
    pub name: String,
    /// Division code of the area.
    pub area: String,
    /// Version of the pack.
    pub version: i64,
    /// First trigger date for which it is used.
    pub valid_from: Date,
    /// The legal basis.
    pub basis: Basis,
    #[serde(serialize_with = "as_list")]
    items: BTreeMap<Rule, Item>,
}

fn as_list<S: serde::Serializer>(items: &BTreeMap<Rule, Item>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(items.values())
}

/// A pack that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadPack {
    /// Not the pack format; the text says where.
    Format(String),
    /// A rule has no value.
    Missing(&'static str),
    /// A rule is given twice.
    Twice(&'static str),
    /// A rule whose value, source or confidence cannot be.
    Value(&'static str),
    /// It is for another area than the packs so far.
    OtherArea(String),
    /// Its version or its first day does not come after the packs so far.
    NotNewer,
}

/// No deadline is longer than a working life.
const MOST: i32 = 20_000;

impl Pack {
    /// Reads a pack and checks that no rule is missing.
    pub fn parse(text: &str) -> Result<Pack, BadPack> {
        let pack = Pack::read(text)?;
        match Rule::ALL.into_iter().find(|r| !pack.items.contains_key(r)) {
            Some(rule) => Err(BadPack::Missing(rule.id())),
            None => Ok(pack),
        }
    }

    /// Reads what a pack says; it need not speak of every rule.
    fn read(text: &str) -> Result<Pack, BadPack> {
        let t: Text = serde_json::from_str(text).map_err(|e| BadPack::Format(e.to_string()))?;
        let mut items = BTreeMap::new();
        for item in t.items {
            let id = item.rule.id();
            if !item.is_sound() {
                return Err(BadPack::Value(id));
            }
            if items.insert(item.rule, item).is_some() {
                return Err(BadPack::Twice(id));
            }
        }
        let (name, area, version, valid_from, basis) = (t.name, t.area, t.version, t.valid_from, t.basis);
        Ok(Pack { name, area, version, valid_from, basis, items })
    }

    /// The rules as they are listed for people.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// What the pack says of one rule.
    pub fn item(&self, rule: Rule) -> &Item {
        &self.items[&rule]
    }

    /// The legal basis has run out and nobody confirmed a new one: printed as 依据已届满，沿用待确认.
    pub fn lapsed(&self, today: Date) -> bool {
        self.basis.valid_to.is_some_and(|end| end < today)
    }
}

impl Item {
    fn is_sound(&self) -> bool {
        let said = |text: &str| (1..=200).contains(&text.trim().chars().count());
        let confidence = ["Q", "P", "A"].contains(&self.confidence.as_str());
        (0..=MOST).contains(&self.value) && said(&self.title) && said(&self.source) && confidence
    }
}

/// All packs of an area, oldest first; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    packs: Vec<Pack>,
}

impl Rules {
    /// The pack that the product brings for Guangzhou.
    pub fn builtin() -> Rules {
        static TEXT: &str = include_str!("../../../data/rules/guangzhou.json");
        // The text is part of the program and a test reads it.
        Rules { packs: vec![Pack::parse(TEXT).expect("the embedded rule pack is complete")] }
    }

    /// How many packs were accepted on top of the one that the product brings. Asked at every write.
    pub fn accepted(&self) -> usize {
        self.packs.len() - 1
    }

    /// These rules and a newer pack. What the pack does not name stays as the pack before it says.
    pub fn with(&self, text: &str) -> Result<Rules, BadPack> {
        let mut pack = Pack::read(text)?;
        // Never empty: there is at least the pack that the product brings.
        let last = &self.packs[self.packs.len() - 1];
        if pack.area != last.area {
            return Err(BadPack::OtherArea(pack.area));
        }
        if pack.version <= last.version || pack.valid_from <= last.valid_from {
            return Err(BadPack::NotNewer);
        }
        for (rule, item) in &last.items {
            pack.items.entry(*rule).or_insert_with(|| item.clone());
        }
        Ok(Rules { packs: [self.packs.as_slice(), &[pack]].concat() })
    }

    /// The pack in force on a trigger date; before the first one, the first.
    pub fn at(&self, trigger: Date) -> &Pack {
        self.packs.iter().rev().find(|p| p.valid_from <= trigger).unwrap_or(&self.packs[0])
    }

    /// The last day on which a rule triggered on `trigger` is on time.
    pub fn due(&self, rule: Rule, trigger: Date, calendar: &Calendar) -> Date {
        let item = &self.at(trigger).items[&rule];
        let n = item.value;
        match item.unit {
            Measure::Days => calendar::add_days(trigger, n),
            Measure::WorkingDays => calendar.add_working_days(trigger, n.unsigned_abs()),
            Measure::Months => calendar::add_months_clamped(trigger, n),
            Measure::Years => calendar::add_months_clamped(trigger, n * 12),
            Measure::MonthEnd => calendar::month_end(trigger),
            Measure::DayOfMonth => day_of_month(trigger, n),
        }
    }

    /// The day from which a rule counts that looks ahead to `target`: n days before it.
    pub fn ahead(&self, rule: Rule, target: Date, calendar: &Calendar) -> Date {
        let item = &self.at(target).items[&rule];
        match item.unit {
            Measure::Days => calendar::add_days(target, -item.value),
            Measure::WorkingDays => {
                let eve = |day: Date| calendar::add_days(day, -1);
                let mut working = std::iter::successors(Some(eve(target)), |d| Some(eve(*d)))
                    .take(366)
                    .filter(|d| calendar.is_working(*d));
                let nth = usize::try_from(item.value.max(1) - 1).unwrap_or_default();
                working.nth(nth).unwrap_or(target)
            }
            Measure::Months => calendar::add_months_clamped(target, -item.value),
            Measure::Years => calendar::add_months_clamped(target, item.value * -12),
            Measure::MonthEnd => calendar::month_end(calendar::add_months_clamped(target, -1)),
            Measure::DayOfMonth => day_of_month(calendar::add_months_clamped(target, -1), item.value),
        }
    }

    /// The last day of the assistance term that starts on `released_on`: the same day N years later,
    /// less one day (rules section 2.4).
    pub fn term_until(&self, released_on: Date, calendar: &Calendar) -> Date {
        calendar::add_days(self.due(Rule::Term, released_on, calendar), -1)
    }

    /// The packs, oldest first.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }
}

/// That day of the month of a date, or its last day where it is shorter.
fn day_of_month(date: Date, n: i32) -> Date {
    let from_first = calendar::add_days(date.first_of_month(), n.saturating_sub(1));
    from_first.clamp(date.first_of_month(), calendar::month_end(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_builtin_pack_has_every_rule() {
        assert_eq!(Rules::builtin().at(date(2026, 1, 1)).items().count(), Rule::ALL.len());
    }

    #[test]
    fn a_pack_without_a_rule_is_refused_by_name() {
        let text = include_str!("../../../data/rules/guangzhou.json").replace("\"R-23\"", "\"R-22\"");
        assert_eq!(Pack::parse(&text), Err(BadPack::Twice("R-22")));
        let text = include_str!("../../../data/rules/guangzhou.json");
        let without: Vec<&str> = text.lines().filter(|l| !l.contains("\"R-23\"")).collect();
        assert_eq!(Pack::parse(&without.join("\n")), Err(BadPack::Missing("R-23")));
    }

    #[test]
    fn a_term_of_five_years_ends_the_day_before() {
        let c = Calendar::announced();
        assert_eq!(Rules::builtin().term_until(date(2026, 10, 20), &c), date(2031, 10, 19));
        assert_eq!(Rules::builtin().term_until(date(2024, 2, 29), &c), date(2029, 2, 27));
    }

    #[test]
    fn r17_looks_seven_days_ahead_of_the_release() {
        let (r, c) = (Rules::builtin(), Calendar::announced());
        assert_eq!(r.ahead(Rule::R17, date(2026, 10, 20), &c), date(2026, 10, 13));
        assert_eq!(r.ahead(Rule::R17a, date(2026, 10, 20), &c), date(2026, 9, 20));
        let text = include_str!("../../../data/rules/guangzhou.json");
        let working = text.replace(
            r#""value": 7, "unit": "days", "source": "监所实务"#,
            r#""value": 2, "unit": "working_days", "source": "监所实务"#,
        );
        let r = Rules { packs: vec![Pack::parse(&working).unwrap()] };
        assert_eq!(
            r.ahead(Rule::R17, date(2026, 10, 12), &c),
            date(2026, 10, 9),
            "over a weekend with a working Saturday"
        );
    }

    #[test]
    fn r06_is_due_on_day_fifteen_and_r11_at_month_end() {
        let (r, c) = (Rules::builtin(), Calendar::announced());
        assert_eq!(r.due(Rule::R06, date(2026, 11, 1), &c), date(2026, 11, 16));
        assert_eq!(r.due(Rule::R11, date(2026, 2, 3), &c), date(2026, 2, 28));
        assert_eq!(r.due(Rule::R26, date(2026, 11, 30), &c), date(2027, 2, 28));
    }

    #[test]
    fn r12_counts_a_month_and_r13_thirty_days_back_from_the_release() {
        let (r, c) = (Rules::builtin(), Calendar::announced());
        assert_eq!(r.ahead(Rule::R12, date(2026, 12, 20), &c), date(2026, 11, 20));
        assert_eq!(r.ahead(Rule::R12, date(2026, 3, 31), &c), date(2026, 2, 28));
        assert_eq!(r.ahead(Rule::R13, date(2026, 12, 20), &c), date(2026, 11, 20));
        assert_eq!(r.ahead(Rule::R13, date(2026, 3, 20), &c), date(2026, 2, 18));
    }

    #[test]
    fn r08_to_r10_are_days_of_the_month() {
        let (r, c) = (Rules::builtin(), Calendar::announced());
        let on = |rule| r.due(rule, date(2026, 11, 24), &c);
        assert_eq!(
            [Rule::R08, Rule::R09, Rule::R10].map(on),
            [date(2026, 11, 10), date(2026, 11, 13), date(2026, 11, 14)]
        );
        let text = include_str!("../../../data/rules/guangzhou.json");
        let late = text.replace(
            "\"value\": 10, \"unit\": \"day_of_month\"",
            "\"value\": 31, \"unit\": \"day_of_month\"",
        );
        let late = Rules { packs: vec![Pack::parse(&late).expect("a pack")] };
        assert_eq!(late.due(Rule::R08, date(2026, 2, 1), &c), date(2026, 2, 28), "a shorter month");
    }
}
