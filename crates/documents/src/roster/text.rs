//! Reads a roster that is text: CSV, or cells parted by tabs or semicolons.
//!
//! The encoding is decided by content: UTF-8 with or without mark, UTF-16 with mark, else
//! GB18030 (which includes GBK). Decoding is strict, so no character is silently replaced.
//! A quotation mark that is never closed would swallow rows; it is reported instead.

use super::{field::Field, header, lines::Lines};
use crate::Unreadable;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A quoted cell with a line break and this many separators has swallowed a row.
const SWALLOWED_SEPARATORS: usize = 10;

/// Headings are looked for among this many cells.
const FIRST_CELLS: usize = 5_000;

/// No spreadsheet has more columns.
const COLUMNS: usize = 16_384;

/// Feeds the rows of a text file into `lines`.
pub(super) fn read(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    let text = decode(bytes)?;
    lines.start_sheet("");
    feed(&text, separator(&text), lines)
}

/// Feeds pasted text into `lines`; where no row has headings, the columns are those of the template.
pub(super) fn read_pasted(text: &str, lines: &mut Lines) -> Result<(), Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable::new(
            "empty",
            "没有粘贴任何内容。请在表格中选中名册的各行，复制后粘贴到框里。",
        ));
    }
    let text = without_nul(text)?;
    let separator = if text.contains('\t') { '\t' } else { separator(&text) };
    lines.start_sheet("");
    let mut cells = Cells { chars: text.chars().peekable(), separator };
    let mut first = vec![];
    while first.len() < header::WITHIN
        && let Some(values) = cells.next_row(u32::try_from(first.len()).unwrap_or(0) + 1)?
    {
        first.push(filled(values));
    }
    if !first.iter().any(header::is_header) {
        lines.assume(header::of_template(&first)?);
    }
    feed(&text, separator, lines)
}

fn feed(text: &str, separator: char, lines: &mut Lines) -> Result<(), Unreadable> {
    let mut cells = Cells { chars: text.chars().peekable(), separator };
    let mut row = 0_u32;
    while let Some(values) = cells.next_row(row + 1)? {
        row += 1;
        lines.row(row, filled(values), &[])?;
    }
    lines.end_sheet()
}

fn filled(values: Vec<String>) -> header::Cells {
    let all = values.into_iter().enumerate().filter(|(_, value)| !value.trim().is_empty());
    all.map(|(column, value)| (u32::try_from(column).unwrap_or(u32::MAX), value)).collect()
}

fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = &bytes[mark..];
        let text = encoding.decode_without_bom_handling_and_without_replacement(body);
        return match text {
            Some(text) => without_nul(&text),
            None => Err(wrong_encoding(broken_line(body, encoding), encoding)),
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return without_nul(text);
    }
    let line = broken_line(bytes, UTF_8);
    if says_name_in_utf8(bytes) {
        return Err(wrong_encoding(line, UTF_8));
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => without_nul(&text),
        None => Err(wrong_encoding(broken_line(bytes, GB18030), GB18030)),
    }
}

/// Whether the part that is valid UTF-8 already holds the heading 姓名.
fn says_name_in_utf8(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""),
    };
    valid
        .split(['\r', '\n', ',', '\t', ';'])
        .take(FIRST_CELLS)
        .any(|cell| Field::from_heading(cell.trim_matches('"')) == Some(Field::Name))
}

/// The first line (from 1) that cannot be decoded.
fn broken_line(bytes: &[u8], encoding: &'static Encoding) -> usize {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return 1;
    }
    let mut line = 0;
    for part in bytes.split(|b| *b == b'\n') {
        line += 1;
        if encoding.decode_without_bom_handling_and_without_replacement(part).is_none() {
            break;
        }
    }
    line
}

fn wrong_encoding(line: usize, encoding: &'static Encoding) -> Unreadable {
    Unreadable::new(
        "wrong_encoding",
        format!(
            "文本编码有误：第 {line} 行含有无法按 {} 识别的字节。请用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8”后再报送。",
            encoding.name()
        ),
    )
}

fn without_nul(text: &str) -> Result<String, Unreadable> {
    if text.contains('\0') {
        return Err(super::sniff::other("无法识别的二进制文件"));
    }
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The separator that parts most known headings on one of the first lines.
fn separator(text: &str) -> char {
    let known = |separator: char| {
        text.lines()
            .take(40)
            .map(|line| {
                line.split(separator)
                    .take(FIRST_CELLS)
                    .filter(|cell| Field::from_heading(cell.trim().trim_matches('"')).is_some())
                    .count()
            })
            .max()
            .unwrap_or(0)
    };
    // On a tie the first stays: the comma.
    [';', '\t', ','].into_iter().max_by_key(|separator| known(*separator)).unwrap_or(',')
}

struct Cells<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
}

impl Cells<'_> {
    /// The cells of the next row, or none at the end of the text.
    fn next_row(&mut self, row: u32) -> Result<Option<Vec<String>>, Unreadable> {
        if self.chars.peek().is_none() {
            return Ok(None);
        }
        let mut values = Vec::new();
        loop {
            values.push(self.cell(row)?);
            if values.len() > COLUMNS {
                return Err(Unreadable::new(
                    "too_large",
                    format!("第 {row} 行的列数超过 {COLUMNS}，不是名册。请重新导出后再报送。"),
                ));
            }
            match self.chars.next() {
                Some(c) if c == self.separator => {}
                Some('\r') => {
                    self.chars.next_if_eq(&'\n');
                    return Ok(Some(values));
                }
                _ => return Ok(Some(values)),
            }
        }
    }

    /// One cell; the separator or line end after it stays unread.
    fn cell(&mut self, row: u32) -> Result<String, Unreadable> {
        let mut value = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            self.quoted(row, &mut value)?;
        }
        let separator = self.separator;
        while let Some(c) = self.chars.next_if(|c| *c != separator && *c != '\r' && *c != '\n') {
            value.push(c);
        }
        Ok(value)
    }

    fn quoted(&mut self, row: u32, value: &mut String) -> Result<(), Unreadable> {
        loop {
            match self.chars.next() {
                None => return Err(unclosed(row)),
                Some('"') if self.chars.next_if_eq(&'"').is_some() => value.push('"'),
                Some('"') => break,
                Some(c) => value.push(c),
            }
        }
        let separators = value.matches(self.separator).count();
        if separators >= SWALLOWED_SEPARATORS && value.contains(['\r', '\n']) {
            return Err(unclosed(row));
        }
        Ok(())
    }
}

fn unclosed(row: u32) -> Unreadable {
    Unreadable::new(
        "unclosed_quote",
        format!(
            "第 {row} 行有一个引号没有配对，后面的行会被吞并。请更正该行的引号，或用 Excel 另存为 .xlsx 后再报送。"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: char) -> Result<Vec<Vec<String>>, Unreadable> {
        let mut cells = Cells { chars: text.chars().peekable(), separator };
        let mut rows = Vec::new();
        while let Some(row) = cells.next_row(1)? {
            rows.push(row);
        }
        Ok(rows)
    }

    #[test]
    fn quotes_breaks_and_empty_lines_follow_the_spreadsheet() {
        let read = rows("a,\"b \"\"x\"\"\r\nc\",\r\n\r\nd\"e,\"f\"g\n", ',').expect("closed");
        assert_eq!(read, [vec!["a", "b \"x\"\r\nc", ""], vec![""], vec!["d\"e", "fg"]]);
        assert_eq!(rows("a\rb", ',').expect("closed").len(), 2);
    }

    #[test]
    fn an_unclosed_quote_is_refused() {
        let error = rows("a,\"b\nc,d\n", ',').expect_err("unclosed");
        assert_eq!(error.code, "unclosed_quote");
    }

    #[test]
    fn the_separator_is_the_one_that_parts_headings() {
        assert_eq!(separator("名册\n姓名\t性别\t民族"), '\t');
        assert_eq!(separator("姓名;性别"), ';');
        assert_eq!(separator("nothing known"), ',');
    }
}
