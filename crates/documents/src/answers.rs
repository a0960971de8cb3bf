//! The questions of an office to a custodial place as a workbook, and the filled workbook back (rules §17.1).
//!
//! One row a correction. What was asked is locked, what is to be filled in has a list to choose from. A hidden
//! first column binds the row to what was asked; whoever reads it back decides whether it still holds. No
//! more of a person goes out than the custodial place needs to find him in its own files.
//! Must never know: cases, rules, what an answer means.

mod read;
mod write;

pub use read::read;
pub use write::write;

use serde::{Deserialize, Serialize};
use std::fmt;

/// The choices of the column 答复, as they stand in the workbook.
pub const CHOICES: [&str; 3] = ["接受", "更正为", "有异议"];

/// The headings in their order.
pub(crate) const HEADINGS: [&str; 10] = [
    "核对码（请勿改动）",
    "档案号",
    "姓名",
    "监狱编号",
    "更正项目",
    "报送内容",
    "核查内容",
    "答复",
    "更正为",
    "说明",
];

/// One question.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// Binds the row to what was asked.
    pub check: String,
    /// Number of the case.
    pub case_no: String,
    /// Name of the person as sent.
    pub name: String,
    /// Number that the custodial place gave.
    pub prison_no: String,
    /// What is to be corrected.
    pub item: String,
    /// As it was sent.
    pub sent: String,
    /// As the office found it.
    pub found: String,
}

/// One row as it came back: texts as written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Row as the spreadsheet program numbers it.
    pub row: u32,
    /// The hidden column.
    pub check: String,
    /// The answer: one of [`CHOICES`] if it was chosen from the list.
    pub reply: String,
    /// Another content.
    pub value: String,
    /// In words.
    pub text: String,
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question([redacted])")
    }
}
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} [redacted])", self.row)
    }
}
