//! Hands a roster back: the sender's own rows at their own places, with what became of each
//! beside it in three more columns.
//!
//! Formats and merged cells are not kept, texts and places are. Every cell is text, so that
//! nothing is rounded and nothing computes. Knows no rule: what became of a row is told.

use super::{
    field::{FIELDS, Field},
    reading::{Line, Reading, Sheet},
};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::collections::HashMap;

/// What became of a row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// In a word: 已采用.
    pub outcome: String,
    /// Why, and what to do.
    pub why: String,
    /// Codes or number, for programs.
    pub code: String,
}

/// Headings of the added columns.
const ADDED: [&str; 3] = ["处理结果", "原因", "编号或代码"];

/// Writes the file with the marks beside its lines; `marks` are in the order of `reading.lines`.
///
/// # Errors
/// When the workbook cannot be written.
pub fn write_result(reading: &Reading, marks: &[Mark]) -> Result<Vec<u8>, XlsxError> {
    let plain = [plain(reading)];
    let sheets = if reading.sheets.is_empty() { &plain[..] } else { &reading.sheets[..] };
    let mut beside: HashMap<(&str, u32), [&str; 3]> = HashMap::new();
    for (line, mark) in reading.lines.iter().zip(marks) {
        let (place, told) = match line {
            Line::Person(raw) => ((raw.sheet.as_str(), raw.row), [&*mark.outcome, &*mark.why, &*mark.code]),
            Line::NotPerson { sheet, row, why } if why == "表头" => ((sheet.as_str(), *row), ADDED),
            Line::NotPerson { sheet, row, why } => {
                ((sheet.as_str(), *row), [&*mark.outcome, why.as_str(), ""])
            }
        };
        beside.insert(place, told);
    }
    let text = Format::new().set_num_format("@");
    let mut book = Workbook::new();
    for (number, sheet) in (1..).zip(sheets) {
        let page = book.add_worksheet_with_constant_memory()?;
        let name = if sheet.name.is_empty() { "名册" } else { &sheet.name };
        if page.set_name(name).is_err() {
            page.set_name(format!("表{number}"))?;
        }
        let cells = sheet.rows.iter().flat_map(|(_, cells)| cells);
        let after = cells.map(|(column, _)| *column + 1).max().unwrap_or(0);
        for (row, cells) in &sheet.rows {
            let at = row.saturating_sub(1);
            for (column, value) in cells {
                page.write_string_with_format(at, narrow(*column), value, &text)?;
            }
            for (more, value) in (0..).zip(beside.get(&(sheet.name.as_str(), *row)).into_iter().flatten()) {
                page.write_string_with_format(at, narrow(after + more), *value, &text)?;
            }
        }
    }
    book.save_to_buffer()
}

fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The plain layout, for rows that came without a file: the headings at row 1 where no row stands there.
fn plain(reading: &Reading) -> Sheet {
    let fields = || FIELDS.iter().filter(|info| info.field != Field::Surplus);
    let mut rows = vec![(1, (0..).zip(fields().map(|info| info.heading.to_owned())).collect())];
    for raw in reading.persons() {
        let cells = (0_u32..).zip(fields()).map(|(column, info)| (column, raw.cell(info.field).to_owned()));
        rows.push((raw.row, cells.filter(|(_, value)| !value.is_empty()).collect()));
    }
    Sheet { name: String::new(), rows }
}
