//! Turns the rows of all sheets into lines: finds the headings, tells persons from
//! titles, totals and notes, and keeps the limits.
//!
//! In doubt a row is a person: a quarantined total costs a glance, a person taken for a
//! note is lost. Only empty rows vanish. No value is judged here.

use super::{
    field::Field,
    header::{self, Cells, Header},
    reading::{Line, RawRow, Reading},
};
use crate::{Limits, Unreadable};
use reference::text;
use std::collections::BTreeMap;

/// Filled rows within which the headings must come.
const HEADER_WITHIN: usize = 20;

/// How the first cell of a total, a note or a signature line begins.
const MARKS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总数",
    "总人数",
    "本页",
    "注:",
    "注1",
    "注释",
    "备注",
    "说明",
    "填表",
    "填报",
    "制表",
    "审核",
    "审批",
    "复核",
    "经办",
    "负责人",
    "单位",
    "联系人:",
    "联系电话",
    "打印",
    "报送",
    "第",
    "共",
    "以上",
    "以下空白",
    "此表",
    "本表",
];

/// Collects lines while sheets are fed row by row.
pub(super) struct Lines<'l> {
    limits: &'l Limits,
    reading: Reading,
    sheet: String,
    stage: Stage,
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
}

impl<'l> Lines<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            reading: Reading::default(),
            sheet: String::new(),
            stage: Stage::Headless,
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
    }

    /// Takes the filled cells of one row, numbered as the spreadsheet program does.
    pub fn row(&mut self, row: u32, mut cells: Cells) -> Result<(), Unreadable> {
        if cells.is_empty() {
            return Ok(());
        }
        cells.sort_by_key(|(column, _)| *column);
        self.keep_limits(row, &cells)?;
        match std::mem::replace(&mut self.stage, Stage::Headless) {
            Stage::Searching(mut above) => {
                if header::is_header(&cells) {
                    for earlier in above {
                        self.not_person(earlier, "表头以上的标题或说明");
                    }
                    self.stage = Stage::Candidate(row, cells);
                } else {
                    above.push(row);
                    self.stage = Stage::Searching(above);
                    self.give_up_search(HEADER_WITHIN);
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
                    self.row_below_header(row, cells)
                }
            },
            Stage::Found(header) => {
                self.stage = Stage::Found(header);
                self.row_below_header(row, cells)
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

    fn row_below_header(&mut self, row: u32, cells: Cells) -> Result<(), Unreadable> {
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
        if let Some(why) = not_a_person(&known, &first, filled) {
            self.not_person(row, why);
            return Ok(());
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

/// As much of a cell as can matter for telling what a row is.
fn beginning(text: &str) -> &str {
    const CHARACTERS: usize = 64;
    text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

/// Why a row below the headings is no person, if it clearly is none.
fn not_a_person(cells: &BTreeMap<Field, String>, first: &str, filled: usize) -> Option<&'static str> {
    let cell = |field| cells.get(&field).map_or("", String::as_str);
    let name = text::compact(beginning(cell(Field::Name)));
    if Field::from_heading(&name) == Some(Field::Name)
        || Field::from_heading(cell(Field::IdNumber)) == Some(Field::IdNumber)
    {
        return Some("重复的表头");
    }
    let digits = |field| cell(field).chars().filter(char::is_ascii_digit).count();
    if digits(Field::IdNumber) >= 6 || digits(Field::EndsOn) >= 4 {
        return None;
    }
    let marked = |text: &str| MARKS.iter().any(|mark| text.starts_with(mark));
    let is_sum = |text: &str| MARKS[..6].iter().any(|mark| text.starts_with(mark));
    if is_sum(first) || is_sum(&name) {
        return Some("合计行");
    }
    let nameless = name.is_empty() && cell(Field::IdNumber).trim().is_empty();
    if marked(first) && (nameless || filled <= 3 || first.contains(':')) {
        return Some("说明或签名行");
    }
    if filled == 1 && cells.contains_key(&Field::Seq) && first.chars().all(|c| c.is_ascii_digit()) {
        return Some("只有序号的空行");
    }
    if nameless && cell(Field::EndsOn).trim().is_empty() && filled <= 3 {
        return Some("没有姓名、证件号码和刑期止日的说明行");
    }
    (filled == 1 && first.chars().count() > 15).then_some("说明文字")
}
