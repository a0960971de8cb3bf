//! A person is one, however many sentences he served (rules section 2). Names he had stay known;
//! nothing here links a person to another record without a recorded reason (G5).
//! Must never know: which cases he has, who may see him.

use crate::kernel::{Ctx, Recorded, Refusal, Stream, Unreadable, read_plain, refuse};
use jiff::civil::Date;
use reference::id_number::{IdNumber, Sex};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Who the person is.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Present name.
    pub name: String,
    /// Identity number, 18 characters (GB 11643).
    pub id_number: String,
    /// Why the number is taken although its check character is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_override: Option<String>,
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
    /// Numbers under which he was recorded wrongly, oldest first.
    #[serde(default)]
    pub former_numbers: Vec<String>,
    /// By the bureau's decision he is the person of that stream (G5).
    #[serde(default)]
    pub joined: Option<String>,
}

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Registered { on: Date, identity: Box<Identity>, former_name: Option<String> },
    NameAdded { on: Date, name: String, reason: String },
    Corrected(Box<Corrected>),
    Joined { on: Date, to: String, reason: String },
}

/// A corrected identity; sex and birth date follow from the number.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// Day of the answer on which it rests.
    pub on: Date,
    /// The true name, where another one was recorded.
    pub name: Option<String>,
    /// The true number, where another one was recorded.
    pub id_number: Option<String>,
    /// Sex by the number.
    pub sex: Option<u8>,
    /// Birth date by the number.
    pub birth: Option<Date>,
    /// On what it rests.
    pub reason: String,
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
    /// The true name or number; what was recorded stays known.
    Correct {
        name: Option<String>,
        id_number: Option<String>,
        reason: String,
    },
    /// He is the person of another stream, by a recorded decision.
    Join {
        to: String,
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
            Command::Correct { .. } | Command::Join { .. } if self.identity.name.is_empty() => {
                refuse("no_such_person", "没有登记过这个人")
            }
            Command::Correct { name, id_number, reason } => self.correct(name, id_number, reason, ctx),
            Command::Join { to, .. } if self.joined.as_ref() == Some(&to) => Ok(vec![]),
            Command::Join { to, reason } => Ok(vec![Event::Joined { on, to, reason }]),
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
            Event::Joined { to, .. } => self.joined = Some(to.clone()),
            Event::Corrected(c) => self.take_corrected(c),
        }
    }
}

impl Person {
    fn correct(
        &self,
        name: Option<String>,
        id_number: Option<String>,
        reason: String,
        ctx: &Ctx<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let name = name.filter(|name| *name != self.identity.name);
        let number = match id_number.filter(|number| *number != self.identity.id_number) {
            None => None,
            Some(number) => match IdNumber::parse(&number) {
                Ok(number) => Some(number),
                Err(_) => return refuse("bad_number", "身份号码不是有效的18位号码，请逐位核对"),
            },
        };
        if name.is_none() && number.is_none() {
            return Ok(vec![]);
        }
        let sex = number.as_ref().map(|n| if n.sex() == Sex::Male { 1 } else { 2 });
        let birth = number.as_ref().map(IdNumber::birth);
        let id_number = number.map(|n| n.as_str().to_owned());
        Ok(vec![Event::Corrected(Box::new(Corrected { on: ctx.today, name, id_number, sex, birth, reason }))])
    }

    fn take_corrected(&mut self, c: &Corrected) {
        if let Some(name) = &c.name {
            let was = std::mem::replace(&mut self.identity.name, name.clone());
            self.other_names.retain(|other| other != name);
            self.other_names.push(was);
        }
        if let Some(number) = &c.id_number {
            let was = std::mem::replace(&mut self.identity.id_number, number.clone());
            self.former_numbers.push(was);
            self.identity.id_override = None;
        }
        self.identity.sex = c.sex.unwrap_or(self.identity.sex);
        self.identity.birth = c.birth.unwrap_or(self.identity.birth);
    }

    /// All names, the present one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.identity.name.as_str()).chain(self.other_names.iter().map(String::as_str))
    }

    /// The number as pages show it: its ends, and whether it was taken against its check character.
    pub fn masked_number(&self) -> String {
        let number = &self.identity.id_number;
        match IdNumber::parse(number) {
            Ok(number) => number.masked(),
            Err(_) if number.is_ascii() && number.len() == 18 => {
                format!("{}**********{}（校验不符）", &number[..4], &number[14..])
            }
            Err(_) => String::new(),
        }
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
            Event::Corrected(_) => "person.corrected".into(),
            Event::Joined { .. } => "person.joined".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        match self {
            Event::Registered { on, .. } | Event::NameAdded { on, .. } | Event::Joined { on, .. } => {
                Some(*on)
            }
            Event::Corrected(c) => Some(c.on),
        }
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
impl std::fmt::Debug for Corrected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
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
