//! What became of each line of an upload, in the order of the file: written with the line, so that an upload
//! that broke off is gone on with at the next line, and its result can be handed back.
//! Must never know: what a line says.

use crate::{
    Result, Scope,
    sql::{Sql, Unscoped},
};
use database::{Tx, Value};

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Became a case.
    Accepted,
    /// Is held for mending.
    Held,
    /// Was taken in before.
    Repeat,
    /// Is no person.
    Other,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Accepted, Outcome::Held, Outcome::Repeat, Outcome::Other];

    /// Word in rows.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Held => "held",
            Outcome::Repeat => "repeat",
            Outcome::Other => "other",
        }
    }

    /// The outcome of a word.
    pub fn from_code(code: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|o| o.code() == code)
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Place among the lines of the file, from 0.
    pub line: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// Number of the case or held row; empty for a line that is no person.
    pub no: String,
}

const NEW: Unscoped = Unscoped::because(
    "remembers what became of a line that was just taken in",
    "INSERT INTO upload_line (roster, line, outcome, no) VALUES ($1, $2, $3, $4)",
);
const LINES: Sql = Sql::scoped(
    "SELECT l.line, l.outcome, l.no FROM roster v JOIN upload_line l ON l.roster = v.no WHERE {scope} AND v.no = $2 AND l.line >= $3 ORDER BY l.line LIMIT $4",
);

pub(crate) fn statements() -> Vec<String> {
    vec![NEW.text().to_owned(), LINES.text(&[])]
}

/// Remembers what became of a line.
pub async fn save(tx: &mut Tx<'_>, roster: &str, line: &Line) -> Result<()> {
    let row: [Value; 4] =
        [roster.into(), line.line.into(), line.outcome.code().into(), line.no.as_str().into()];
    NEW.run(tx, &row).await?;
    Ok(())
}

/// Lines of an upload in scope, from a place on, at most so many.
pub async fn lines(tx: &mut Tx<'_>, scope: &Scope, roster: &str, from: i64, limit: i64) -> Result<Vec<Line>> {
    let found = LINES.query(tx, scope, &[], [roster.into(), from.into(), limit.into()]).await?;
    let line = |row: &database::Row| {
        let outcome = Outcome::from_code(row.text(1)?);
        Ok(Line {
            line: row.int(0)?,
            outcome: outcome.unwrap_or(Outcome::Other),
            no: row.text(2)?.to_owned(),
        })
    };
    found.iter().map(line).collect()
}
