//! Builders: a good row, a small text roster, a small workbook made by hand.
//!
//! Everything defaults to a row that is accepted; a test names only what matters.

use documents::roster::{Field, RawRow};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A number with a right check character: male, born 1980-01-01.
pub const MALE_1980: &str = "440106198001010019";
/// The example of GB 11643: female, born 1949-12-31.
pub const FEMALE_1949: &str = "11010519491231002X";

/// A row that is accepted, with these cells changed.
pub fn row(changes: &[(Field, &str)]) -> RawRow {
    let mut raw = RawRow {
        sheet: String::new(),
        row: 2,
        cells: [
            (Field::Name, "陈大文"),
            (Field::Sex, "男"),
            (Field::Birth, "1980-01-01"),
            (Field::IdNumber, MALE_1980),
            (Field::HukouAddress, "广东省广州市天河区石牌街道龙口西路1号"),
            (Field::Offence, "盗窃罪"),
            (Field::Term, "有期徒刑三年"),
            (Field::StartsOn, "2015-03-02"),
            (Field::EndsOn, "2018-03-01"),
            (Field::Custody, "广东省从化监狱"),
        ]
        .map(|(field, text)| (field, text.to_owned()))
        .into(),
    };
    for (field, text) in changes {
        raw.cells.insert(*field, (*text).to_owned());
    }
    raw
}

/// The heading row and one good row, as text.
pub const SMALL_CSV: &str = "姓名,公民身份号码,刑期止日\n陈大文,440106198001010019,2018-03-01\n";

/// A zip archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, packed).expect("a new part");
        writer.write_all(bytes).expect("memory takes all");
    }
    writer.finish().expect("a whole archive").into_inner()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Style 0 is general, style 1 is a date.
const STYLES: &[u8] = br#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook of sheets (name, state, whole sheet XML) and more parts.
pub fn workbook(sheets: &[(&str, &str, &str)], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut listed = String::new();
    let mut relations = String::new();
    let mut bodies = Vec::new();
    for (number, (name, state, xml)) in (1..).zip(sheets) {
        listed.push_str(&format!(
            r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>"#
        ));
        relations.push_str(&format!(
            r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        ));
        bodies.push((format!("xl/worksheets/sheet{number}.xml"), xml.as_bytes()));
    }
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>"#
    );
    relations = format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", STYLES),
    ];
    parts.extend(bodies.iter().map(|(name, bytes)| (name.as_str(), *bytes)));
    parts.extend(more);
    archive(&parts)
}

/// The XML of a sheet around rows, with something before them.
pub fn sheet(before: &str, rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A row of text cells.
pub fn text_row(number: u32, cells: &[&str]) -> String {
    let cells: String = ('A'..)
        .zip(cells)
        .map(|(column, text)| format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#))
        .collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// Heading row 1 and one good row 2.
pub fn small_rows() -> String {
    text_row(1, &["姓名", "公民身份号码", "刑期止日"]) + &text_row(2, &["陈大文", MALE_1980, "2018-03-01"])
}
