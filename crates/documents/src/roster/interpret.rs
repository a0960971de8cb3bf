//! Judges one row of a roster: what it says, what is wrong, what is odd.
//!
//! A problem keeps the row out of the files until a person has mended it (quarantine); a
//! warning travels with the accepted row. Each names the column, what was found and what
//! to do. Text is kept as written, cleaned of invisible characters only: what looks like
//! a formula or like markup stays. Which case the row leads to is none of our business.

use super::{
    entry::{self, Entry},
    field::Field,
    identity,
    reading::RawRow,
    sentence,
};
use reference::{codes, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The verdict on one row. `entry` is there exactly when `problems` is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interpreted {
    /// What the row says, if it can be accepted.
    pub entry: Option<Entry>,
    /// Why it cannot be accepted.
    pub problems: Vec<Problem>,
    /// What is odd without keeping the row out.
    pub warnings: Vec<Problem>,
}

/// One doubt about one cell. Holds personal data in `found` and `message`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The column.
    pub field: Field,
    /// Its Chinese heading.
    pub column: String,
    /// Stable name of the doubt, for programs.
    pub code: String,
    /// The cell as written.
    pub found: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("field", &self.field)
            .field("code", &self.code)
            .field("found", &"[redacted]")
            .finish()
    }
}

/// Collects the doubts about one row.
pub(super) struct Findings<'r> {
    pub raw: &'r RawRow,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Findings<'_> {
    /// Keeps the row out.
    pub fn problem(&mut self, field: Field, code: &str, message: impl Into<String>) {
        let problem = self.doubt(field, code, message.into());
        self.problems.push(problem);
    }

    /// Goes along with the accepted row.
    pub fn warning(&mut self, field: Field, code: &str, message: impl Into<String>) {
        let warning = self.doubt(field, code, message.into());
        self.warnings.push(warning);
    }

    fn doubt(&self, field: Field, code: &str, message: String) -> Problem {
        Problem {
            field,
            column: field.heading().to_owned(),
            code: code.to_owned(),
            found: self.raw.cell(field).to_owned(),
            message,
        }
    }
}

/// Judges one row.
pub fn interpret(raw: &RawRow) -> Interpreted {
    let mut findings = Findings { raw, problems: Vec::new(), warnings: Vec::new() };
    if raw.cells.contains_key(&Field::Surplus) {
        findings.problem(
            Field::Surplus,
            "surplus_cells",
            "这一行的单元格比表头多，可能某个值里含有未加引号的分隔符，后面各列已错位。请核对整行，改正后清空此格。",
        );
    }
    let identity = identity::read(&mut findings);
    let sentence = sentence::read(identity.as_ref().map(|known| known.birth), &mut findings);
    swapped_pairs(&mut findings);
    let entry = match (identity, sentence) {
        (Some(identity), Some(sentence)) => Some(entry::build(identity, sentence, &mut findings)),
        _ => None,
    };
    Interpreted {
        entry: entry.filter(|_| findings.problems.is_empty()),
        problems: findings.problems,
        warnings: findings.warnings,
    }
}

/// Two columns whose values clearly belong into each other.
fn swapped_pairs(findings: &mut Findings<'_>) {
    for (one, one_list, other, other_list) in [
        (Field::EthnicGroup, "ethnic_group", Field::Education, "education"),
        (Field::KinRelation, "family_relation", Field::KinName, ""),
    ] {
        let here = text::compact(findings.raw.cell(one));
        let there = text::compact(findings.raw.cell(other));
        let strange = !here.is_empty() && !in_list(one_list, &here);
        let at_home_there = other_list.is_empty() || in_list(other_list, &here);
        if strange && at_home_there && in_list(one_list, &there) {
            findings.problem(
                one,
                "columns_swapped",
                format!(
                    "“{}”和“{}”两列可能填反了：“{}”写的是“{here}”，“{}”写的是“{there}”。请核对后更正。",
                    one.heading(),
                    other.heading(),
                    one.heading(),
                    other.heading(),
                ),
            );
        }
    }
}

/// Whether the code list knows the text.
pub(super) fn in_list(list: &str, value: &str) -> bool {
    codes::list(list).code_of(value).is_some()
}
