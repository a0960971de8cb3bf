//! Forms of pages: what a browser posts, held against the session's token and the site it came from;
//! what a command asks, as controls. Nothing of a form is read before both checks have passed.
//! Must never know: any particular command.

mod controls;
pub mod parts;
mod posted;

pub use controls::{Control, Lists, Pick, Shape, controls, id};
pub use posted::{GuestPosted, OpenPosted, Posted, foreign, from_own_pages, same_token};

use crate::App;
use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;
use domain::command::FieldError;
use service::Problem;

/// A fresh idempotency key for the hidden field `key` of a form: sent twice, it is carried out once.
pub fn fresh_key(app: &App) -> String {
    let mut bytes = [0; 18];
    app.service.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// A problem that its form can show: the sentence, the fields, the status. Others are pages of their own.
pub struct Told {
    /// Status of the answer.
    pub status: StatusCode,
    /// The sentence at the top.
    pub sentence: String,
    /// What is wrong with single fields.
    pub fields: Vec<FieldError>,
    /// The version that is now current, where the form was about an older one.
    pub fresh: Option<i64>,
}

impl Told {
    /// What a form says about a problem; gives back a problem that no form can mend.
    pub fn new(problem: Problem) -> Result<Told, Problem> {
        let (status, sentence) = (crate::problem::status(&problem), problem.sentence());
        let told = |fields, fresh| Ok(Told { status, sentence, fields, fresh });
        match problem {
            Problem::Fields(errors) => told(errors, None),
            Problem::Refused(refusal) => {
                let field = refusal.field.map(|f| FieldError {
                    field: f.to_owned(),
                    code: refusal.code,
                    message: refusal.detail.clone(),
                });
                told(field.into_iter().collect(), None)
            }
            Problem::Stale { version } => told(vec![], Some(version)),
            Problem::VersionNeeded
            | Problem::KeyReused
            | Problem::File(..)
            | Problem::Full
            | Problem::Unavailable
            | Problem::Raced => told(vec![], None),
            other => Err(other),
        }
    }
}
