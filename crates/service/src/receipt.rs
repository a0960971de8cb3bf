//! What a command is given with, and the receipt that comes back.

use serde::{Deserialize, Serialize};

/// How a command is given, besides what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The version the asker saw.
    pub if_match: Option<i64>,
    /// A key under which a repeated request is the same request.
    pub idempotency_key: Option<String>,
}

/// What is owed next, without personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Kind.
    pub kind: String,
    /// Chinese title.
    pub title: String,
    /// Rule that asks for it.
    pub rule: String,
    /// Last day on time.
    pub due_on: String,
    /// Unit that owes it.
    pub owner: String,
    /// The command that settles it.
    pub settle: String,
    /// Chinese reason.
    pub why: String,
}

/// What changed, and what is due next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Number of what was changed.
    pub no: String,
    /// Its version now.
    pub version: i64,
    /// Kinds of the events that were recorded.
    pub events: Vec<String>,
    /// What is owed now, earliest first.
    pub obligations: Vec<Owed>,
}

impl From<&domain::kernel::Obligation> for Owed {
    fn from(o: &domain::kernel::Obligation) -> Owed {
        Owed {
            kind: o.kind.to_owned(),
            title: o.title.to_owned(),
            rule: o.rule.to_owned(),
            due_on: o.due_on.to_string(),
            owner: o.owner.code().to_owned(),
            settle: o.settle.to_owned(),
            why: o.why.clone(),
        }
    }
}

impl From<&store::rows::Owed> for Owed {
    fn from(o: &store::rows::Owed) -> Owed {
        Owed {
            kind: o.kind.clone(),
            title: o.title.clone(),
            rule: o.rule.clone(),
            due_on: o.due_on.clone(),
            owner: o.owner.clone(),
            settle: o.settle.clone(),
            why: o.why.clone(),
        }
    }
}
