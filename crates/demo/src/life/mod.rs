//! A life in steps: which command is given on which day by whom, as people would do it. Planned before
//! anything is given, in date order; what lies after today is left out, so that it is owed.
//! Must never know: accounts, case numbers, what the services answer.

mod fetch;
mod file;
mod handover;
mod visits;

use crate::{
    cast::{Course, Gap},
    dice::Dice,
    notes::Notes,
    person::Person,
    place::Map,
};
use domain::rules::Rules;
use jiff::{ToSpan, civil::Date};
use reference::calendar::Calendar;
use serde_json::{Map as Fields, Value};

/// Who gives a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// A worker of the office that owns the case.
    Worker,
    /// Its head.
    Head,
    /// The bureau that owns the case.
    Bureau,
    /// The custodial place where it has an account, else the district above the owner with a letter.
    Custody,
}

/// One command to be given.
pub(crate) struct Step {
    pub(crate) day: Date,
    pub(crate) who: Who,
    pub(crate) command: &'static str,
    /// By which a gap names it; the command's name but for a repeated verification.
    label: &'static str,
    pub(crate) fields: Fields<String, Value>,
}

/// Days and rules.
pub(crate) struct Almanac<'a> {
    pub(crate) today: Date,
    pub(crate) rules: &'a Rules,
    pub(crate) calendar: &'a Calendar,
}

impl Almanac<'_> {
    /// The day itself, or the last before it on which offices work.
    pub(crate) fn workday_until(&self, day: Date) -> Date {
        let mut day = day;
        while !self.calendar.is_working(day) && day > Date::MIN {
            day = plus(day, -1);
        }
        day
    }

    /// The day itself, or the next on which offices work.
    fn workday(&self, day: Date) -> Date {
        let mut day = day;
        while !self.calendar.is_working(day) && day < Date::MAX {
            day = plus(day, 1);
        }
        day
    }
}

/// So many days later.
fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// A life being planned.
struct Life<'a> {
    person: &'a Person,
    map: &'a Map,
    almanac: &'a Almanac<'a>,
    notes: &'a mut Notes,
    dice: Dice,
    steps: Vec<Step>,
}

/// The steps of a person, in date order, until today.
pub(crate) fn plan(
    person: &Person,
    map: &Map,
    almanac: &Almanac<'_>,
    notes: &mut Notes,
    dice: Dice,
) -> Vec<Step> {
    let mut life = Life { person, map, almanac, notes, dice, steps: vec![] };
    match person.part.course {
        Course::Outside => life.outside(),
        Course::Refuses => life.refuses(),
        Course::Missing => life.missing(),
        Course::Taken => life.taken(),
        Course::Home | Course::UnknownStreet | Course::OnlyCity => {
            if let Some(home) = life.comes_home() {
                life.at_home(home);
            }
        }
    }
    life.finish()
}

impl Life<'_> {
    fn step(&mut self, day: Date, who: Who, command: &'static str, fields: Value) {
        let fields = match fields {
            Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
            _ => Fields::new(),
        };
        self.steps.push(Step { day, who, command, label: command, fields });
    }

    /// Days that follow one another on working days.
    fn later(&mut self, day: Date, low: i32, high: i32) -> Date {
        self.almanac.workday(plus(day, self.dice.between(low, high)))
    }

    fn at_home(&mut self, home: Date) {
        let until = self.almanac.rules.term_until(self.person.sentence.ends_on, self.almanac.calendar);
        self.file(home, until);
        self.visits(home, until);
        self.livelihood(home, until);
        self.end(until);
    }

    fn finish(self) -> Vec<Step> {
        let today = self.almanac.today;
        let mut steps = self.steps;
        steps.sort_by_key(|step| step.day);
        match self.person.part.gap {
            Gap::None => {}
            Gap::Cut(label) => {
                let end = steps.iter().position(|step| step.label == label).unwrap_or(steps.len());
                steps.truncate(end);
            }
            Gap::Omit(label) => steps.retain(|step| step.label != label),
            Gap::Silent(days) => {
                let since = plus(today, -days);
                steps.retain(|step| match step.label {
                    "record-visit" => step.day < since,
                    "answer-abnormal" => step.day <= since, // the day after what was seen
                    _ => true,
                });
            }
            // What was seen on that day stays unanswered.
            Gap::Abnormal(_) => {
                steps.retain(|step| step.label != "answer-abnormal" || step.day < plus(today, -8));
            }
        }
        steps.retain(|step| step.day <= today);
        steps
    }
}
