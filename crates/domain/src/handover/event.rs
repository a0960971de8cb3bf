//! What happened in 衔接, as the journal keeps it (F1, F5). Kinds live for ever; a change of shape is a new
//! version with an upcast, never an edit.
//! Must never know: how it is sealed or kept.

use super::{Category, Dual, Route, Sent, Term};
use crate::unit::Unit;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Entered {
        on: Date,
        custody: Unit,
        sent: Box<Sent>,
        dual: Option<Dual>,
    },
    Routed {
        on: Date,
        route: Route,
    },
    Returned {
        on: Date,
        to: Unit,
        reason: String,
        evidence: String,
    },
    Verified(Box<Verified>),
    Answered {
        on: Date,
        outcome: String,
        letter_no: Option<String>,
        note: Option<String>,
        by_bureau: bool,
    },
    Received(Box<Received>),
    SelfReturned {
        on: Date,
        reason: String,
        category: Category,
        term: Term,
    },
    RefusedCollection {
        on: Date,
        witnesses: String,
        reason: Option<String>,
        term: Term,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        control: Option<Control>,
    },
    NotArrived {
        on: Date,
        note: String,
        term: Term,
    },
    Traced {
        on: Date,
        told: String,
    },
    ReportedUpward {
        on: Date,
        letter_no: String,
        to: String,
    },
    UpwardReceipted {
        on: Date,
        note: Option<String>,
    },
    DualDecided {
        on: Date,
        propose: bool,
        reason: String,
    },
}

/// The verification feedback (F1).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Verified {
    /// Day of the feedback.
    pub on: Date,
    /// Result code (rules 5.2).
    pub result: String,
    /// The three "false" flags.
    #[serde(default)]
    pub false_flags: Vec<String>,
    /// Grade set while verifying.
    pub category: Option<Category>,
    /// Corrected register address.
    pub hukou_address: Option<String>,
    /// Corrected living address.
    pub living_address: Option<String>,
    /// Corrected phone of the relative.
    pub kin_phone: Option<String>,
    /// What else is to be corrected.
    pub correction: Option<String>,
    /// What the police station said.
    pub police_opinion: Option<String>,
    /// What the village or neighbourhood committee said.
    pub village_opinion: Option<String>,
    /// The family's attitude.
    pub family: Option<String>,
}

/// A control measure that others had decided on, and how the police were told that he left alone (SC-06).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Whom, when, how.
    pub police_told: String,
}

/// The reception (F5).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// Day of reception, which is the release day.
    pub on: Date,
    /// Way (rules 5.5).
    pub way: String,
    /// Grade at reception.
    pub category: Category,
    /// Release certificate number.
    pub certificate_no: Option<String>,
    /// Hand-over slip number.
    pub slip_no: Option<String>,
    /// Who was there.
    pub present: Option<String>,
    /// How many came.
    pub headcount: Option<u32>,
    /// Health, medicine in hand.
    pub health: Option<String>,
    /// The assistance term, fixed today.
    pub term: Term,
    /// Relatives who were there (必接必送 record, rules 4.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relatives: Option<String>,
    /// Staff who were there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// Time and place of the hand-over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who signed the slip for the custodial place and for the locality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatories: Option<String>,
    /// Documents handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<String>,
    /// Belongings handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belongings: Option<String>,
    /// Money handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money_fen: Option<u32>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The planned release date, where he came on another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<Date>,
}

redacted!(Event, Verified, Received, Control);
