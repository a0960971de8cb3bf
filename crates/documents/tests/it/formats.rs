//! What a file may be instead of a roster, and the many shapes of one.

use crate::given::{self, MALE_1980, SMALL_CSV, archive, sheet, small_rows, text_row, workbook};
use documents::{
    Limits, Unreadable,
    roster::{Field, Line, Reading, interpret, read},
};

fn refused(bytes: &[u8]) -> Unreadable {
    read(bytes, &Limits::default()).expect_err("must be refused")
}

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, &Limits::default()).expect("must be readable")
}

#[test]
fn each_foreign_format_is_named() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let encrypted: Vec<u8> =
        ole.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, code) in [
        (Vec::new(), "empty"),
        (b" \r\n\t\n".to_vec(), "empty"),
        (ole, "old_xls"),
        (encrypted, "encrypted"),
        (b"\xEF\xBB\xBF <HTML><table><tr><td>\xE5\xA7\x93".to_vec(), "html"),
        (b"<table><tr><td>1</td></tr></table>".to_vec(), "html"),
        (b"%PDF-1.7 ...".to_vec(), "other_format"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "other_format"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), "other_format"),
        (b"Rar!\x1A\x07".to_vec(), "other_format"),
        (archive(&[("a.txt", b"x")]), "other_format"),
        (archive(&[("word/document.xml", b"<a/>")]), "other_format"),
        (archive(&[("xl/workbook.bin", b"x")]), "other_format"),
        (b"PK\x03\x04 and nothing more".to_vec(), "damaged"),
        ("甲,乙,丙\n1,2,3\n".as_bytes().to_vec(), "no_header"),
    ] {
        let error = refused(&bytes);
        assert_eq!(error.code, code, "{}", error.message);
        assert!(error.message.contains('请'), "{code} says what to do: {}", error.message);
    }
}

#[test]
fn a_workbook_cut_short_is_damaged() {
    let whole = workbook(&[("一", "visible", &sheet("", &small_rows()))], &[]);
    assert_eq!(refused(&whole[..whole.len() / 2]).code, "damaged");
}

#[test]
fn an_empty_workbook_is_empty() {
    let bytes = workbook(&[("一", "visible", &sheet("", ""))], &[]);
    assert_eq!(refused(&bytes).code, "empty");
}

#[test]
fn a_missing_or_repeated_column_is_named() {
    for (headings, code, named) in [
        ("姓名,性别,公民身份号码", "missing_column", "刑期止日"),
        ("性别,公民身份号码,刑期止日", "missing_column", "姓名"),
        ("姓名,性别,刑期止日", "missing_column", "公民身份号码"),
        ("姓名,公民身份号码,刑期止日,姓 名", "duplicate_column", "姓名"),
        ("姓名,公民身份号码,刑期止日,备注,备注", "duplicate_column", "备注"),
    ] {
        let error = refused(format!("{headings}\n1,2,3,4,5\n").as_bytes());
        assert_eq!(error.code, code);
        assert!(error.message.contains(named), "{}", error.message);
    }
}

#[test]
fn every_encoding_gives_the_same_lines() {
    let plain = reading(SMALL_CSV.as_bytes());
    assert_eq!(plain.persons().count(), 1);
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(SMALL_CSV.encode_utf16()).flat_map(to_bytes).collect()
    };
    let (gb, _, _) = encoding_rs::GB18030.encode(SMALL_CSV);
    for bytes in [
        format!("\u{feff}{SMALL_CSV}").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        gb.into_owned(),
        SMALL_CSV.replace(',', "\t").into_bytes(),
        SMALL_CSV.replace(',', ";").into_bytes(),
        SMALL_CSV.replace('\n', "\r\n").into_bytes(),
        SMALL_CSV.replace('\n', "\r").into_bytes(),
    ] {
        assert_eq!(reading(&bytes), plain);
    }
}

#[test]
fn rare_characters_of_gb18030_arrive() {
    let text = SMALL_CSV.replace("陈大文", "陈䶮𬭎");
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let reading = reading(&gb);
    assert_eq!(reading.persons().next().expect("one person").cell(Field::Name), "陈䶮𬭎");
}

#[test]
fn a_broken_byte_is_reported_with_its_line() {
    let mut bytes = SMALL_CSV.as_bytes().to_vec();
    bytes.extend_from_slice("李小明,1,2018-01-0".as_bytes());
    bytes.extend_from_slice(b"\xE5\xFF\n");
    let error = refused(&bytes);
    assert_eq!(error.code, "wrong_encoding");
    assert!(error.message.contains("第 3 行"), "{}", error.message);
}

#[test]
fn an_open_quote_is_reported_with_its_row_even_if_closed_much_later() {
    let open = format!("{SMALL_CSV}\"李小明,2,3\n王五,2,3\n");
    let error = refused(open.as_bytes());
    assert_eq!(error.code, "unclosed_quote");
    assert!(error.message.contains("第 3 行"), "{}", error.message);
    let rows = "王五,2,3\n".repeat(8);
    let closed_late = format!("{SMALL_CSV}\"李小明,2,3\n{rows}赵六\",2,3\n");
    assert_eq!(refused(closed_late.as_bytes()).code, "unclosed_quote");
}

#[test]
fn rows_are_numbered_as_the_spreadsheet_numbers_them() {
    let text = format!("名册\n\n{SMALL_CSV}\n\"李\n明\",x,y\n王五,x,y\n");
    let rows: Vec<u32> = reading(text.as_bytes()).persons().map(|raw| raw.row).collect();
    assert_eq!(rows, [4, 6, 7], "empty rows count, a break inside a cell does not");
}

#[test]
fn a_cell_too_many_in_a_text_file_keeps_the_row_out() {
    let text = format!("{SMALL_CSV}李小明,{MALE_1980},2018-03-01,,x\n");
    let reading = reading(text.as_bytes());
    let codes: Vec<String> = reading
        .persons()
        .last()
        .map(|raw| interpret(raw).problems.into_iter().map(|p| p.code).collect())
        .expect("two persons");
    assert_eq!(codes, ["surplus_cells"]);
}

#[test]
fn formula_and_markup_texts_stay_as_they_are() {
    let bytes = workbook(
        &[(
            "一",
            "visible",
            &sheet(
                "",
                &(text_row(1, &["姓名", "公民身份号码", "刑期止日", "备注"])
                    + &text_row(
                        2,
                        &["陈大文", MALE_1980, "2018-03-01", "=HYPERLINK(&quot;x&quot;)&lt;b&gt;"],
                    )),
            ),
        )],
        &[],
    );
    let reading = reading(&bytes);
    let raw = reading.persons().next().expect("one person");
    assert_eq!(raw.cell(Field::Note), "=HYPERLINK(\"x\")<b>");
    let entry = interpret(raw).entry.expect("accepted");
    assert_eq!(entry.note.as_deref(), Some("=HYPERLINK(\"x\")<b>"));
}

#[test]
fn dates_become_iso_text_and_rounded_numbers_stay_recognisable() {
    let rows = text_row(1, &["姓名", "公民身份号码", "刑期止日"])
        + r#"<row r="2"><c r="A2" t="inlineStr"><is><t>陈大文</t></is></c><c r="B2"><v>4.4010619800101E+17</v></c><c r="C2" s="1"><v>43160</v></c></row>"#
        + r#"<row r="3"><c r="A3" t="inlineStr"><is><t>李小明</t></is></c><c r="B3"><v>440106800101001</v></c><c r="C3"><v>43160</v></c></row>"#;
    let reading = reading(&workbook(&[("一", "visible", &sheet("", &rows))], &[]));
    let raws: Vec<_> = reading.persons().collect();
    assert_eq!(raws[0].cell(Field::IdNumber), "4.40106E+17");
    assert_eq!(raws[0].cell(Field::EndsOn), "2018-03-01");
    assert_eq!(interpret(raws[0]).problems[0].code, "id_rounded");
    assert_eq!(raws[1].cell(Field::IdNumber), "440106800101001", "fifteen digits are exact");
    let entry = interpret(raws[1]).entry.expect("accepted");
    assert_eq!(entry.id_number, MALE_1980);
    assert_eq!(entry.ends_on.to_string(), "2018-03-01");
}

#[test]
fn several_sheets_are_read_and_hidden_or_foreign_ones_are_noted() {
    let roster = sheet("", &small_rows());
    let letter = sheet("", &text_row(1, &["关于报送名册的函"]));
    let bytes = workbook(
        &[("一监区", "visible", &roster), ("函", "visible", &letter), ("旧", "hidden", &roster)],
        &[],
    );
    let reading = reading(&bytes);
    let sheets: Vec<&str> = reading.persons().map(|raw| raw.sheet.as_str()).collect();
    assert_eq!(sheets, ["一监区", "旧"]);
    assert!(reading.notes.iter().any(|note| note.contains("旧") && note.contains("隐藏")));
    assert!(reading.notes.iter().any(|note| note.contains("函")));
    assert!(reading.lines.iter().any(|line| matches!(line, Line::NotPerson { sheet, .. } if sheet == "函")));
}

#[test]
fn two_levels_of_headings_are_read_together() {
    let text = format!(
        "释放人员名册,,,,\n姓名,身份证号,刑期,,罪名\n,,起,止,\n陈大文,{MALE_1980},2015-03-02,2018-03-01,盗窃罪\n"
    );
    let reading = reading(text.as_bytes());
    let entry = interpret(reading.persons().next().expect("one person")).entry.expect("accepted");
    assert_eq!(entry.starts_on.map(|d| d.to_string()).as_deref(), Some("2015-03-02"));
    assert_eq!(entry.ends_on.to_string(), "2018-03-01");
}

#[test]
fn start_and_end_in_one_column_are_read() {
    let text = format!("姓名,身份证号码,刑期起止\n陈大文,{MALE_1980},自2015年3月2日起至2018年3月1日止\n");
    let reading = reading(text.as_bytes());
    let entry = interpret(reading.persons().next().expect("one person")).entry.expect("accepted");
    assert_eq!(entry.starts_on.map(|d| d.to_string()).as_deref(), Some("2015-03-02"));
    assert_eq!(entry.ends_on.to_string(), "2018-03-01");
}

#[test]
fn unknown_columns_are_listed_and_a_person_is_never_taken_for_a_note() {
    let text = format!(
        "监区,姓名,公民身份号码,刑期止日,奖惩\n第一监区,陈大文,{MALE_1980},2018-03-01,表扬\n单位负责人监区,,,2018-03-01,\n合计,2人,,,\n注：以上人员,,,,\n,李小明,,,\n"
    );
    let reading = reading(text.as_bytes());
    assert_eq!(reading.unknown_columns, ["监区", "奖惩"]);
    let rows: Vec<u32> = reading.persons().map(|raw| raw.row).collect();
    assert_eq!(rows, [2, 3, 6]);
    assert_eq!(reading.lines.len(), 6, "every filled row is a line");
}

#[test]
fn columns_without_heading_and_rosters_without_persons_are_noted() {
    let text = format!("姓名,,公民身份号码,刑期止日\n陈大文,x,{MALE_1980},2018-03-01\n");
    let notes = reading(text.as_bytes()).notes;
    assert_eq!(notes, ["B 列没有表头，其中的内容未读入。"]);
    let notes = reading("姓名,公民身份号码,刑期止日\n".as_bytes()).notes;
    assert_eq!(notes, ["表头下面没有人员。"]);
}

#[test]
fn headings_must_come_within_twenty_filled_rows() {
    let late = |rows: usize| format!("{}{SMALL_CSV}", "某函\n\n".repeat(rows));
    assert_eq!(reading(late(19).as_bytes()).persons().count(), 1);
    assert_eq!(refused(late(20).as_bytes()).code, "no_header");
}

#[test]
fn nothing_personal_is_in_debug_output() {
    let reading = reading(SMALL_CSV.as_bytes());
    let raw = reading.persons().next().expect("one person");
    let bad = interpret(&given::row(&[(Field::Birth, "1980-01-02")]));
    let good = interpret(&given::row(&[]));
    let shown = format!("{reading:?} {raw:?} {bad:?} {good:?}");
    for secret in ["陈大文", MALE_1980, "1980-01-0", "龙口西"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
