//! 超期通报: what is long overdue below a bureau, as one note a day: offices to their district (TB-1), districts
//! with their offices to the city (TB-2). A note counts by place and kind; it keeps which things they were, so
//! that each number opens them and the next note can say what was settled. It names nobody, and nothing follows
//! from it but that somebody reads it.
//! Must never know: names of persons, who reads it.

use crate::{
    kernel::{Ctx, Recorded, Refusal, Stream, Unreadable, read_plain, refuse},
    rules::Rule,
    unit::{Level, Unit},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A note lists at most so many things; a bureau with more has no use for single ones.
pub const AT_MOST: usize = 10_000;

/// One thing overdue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// Who owes it.
    pub owner: Unit,
    /// What is owed.
    pub kind: String,
    /// The same in Chinese.
    pub title: String,
    /// `case` or `row`.
    pub of: String,
    /// Number of the case or the held row.
    pub no: String,
    /// Which of that kind.
    pub subject: String,
}

impl Item {
    /// The thing, whoever owes it.
    fn key(&self) -> (&str, &str, &str) {
        (&self.no, &self.kind, &self.subject)
    }
}

/// How many of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The kind.
    pub kind: String,
    /// The same in Chinese.
    pub title: String,
    /// How many.
    pub number: usize,
}

/// The folded state: the note of one bureau and one day.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The bureau that is told; the empty code before it was made.
    pub unit: Unit,
    /// The day.
    pub on: Option<Date>,
    /// What is overdue, by owner and kind.
    pub items: Vec<Item>,
    /// There was more than a note lists.
    pub more: bool,
    /// The note before it.
    pub last_on: Option<Date>,
    /// How much of that one is overdue no longer.
    pub settled: u32,
}

/// What the services want to happen.
#[allow(missing_docs)]
pub enum Command {
    Make { items: Vec<Item>, last: Option<Box<Note>> },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Made {
        on: Date,
        by: String,
        unit: Unit,
        items: Vec<Item>,
        more: bool,
        last_on: Option<Date>,
        settled: u32,
    },
}

/// The rule by which a bureau is told; `None` for who is no bureau.
pub fn rule(unit: &Unit) -> Option<Rule> {
    match unit.level() {
        Level::District => Some(Rule::NoteDistrict),
        Level::City => Some(Rule::NoteCity),
        Level::Office | Level::Other => None,
    }
}

/// What is due before this day stands in the note of today: overdue by more days than the rule says.
pub fn before(unit: &Unit, ctx: &Ctx<'_>) -> Option<Date> {
    rule(unit).map(|rule| ctx.rules.ahead(rule, ctx.today, ctx.calendar))
}

/// The place under which a bureau counts an owner: a district its offices, the city its districts. `None` for
/// who does not stand below it.
pub fn place(bureau: &Unit, owner: &Unit) -> Option<Unit> {
    owner.ladder().into_iter().find(|u| u.parent().as_ref() == Some(bureau))
}

impl Note {
    /// How many of what, by place and kind.
    pub fn counts(&self) -> BTreeMap<Unit, Vec<Count>> {
        let mut counted: BTreeMap<Unit, BTreeMap<&str, Count>> = BTreeMap::new();
        for item in &self.items {
            let Some(place) = place(&self.unit, &item.owner) else { continue };
            let one = || Count { kind: item.kind.clone(), title: item.title.clone(), number: 0 };
            counted.entry(place).or_default().entry(&item.kind).or_insert_with(one).number += 1;
        }
        counted.into_iter().map(|(place, kinds)| (place, kinds.into_values().collect())).collect()
    }

    /// The things behind one number; of every kind where none is named.
    pub fn behind<'a>(
        &'a self,
        place_asked: &'a Unit,
        kind: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Item> {
        let of_kind = move |i: &&Item| kind.is_none_or(|k| i.kind == k);
        let at = move |i: &&Item| place(&self.unit, &i.owner).as_ref() == Some(place_asked);
        self.items.iter().filter(of_kind).filter(at)
    }
}

impl Stream for Note {
    type Command = Command;
    type Event = Event;
    const KIND: &'static str = "note";
    const FORMAT: i64 = 1;

    fn decide(&self, command: Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        let Command::Make { mut items, last } = command;
        let unit = ctx.actor.unit.clone();
        items.retain(|i| place(&unit, &i.owner).is_some());
        if rule(&unit).is_none() || items.is_empty() {
            return refuse("nothing_overdue", "没有超期的事项，今天不用通报");
        }
        items.sort();
        let more = items.len() > AT_MOST;
        items.truncate(AT_MOST);
        let now: BTreeSet<_> = items.iter().map(Item::key).collect();
        let gone = last.iter().flat_map(|l| &l.items).filter(|i| !now.contains(&i.key())).count();
        let settled = u32::try_from(gone).unwrap_or(u32::MAX);
        let last_on = last.and_then(|l| l.on);
        let (on, by) = (ctx.today, ctx.actor.account.clone());
        Ok(vec![Event::Made { on, by, unit, items, more, last_on, settled }])
    }

    fn evolve(&mut self, event: &Event) {
        let Event::Made { on, unit, items, more, last_on, settled, .. } = event;
        *self = Note {
            unit: unit.clone(),
            on: Some(*on),
            items: items.clone(),
            more: *more,
            last_on: *last_on,
            settled: *settled,
        };
    }
}

impl Recorded for Event {
    fn kind(&self) -> String {
        "note.made".into()
    }
    fn happened_on(&self) -> Option<Date> {
        let Event::Made { on, .. } = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

#[cfg(test)]
mod tests;
