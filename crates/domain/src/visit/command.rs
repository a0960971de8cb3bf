//! What somebody wants to happen on visits: the shape into which checked fields are parsed.
//! Must never know: forms, HTTP.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value};

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    RecordVisit(Box<Visit>),
    CorrectVisit(Box<Correction>),
    MoveVisit { to: Date, reason: String, note: Option<String> },
    AnswerNeed { need: String, on: Date, outcome: String, measure: String },
    AnswerAbnormal { on: Date, measure: String },
}

/// One visit as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Visit {
    pub on: Date,
    pub way: String,
    pub result: String,
    pub place: Option<String>,
    pub present: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    pub need_note: Option<String>,
    #[serde(default)]
    pub abnormal: bool,
    pub remote_reason: Option<String>,
    pub next_on: Option<Date>,
}

/// A visit written down anew, and which one it stands in for.
#[allow(missing_docs)]
pub struct Correction {
    pub visit: String,
    pub reason: String,
    pub record: Visit,
}

impl<'de> Deserialize<'de> for Correction {
    /// Two fields of its own; the rest is a visit and nothing else.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Correction, D::Error> {
        let mut fields = Map::<String, Value>::deserialize(from)?;
        let mut own = |key: &'static str| match fields.remove(key) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(D::Error::missing_field(key)),
        };
        let (visit, reason) = (own("visit")?, own("reason")?);
        let record = Visit::deserialize(Value::Object(fields)).map_err(D::Error::custom)?;
        Ok(Correction { visit, reason, record })
    }
}
