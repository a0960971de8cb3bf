//! The empty roster to be filled in: headings, drop-down lists, columns kept as text, one
//! example that is never taken for a person, and two sheets of explanations that say
//! themselves that they are not to be read.
//!
//! The lists are those of the national standards in `reference`; nothing here judges.

use super::{
    ASIDE,
    field::{FIELDS, Field, FieldInfo},
};
use reference::codes;
use rust_xlsxwriter::{DataValidation, Format, Formula, Workbook, Worksheet, XlsxError};

/// Rows that are prepared for persons.
const PREPARED: u32 = 5_000;
/// Name of the sheet with the lists.
const LISTS: &str = "选项";

/// The workbook in memory.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template() -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_num_format("@").set_bold();
    let must = Format::new().set_num_format("@").set_bold().set_background_color("FFF2CC");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("释放人员名册")?.set_freeze_panes(1, 2)?;
    for (column, info) in columns() {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, super::write::width(info.field))?;
        let format = if info.essential { &must } else { &bold };
        sheet.write_string_with_format(0, column, info.heading, format)?;
        sheet.write_string_with_format(1, column, example(info.field), &text)?;
    }
    let lists = lists();
    for (place, (field, options)) in (0_u16..).zip(&lists) {
        drop_down(sheet, *field, place, options.len())?;
    }
    explain(book.add_worksheet(), &bold)?;
    let sheet = book.add_worksheet();
    sheet.set_name(LISTS)?;
    sheet.write_string_with_format(0, 0, format!("{ASIDE}本表是下拉选项，请勿改动"), &bold)?;
    for (column, (field, options)) in (0_u16..).zip(&lists) {
        sheet.write_string_with_format(1, column, field.heading(), &bold)?;
        for (row, option) in (2_u32..).zip(options) {
            sheet.write_string(row, column, *option)?;
        }
    }
    book.save_to_buffer()
}

fn columns() -> impl Iterator<Item = (u16, &'static FieldInfo)> {
    (0_u16..).zip(FIELDS.iter().filter(|info| info.field.is_column()))
}

/// The columns with a drop-down list, each with its options.
fn lists() -> Vec<(Field, Vec<&'static str>)> {
    let all = FIELDS.iter().map(|info| (info.field, options(info.field)));
    all.filter(|(_, options)| !options.is_empty()).collect()
}

/// What a list proposes for a column; empty where anything may stand.
pub fn options(field: Field) -> Vec<&'static str> {
    let named = |name| codes::list(name).entries().iter().map(|entry| entry.name).collect();
    match field {
        Field::Sex => vec!["男", "女"],
        Field::EthnicGroup => named("ethnic_group"),
        Field::Education => named("education"),
        Field::MaritalStatus => named("marital_status"),
        Field::PoliticalStatus => named("political_status"),
        Field::KinRelation => named("family_relation"),
        Field::Recidivist | Field::ThreeNone | Field::DrugHistory => vec!["是", "否"],
        Field::Risk => vec!["低", "中", "高"],
        _ => vec![],
    }
}

/// A drop-down list that proposes and does not forbid: what is written otherwise is judged on import.
fn drop_down(sheet: &mut Worksheet, field: Field, list: u16, options: usize) -> Result<(), XlsxError> {
    let letter = super::header::letters(u32::from(list));
    let range = format!("={LISTS}!${letter}$3:${letter}${}", options + 2);
    let rule = DataValidation::new().allow_list_formula(Formula::new(range)).show_error_message(false);
    let column = columns().find(|(_, info)| info.field == field).map_or(0, |(column, _)| column);
    sheet.add_data_validation(1, column, PREPARED, column, &rule)?;
    Ok(())
}

/// The number is the example printed in GB 11643.
fn example(field: Field) -> &'static str {
    match field {
        Field::Seq => "例",
        Field::Name => "示例（本行不导入）",
        Field::Sex => "女",
        Field::Birth => "1949-12-31",
        Field::IdNumber => "11010519491231002X",
        Field::EthnicGroup => "汉族",
        Field::Education => "初中毕业",
        Field::HukouAddress => "广东省广州市天河区某街道某路1号",
        Field::LivingAddress => "同上",
        Field::Offence => "盗窃罪",
        Field::Term => "有期徒刑三年六个月",
        Field::StartsOn => "2023-03-02",
        Field::EndsOn => "2026-09-01",
        Field::Custody => "广东省某监狱",
        Field::ThreeNone | Field::Recidivist | Field::DrugHistory => "否",
        Field::Risk => "低",
        _ => "",
    }
}

fn explain(sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    sheet.set_column_width(0, 90)?;
    sheet.write_string_with_format(0, 0, format!("{ASIDE}填写说明"), bold)?;
    let lines = [
        "一人一行，从第 2 行起填写。示例行可以留着，也可以删去，都不会当作人员。",
        "必须填写：姓名、公民身份号码、刑期止日。没有户籍地址的，无法确定负责的司法所。",
        "公民身份号码所在的列已设为文本。请直接输入或“粘贴为值”，不要改成数字，否则末几位会变成 0。",
        "日期写成 2026-09-01、2026.9.1 或 20260901 都可以；刑期写“有期徒刑三年六个月”“3年6个月”都可以。",
        "居住地址与户籍地址相同的，写“同上”。",
        "下拉选项只是建议，可以直接填写其他内容；认不出的内容会在核对时逐格说明。",
        "一份名册有几个监所的人员时，请每行写明收押监所。",
        "合计、说明、签名等行会自动识别，不会当作人员。",
    ];
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(())
}
