//! Reads a filled workbook back. The headings tell the columns, so that a column may have been moved; rows
//! without the hidden column's text are nobody's answer and are left out.

use super::{Answer, HEADINGS};
use crate::{
    Limits, Unreadable,
    roster::sheets::{self, Cell},
};
use std::collections::BTreeMap;

/// The places in [`HEADINGS`] that are read.
const CHECK: usize = 0;
const REPLY: usize = 7;
const VALUE: usize = 8;
const TEXT: usize = 9;

/// Reads the answers of a workbook.
///
/// # Errors
/// When it is no workbook, too heavy, or not one that was written by [`super::write()`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Answer>, Unreadable> {
    let mut columns: Option<BTreeMap<usize, u32>> = None;
    let mut answers = vec![];
    let mut heavy = false;
    sheets::rows(bytes, limits, &mut |row, cells: Vec<Cell>| match &columns {
        None => columns = heading(&cells),
        Some(at) if answers.len() < limits.rows => answers.extend(answer(row, &cells, at)),
        Some(_) => heavy = true,
    })?;
    if heavy {
        return Err(Unreadable::new("too_large", "行数太多，不像本系统导出的答复表。请重新导出后填写。"));
    }
    match columns {
        Some(_) => Ok(answers),
        None => Err(Unreadable::new(
            "no_header",
            "这不是本系统导出的答复表，或标题行已被删改。请用导出的原表填写后上传。",
        )),
    }
}

fn heading(cells: &[Cell]) -> Option<BTreeMap<usize, u32>> {
    let place = |wanted: usize| {
        let found = cells.iter().find(|(_, text)| text.trim() == HEADINGS[wanted]);
        found.map(|(column, _)| (wanted, *column))
    };
    [CHECK, REPLY, VALUE, TEXT].into_iter().map(place).collect()
}

fn answer(row: u32, cells: &[Cell], at: &BTreeMap<usize, u32>) -> Option<Answer> {
    let text = |wanted: usize| {
        let cell = cells.iter().find(|(column, _)| Some(column) == at.get(&wanted));
        cell.map_or_else(String::new, |(_, text)| reference::text::clean(text))
    };
    let check = text(CHECK);
    (!check.is_empty()).then(|| Answer {
        row,
        check,
        reply: text(REPLY),
        value: text(VALUE),
        text: text(TEXT),
    })
}
