//! What somebody wants to happen in 衔接: the shape into which checked fields are parsed. The fields and
//! who may give them are described in `specs`; an undeclared field is refused.
//! Must never know: forms, HTTP.

use super::{Category, Dual, Route, Sent};
use crate::unit::Unit;
use jiff::civil::Date;
use serde::Deserialize;

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    /// Given by the services when a row is accepted.
    Enter {
        custody: Unit,
        sent: Box<Sent>,
        route: Route,
        dual: Option<Dual>,
    },
    Verify {
        result: String,
        #[serde(default)]
        false_flags: Vec<String>,
        category: Option<Category>,
        hukou_address: Option<String>,
        living_address: Option<String>,
        kin_phone: Option<String>,
        correction: Option<String>,
        police_opinion: Option<String>,
        village_opinion: Option<String>,
        family: Option<String>,
    },
    Return {
        reason: String,
        evidence: String,
    },
    Reroute {
        to: Unit,
        reason: String,
    },
    Answer {
        outcome: String,
        on: Option<Date>,
        letter_no: Option<String>,
        note: Option<String>,
    },
    Receive {
        on: Date,
        way: String,
        category: Option<Category>,
        certificate_no: Option<String>,
        slip_no: Option<String>,
        present: Option<String>,
        headcount: Option<u32>,
        health: Option<String>,
        relatives: Option<String>,
        staff: Option<String>,
        place: Option<String>,
        signatories: Option<String>,
        documents: Option<String>,
        belongings: Option<String>,
        money: Option<u32>,
        note: Option<String>,
    },
    SelfReturn {
        on: Date,
        released_on: Option<Date>,
        reason: String,
        category: Option<Category>,
    },
    RefuseCollection {
        on: Date,
        witnesses: String,
        reason: Option<String>,
        #[serde(default)]
        control: bool,
        police_told: Option<String>,
    },
    NotArrived {
        note: String,
    },
    Trace {
        on: Date,
        told: String,
    },
    ReportUpward {
        on: Date,
        letter_no: String,
        to: String,
    },
    UpwardReceipt {
        on: Date,
        note: Option<String>,
    },
    DecideDualListing {
        propose: String,
        reason: String,
    },
}
