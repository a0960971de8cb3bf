//! Writes rows as a real workbook in the plain layout: one heading row, one row a person.
//!
//! Every cell is text, so that no spreadsheet program rounds an identity number, turns a
//! date or computes a value that looks like a formula. Written row by row, for the
//! fictitious city and for tests; it knows no rule and no purpose of an export.

use super::{
    field::{FIELDS, Field, FieldInfo},
    reading::RawRow,
};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::path::Path;

/// Writes the rows into a workbook in memory.
///
/// # Errors
/// When there are more rows than a sheet holds (1,048,575), a cell is longer than 32,767
/// characters, or the temporary file cannot be written.
pub fn write_xlsx<'r>(rows: impl Iterator<Item = &'r RawRow>) -> Result<Vec<u8>, XlsxError> {
    workbook(rows)?.save_to_buffer()
}

/// Writes the rows into a workbook file.
///
/// # Errors
/// As for [`write_xlsx`], and when the file cannot be written.
pub fn write_xlsx_file<'r>(rows: impl Iterator<Item = &'r RawRow>, path: &Path) -> Result<(), XlsxError> {
    workbook(rows)?.save(path)
}

fn columns() -> impl Iterator<Item = (u16, &'static FieldInfo)> {
    (0_u16..).zip(FIELDS.iter().filter(|info| info.field.is_column()))
}

fn workbook<'r>(rows: impl Iterator<Item = &'r RawRow>) -> Result<Workbook, XlsxError> {
    let text = Format::new().set_num_format("@");
    let heading = Format::new().set_num_format("@").set_bold();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("释放人员名册")?;
    sheet.set_freeze_panes(1, 2)?;
    for (column, info) in columns() {
        sheet.set_column_width(column, width(info.field))?;
        sheet.write_string_with_format(0, column, info.heading, &heading)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, info) in columns() {
            let value = row.cell(info.field);
            if !value.is_empty() {
                sheet.write_string_with_format(at, column, value, &text)?;
            }
        }
    }
    Ok(book)
}

/// Width of a column in characters.
pub(super) fn width(field: Field) -> f64 {
    match field {
        Field::HukouAddress | Field::LivingAddress | Field::Note => 36.0,
        Field::IdNumber | Field::Custody | Field::Offence | Field::Term => 21.0,
        Field::Seq | Field::Sex | Field::EthnicGroup | Field::Risk => 6.0,
        _ => 12.0,
    }
}
