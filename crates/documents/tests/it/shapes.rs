//! Rosters as they come: lines that name a prison, cells merged down, sheets that are not to be read, the
//! template, pasted rows, and the file handed back with its result.

use crate::given::{MALE_1980, sheet, text_row, workbook};
use documents::{
    Limits,
    roster::{Field, Line, Mark, RawRow, Reading, interpret, read, read_pasted, template, write_result},
};

const HEAD: [&str; 4] = ["姓名", "公民身份号码", "刑期止日", "收押监所"];

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, &Limits::default()).expect("must be readable")
}

fn places(reading: &Reading) -> Vec<&str> {
    reading.persons().map(|raw| raw.cell(Field::Custody)).collect()
}

fn why(reading: &Reading, at: u32) -> &str {
    let found = reading.lines.iter().find_map(|line| match line {
        Line::NotPerson { row, why, .. } if *row == at => Some(why.as_str()),
        _ => None,
    });
    found.unwrap_or("a person or nothing")
}

#[test]
fn a_line_that_names_a_prison_counts_for_the_rows_below_it_without_one() {
    let text = format!(
        "姓名,公民身份号码,刑期止日,收押监所\n监狱：广东省从化监狱,,,\n甲某,{MALE_1980},2018-03-01,\n乙某,{MALE_1980},2018-03-01,番禺监狱\n二、广东省番禺监狱（1人）,,,\n丙某,{MALE_1980},2018-03-01,\n合计,3人,,\n"
    );
    let read = reading(text.as_bytes());
    assert_eq!(places(&read), ["广东省从化监狱", "番禺监狱", "广东省番禺监狱"]);
    assert_eq!(why(&read, 2), "写明以下各行监所的行");
    assert_eq!(why(&read, 7), "合计行");
    assert!(read.notes.iter().any(|note| note.contains("第 2 行")), "{:?}", read.notes);
}

#[test]
fn the_reporting_unit_above_the_headings_counts_where_it_is_a_prison() {
    for (unit, expected) in [("广东省从化监狱", "广东省从化监狱"), ("广东省监狱管理局", "")]
    {
        let text = format!(
            "拟刑满释放人员信息表,,\n填报单位（盖章）：{unit},,填报日期：2018-01-02\n姓名,公民身份号码,刑期止日\n甲某,{MALE_1980},2018-03-01\n填表人：某某,,审核人：某某\n"
        );
        let read = reading(text.as_bytes());
        assert_eq!(places(&read), [expected], "{unit}");
        assert_eq!(read.persons().count(), 1);
    }
}

#[test]
fn a_place_of_one_sheet_does_not_reach_into_the_next() {
    let one = sheet(
        "",
        &(text_row(1, &HEAD)
            + &text_row(2, &["从化监狱"])
            + &text_row(3, &["甲某", MALE_1980, "2018-03-01"])),
    );
    let two = sheet("", &(text_row(1, &HEAD) + &text_row(2, &["乙某", MALE_1980, "2018-03-01"])));
    let read = reading(&workbook(&[("一", "visible", &one), ("二", "visible", &two)], &[]));
    assert_eq!(places(&read), ["从化监狱", ""]);
}

#[test]
fn a_prison_merged_down_its_column_counts_for_every_row_and_a_name_does_not() {
    let rows = text_row(1, &HEAD)
        + &text_row(2, &["甲某", MALE_1980, "2018-03-01", "从化监狱"])
        + &text_row(3, &["乙某", MALE_1980, "2018-03-01"])
        + &text_row(4, &["", MALE_1980, "2018-03-01"])
        + &text_row(5, &["丙某", MALE_1980, "2018-03-01"]);
    let merged =
        r#"<mergeCells count="2"><mergeCell ref="D2:D4"/><mergeCell ref="A3:A4"/></mergeCells></worksheet>"#;
    let xml = sheet("", &rows).replace("</worksheet>", merged);
    let read = reading(&workbook(&[("一", "visible", &xml)], &[]));
    assert_eq!(places(&read), ["从化监狱", "从化监狱", "从化监狱", ""]);
    let fourth = read.persons().nth(2).expect("row 4");
    assert_eq!(fourth.cell(Field::Name), "", "a missing name is reported, not taken from the row above");
    assert!(interpret(fourth).problems.iter().any(|p| p.code == "name_missing"));
}

#[test]
fn a_merged_area_of_a_million_rows_costs_nothing() {
    let rows = text_row(1, &HEAD) + &text_row(2, &["甲某", MALE_1980, "2018-03-01", "从化监狱"]);
    let merged = r#"<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>"#;
    let xml = sheet("", &rows).replace("</worksheet>", merged);
    let read = reading(&workbook(&[("一", "visible", &xml)], &[]));
    assert_eq!(read.lines.len(), 2);
}

#[test]
fn a_sheet_that_says_so_is_not_read_and_the_report_tells() {
    let aside = sheet(
        "",
        &(text_row(1, &["（不导入）说明"])
            + &text_row(2, &HEAD)
            + &text_row(3, &["甲某", MALE_1980, "2018-03-01"])),
    );
    let real = sheet("", &(text_row(1, &HEAD) + &text_row(2, &["乙某", MALE_1980, "2018-03-01"])));
    let read = reading(&workbook(&[("说明", "visible", &aside), ("名册", "visible", &real)], &[]));
    assert_eq!((read.lines.len(), read.persons().count()), (2, 1));
    assert!(read.notes.iter().any(|note| note.contains("说明") && note.contains("没有读取")));
}

#[test]
fn the_template_holds_no_person_and_its_example_is_known() {
    let read = reading(&template().expect("written"));
    assert_eq!(read.persons().count(), 0);
    assert_eq!(why(&read, 2), "模板的示例行");
    assert_eq!(read.lines.len(), 2, "neither explanations nor lists are lines");
    assert_eq!(read.sheets.len(), 1);
}

#[test]
fn a_person_is_not_taken_for_an_example() {
    let text = format!(
        "姓名,公民身份号码,刑期止日\n例外某,{MALE_1980},2018-03-01\n示例：某人,{MALE_1980},2018-03-01\n"
    );
    let read = reading(text.as_bytes());
    let names: Vec<&str> = read.persons().map(|raw| raw.cell(Field::Name)).collect();
    assert_eq!(names, ["例外某"]);
}

#[test]
fn pasted_rows_need_no_headings_when_the_columns_are_those_of_the_template() {
    let row = |cells: &[&str]| cells.join("\t");
    let with = row(&["1", "甲某", "", "男", "1980-01-01", MALE_1980, "汉族"]);
    let without = row(&["甲某", "", "男", "1980-01-01", MALE_1980, "汉族"]);
    for pasted in [with.as_str(), without.as_str()] {
        let read = read_pasted(pasted, &Limits::default()).expect("readable");
        let raw: &RawRow = read.persons().next().expect("a person");
        assert_eq!((raw.row, raw.cell(Field::Name), raw.cell(Field::IdNumber)), (1, "甲某", MALE_1980));
    }
    let headed = format!("姓名\t身份证号\t释放日期\r\n陈大文\t{MALE_1980}\t2018.3.1\r\n");
    let read = read_pasted(&headed, &Limits::default()).expect("readable");
    assert!(interpret(read.persons().next().expect("a person")).problems.is_empty());
    for (pasted, code) in [("", "empty"), ("甲\t乙\n", "no_header"), ("甲\t\"乙\n", "unclosed_quote")] {
        assert_eq!(read_pasted(pasted, &Limits::default()).expect_err("refused").code, code, "{pasted}");
    }
}

#[test]
fn the_result_keeps_every_cell_at_its_place_and_adds_three_columns() {
    let text = format!(
        "名册,,,\n来源,姓名,身份证号,刑期止日\n=HYPERLINK(1),甲某,{MALE_1980},2018-03-01\n\n合计,1人,,\n"
    );
    let read = reading(text.as_bytes());
    let mark = |outcome: &str| Mark { outcome: outcome.into(), why: "缘由".into(), code: "Q1".into() };
    let marks: Vec<Mark> = read.lines.iter().map(|_| mark("已采用")).collect();
    let back = reading(&write_result(&read, &marks).expect("written"));
    let cells = |reading: &Reading, at: u32| -> Vec<(u32, String)> {
        reading.sheets[0].rows.iter().find(|(row, _)| *row == at).expect("the row").1.clone()
    };
    for at in [1, 2, 3, 5] {
        for cell in cells(&read, at) {
            assert!(cells(&back, at).contains(&cell), "row {at}");
        }
    }
    let added: Vec<String> = cells(&back, 2).into_iter().skip(4).map(|(_, text)| text).collect();
    assert_eq!(added, ["处理结果", "原因", "编号或代码"]);
    assert_eq!(cells(&back, 3)[4..], [(4, "已采用".into()), (5, "缘由".into()), (6, "Q1".into())]);
    assert_eq!(format!("{:?}", read.sheets[0]).matches("甲某").count(), 0, "Debug shows no cell");
}
