//! Turns the rows of all sheets into lines: finds the headings, parts persons from other
//! rows, knows which custodial place the rows below a line belong to, keeps the limits.
//!
//! Only empty rows vanish, and sheets whose first cell says that they are not to be read.
//! No value is judged here; what a row is that is no person is told by `kinds`.

use super::{
    field::Field,
    header::{self, Cells, Header},
    kinds::{self, beginning},
    reading::{Line, RawRow, Reading, Sheet},
};
use crate::{Limits, Unreadable};
use reference::text;
use std::collections::BTreeMap;

/// Collects lines while sheets are fed row by row.
pub(super) struct Lines<'l> {
    limits: &'l Limits,
    reading: Reading,
    sheet: String,
    stage: Stage,
    /// The custodial place that a line above names for the rows without one.
    place: Option<String>,
    rows: usize,
    text_bytes: usize,
    headers: usize,
}

enum Stage {
    /// Rows seen so far, none of them a heading row.
    Searching(Vec<u32>),
    /// A heading row; the next row may be its second level.
    Candidate(u32, Cells),
    /// The columns are known.
    Found(Header),
    /// A sheet without headings.
    Headless,
    /// A sheet that says itself that it is not to be read.
    Aside,
}

impl<'l> Lines<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            reading: Reading::default(),
            sheet: String::new(),
            stage: Stage::Headless,
            place: None,
            rows: 0,
            text_bytes: 0,
            headers: 0,
        }
    }

    /// Adds a remark for the reader of the report, once.
    pub fn note(&mut self, note: String) {
        if !self.reading.notes.contains(&note) {
            self.reading.notes.push(note);
        }
    }

    /// Begins a sheet; the name is empty for a text file.
    pub fn start_sheet(&mut self, name: &str) {
        name.clone_into(&mut self.sheet);
        self.stage = Stage::Searching(Vec::new());
        self.place = None;
    }

    /// The columns are known although no row names them.
    pub fn assume(&mut self, header: Header) {
        self.headers += 1;
        self.stage = Stage::Found(header);
        self.note("粘贴的内容没有表头，已按模板的列次序读取，请核对。".to_owned());
    }

    /// Takes the filled cells of one row, numbered as the spreadsheet program does, and the cells merged
    /// down from rows above.
    pub fn row(&mut self, row: u32, mut cells: Cells, above: &[(u32, String)]) -> Result<(), Unreadable> {
        if cells.is_empty() {
            return Ok(());
        }
        cells.sort_by_key(|(column, _)| *column);
        self.keep_limits(row, &cells)?;
        if self.says_aside(&cells) {
            return Ok(());
        }
        self.keep(row, &cells);
        match std::mem::replace(&mut self.stage, Stage::Headless) {
            Stage::Searching(mut earlier_rows) => {
                if header::is_header(&cells) {
                    for earlier in earlier_rows {
                        self.not_person(earlier, "表头以上的标题或说明");
                    }
                    self.stage = Stage::Candidate(row, cells);
                } else {
                    self.place = kinds::labelled_place(&cells).or(self.place.take());
                    earlier_rows.push(row);
                    self.stage = Stage::Searching(earlier_rows);
                    self.give_up_search(header::WITHIN);
                }
                Ok(())
            }
            Stage::Candidate(at, upper) => match header::two_levels(&upper, &cells) {
                Some(merged) => {
                    self.adopt(at, &merged)?;
                    self.not_person(row, "表头（第二行）");
                    Ok(())
                }
                None => {
                    self.adopt(at, &upper)?;
                    self.row_below_header(row, cells, above)
                }
            },
            Stage::Found(header) => {
                self.stage = Stage::Found(header);
                self.row_below_header(row, cells, above)
            }
            Stage::Aside => {
                self.stage = Stage::Aside;
                Ok(())
            }
            Stage::Headless => {
                self.not_person(row, "所在工作表没有名册表头");
                Ok(())
            }
        }
    }

    /// Ends the sheet.
    pub fn end_sheet(&mut self) -> Result<(), Unreadable> {
        self.give_up_search(1);
        if let Stage::Candidate(at, cells) = std::mem::replace(&mut self.stage, Stage::Headless) {
            self.adopt(at, &cells)?;
        }
        Ok(())
    }

    /// The reading, if any sheet had headings.
    pub fn finish(mut self) -> Result<Reading, Unreadable> {
        if self.rows == 0 {
            return Err(Unreadable::new("empty", "表格是空的，没有任何内容。请重新导出名册后再报送。"));
        }
        if self.headers == 0 {
            return Err(Unreadable::new(
                "no_header",
                "前 20 行中没有找到名册表头。请确认表头一行写有“姓名”“公民身份号码”“刑期止日”等列名；若文字显示为乱码，请另存为 .xlsx 后再报送。",
            ));
        }
        if self.reading.persons().next().is_none() {
            self.note("表头下面没有人员。".to_owned());
        }
        Ok(self.reading)
    }

    fn give_up_search(&mut self, after: usize) {
        if let Stage::Searching(above) = &mut self.stage
            && above.len() >= after
        {
            let above = std::mem::take(above);
            self.stage = Stage::Headless;
            for earlier in above {
                self.not_person(earlier, "所在工作表没有名册表头");
            }
            let note = format!("工作表“{}”没有名册表头，其中的行未读入。", self.sheet);
            self.note(note);
        }
    }

    fn adopt(&mut self, at: u32, cells: &Cells) -> Result<(), Unreadable> {
        let found = header::adopt(cells, &self.sheet)?;
        self.not_person(at, "表头");
        self.headers += 1;
        for heading in &found.outranked {
            let note = format!("列“{heading}”与另一列含义相同，未读入。");
            self.note(note);
        }
        for heading in found.unknown.iter().chain(&found.outranked) {
            if !self.reading.unknown_columns.contains(heading) {
                self.reading.unknown_columns.push(heading.clone());
            }
        }
        self.stage = Stage::Found(found);
        Ok(())
    }

    fn row_below_header(
        &mut self,
        row: u32,
        cells: Cells,
        above: &[(u32, String)],
    ) -> Result<(), Unreadable> {
        if let Some(place) = kinds::place_line(&cells) {
            let note = format!("第 {row} 行写明监所“{place}”，以下没有写收押监所的行按该监所计。");
            self.note(note);
            self.place = Some(place);
            self.not_person(row, "写明以下各行监所的行");
            return Ok(());
        }
        let Stage::Found(header) = &self.stage else {
            return Ok(());
        };
        let filled = cells.len();
        let first = text::compact(beginning(cells.first().map_or("", |(_, text)| text)));
        let mut known: BTreeMap<Field, String> = BTreeMap::new();
        let mut surplus = Vec::new();
        let mut untitled = Vec::new();
        for (column, value) in cells {
            match header.fields.get(&column) {
                Some(field) => {
                    known.insert(*field, value);
                }
                None if header.span == Some(column) => {
                    let (start, end) = header::start_and_end(&value);
                    known.insert(Field::StartsOn, start.to_owned());
                    known.insert(Field::EndsOn, end.to_owned());
                }
                None if header.headed.contains(&column) => {}
                None if Some(&column) > header.headed.last() => surplus.push(value),
                None => untitled.push(column),
            }
        }
        let merged = above.iter().find(|(column, _)| header.fields.get(column) == Some(&Field::Custody));
        if let Some(why) = kinds::not_a_person(&known, &first, filled) {
            self.not_person(row, why);
            return Ok(());
        }
        let place = merged.map(|(_, text)| text.clone()).or_else(|| self.place.clone());
        if let Some(place) = place.filter(|_| !known.contains_key(&Field::Custody)) {
            known.insert(Field::Custody, place);
        }
        for column in untitled {
            let note = format!("{} 列没有表头，其中的内容未读入。", header::letters(column));
            self.note(note);
        }
        // In a text file a cell too many means that a separator inside a value has pushed
        // the rest of the row to the right. In a workbook it is a scribble at the side.
        if !surplus.is_empty() && self.sheet.is_empty() {
            known.insert(Field::Surplus, surplus.join("|"));
        } else if !surplus.is_empty() {
            let note = format!("工作表“{}”表头右侧有多余的内容，未读入。", self.sheet);
            self.note(note);
        }
        self.reading.lines.push(Line::Person(RawRow { sheet: self.sheet.clone(), row, cells: known }));
        Ok(())
    }

    fn not_person(&mut self, row: u32, why: &str) {
        self.reading.lines.push(Line::NotPerson { sheet: self.sheet.clone(), row, why: why.to_owned() });
    }

    /// A sheet of explanations says in its first cell that it is not to be read.
    fn says_aside(&mut self, cells: &Cells) -> bool {
        let first = matches!(&self.stage, Stage::Searching(earlier) if earlier.is_empty());
        if first && cells.first().is_some_and(|(_, text)| text.trim_start().starts_with(super::ASIDE)) {
            self.stage = Stage::Aside;
            let note = format!("工作表“{}”写明{}，没有读取。", self.sheet, super::ASIDE);
            self.note(note);
        }
        matches!(self.stage, Stage::Aside)
    }

    /// Keeps the row as it was sent.
    fn keep(&mut self, row: u32, cells: &Cells) {
        if self.reading.sheets.last().is_none_or(|sheet| sheet.name != self.sheet) {
            self.reading.sheets.push(Sheet { name: self.sheet.clone(), rows: vec![] });
        }
        if let Some(sheet) = self.reading.sheets.last_mut() {
            sheet.rows.push((row, cells.clone()));
        }
    }

    fn keep_limits(&mut self, row: u32, cells: &Cells) -> Result<(), Unreadable> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(too_large(format!("行数超过 {}。请按监所分成几个文件后再报送。", self.limits.rows)));
        }
        for (column, value) in cells {
            if *column as usize >= self.limits.columns {
                return Err(too_large(format!(
                    "第 {row} 行 {} 列还有内容，列数超过 {}。请删除名册以外的内容后再报送。",
                    header::letters(*column),
                    self.limits.columns
                )));
            }
            if value.len() > self.limits.cell_bytes {
                return Err(too_large(format!(
                    "第 {row} 行 {} 列的单元格文字过长。请更正后再报送。",
                    header::letters(*column)
                )));
            }
            self.text_bytes += value.len();
        }
        if self.text_bytes > self.limits.text_bytes {
            return Err(too_large("全部文字过多，名册不会这样大。请删除名册以外的内容后再报送。".to_owned()));
        }
        Ok(())
    }
}

fn too_large(message: String) -> Unreadable {
    Unreadable::new("too_large", message)
}
