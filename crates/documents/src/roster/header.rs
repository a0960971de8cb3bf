//! Finds out which column is which from the heading row, or from two rows of headings.
//!
//! A heading row holds at least three known headings. Where a merged heading such as
//! 刑期 stands above 起 and 止, the two rows are read together. The exact heading beats a
//! synonym; two columns with equal claim to one field make the file unreadable, because
//! choosing one would be guessing.

use super::field::{FIELDS, Field, LONGEST_HEADING_BYTES, heading_key};
use crate::Unreadable;
use std::collections::{BTreeMap, BTreeSet};

/// Filled rows within which the headings must come.
pub(super) const WITHIN: usize = 20;

/// Known headings a row must have to be taken for the heading row.
const KNOWN_HEADINGS: usize = 3;

/// One row of a sheet: column (from 0) and text of each filled cell, left to right.
pub(super) type Cells = Vec<(u32, String)>;

/// Which column holds which field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Fields by column.
    pub fields: BTreeMap<u32, Field>,
    /// The column that holds start and end of the term together (刑期起止).
    pub span: Option<u32>,
    /// Columns that have any heading.
    pub headed: BTreeSet<u32>,
    /// Headings that mean nothing here, in order.
    pub unknown: Vec<String>,
    /// Headings that lost to a better one for the same field.
    pub outranked: Vec<String>,
}

/// Whether the row looks like a heading row.
pub(super) fn is_header(cells: &Cells) -> bool {
    known(cells) >= KNOWN_HEADINGS
}

fn known(cells: &Cells) -> usize {
    let mut fields: Vec<Field> = cells.iter().filter_map(|(_, text)| Field::from_heading(text)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len() + usize::from(cells.iter().any(|(_, text)| is_span(text)))
}

/// The two rows read as one heading row, if that makes more headings known.
pub(super) fn two_levels(upper: &Cells, lower: &Cells) -> Option<Cells> {
    let last = upper.iter().chain(lower).map(|(column, _)| *column).max()?;
    let mut merged = Cells::new();
    let mut above = "";
    let mut over = upper.iter().peekable();
    let mut under = lower.iter().peekable();
    // Only columns that are filled matter; `above` is what a merged cell stretches over.
    while over.peek().is_some() || under.peek().is_some() {
        let next_over = over.peek().map_or(last + 1, |(column, _)| *column);
        let next_under = under.peek().map_or(last + 1, |(column, _)| *column);
        let column = next_over.min(next_under);
        if next_over == column {
            above = over.next().map_or("", |(_, text)| text);
        }
        let below = if next_under == column { under.next().map_or("", |(_, text)| text) } else { "" };
        let joined = format!("{above}{below}");
        let text = if below.is_empty() {
            above.to_owned()
        } else if Field::from_heading(&joined).is_some() || Field::from_heading(below).is_none() {
            joined
        } else {
            below.to_owned()
        };
        merged.push((column, text));
    }
    (known(&merged) > known(upper)).then_some(merged)
}

/// Reads the heading row.
pub(super) fn adopt(cells: &Cells, sheet: &str) -> Result<Header, Unreadable> {
    let mut header = Header::default();
    let mut claims: BTreeMap<Field, Vec<(u32, &str)>> = BTreeMap::new();
    for (column, text) in cells {
        header.headed.insert(*column);
        match Field::from_heading(text) {
            Some(field) => claims.entry(field).or_default().push((*column, text)),
            None if header.span.is_none() && is_span(text) => header.span = Some(*column),
            None => header.unknown.push(shortened(text)),
        }
    }
    for (field, columns) in claims {
        let column = winner(field, &columns).ok_or_else(|| duplicate(&columns, sheet))?;
        header.fields.insert(column, field);
        header
            .outranked
            .extend(columns.iter().filter(|(other, _)| *other != column).map(|(_, text)| shortened(text)));
    }
    if header.fields.values().any(|field| *field == Field::EndsOn) {
        header.span = None;
    }
    for info in FIELDS.iter().filter(|info| info.essential) {
        let in_span = info.field == Field::EndsOn && header.span.is_some();
        if !in_span && !header.fields.values().any(|field| *field == info.field) {
            return Err(missing(info.heading, sheet));
        }
    }
    Ok(header)
}

/// The columns of the template for rows without headings, told by where the identity numbers stand: with the
/// running number in front, or without.
pub(super) fn of_template(rows: &[Cells]) -> Result<Header, Unreadable> {
    let fields = || FIELDS.iter().map(|info| info.field).filter(|field| *field != Field::Surplus);
    let numbers = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        rows.iter().filter(|row| row.iter().any(|(column, text)| *column == at && is_number(text))).count()
    };
    let place = Field::IdNumber as usize;
    let without = match (numbers(place), numbers(place - 1)) {
        (0, 0) => {
            return Err(Unreadable::new(
                "no_header",
                "没有找到表头，各列的次序也与模板不同。请连同表头一行一起复制粘贴，或先套用模板。",
            ));
        }
        (with, without) => usize::from(without > with),
    };
    let mut header = Header::default();
    for (column, field) in (0_u32..).zip(fields().skip(without)) {
        header.fields.insert(column, field);
        header.headed.insert(column);
    }
    Ok(header)
}

/// Whether the text can be an identity number, right or wrong.
fn is_number(text: &str) -> bool {
    let plain = reference::text::compact(text);
    matches!(plain.chars().count(), 15 | 18)
        && plain.chars().filter(char::is_ascii_digit).count() + 1 >= plain.chars().count()
}

/// Whether the heading announces start and end of the term in one column.
fn is_span(heading: &str) -> bool {
    if heading.len() > LONGEST_HEADING_BYTES {
        return false;
    }
    let key = heading_key(heading);
    ["刑期起止", "起止刑期", "起止日期", "刑期起讫"].iter().any(|start| key.starts_with(start))
}

/// Start and end out of one cell: 自2015年3月2日起至2018年3月1日止. What cannot be parted is
/// given as the end, where it is reported as unreadable.
pub(super) fn start_and_end(cell: &str) -> (&str, &str) {
    let parted = cell.split_once(['至', '到', '~', '～', '—', '–', '―']);
    let (start, end) = parted.unwrap_or(("", cell));
    let joints = ['自', '从', '由', '—', '–', '―', ' '];
    (start.trim_matches(joints), end.trim_matches(joints))
}

/// A heading as it is shown to people.
fn shortened(heading: &str) -> String {
    heading.trim().chars().take(40).collect()
}

/// The only claim, else the only one by the exact heading.
fn winner(field: Field, columns: &[(u32, &str)]) -> Option<u32> {
    if let [(column, _)] = columns {
        return Some(*column);
    }
    let mut exact = columns.iter().filter(|(_, text)| reference::text::compact(text) == field.heading());
    match (exact.next(), exact.next()) {
        (Some((column, _)), None) => Some(*column),
        _ => None,
    }
}

fn place(sheet: &str) -> String {
    if sheet.is_empty() { String::new() } else { format!("工作表“{sheet}”中") }
}

fn duplicate(columns: &[(u32, &str)], sheet: &str) -> Unreadable {
    let names: Vec<String> =
        columns.iter().map(|(column, text)| format!("{}列“{}”", letters(*column), shortened(text))).collect();
    Unreadable::new(
        "duplicate_column",
        format!(
            "{}有重复的列：{}。无法判断以哪一列为准，请只保留一列后再报送。",
            place(sheet),
            names.join("、")
        ),
    )
}

fn missing(heading: &str, sheet: &str) -> Unreadable {
    Unreadable::new(
        "missing_column",
        format!("{}缺少必需的列“{heading}”。请补上该列（表头写“{heading}”）后再报送。", place(sheet)),
    )
}

/// The letters a spreadsheet program shows for a column (from 0).
pub(super) fn letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut out = Vec::new();
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        out.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Cells {
        (0..)
            .zip(text.split('|'))
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| (column, cell.to_owned()))
            .collect()
    }

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let shown = [0, 25, 26, 701, 702].map(letters);
        assert_eq!(shown, ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_merged_heading_above_start_and_end_is_read_with_them() {
        let upper = cells("姓名|性别|身份证号|刑期||罪名");
        let lower = cells("|||起|止|");
        let merged = two_levels(&upper, &lower).expect("more is known together");
        let header = adopt(&merged, "").expect("all essential columns");
        assert_eq!(header.fields[&3], Field::StartsOn);
        assert_eq!(header.fields[&4], Field::EndsOn);
        assert_eq!(header.fields[&5], Field::Offence);
        assert_eq!(two_levels(&upper, &cells("张三|男|1|2|3|4")), None);
    }

    #[test]
    fn start_and_end_in_one_column_are_parted() {
        let header = adopt(&cells("姓名|身份证号|刑期起止日期"), "").expect("enough");
        assert_eq!(header.span, Some(2));
        for cell in [
            "2015-03-02至2018-03-01",
            "自2015-03-02到2018-03-01",
            "2015-03-02 —— 2018-03-01",
            "2015-03-02~2018-03-01",
        ] {
            assert_eq!(start_and_end(cell), ("2015-03-02", "2018-03-01"), "{cell}");
        }
        assert_eq!(start_and_end("2018-03-01"), ("", "2018-03-01"));
    }

    #[test]
    fn a_missing_essential_column_is_named() {
        let error = adopt(&cells("姓名|性别|身份证号"), "一监区").expect_err("no release date");
        assert_eq!(error.code, "missing_column");
        assert!(error.message.contains("刑期止日") && error.message.contains("一监区"));
    }

    #[test]
    fn the_exact_heading_wins_and_equal_claims_are_refused() {
        let good = adopt(&cells("姓名|身份证号|刑期止日|释放日期|奖惩"), "").expect("ranked");
        assert_eq!(good.fields[&2], Field::EndsOn);
        assert_eq!(good.outranked, ["释放日期"]);
        assert_eq!(good.unknown, ["奖惩"]);
        let bad = adopt(&cells("姓名|身份证号|刑期止日|备注|备 注"), "").expect_err("twice");
        assert_eq!(bad.code, "duplicate_column");
        assert!(bad.message.contains("D列“备注”"), "{}", bad.message);
    }
}
