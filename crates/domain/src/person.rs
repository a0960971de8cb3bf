//! A person is one, however many sentences he served (rules section 2). Names he had stay known;
//! nothing here links a person to another record without a recorded reason (G5).
//! Must never know: which cases he has, who may see him.

use crate::kernel::{Ctx, Recorded, Refusal, Stream, Unreadable, read_plain, refuse};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Who the person is.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Present name.
    pub name: String,
    /// Identity number, 18 characters (GB 11643).
    pub id_number: String,
    /// GB/T 2261.1: 1 male, 2 female.
    pub sex: u8,
    /// Birth date.
    pub birth: Date,
    /// Ethnic group as written.
    pub ethnic_group: Option<String>,
    /// Education as written.
    pub education: Option<String>,
    /// Marital status as written.
    pub marital_status: Option<String>,
}

/// The folded state of a person.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Identity; empty name before registration.
    pub identity: Identity,
    /// Other names, oldest first.
    pub other_names: Vec<String>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Registered { on: Date, identity: Box<Identity>, former_name: Option<String> },
    NameAdded { on: Date, name: String, reason: String },
}

/// What somebody wants to happen.
#[allow(missing_docs)]
pub enum Command {
    Register {
        identity: Box<Identity>,
        former_name: Option<String>,
    },
    /// Another name of the same person, with the reason for which it is he.
    AddName {
        name: String,
        reason: String,
    },
}

impl Person {
    /// What is known of the person, by the fields of a form that asks for it.
    pub fn known(&self) -> Map<String, Value> {
        let said =
            [("education", &self.identity.education), ("marital_status", &self.identity.marital_status)];
        let known = |(key, text): (&str, &Option<String>)| {
            text.as_ref().map(|text| (key.to_owned(), Value::from(text.as_str())))
        };
        said.into_iter().filter_map(known).collect()
    }
}

impl Stream for Person {
    type Command = Command;
    type Event = Event;
    const KIND: &'static str = "person";
    const FORMAT: i64 = 1;

    fn decide(&self, command: Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        let on = ctx.today;
        match command {
            Command::Register { identity, former_name } => {
                if !self.identity.name.is_empty() {
                    return refuse("already_registered", "这个人已经登记过");
                }
                if identity.name.is_empty() || identity.id_number.is_empty() {
                    return refuse("identity_missing", "缺少姓名或身份号码");
                }
                Ok(vec![Event::Registered { on, identity, former_name }])
            }
            Command::AddName { .. } if self.identity.name.is_empty() => {
                refuse("no_such_person", "没有登记过这个人")
            }
            Command::AddName { name, .. } if self.names().any(|n| n == name) => Ok(vec![]),
            Command::AddName { name, reason } => Ok(vec![Event::NameAdded { on, name, reason }]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Registered { identity, former_name, .. } => {
                self.identity = (**identity).clone();
                self.other_names.extend(former_name.clone());
            }
            Event::NameAdded { name, .. } => self.other_names.push(name.clone()),
        }
    }
}

impl Person {
    /// All names, the present one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.identity.name.as_str()).chain(self.other_names.iter().map(String::as_str))
    }

    /// Full years on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        let birth = self.identity.birth;
        let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
        day.year() - birth.year() - i16::from(!had_birthday)
    }
}

impl Recorded for Event {
    fn kind(&self) -> String {
        match self {
            Event::Registered { .. } => "person.registered".into(),
            Event::NameAdded { .. } => "person.name_added".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        let (Event::Registered { on, .. } | Event::NameAdded { on, .. }) = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person[redacted]")
    }
}
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
