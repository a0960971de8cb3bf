//! What happened on visits, as the journal keeps it (F9). Kinds live for ever; what was added later is
//! optional and left out where it is missing. A correction is an event of its own and edits nothing.
//! Must never know: how it is sealed or kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Recorded(Box<Recorded>),
    Corrected { on: Date, visit: u32, reason: String, record: Box<Recorded> },
    Moved { on: Date, moved: Moved },
    NeedAnswered { on: Date, need: String, outcome: String, measure: String },
    AbnormalAnswered { on: Date, measure: String },
}

/// One visit.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Day of the visit.
    pub on: Date,
    /// Way (5.16).
    pub way: String,
    /// Result.
    pub result: String,
    /// Place.
    pub place: Option<String>,
    /// Who was there besides the visitor.
    pub present: Option<String>,
    /// Life, work, family, mind, health.
    pub note: Option<String>,
    /// What he needs.
    #[serde(default)]
    pub needs: Vec<String>,
    /// More about the needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_note: Option<String>,
    /// Something the head must know at once.
    #[serde(default)]
    pub abnormal: bool,
    /// The lawful reason for which the first visit was not in person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_reason: Option<String>,
    /// The next contact agreed.
    pub next_on: Option<Date>,
    /// A contact more than the rhythm asks for: it does not count as the next visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<bool>,
    /// The visitor's name.
    pub visitor: String,
    /// The account that recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day on which it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<Date>,
}

/// A visit moved for a lawful reason.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Was due on that day.
    pub from: Date,
    /// Is due on that day.
    pub to: Date,
    /// Why, one of `REASONS`.
    pub reason: String,
    /// More about it.
    pub note: Option<String>,
}

impl Recorded {
    /// Somebody was in contact, or he said that he does not want to be visited.
    pub fn is_contact(&self) -> bool {
        self.result != "absent"
    }

    /// Does for the first visit: in person, or not for a lawful reason; not wanting it is one.
    pub fn is_first_visit(&self) -> bool {
        let in_person = matches!(self.way.as_str(), "home" | "office");
        self.is_contact() && (in_person || self.result == "declined" || self.remote_reason.is_some())
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
