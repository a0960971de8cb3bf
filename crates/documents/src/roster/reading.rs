//! What reading a roster gives: lines in the sender's order, none lost.
//!
//! Row numbers are those the spreadsheet program shows, so that a clerk finds the row
//! again in the file on the desk. Cells are kept verbatim, also when they look like a
//! formula or like markup; escaping is the business of whoever writes them out again.

use super::{field::Field, lines::Lines, sniff, text, workbook};
use crate::{Limits, Unreadable};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// A roster as read, before any value was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Every filled row, in order. Empty rows are no lines.
    pub lines: Vec<Line>,
    /// Headings nobody here knows; their cells were left out.
    pub unknown_columns: Vec<String>,
    /// Remarks on the file for the reader of the report, in Chinese.
    pub notes: Vec<String>,
    /// The file as it was sent, so that it can be handed back with the result beside each row.
    #[serde(default)]
    pub sheets: Vec<Sheet>,
}

/// A sheet as it was sent: every filled cell, verbatim.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Filled rows: number as the spreadsheet program counts, then column (from 0) and text.
    pub rows: Vec<(u32, Vec<(u32, String)>)>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("rows", &self.rows.len()).field("cells", &"[redacted]").finish()
    }
}

impl Reading {
    /// The rows that describe a person, in order.
    pub fn persons(&self) -> impl Iterator<Item = &RawRow> {
        self.lines.iter().filter_map(|line| match line {
            Line::Person(raw) => Some(raw),
            Line::NotPerson { .. } => None,
        })
    }
}

/// One filled row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A row that describes a person, well or badly.
    Person(RawRow),
    /// A title, heading, total, note or the like.
    NotPerson {
        /// Name of the sheet; empty for a text file.
        sheet: String,
        /// Row as the spreadsheet program numbers it.
        row: u32,
        /// What it was taken for, in Chinese.
        why: String,
    },
}

/// The cells of one person as the sender wrote them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRow {
    /// Name of the sheet; empty for a text file.
    pub sheet: String,
    /// Row as the spreadsheet program numbers it.
    pub row: u32,
    /// Filled cells only, verbatim.
    pub cells: BTreeMap<Field, String>,
}

impl RawRow {
    /// The cell of a column, empty where there is none.
    pub fn cell(&self, field: Field) -> &str {
        self.cells.get(&field).map_or("", String::as_str)
    }
}

impl fmt::Debug for RawRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRow").field("row", &self.row).field("cells", &"[redacted]").finish()
    }
}

/// Reads a roster, deciding by content what it is.
///
/// A reader library that panics is treated like a damaged file. Memory and time are
/// bounded by `limits`, but only a child process ([`crate::limited`]) makes them certain.
///
/// # Errors
/// [`Unreadable`] when the file as a whole cannot be used.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Reading, Unreadable> {
    if bytes.len() as u64 > limits.bytes {
        return Err(Unreadable::new(
            "too_large",
            format!(
                "文件超过 {} MB，名册不会这样大。请删除图片和无关工作表，或按监所分成几个文件后再报送。",
                limits.bytes / 1_000_000
            ),
        ));
    }
    let mut lines = Lines::new(limits);
    match sniff::kind(bytes)? {
        sniff::Kind::Workbook => {
            let quiet = std::panic::AssertUnwindSafe(|| workbook::read(bytes, limits, &mut lines));
            std::panic::catch_unwind(quiet).unwrap_or_else(|_| Err(workbook::damaged()))?;
        }
        sniff::Kind::Text => text::read(bytes, &mut lines)?,
    }
    lines.finish()
}

/// Reads rows that were copied out of a spreadsheet and pasted as text, with headings or without. Without
/// them the columns are those of the template, with or without the running number in front.
///
/// # Errors
/// [`Unreadable`] when the text cannot be used, or has no headings and other columns.
pub fn read_pasted(pasted: &str, limits: &Limits) -> Result<Reading, Unreadable> {
    if pasted.len() as u64 > limits.bytes {
        return read(pasted.as_bytes(), limits);
    }
    let mut lines = Lines::new(limits);
    text::read_pasted(pasted, &mut lines)?;
    lines.finish()
}

/// The row as one canonical text, without the sender's running number and without its
/// place, for finding rows that were sent twice. Spacing and width do not matter.
///
/// The text holds personal data: keep only a keyed hash of it.
pub fn fingerprint_text(raw: &RawRow) -> String {
    let mut out = String::new();
    for (field, value) in &raw.cells {
        let value = reference::text::compact(value);
        if *field != Field::Seq && !value.is_empty() {
            out.push_str(field.key());
            out.push('\u{1f}');
            out.push_str(&value);
            out.push('\u{1e}');
        }
    }
    out
}
