//! The filled rows of a workbook, sheet after sheet, for documents other than rosters: the same checks before a
//! library sees the file, the same text of a cell.

use super::{packed, workbook};
use crate::{Limits, Unreadable};
use calamine::{Reader, SheetType, Xlsx};
use std::io::Cursor;

/// Column (from 0) and text of a filled cell.
pub(crate) type Cell = (u32, String);

/// Feeds every filled row, numbered as the spreadsheet program does, to `take`.
pub(crate) fn rows(
    bytes: &[u8],
    limits: &Limits,
    take: &mut dyn FnMut(u32, Vec<Cell>),
) -> Result<(), Unreadable> {
    if bytes.len() as u64 > limits.bytes {
        return Err(Unreadable::new(
            "too_large",
            "文件太大，不像本系统导出的答复表。请用导出的原表填写后上传。",
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(Unreadable::new(
            "other_format",
            "这不是 .xlsx 工作簿。请用导出的原表填写，另存为 .xlsx 后上传。",
        ));
    }
    packed::check(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| workbook::damaged())?;
    let sheets = book.sheets_metadata().to_vec();
    let mut text_left = limits.text_bytes;
    for sheet in sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).take(SHEETS) {
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(|_| workbook::damaged())?;
        let (mut at, mut filled) = (0, vec![]);
        while let Some(cell) = cells.next_cell().map_err(|_| workbook::damaged())? {
            let text = workbook::shown(cell.get_value());
            let (row, column) = cell.get_position();
            text_left = text_left.checked_sub(text.len()).ok_or_else(workbook::damaged)?;
            if row != at && !filled.is_empty() {
                take(at + 1, std::mem::take(&mut filled));
            }
            at = row;
            if !text.trim().is_empty() {
                filled.push((column, text));
            }
        }
        if !filled.is_empty() {
            take(at + 1, filled);
        }
    }
    Ok(())
}

/// A filled answer table has one sheet; a few more do no harm.
const SHEETS: usize = 10;
