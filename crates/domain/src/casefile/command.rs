//! What somebody wants to happen to the file: the shape into which checked fields are parsed. The fields
//! and who may give them are described in `specs`; an undeclared field is refused.
//! Must never know: forms, HTTP.

use super::{Profile, Reason};
use crate::handover::Category;
use jiff::civil::Date;
use serde::Deserialize;

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    OpenFile(Box<OpenFile>),
    UpdateFile(Box<UpdateFile>),
    /// Name and load are filled in by the services from the accounts of the unit.
    AssignWorker {
        worker: String,
        #[serde(default)]
        worker_name: String,
        #[serde(default)]
        worker_load: Option<String>,
        #[serde(default)]
        reason: Option<String>,
    },
    SignAgreement(Sign),
    RefuseAgreement(Box<Refuse>),
    TeamJoin {
        on: Date,
        name: String,
        role: String,
        organ: Option<String>,
        phone: Option<String>,
    },
    TeamLeave {
        member: String,
        on: Date,
        reason: Option<String>,
    },
    ReviewGrade {
        on: Date,
        category: Category,
        reason: String,
    },
    Close {
        on: Date,
        reason: Reason,
        told: String,
    },
}

/// The first page (F6).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct OpenFile {
    pub on: Date,
    pub phone: Option<String>,
    pub other_phone: Option<String>,
    pub kin_phone: Option<String>,
    pub address: Option<String>,
    pub education: Option<String>,
    pub marital_status: Option<String>,
    pub contact_time: Option<String>,
    #[serde(default)]
    pub discreet: bool,
    pub family: Option<String>,
    pub health: Option<String>,
    pub health_ground: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub rights_told: bool,
}

/// The first page written anew.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct UpdateFile {
    pub on: Date,
    pub reason: String,
    pub phone: Option<String>,
    pub other_phone: Option<String>,
    pub kin_phone: Option<String>,
    pub address: Option<String>,
    pub education: Option<String>,
    pub marital_status: Option<String>,
    pub contact_time: Option<String>,
    #[serde(default)]
    pub discreet: bool,
    pub family: Option<String>,
    pub health: Option<String>,
    pub health_ground: Option<String>,
}

/// The agreement (F7).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Sign {
    pub on: Date,
    pub how: Option<String>,
    pub signed_name: Option<String>,
    pub place: Option<String>,
    pub relative: Option<String>,
    pub community: Option<String>,
    pub paper_no: Option<String>,
    #[serde(default)]
    pub rights_told: bool,
}

/// The agreement refused or left.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Refuse {
    pub on: Date,
    pub words: String,
    pub again_on: Option<Date>,
    #[serde(default)]
    pub never_again: bool,
    pub contact: Option<String>,
    pub contact_by: Option<String>,
    #[serde(default)]
    pub minimum: bool,
    pub ground: Option<String>,
    #[serde(default)]
    pub rights_told: bool,
}

impl Command {
    /// The day on which it happened; naming a worker happens today.
    pub(super) fn on(&self) -> Option<Date> {
        match self {
            Command::OpenFile(f) => Some(f.on),
            Command::UpdateFile(f) => Some(f.on),
            Command::SignAgreement(s) => Some(s.on),
            Command::RefuseAgreement(r) => Some(r.on),
            Command::TeamJoin { on, .. }
            | Command::TeamLeave { on, .. }
            | Command::ReviewGrade { on, .. }
            | Command::Close { on, .. } => Some(*on),
            Command::AssignWorker { .. } => None,
        }
    }
}

impl OpenFile {
    /// The page beyond phone, address and the family, which has its own place in the event.
    pub(super) fn profile(&self) -> Profile {
        Profile {
            other_phone: self.other_phone.clone(),
            kin_phone: self.kin_phone.clone(),
            education: self.education.clone(),
            marital_status: self.marital_status.clone(),
            contact_time: self.contact_time.clone(),
            discreet: self.discreet.then_some(true),
            family: None,
            health: self.health.clone(),
            health_ground: self.health.as_ref().and(self.health_ground.clone()),
            rights_told: self.rights_told.then_some(true),
        }
    }
}

impl UpdateFile {
    /// The page beyond phone and address.
    pub(super) fn profile(&self) -> Profile {
        Profile {
            other_phone: self.other_phone.clone(),
            kin_phone: self.kin_phone.clone(),
            education: self.education.clone(),
            marital_status: self.marital_status.clone(),
            contact_time: self.contact_time.clone(),
            discreet: self.discreet.then_some(true),
            family: self.family.clone(),
            health: self.health.clone(),
            health_ground: self.health.as_ref().and(self.health_ground.clone()),
            rights_told: None,
        }
    }
}
