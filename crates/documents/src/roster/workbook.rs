//! Reads the sheets of an XLSX workbook cell by cell, never as a range: a declared size
//! of a million rows costs nothing.
//!
//! A cell becomes the text a person sees. Two cases matter: a real date becomes an ISO
//! date, and a number beyond fifteen digits stays visibly rounded (`4.40106E+17`), since
//! the spreadsheet has already lost the last digits of an identity number.

use super::{header::Cells, lines::Lines, packed};
use crate::{Limits, Unreadable};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::{collections::BTreeMap, io::Cursor};

/// From here on a spreadsheet no longer holds every digit of a whole number.
const EXACT_BELOW: f64 = 1e15;

/// More sheets than any roster has; each may name the same heavy part again.
const SHEETS: usize = 100;

/// The sentence for a workbook that cannot be taken apart.
pub(super) fn damaged() -> Unreadable {
    Unreadable::new(
        "damaged",
        "工作簿已损坏或不完整，无法读取。请用 Excel 或 WPS 打开确认，另存为新的 .xlsx 后再报送。",
    )
}

/// Feeds every sheet of the workbook into `lines`.
pub(super) fn read(bytes: &[u8], limits: &Limits, lines: &mut Lines) -> Result<(), Unreadable> {
    packed::check(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| explain(&error))?;
    let sheets = book.sheets_metadata().to_vec();
    if sheets.len() > SHEETS {
        return Err(Unreadable::new(
            "too_large",
            format!("工作簿有 {} 张工作表，名册不会这样多。请只保留名册所在的工作表后再报送。", sheets.len()),
        ));
    }
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            lines.note(format!("工作表“{}”是隐藏的，其中的行也已读入，请核对。", sheet.name));
        }
        lines.start_sheet(&sheet.name);
        read_sheet(&mut book, &sheet.name, lines)?;
        lines.end_sheet()?;
    }
    Ok(())
}

fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, lines: &mut Lines) -> Result<(), Unreadable> {
    let mut spans = Spans::of(book, name);
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A chart sheet or a dialogue sheet holds no rows.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(explain(&error)),
    };
    let mut row: Option<u32> = None;
    let mut filled = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| explain(&error))? {
        let text = shown(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        let (at, column) = cell.get_position();
        if row != Some(at) {
            if let Some(done) = row {
                lines.row(done + 1, std::mem::take(&mut filled), &spans.over(done))?;
            }
            row = Some(at);
        }
        spans.begin(at, column, &text);
        filled.push((column, text));
    }
    match row {
        Some(done) => lines.row(done + 1, filled, &spans.over(done)),
        None => Ok(()),
    }
}

/// Cells merged down a column: what is written in the first row counts for the rows below it.
struct Spans {
    /// Last row by first row and column.
    ends: BTreeMap<(u32, u32), u32>,
    /// Last row and text by column, for the cells that reach down now.
    now: BTreeMap<u32, (u32, String)>,
}

impl Spans {
    fn of(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Spans {
        // What is damaged is told when the cells are read.
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let down = merged.into_iter().filter(|area| area.end.0 > area.start.0);
        Spans { ends: down.map(|area| (area.start, area.end.0)).collect(), now: BTreeMap::new() }
    }

    fn begin(&mut self, row: u32, column: u32, text: &str) {
        if let Some(end) = self.ends.get(&(row, column)) {
            self.now.insert(column, (*end, text.to_owned()));
        }
    }

    /// Column and text of the cells that reach down to a row.
    fn over(&mut self, row: u32) -> Cells {
        self.now.retain(|_, (end, _)| *end >= row);
        self.now.iter().map(|(column, (_, text))| (*column, text.clone())).collect()
    }
}

fn explain(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::new(
            "encrypted",
            "工作簿设有打开密码，无法读取。请用 Excel 或 WPS 打开，取消密码保护后另存为 .xlsx 再报送。",
        ),
        _ => damaged(),
    }
}

/// The text a person sees in the cell.
pub(super) fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => date_text(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn number_text(number: f64) -> String {
    if number.abs() < EXACT_BELOW {
        // The shortest text that means this number, without a trailing `.0`.
        return format!("{number}");
    }
    let text = format!("{number:.5E}");
    match text.split_once('E') {
        Some((digits, power)) if !power.starts_with('-') => {
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            format!("{digits}E+{power}")
        }
        _ => text,
    }
}

fn date_text(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    // Up to here a spreadsheet program itself shows a date; beyond, the number is shown.
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&value) {
        return number_text(value);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if hour == 0 && minute == 0 && second == 0 {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_identity_number_stays_recognisable() {
        assert_eq!(number_text(440_106_198_001_010_020.0), "4.40106E+17");
        assert_eq!(number_text(440_106_800_101_001.0), "440106800101001");
        assert_eq!(number_text(43_210.0), "43210");
        assert_eq!(number_text(3.5), "3.5");
    }
}
