//! Files made to exhaust or mislead a reader.

use crate::given::{MALE_1980, SMALL_CSV, sheet, small_rows, text_row, workbook};
use documents::{
    Limits, Unreadable,
    roster::{Reading, read},
};
use std::fmt::Write;

fn one_sheet(before: &str, rows: &str) -> Vec<u8> {
    workbook(&[("一", "visible", &sheet(before, rows))], &[])
}

fn try_read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read(bytes, &Limits::default())
}

fn code(bytes: &[u8]) -> &'static str {
    try_read(bytes).map_or_else(|error| error.code, |_| "read")
}

#[test]
fn a_compression_bomb_is_refused_by_its_ratio() {
    let bytes = one_sheet("", &" ".repeat(30_000_000));
    assert!(bytes.len() < 100_000, "it is small as sent");
    assert_eq!(code(&bytes), "too_large");
}

#[test]
fn a_declared_size_that_lies_does_not_help_a_bomb() {
    let mut bytes = one_sheet("", &" ".repeat(30_000_000));
    let real = (30_000_000_u32 + u32::try_from(sheet("", "").len()).expect("small")).to_le_bytes();
    let mut patched = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == real {
            bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
            patched += 1;
        }
    }
    assert!(patched >= 2, "both headers state the size");
    assert!(["too_large", "damaged"].contains(&code(&bytes)));
}

#[test]
fn a_part_in_a_corner_counts_too() {
    let bytes = workbook(
        &[("一", "visible", &sheet("", &small_rows()))],
        &[("xl/media/image1.bin", &vec![0; 30_000_000])],
    );
    assert_eq!(code(&bytes), "too_large");
}

#[test]
fn a_declared_million_rows_costs_nothing() {
    let bytes = one_sheet(r#"<dimension ref="A1:XFD1048576"/>"#, &small_rows());
    assert_eq!(try_read(&bytes).expect("readable").persons().count(), 1);
}

#[test]
fn nonsense_in_references_is_survived() {
    for before in [r#"<dimension ref="B9:A1"/>"#, r#"<dimension ref="ZZZZZ99999999999"/>"#, "<dimension/>"] {
        let _ = try_read(&one_sheet(before, &small_rows()));
    }
    for cell in ["XFE1", "A0", "A99999999999", "1A", "", "ÄÖ"] {
        let rows = small_rows() + &format!(r#"<row r="3"><c r="{cell}"><v>1</v></c></row>"#);
        let _ = try_read(&one_sheet("", &rows));
    }
    let missing_string = small_rows() + r#"<row r="3"><c r="A3" t="s"><v>7</v></c></row>"#;
    let _ = try_read(&one_sheet("", &missing_string));
}

#[test]
fn hundreds_of_thousands_of_styled_empty_rows_are_no_lines() {
    let mut rows = small_rows();
    for number in 3..400_000 {
        let _ = write!(rows, r#"<row r="{number}" s="1" customFormat="1"><c r="A{number}" s="1"/></row>"#);
    }
    rows.push_str(&text_row(400_000, &["李小明", MALE_1980, "2018-03-01"]));
    let reading = try_read(&one_sheet("", &rows)).expect("readable");
    let found: Vec<u32> = reading.persons().map(|raw| raw.row).collect();
    assert_eq!(found, [2, 400_000]);
}

#[test]
fn a_cell_of_three_million_characters_is_refused() {
    let long: String = (0..300_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{n:010}");
        text
    });
    let bytes = one_sheet("", &(small_rows() + &text_row(3, &[&long])));
    assert_eq!(code(&bytes), "too_large");
    let text = format!("{SMALL_CSV}{long},1,2\n");
    let error = try_read(text.as_bytes()).expect_err("too long");
    assert_eq!(error.code, "too_large");
    assert!(error.message.contains("第 3 行 A 列"), "{}", error.message);
}

#[test]
fn one_string_referred_to_without_end_is_refused() {
    let long = "a".repeat(30_000);
    let strings = format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>"#
    );
    let mut rows = small_rows();
    for number in 3..9_000 {
        let _ = write!(rows, r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#);
    }
    let bytes =
        workbook(&[("一", "visible", &sheet("", &rows))], &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(code(&bytes), "too_large");
}

#[test]
fn entity_declarations_are_refused_wherever_they_are() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    let bytes = workbook(
        &[("一", "visible", &sheet("", &small_rows()))],
        &[("xl/sharedStrings.xml", laughs.as_bytes())],
    );
    assert_eq!(code(&bytes), "forbidden_content");
    let outside = sheet("", &small_rows())
        .replace("<worksheet", r#"<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet"#);
    assert_eq!(code(&workbook(&[("一", "visible", &outside)], &[])), "forbidden_content");
}

#[test]
fn names_of_parts_are_never_paths() {
    let bytes = workbook(
        &[("一", "visible", &sheet("", &small_rows()))],
        &[("../../../tmp/guitu_traversal", b"x"), ("/tmp/guitu_traversal", b"x"), ("C:\\x", b"x")],
    );
    assert_eq!(try_read(&bytes).expect("readable").persons().count(), 1);
    assert!(!std::path::Path::new("/tmp/guitu_traversal").exists());
}

#[test]
fn a_workbook_of_endless_sheets_is_refused() {
    let roster = sheet("", &small_rows());
    let names: Vec<String> = (0..150).map(|n| format!("S{n}")).collect();
    let sheets: Vec<(&str, &str, &str)> =
        names.iter().map(|name| (name.as_str(), "visible", roster.as_str())).collect();
    assert_eq!(code(&workbook(&sheets, &[])), "too_large");
}

#[test]
fn too_many_rows_columns_parts_and_bytes_are_refused() {
    let limits = Limits { rows: 3, ..Limits::default() };
    let text = format!("{SMALL_CSV}甲,1,2\n乙,1,2\n");
    assert_eq!(read(text.as_bytes(), &limits).expect_err("rows").code, "too_large");
    let limits = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(read(text.as_bytes(), &limits).expect_err("bytes").code, "too_large");
    let wide = format!("{SMALL_CSV}{}x\n", ",".repeat(600));
    assert_eq!(code(wide.as_bytes()), "too_large");
    assert_eq!(code(format!("{SMALL_CSV}{}x\n", ",".repeat(20_000)).as_bytes()), "too_large");
    let limits = Limits { parts: 5, ..Limits::default() };
    assert_eq!(read(&one_sheet("", &small_rows()), &limits).expect_err("parts").code, "too_large");
}
