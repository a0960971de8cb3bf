//! What happened to the file, as the journal keeps it (F6–F8, F18). Kinds live for ever; what was added
//! later is optional and left out where it is missing, so that older payloads read as they were written.
//! Must never know: how it is sealed or kept.

use super::{Reason, Worker};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Opened {
        on: Date,
        phone: Option<String>,
        address: Option<String>,
        family: Option<String>,
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<Box<Profile>>,
    },
    Updated {
        on: Date,
        reason: String,
        phone: Option<String>,
        address: Option<String>,
        more: Box<Profile>,
    },
    /// The case went to another office, which names its own worker.
    Unassigned {
        on: Date,
    },
    Assigned {
        on: Date,
        worker: Worker,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        load: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    AgreementSigned {
        on: Date,
        relative: Option<String>,
        community: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Box<Terms>>,
    },
    AgreementRefused {
        on: Date,
        words: String,
        again_on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wish: Option<Box<Wish>>,
    },
    TeamJoined {
        on: Date,
        member: Member,
    },
    TeamLeft {
        on: Date,
        member: u32,
        name: String,
        reason: Option<String>,
    },
    Closed {
        on: Date,
        reason: Reason,
        told: Option<String>,
    },
}

/// The first page of the file beyond phone and address (F6); health only with a ground.
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kin_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marital_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discreet: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_ground: Option<String>,
    /// Told that he may see and correct his data; only in the event, the state keeps the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights_told: Option<bool>,
}

impl Profile {
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Profile::default()
    }

    /// What is kept of somebody who wants no file: how to reach him, and how he wants to be reached.
    pub(super) fn least(&self) -> Profile {
        Profile {
            other_phone: self.other_phone.clone(),
            contact_time: self.contact_time.clone(),
            discreet: self.discreet,
            ..Profile::default()
        }
    }
}

/// How, where and with what paper the agreement was signed (F7).
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Terms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_no: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights_told: Option<bool>,
}

/// What somebody wants who does not sign (C8, SC-07).
#[derive(Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Wish {
    /// He had signed and leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_by: Option<String>,
    /// He wants no file either: the ground on which the least is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights_told: Option<bool>,
}

/// A member of the team (F8).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Number in this team; never used again.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Role, one of `TEAM_ROLES`.
    pub role: String,
    /// Organ.
    pub organ: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, where it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Debug of personal data prints nothing of it.
macro_rules! redacted {
    ($($T:ty),+) => { $(impl std::fmt::Debug for $T {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("[redacted]") }
    })+ };
}
redacted!(Event, Profile, Terms, Wish, Member);
